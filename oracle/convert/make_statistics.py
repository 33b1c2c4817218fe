"""A small checkpoint of fresh, trained and broken layers, and torch's figures for each tensor."""
import json
from pathlib import Path

import torch
from torch import nn

torch.manual_seed(7)
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/statistics/fixtures"


def fresh():
    yield "linear.weight", nn.Linear(48, 64).weight
    yield "linear_bfloat16.weight", nn.Linear(64, 48).weight.bfloat16()
    yield "conv.weight", nn.Conv2d(6, 32, 3).weight
    yield "attention.in_proj_weight", nn.MultiheadAttention(32, 4).in_proj_weight
    yield "embedding.weight", nn.Embedding(40, 50).weight
    yield "head.weight", torch.empty(50, 60).normal_(0, 0.02)
    yield "norm.weight", nn.LayerNorm(64).weight
    yield "norm.bias", nn.LayerNorm(64).bias


def trained():
    """A few steps of Adam away from where they began."""
    net = nn.Sequential(nn.Linear(40, 50), nn.LayerNorm(50), nn.Linear(50, 40))
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
    for _ in range(30):
        x = torch.randn(64, 40)
        optimizer.zero_grad()
        ((net(x) - x.roll(1, 1)) ** 2).mean().backward()
        optimizer.step()
    yield from ((f"trained.{k}", v) for k, v in net.state_dict().items())
    yield "trained.wide", torch.randn(40, 40) * 0.031
    yield "trained.shifted", nn.Linear(48, 64).weight + 0.004
    yield "trained.scaled", nn.Linear(48, 64).weight * 0.97


def odd():
    yield "nan.weight", torch.tensor([[1.0, float("nan")], [float("nan"), -2.0]])
    yield "inf.weight", torch.tensor([[1.0, float("inf")], [-float("inf"), -2.0]])
    yield "zero.weight", torch.zeros(4, 5)
    yield "constant.weight", torch.full((4, 5), 0.25)
    yield "far", torch.randn(5000, dtype=torch.float64) * 1e-6 + 1e6
    yield "half", torch.randn(300).half()
    yield "float8", torch.randn(300).to(torch.float8_e4m3fn)
    yield "int64", torch.arange(-50, 50)
    yield "uint8", torch.arange(256).to(torch.uint8)
    yield "bool", torch.tensor([True, False, True])
    yield "empty", torch.zeros(0, 3)
    yield "scalar", torch.tensor(3.0)
    yield "strided", torch.randn(20, 30).t()[3:9, ::2]


tensors = {k: v.detach() for make in (fresh, trained, odd) for k, v in make()}
rows = {}
for name, tensor in tensors.items():
    values = tensor.to(torch.float64)
    finite = values[values.isfinite()]
    some = finite.numel() > 0
    rows[name] = {
        "elements": tensor.numel(),
        "nan": int(values.isnan().sum()),
        "inf": int(values.isinf().sum()),
        "zeros": int((finite == 0).sum()),
        "min": finite.min().item() if some else None,
        "max": finite.max().item() if some else None,
        "mean": finite.mean().item() if some else None,
        # around the middle: torch itself loses digits of a spread of 1e-6 around 1e6
        "std": (finite - finite.median()).std(correction=0).item() if some else None,
    }
OUT.mkdir(exist_ok=True)
torch.save(tensors, OUT / "layers.pt")
(OUT / "layers.json").write_text(json.dumps(rows, indent=1) + "\n")
