"""What trainers save beside the weights, and what of it opens without their code.

    make_beside.py              writes beside.pt and beside.json to the fixtures
    make_beside.py --check OUT  does torch.load(weights_only=True) give exactly that for what `plumb convert` wrote?
"""
import collections
import dataclasses
import enum
import json
import math
import pathlib
import sys

import numpy as np
import torch

OUT = pathlib.Path(__file__).parents[2] / "packages/checkpoint/src/convert/fixtures/beside"


class Kind(enum.Enum):
    SMALL = "small"


@dataclasses.dataclass
class Vision:
    size: int = 224
    dropout: float = 0.0
    kind: Kind = Kind.SMALL


@dataclasses.dataclass
class ModelConfig:
    vision: Vision = dataclasses.field(default_factory=Vision)
    scale: float = 1.0
    root: pathlib.Path = pathlib.Path("/data/runs")


for cls in (Kind, Vision, ModelConfig):
    cls.__module__ = "project.config"
sys.modules["project.config"] = sys.modules["project"] = sys.modules["__main__"]

PLAIN = {
    "epoch": 3,
    "zero": 0.0,
    "minus_zero": -0.0,
    "whole": 1e300,
    "nan": math.nan,
    "endless": -math.inf,
    "long": 2**70,
    "least": -(2**63),
    "byte": -128,
    "done": True,
    "nothing": None,
    "text": "动作 🤖\n",
    "raw": b"\x00\xff",
    "pair": (1, 1.0),
    "empty": ((), [], {}),
    "four": (1, 2, 3, 4),
    "keys": {0: "a", 1.5: "b", (1, "x"): "c", None: "d"},
    "ordered": collections.OrderedDict(b=1, a=2),
    "chosen": {7},
    "dtype": torch.bfloat16,
}

saved = {
    "epoch": PLAIN["epoch"],
    "model_state_dict": {**torch.nn.Linear(2, 3).state_dict(), "_extra_state": {"version": 2}},
    "optimizer": torch.optim.Adam(torch.nn.Linear(1, 1).parameters(), lr=1e-3, betas=(0.0, 0.9)).state_dict(),
    "model_config": ModelConfig(),
    "stats": {"mean": np.array([[0.0, 0.5], [1.0, 2.0]], order="F"), "count": np.int64(7), "std": np.float32(2.0)},
    "classes": collections.Counter("aab"),
    "device": torch.device("cuda", 1),
    "shape": torch.Size([2, 3]),
    "ema": {"weight": torch.ones(2), "decay": 0.99},
    "queue": [torch.ones(1), 1],
    "hook": print,
    **{key: value for key, value in PLAIN.items() if key != "epoch"},
}

carried = {
    **saved,
    "model_state_dict": {"_extra_state": {"version": 2}},
    "model_config": {"vision": {"size": 224, "dropout": 0.0, "kind": "small"}, "scale": 1.0, "root": "/data/runs"},
    "stats": {"mean": [[0.0, 0.5], [1.0, 2.0]], "count": 7, "std": 2.0},
    "classes": {"a": 2, "b": 1},
    "device": "cuda:1",
    "shape": (2, 3),
    "ema": {"decay": 0.99},
}
del carried["queue"], carried["hook"]


def spell(value):
    """Types and all, as JSON."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return {type(value).__name__: repr(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value)}
    if isinstance(value, dict):
        return {type(value).__name__: [[spell(k), spell(v)] for k, v in value.items() if not isinstance(v, torch.Tensor)]}
    return {type(value).__name__: [spell(item) for item in value]}


def by_key(value):
    """The state dict comes first in what is written."""
    return sorted(value["dict"], key=lambda entry: entry[0])


if len(sys.argv) > 2:
    loaded = torch.load(sys.argv[2], weights_only=True)
    state, expected = loaded["model_state_dict"], dict(carried)
    assert list(state) == ["weight", "bias", "_extra_state"], list(state)
    for name in ("weight", "bias"):
        assert torch.equal(state[name], torch.load(OUT / "beside.pt", weights_only=False)["model_state_dict"][name])
    # a state dict is written as torch writes it
    expected["model_state_dict"] = collections.OrderedDict(carried["model_state_dict"])
    got, wanted = by_key(spell(loaded)), by_key(spell(expected))
    for a, b in zip(got, wanted, strict=True):
        assert a == b, (a, b)
    print(f"{len(got)} values as expected")
else:
    OUT.mkdir(parents=True, exist_ok=True)
    torch.save(saved, OUT / "beside.pt")
    (OUT / "beside.json").write_text(json.dumps(spell(carried), ensure_ascii=False, indent=1) + "\n")
