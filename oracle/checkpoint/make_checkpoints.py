"""Small checkpoints as trainers save them, with what torch itself says of their tensors."""
import dataclasses
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(0)
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/checkpoints"


@dataclasses.dataclass
class ModelConfig:
    hidden: int = 4
    dropout: float = 0.1


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
        self.register_buffer("scale", torch.ones(2))
        self.register_buffer("cache", torch.ones(5), persistent=False)


for cls in (ModelConfig, Policy):
    cls.__module__ = "project.policy"
sys.modules["project.policy"] = sys.modules["project"] = sys.modules["__main__"]


class Tagged(torch.Tensor):
    pass


Tagged.__module__ = "project.policy"


def model():
    return nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3))


def state():
    return model().state_dict()


def every_dtype():
    dtypes = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
              torch.uint8, torch.bool, torch.complex64, torch.complex128, torch.uint16, torch.uint32, torch.uint64,
              torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz, torch.float8_e8m0fnu,
              torch.complex32, torch.float4_e2m1fn_x2]
    return {str(d).removeprefix("torch."): torch.empty(3, dtype=d) for d in dtypes}


def views():
    base = torch.arange(24.0).reshape(4, 6)
    return {"base": base, "transposed": base.T, "row": base[2], "column": base[:, 1], "block": base[1:3, 2:4],
            "expanded": torch.ones(1, 3).expand(4, 3), "scalar": torch.tensor(3.0), "empty": torch.zeros(0, 5)}


def tied():
    weight = torch.randn(4, 2)
    return {"embed.weight": weight, "lm_head.weight": weight, "other": torch.randn(2)}


def optimizer():
    net = model()
    opt = torch.optim.Adam(net.parameters(), lr=1e-3)
    net(torch.randn(5, 2)).sum().backward()
    opt.step()
    return {"epoch": 3, "optimizer": opt.state_dict(), "model_state_dict": net.state_dict(), "loss": float("inf")}


def tagged():
    tensor = torch.ones(2, 2)
    tensor.note = "x"
    return {"attribute": tensor, "subclass": torch.ones(3).as_subclass(Tagged), "parameter": nn.Parameter(torch.ones(1), requires_grad=False)}


def cases():
    yield "bare", state(), "", []
    yield "model-state-dict", {"epoch": 7, "config": ModelConfig(), "model_state_dict": state()}, "model_state_dict", ["model_state_dict"]
    yield "nested", {"ckpt": {"model": state(), "step": 5}, "tag": "x"}, "ckpt.model", ["ckpt", "model"]
    yield "lightning", {
        "pytorch-lightning_version": "2.1.0", "state_dict": {f"policy.{k}": v for k, v in state().items()},
        "optimizer_states": optimizer()["optimizer"], "hyper_parameters": {"lr": 0.1, "sizes": (1, 2)},
    }, "state_dict", ["state_dict"]
    yield "data-parallel", {"model": {f"module.{k}": v for k, v in state().items()}}, "model", ["model"]
    yield "compiled", {f"module._orig_mod.{k}": v for k, v in state().items()}, "", []
    yield "average-first", {"ema": state(), "model": state()}, "model", ["model"]
    yield "optimizer", optimizer(), "model_state_dict", ["model_state_dict"]
    yield "beside-tensors", {**state(), "epoch": 3, "_extra_state": {"v": 1}}, "", []
    yield "every-dtype", every_dtype(), "", []
    yield "views", views(), "", []
    yield "tied", tied(), "", []
    yield "parameters", dict(model().named_parameters()), "", []
    yield "tagged", tagged(), "", []
    yield "on-meta", {"a": torch.empty(2, 3, device="meta"), "b": torch.ones(1)}, "", []
    yield "quantized", {"q": torch.quantize_per_tensor(torch.ones(2, 2), 0.5, 1, torch.qint8), "r": torch.ones(1)}, "", []
    yield "list-of-two", [state(), {"a": torch.ones(1)}], "0", [0]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    listing = {}
    for name, value, container, path in cases():
        file = OUT / f"{name}.pt"
        torch.save(value, file)
        loaded = torch.load(file, mmap=True, weights_only=False)
        for step in path:
            loaded = loaded[step]
        rows = []
        for key, tensor in loaded.items():
            if not isinstance(tensor, torch.Tensor):
                continue
            row = {"name": key, "dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape),
                   "stride": list(tensor.stride()), "offset": -1}
            if tensor.device.type != "meta":
                row["offset"] = tensor.data_ptr() - mapping_start(file)
            if tensor.numel() == 0:
                del row["offset"]
            rows.append(row)
        listing[name] = {"container": container, "tensors": rows}
    whole = OUT / "whole-module.pt"
    torch.save({"epoch": 1, "net": Policy()}, whole)
    rows = [{"name": k, "dtype": str(v.dtype).removeprefix("torch."), "shape": list(v.shape), "stride": list(v.stride())}
            for k, v in torch.load(whole, weights_only=False)["net"].state_dict().items()]
    listing["whole-module"] = {"container": "net", "tensors": rows}
    torch.save(np.arange(12.0).reshape(3, 4), OUT / "init-states.pt")
    torch.save(torch.ones(2, 3), OUT / "one-tensor.pt")
    torch.save(state(), OUT / "legacy.pt", _use_new_zipfile_serialization=False)
    (OUT / "listing.json").write_text(json.dumps(listing, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(len(listing), sum(f.stat().st_size for f in OUT.iterdir()), "bytes")


def mapping_start(file):
    """Where torch has mapped the file, so that the address of a tensor's data gives its offset."""
    starts = [int(line.split("-")[0], 16) - int(line.split()[2], 16) for line in open("/proc/self/maps") if line.rstrip().endswith(str(file))]
    return max(starts)


main()
