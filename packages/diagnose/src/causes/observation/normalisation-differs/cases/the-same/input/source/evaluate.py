import torchvision.transforms as T

transform = T.Compose([T.ToPILImage(), T.Resize((224, 224)), T.ToTensor(), T.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])])


def rollout(env, policy, state):
    env.reset()
    obs = env.set_init_state(state)
    for _ in range(220):
        obs, _, done, _ = env.step(policy(transform(obs["agentview_image"])))
        if done:
            return True
    return False
