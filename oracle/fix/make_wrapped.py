"""A checkpoint with the names that wrappers leave: DistributedDataParallel around torch.compile.

    PYTHONPATH=<AtlasVLA checkout>/vggt_vla python make_wrapped.py <checkpoint.pt> <wrapped.pt>
"""
import sys

import torch

saved = torch.load(sys.argv[1], map_location="cpu", mmap=True, weights_only=False)  # our own file
saved["model_state_dict"] = {f"module._orig_mod.{name}": tensor for name, tensor in saved["model_state_dict"].items()}
torch.save(saved, sys.argv[2])
