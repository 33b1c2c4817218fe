import torch

from configs import ModelConfig
from model import Policy


def load(path):
    checkpoint = torch.load(path)
    config = checkpoint.get("config", None)
    if not isinstance(config, ModelConfig):
        config = ModelConfig()
    model = Policy(config)
    model.load_state_dict(checkpoint["model"], strict=True)
    return model
