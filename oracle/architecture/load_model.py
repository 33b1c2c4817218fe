"""What `safetensors.torch.load_model` of one release makes of a small model with a tied head.

    python load_model.py <load-model.json>
"""
import json
import sys
import tempfile
from pathlib import Path

import safetensors
import torch
from safetensors.torch import load_model, save_file


class Tied(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = torch.nn.Module()
        self.model.embed_tokens = torch.nn.Embedding(4, 3)
        self.norm = torch.nn.LayerNorm(3)
        self.lm_head = torch.nn.Linear(3, 4, bias=False)
        self.lm_head.weight = self.model.embed_tokens.weight


ALL = {name: list(t.shape) for name, t in Tied().state_dict().items()}
without = lambda *names: {name: shape for name, shape in ALL.items() if name not in names}
CASES = {
    "head alone": without("model.embed_tokens.weight"),
    "embedding alone": without("lm_head.weight"),
    "both": ALL,
    "neither": without("lm_head.weight", "model.embed_tokens.weight"),
    "one lacking, two too many": {**without("lm_head.weight", "norm.bias"), "b": [1], "a.c": [2]},
    "another shape": {**without("lm_head.weight"), "norm.bias": [5]},
}
report = {}
for name, shapes in CASES.items():
    with tempfile.TemporaryDirectory() as folder:
        save_file({n: torch.zeros(s) for n, s in shapes.items()}, str(Path(folder, "x.safetensors")))
        try:
            load_model(Tied(), str(Path(folder, "x.safetensors")))
            error = None
        except RuntimeError as raised:
            error = str(raised)
    report[name] = {"tensors": list(shapes.items()), "error": error}
Path(sys.argv[1]).write_text(json.dumps(report, indent=1) + "\n")
print(safetensors.__version__, {name: one["error"] for name, one in report.items()})
