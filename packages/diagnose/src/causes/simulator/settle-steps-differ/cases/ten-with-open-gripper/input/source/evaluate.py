def settle(env, state):
    env.reset()
    obs = env.set_init_state(state)
    for _ in range(10):
        obs, _, _, _ = env.step([0, 0, 0, 0, 0, 0, -1])
    return obs
