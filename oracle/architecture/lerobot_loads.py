"""What `from_pretrained` of one LeRobot release makes of small checkpoints of its policies.

    PYTHONPATH=<folder with that lerobot>:<its dependencies> python lerobot_loads.py <fixtures>/lerobot.json <fixtures>/lerobot-loads.json

A checkpoint is made of a tree in lerobot.json: `{case, names: release, drop: pattern, add: {name: shape}, rename: [[pattern, text]],
config: {changed fields}}`. `{scenario: {..., reports: {"lerobot/transformers": {missing, unexpected} or {error, missing, unexpected}}}}`.
What LeRobot catches and prints is told as `caught`.
"""
import contextlib
import io
import json
import re
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import lerobot_import
import torch
import transformers
from safetensors.torch import save_file

from lerobot_cases import SMALL
from lerobot_checkpoints import brief, checkpoint
from lerobot_trees import offline

trees_file, target = Path(sys.argv[1]), Path(sys.argv[2])
trees = json.loads(trees_file.read_text())
record = json.loads(target.read_text()) if target.exists() else {}

OLD, NEW = "0.3.3", "0.4.4"
SCENARIOS = {}
for case, model in (("act", "model"), ("diffusion", "diffusion"), ("smolvla", "model")):
    late = {"act": "action_head", "diffusion": "unet.final_conv.1", "smolvla": "action_out_proj"}[case]
    SCENARIOS |= {
        f"{case}: with statistics": {"case": case, "names": OLD},
        f"{case}: without statistics": {"case": case, "names": NEW},
        f"{case}: one module lacking, two names too many": {
            "case": case, "names": NEW, "drop": rf"^{model}\.{re.escape(late)}\.", "add": {f"{model}.extra.weight": [2, 3], "other": [1]}},
        f"{case}: another shape": {"case": case, "names": NEW, "drop": rf"^{model}\.{re.escape(late)}\.weight$", "add": {f"{model}.{late}.weight": [3, 5]}},
        f"{case}: names of torch.compile": {"case": case, "names": OLD, "rename": [[rf"^{model}\.", f"{model}._orig_mod."]]},
        f"{case}: a field that no release has": {"case": case, "names": NEW, "config": {"no_such_field": 1}},
        f"{case}: a field of 0.4.4": {"case": case, "names": NEW, "config": {"use_peft": False}},
    }
SCENARIOS |= {
    "act: batch norm's counters": {"case": "act", "names": NEW, "add": {"model.backbone.bn1.num_batches_tracked": [], "model.backbone.layer2.0.downsample.1.num_batches_tracked": []}},
    "act: half of the statistics": {"case": "act", "names": OLD, "drop": r"^normalize_targets\."},
    "smolvla: statistics of a data set's variant": {"case": "smolvla", "names": OLD, "rename": [[r"\.buffer_", ".so100-blue_buffer_"]]},
    "diffusion: compiled": {"case": "diffusion", "names": NEW, "config": {"compile_model": True}},
    "act: a type of later": {"case": "act", "names": NEW, "config": {"type": "pi05"}},
    "act: no type, as of 2024": {"case": "act", "names": NEW, "config": {"type": None}},
}


def load(scenario):
    fields = {**SMALL[scenario["case"]], "device": "cpu", **scenario.get("config", {})}
    if fields["type"] is None:
        del fields["type"]
    _, policy_class = lerobot_import.policy(scenario["case"])
    offline(scenario["case"])
    seen = []
    real = torch.nn.Module.load_state_dict

    def spy(module, *args, **kw):
        result = real(module, *args, **kw)
        seen.append(result)
        return result

    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "config.json").write_text(json.dumps(fields))
        save_file({n: torch.zeros(s) for n, s in checkpoint(trees, scenario).items()}, str(Path(folder, "model.safetensors")))
        torch.nn.Module.load_state_dict = spy
        try:
            with contextlib.redirect_stdout(printed):
                policy_class.from_pretrained(folder)
            error = None
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}".replace(folder, "FOLDER")
        finally:
            torch.nn.Module.load_state_dict = real
    # SmolVLA of 0.3 loads twice: what the first load put there stays
    lacking = set.intersection(*(set(one.missing_keys) for one in seen)) if seen else set()
    report = {"missing": sorted(lacking), "unexpected": sorted(seen[-1].unexpected_keys)} if seen else {}
    if error:
        report["error"] = error
    caught = [line for line in printed.getvalue().splitlines() if line.startswith("Warning: Could not")]
    if caught:
        report["caught"] = caught[0]
    return report


key = f"{lerobot_import.release()}/{transformers.__version__}"
for name, scenario in SCENARIOS.items():
    record.setdefault(name, {**scenario, "reports": {}})["reports"][key] = load(scenario)


for entry in record.values():
    for report in entry["reports"].values():
        report.update({key: brief(report[key]) for key in ("missing", "unexpected") if key in report})
rows = [f" {json.dumps(name)}: {json.dumps(entry)}" for name, entry in record.items()]
target.write_text("{\n" + ",\n".join(rows) + "\n}\n")
print(key, len(record))
