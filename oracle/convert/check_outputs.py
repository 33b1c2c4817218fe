"""check_outputs.py IN OUT [container]: is every bit of OUT what IN has, by torch's own loaders?"""
import sys

import torch
from safetensors.torch import load_file


def load(path, trusted=False):
    return load_file(path) if path.endswith(".safetensors") else torch.load(path, weights_only=not trusted, map_location="cpu")


def inside(value, keys):
    for key in filter(None, keys.split(".")):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return {k: v for k, v in value.items() if isinstance(v, torch.Tensor)}


def raw(tensor):
    return tensor.contiguous().reshape(-1).view(torch.uint8)


source, out, container = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""
before = inside(load(source, trusted=True), container if not source.endswith(".safetensors") else "")
after = inside(load(out), container if not out.endswith(".safetensors") else "")
wrong = [k for k in before if k not in after or before[k].dtype != after[k].dtype or before[k].shape != after[k].shape
         or not torch.equal(raw(before[k]), raw(after[k]))]
print(f"{len(before)} tensors, {len(wrong)} differ, {len(set(after) - set(before))} more in {out}")
sys.exit(bool(wrong or set(after) - set(before)))
