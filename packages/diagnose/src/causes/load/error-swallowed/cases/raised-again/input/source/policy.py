import torch


def from_pretrained(model, path):
    try:
        model.load_state_dict(torch.load(path, weights_only=True), strict=True)
    except RuntimeError as error:
        raise RuntimeError(f"{path} does not fit this model") from error
    return model
