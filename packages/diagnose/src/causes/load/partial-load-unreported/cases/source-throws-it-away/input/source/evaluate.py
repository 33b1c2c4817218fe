import torch


def build(model, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state, strict=False)
    print("loaded")
    return model
