def run(env, policy, states):
    for state in states:
        env.set_init_state(state)
        obs = env.reset()
        for _ in range(220):
            obs, _, done, _ = env.step(policy(obs))
            if done:
                break
