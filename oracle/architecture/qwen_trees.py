"""Module trees of Qwen2 and Qwen3 as one release of transformers builds them, on the meta device.

    PYTHONPATH=<folder with that transformers> python qwen_trees.py <fixtures folder>

Writes <model type>-<release>.txt for each class that this release knows.
"""
import sys
from pathlib import Path

import torch
import torch._dynamo  # before transformers: some releases import it half-way
import transformers

import module_tree

SIZES = dict(
    hidden_size=64,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    intermediate_size=96,
    vocab_size=100,
)

folder = Path(sys.argv[1])
for family, extra in (("Qwen2", {}), ("Qwen3", {"head_dim": 32}), ("Qwen3", {"head_dim": 32, "attention_bias": True})):
    config_class = getattr(transformers, f"{family}Config", None)
    if config_class is None:
        print(f"{transformers.__version__} has no {family}")
        continue
    trees = []
    for name in ("Model", "ForCausalLM"):
        with torch.device("meta"):
            model = getattr(transformers, family + name)(config_class(**SIZES, **extra))
        trees.append(module_tree.text(model))
    kind = "-bias" if "attention_bias" in extra else ""
    target = folder / f"{family.lower()}{kind}-{transformers.__version__}.txt"
    target.write_text("".join(trees))
    print(target.name)
