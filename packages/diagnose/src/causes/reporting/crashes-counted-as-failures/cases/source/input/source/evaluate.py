def run(env, policy, states):
    results = []
    for state in states:
        env.reset()
        obs = env.set_init_state(state)
        success = False
        for _ in range(220):
            try:
                obs, _, done, _ = env.step(policy(obs))
            except Exception as error:
                print(error)
                break
            if done:
                success = True
                break
        results.append(success)
    return results
