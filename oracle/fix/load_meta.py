"""Whether an AtlasVLA checkpoint really loads, on the meta device: one line, as `plumb fix` words it.

    python load_meta.py <AtlasVLA checkout> <checkpoint.pt> [language model]

Run with the Python of the environment in question. Builds VLAModel from the checkpoint's own config (with another
language model where one is named) and calls load_state_dict(strict=True).
"""
import contextlib
import io
import re
import sys
from pathlib import Path

import torch
import transformers

import run_offline

checkout, path = Path(sys.argv[1]), sys.argv[2]
sys.path[:0] = [str(checkout / "vggt_vla"), str(checkout / "vggt")]
run_offline.prepare()
real_linspace = torch.linspace
torch.linspace = lambda *args, **kw: real_linspace(*args, **{**kw, "device": "cpu"})  # .item() fails on meta

from models.vla_model import VLAModel  # noqa: E402

saved = torch.load(path, map_location="cpu", mmap=True, weights_only=False)  # our own file
config = saved["config"]
if len(sys.argv) > 3:
    config.language.model_name = sys.argv[3]
wanted = config.language.model_name
printed = io.StringIO()
with contextlib.redirect_stdout(printed), torch.device("meta"):
    model = VLAModel(config).to("meta")  # some layers are made on the CPU whatever the default
built = "Qwen/Qwen2-0.5B" if "Falling back" in printed.getvalue() else wanted
into = "" if built == wanted else f", with {built} in place of {wanted}"
tensors = {name: tensor.to("meta") for name, tensor in saved["model_state_dict"].items()}
try:
    model.load_state_dict(tensors, strict=True)
    outcome = "loads, nothing missing"
except RuntimeError as error:
    text = str(error)
    keys = {kind: len(re.findall('"', line)) // 2 for kind, line in re.findall(r"(Missing|Unexpected) key.*?: (.*)", text)}
    counts = [f"{len(re.findall('size mismatch for', text))} of another shape"]
    counts += [f"{keys[kind]} {kind.lower()}" for kind in ("Missing", "Unexpected") if kind in keys]
    outcome = f"raises: {', '.join(counts)}"
print(f"transformers {transformers.__version__}, {wanted}: {outcome}{into}")
