"""Adapters trained for nothing, merged by peft itself: a plain one, one with its own ranks, GPT-2's Conv1D, an embedding."""
import json
import shutil
from pathlib import Path

import peft
import torch
from safetensors.torch import save_file
from torch import nn
from transformers.pytorch_utils import Conv1D

torch.manual_seed(3)
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/convert/fixtures/lora"


class Block(nn.Module):
    def __init__(self, dtype):
        super().__init__()
        self.q_proj = nn.Linear(24, 16, dtype=dtype)
        self.v_proj = nn.Linear(24, 20, bias=False, dtype=dtype)
        self.conv1d = Conv1D(18, 24).to(dtype)
        self.patch = nn.Conv2d(3, 8, 2, dtype=dtype)
        self.embed = nn.Embedding(12, 24, dtype=dtype)
        self.head = nn.Linear(4, 4, dtype=dtype)

    def forward(self, x):
        return x


class Model(nn.Module):
    def __init__(self, dtype=torch.float32):
        super().__init__()
        self.layers = nn.ModuleList([Block(dtype), Block(dtype)])
        self.untouched = nn.Parameter(torch.randn(3, 3, dtype=dtype))

    def forward(self, x):
        return x


CASES = {
    "plain": (torch.float32, dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"])),
    "bfloat16": (torch.bfloat16, dict(r=4, lora_alpha=6, target_modules=["q_proj", "v_proj"])),
    "patterns": (torch.float32, dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], rank_pattern={"layers.1.q_proj": 2},
                                     alpha_pattern={"v_proj": 3}, use_rslora=True)),
    "conv1d": (torch.float32, dict(r=3, lora_alpha=3, target_modules=["conv1d"], fan_in_fan_out=True)),
    "others": (torch.float32, dict(r=2, lora_alpha=5, target_modules=["embed", "patch"], modules_to_save=["head"])),
}

shutil.rmtree(OUT, ignore_errors=True)
for name, (dtype, options) in CASES.items():
    folder = OUT / name
    folder.mkdir(parents=True)
    base = Model(dtype)
    save_file({k: v.clone() for k, v in base.state_dict().items()}, folder / "base.safetensors")
    model = peft.get_peft_model(base, peft.LoraConfig(**options))
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "lora_" in key or "modules_to_save" in key:
                parameter.normal_(0, 0.3)
    model.save_pretrained(folder / "adapter")
    (folder / "adapter/README.md").unlink(missing_ok=True)
    merged = model.merge_and_unload().state_dict()
    save_file({k: v.contiguous().clone() for k, v in merged.items()}, folder / "merged.safetensors")
print(sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file()), "bytes")
