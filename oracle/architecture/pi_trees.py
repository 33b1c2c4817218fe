"""Module trees of openpi's PI0Pytorch, pi0 and pi0.5, on the meta device.

    PYTHONPATH=<folder with transformers 4.53, openpi's transformers_replace copied over it> python pi_trees.py <openpi checkout> <target.json>

`paligemma_with_expert` is built at the sizes of `gemma_2b` and `gemma_300m` (`openpi/models/gemma.py`).
"""
import json
import sys
from pathlib import Path
from types import SimpleNamespace as Config

import torch
import torch._dynamo
import torch.nn as nn
import transformers
from transformers import GemmaForCausalLM, PaliGemmaForConditionalGeneration
from transformers.models.auto import CONFIG_MAPPING
from typing import Literal

import module_tree
import vla_take

checkout, target = Path(sys.argv[1]), Path(sys.argv[2])
folder = checkout / "src/openpi/models_pytorch"
SIZES = {
    "gemma_2b": Config(width=2048, depth=18, mlp_dim=16_384, num_heads=8, num_kv_heads=1, head_dim=256),
    "gemma_300m": Config(width=1024, depth=18, mlp_dim=4096, num_heads=8, num_kv_heads=1, head_dim=256),
}
expert = vla_take.take(
    folder / "gemma_pytorch.py", "PaliGemmaWithExpertModel", GemmaForCausalLM=GemmaForCausalLM, Literal=Literal,
    PaliGemmaForConditionalGeneration=PaliGemmaForConditionalGeneration, CONFIG_MAPPING=CONFIG_MAPPING,
).PaliGemmaWithExpertModel
model = vla_take.take(
    folder / "pi0_pytorch.py", "PI0Pytorch", PaliGemmaWithExpertModel=expert, _gemma=Config(get_config=lambda name: SIZES[name]),
    Tensor=torch.Tensor,
).PI0Pytorch
trees = {}
for name in ("pi0", "pi05"):
    config = Config(pi05=name == "pi05", paligemma_variant="gemma_2b", action_expert_variant="gemma_300m", dtype="bfloat16",
                    action_dim=32, action_horizon=50, pytorch_compile_mode=None)
    with torch.device("meta"):
        trees[name] = module_tree.text(model(config)).splitlines()
target.write_text(json.dumps(trees, indent=1) + "\n")
print(transformers.__version__, len(trees))
