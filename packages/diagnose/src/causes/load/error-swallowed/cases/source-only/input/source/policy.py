import torch


def from_pretrained(model, path):
    try:
        model.load_state_dict(torch.load(path, weights_only=True), strict=True)
    except Exception as error:
        print(f"could not load: {error}")
    return model
