"""What `AutoModelForVision2Seq.from_pretrained(trust_remote_code=True)` of one transformers release makes of small OpenVLA folders.

    PYTHONPATH=<folder with that transformers>:<timm 0.9.16>:<torchvision> python openvla_loads.py <OpenVLA checkout> <openvla-loads.json>

The code beside the weights is OpenVLA's own; its towers are cut to two blocks, so that a folder has some MB. `{scenario: {config,
tensors, reports: {release: {missing, unexpected} or {error}}}}`; the tensors are those of the
release that is run first, 4.46.3.
"""
import json
import os
import re
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
os.environ["HF_MODULES_CACHE"] = tempfile.mkdtemp()
import torch
import torch._dynamo
import timm
import transformers
from safetensors.torch import save_file
from transformers import AutoConfig

import module_tree

transformers.logging.set_verbosity_error()
checkout, target = Path(sys.argv[1]), Path(sys.argv[2])
record = json.loads(target.read_text()) if target.exists() else {}
linspace, create_model = torch.linspace, timm.create_model
torch.linspace = lambda *a, **kw: linspace(*a, **{**kw, "device": "cpu"})  # .item() fails on meta
timm.create_model = lambda name, **kw: create_model(name, depth=2, **kw)

TEXT = dict(model_type="llama", hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4, intermediate_size=40, vocab_size=128)
MAP = {"AutoConfig": "configuration_prismatic.OpenVLAConfig", "AutoModelForVision2Seq": "modeling_prismatic.OpenVLAForActionPrediction"}


def config(backbone, llm="llama2-7b-pure", text=TEXT):
    return dict(model_type="openvla", architectures=["OpenVLAForActionPrediction"], auto_map=MAP, vision_backbone_id=backbone, llm_backbone_id=llm,
                text_config=text, norm_stats={}, pad_to_multiple_of=64)


FUSED, SINGLE = config("dinosiglip-vit-so-224px"), config("siglip-vit-so400m-384px", "mistral-v0.1-7b-pure", dict(TEXT, model_type="mistral", num_key_value_heads=2))
SCENARIOS = {
    "two towers": (FUSED, {}, None),
    "one tower, Mistral": (SINGLE, {}, None),
    "no projector, a name too many": (FUSED, {"extra.weight": [2]}, "projector."),
    "another projector": (FUSED, {"projector.fc3.weight": [16, 16]}, None),
}


def write(folder, fields):
    Path(folder, "config.json").write_text(json.dumps(fields))
    for name in ("modeling_prismatic", "configuration_prismatic"):
        shutil.copy(checkout / f"prismatic/extern/hf/{name}.py", folder)


def attempt(fields, tensors):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, fields)
        save_file({n: torch.zeros(s) for n, s in tensors.items()}, os.path.join(folder, "model.safetensors"), {"format": "pt"})
        try:
            from transformers import AutoModelForVision2Seq
            _, info = AutoModelForVision2Seq.from_pretrained(folder, trust_remote_code=True, output_loading_info=True)
            return {"missing": sorted(info["missing_keys"]), "unexpected": sorted(info["unexpected_keys"])}
        except Exception as error:
            text = re.sub(r" \(/.*\)$", "", str(error).replace(folder, "FOLDER")[:400])
            return {"error": f"{type(error).__name__}: {text}"}


if not record:
    from transformers import AutoModelForVision2Seq
    for name, (fields, extra, drop) in SCENARIOS.items():
        with tempfile.TemporaryDirectory() as folder:
            write(folder, fields)
            read = AutoConfig.from_pretrained(folder, trust_remote_code=True)
            with torch.device("meta"):
                model = AutoModelForVision2Seq.from_config(read, trust_remote_code=True)
        shapes = {n: list(t.shape) for n, t in model.state_dict().items()}
        if not extra and not drop:
            record[name] = {"config": fields, "tree": module_tree.text(model).splitlines(), "reports": {}}
        else:
            record[name] = {"config": fields, "add": extra, "drop": drop, "reports": {}}
        record[name]["tensors"] = {**{n: s for n, s in shapes.items() if not (drop and n.startswith(drop))}, **extra}
for name, entry in record.items():
    entry["reports"][transformers.__version__] = attempt(entry["config"], entry["tensors"])
order = lambda release: [int(n) for n in release.split(".")]
for entry in record.values():
    entry["reports"] = dict(sorted(entry["reports"].items(), key=lambda item: order(item[0])))
target.write_text("{\n" + ",\n".join(f" {json.dumps(n)}: {json.dumps(e)}" for n, e in record.items()) + "\n}\n")
print(transformers.__version__, {n: e["reports"][transformers.__version__].get("error", "ok")[:160] for n, e in record.items()})
