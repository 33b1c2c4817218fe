"""Loads a checkpoint as it was saved; the rollouts are in another file."""

import sys

import torch

from models.vla_model import VLAModel


def load_policy(path):
    print(f"[evaluate] checkpoint {path}")
    saved = torch.load(path, map_location="cpu", weights_only=False)
    print(f"[evaluate] trained for {saved['epoch']} epochs, loss {saved['best_loss']}")
    model = VLAModel(saved["config"])
    model.load_state_dict(saved["model_state_dict"], strict=True)
    print("[evaluate] every weight is loaded")
    return model.eval()


if __name__ == "__main__":
    load_policy(sys.argv[1])
