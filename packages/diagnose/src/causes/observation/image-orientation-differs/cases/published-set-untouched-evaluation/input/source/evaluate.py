import numpy as np


def rollout(env, policy, state, instruction):
    env.reset()
    obs = env.set_init_state(state)
    for _ in range(220):
        image = obs["agentview_image"]
        obs, _, done, _ = env.step(policy(image, instruction))
        if done:
            return True
    return False
