import json


def main(env, policy, tasks, path):
    results = {}
    for task in tasks:
        results[task.name] = evaluate(env, policy, task)
    with open(path, "w") as f:
        json.dump(results, f)


def evaluate(env, policy, task):
    env.reset()
    obs, _, done, _ = env.step(policy(task.language))
    return done
