def settle(env, state):
    env.reset()
    obs = env.set_init_state(state)
    for _ in range(5):
        obs, _, _, _ = env.step([0.0] * 7)
    return obs
