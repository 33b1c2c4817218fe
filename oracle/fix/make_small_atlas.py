"""A small AtlasVLA around a random Qwen3-0.6B, as its trainer saves it.

    python run_offline.py make_small_atlas.py <AtlasVLA checkout> <checkpoint.pt>

Needs a transformers that knows qwen3. Simple backbone, one layer and one head: with more heads it cannot run (6c47f7f).
"""
import sys
from pathlib import Path

import torch

checkout, target = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(checkout / "vggt_vla"))

from configs.model_config import ModelConfig, VGGTConfig  # noqa: E402
from models.vla_model import VLAModel  # noqa: E402

torch.manual_seed(0)
config = ModelConfig(vggt=VGGTConfig(use_pretrained_vggt=False, depth=1, num_heads=1))
model = VLAModel(config)
saved = {"epoch": 297, "global_step": 26690, "model_state_dict": model.state_dict(), "config": config}
torch.save(saved, target)
