def run(env, policy, states):
    for state in states:
        env.reset()
        obs = env.set_init_state(state)
        for _ in range(220):
            obs, _, done, _ = env.step(policy(obs))
            if done:
                break
