def run(env, policy, states):
    results = []
    for state in states:
        obs = env.set_init_state(state)
        for _ in range(5):
            obs, _, _, _ = env.step([0.0] * 7)
        done = False
        for _ in range(220):
            obs, _, done, _ = env.step(policy(obs))
            if done:
                break
        results.append(done)
    return results
