"""What `from_pretrained` of one LeRobot release makes of checkpoints of pi0 and pi0.5, on the meta device.

    PYTHONPATH=<folder with that lerobot>:<transformers>:<its dependencies> python lerobot_pi_loads.py <fixtures>/lerobot-pi.json <fixtures>/lerobot-pi-loads.json

As lerobot_loads.py; `caught` is the first line of what LeRobot prints of an error that it catches.
"""
import contextlib
import io
import json
import sys
import tempfile
import warnings
from pathlib import Path
from unittest.mock import MagicMock

warnings.filterwarnings("ignore")
import lerobot_import
import safetensors.torch
import torch
import transformers
import transformers.utils

from lerobot_checkpoints import brief, checkpoint
from lerobot_trees import config_of

trees_file, target = Path(sys.argv[1]), Path(sys.argv[2])
trees = json.loads(trees_file.read_text())
record = json.loads(target.read_text()) if target.exists() else {}
PI0, PI05 = "lerobot/pi0_base", "lerobot/pi05_base"
SHARED = r"paligemma\.model\.language_model\.embed_tokens\.weight$"
OPENPI = [[r"^model\.", ""]]
OLD = [[r"paligemma\.model\.language_model", "paligemma.language_model.model"], [r"paligemma\.lm_head", "paligemma.language_model.lm_head"],
       [r"paligemma\.model\.(vision_tower|multi_modal_projector)", "paligemma.\\1"]]
SCENARIOS = {
    "pi0: as LeRobot saves it, one of head and embedding": {"case": PI0, "names": "0.4.4", "drop": SHARED},
    "pi0: both of them": {"case": PI0, "names": "0.4.4"},
    "pi0: openpi's names": {"case": PI0, "names": "0.4.4", "drop": SHARED, "rename": OPENPI},
    "pi0: as LeRobot 0.3 saves it": {"case": PI0, "names": "0.3.3", "drop": r"paligemma\.language_model\.lm_head"},
    "pi0: names of transformers before 4.52": {"case": PI0, "names": "0.4.4", "rename": OLD},
    "pi0: a module lacking, a name too many": {"case": PI0, "names": "0.4.4", "drop": r"action_out_proj|" + SHARED, "add": {"model.extra": [2]}},
    "pi0: actions of another width": {"case": "pi0, other sizes", "names": "0.4.4", "drop": SHARED, "config": {"max_action_dim": 32, "max_state_dim": 32}},
    "pi0.5: as LeRobot saves it": {"case": PI05, "names": "0.4.4", "drop": SHARED},
    "pi0.5: openpi's names": {"case": PI05, "names": "0.4.4", "drop": SHARED, "rename": OPENPI},
    "pi0.5 from a pi0 of openpi": {"case": PI0, "names": "0.4.4", "drop": SHARED, "rename": OPENPI, "config": {"type": "pi05"}},
    "pi0 from a pi0.5 of openpi": {"case": PI05, "names": "0.4.4", "drop": SHARED, "rename": OPENPI, "config": {"type": "pi0"}},
}


def load(scenario):
    fields = {**trees["cases"][scenario["case"]]["config"], "device": "cpu", **scenario.get("config", {})}
    try:
        config, policy_class = config_of(fields["type"], fields)
    except ModuleNotFoundError:
        return None
    sys.modules[policy_class.__module__].AutoTokenizer = MagicMock()
    tensors = {name: torch.empty(shape, device="meta") for name, shape in checkpoint(trees, scenario).items()}
    safetensors.torch.load_file = lambda *args, **kw: dict(tensors)
    transformers.utils.cached_file = lambda *args, **kw: "model.safetensors"
    seen, real = [], torch.nn.Module.load_state_dict

    def spy(module, state, strict=True, **kw):
        seen.append(real(module, state, strict=False, **kw))
        return real(module, state, strict=strict, **kw)

    printed, error = io.StringIO(), None
    config.device = "meta"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "model.safetensors").write_bytes(b"")
        torch.nn.Module.load_state_dict = spy
        try:
            with contextlib.redirect_stdout(printed), torch.device("meta"):
                policy_class.from_pretrained(folder, config=config)
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
        finally:
            torch.nn.Module.load_state_dict = real
    report = {"missing": brief(sorted(seen[-1].missing_keys)), "unexpected": brief(sorted(seen[-1].unexpected_keys))} if seen else {}
    caught = [line for line in printed.getvalue().splitlines() if line.startswith("Warning: Could not")]
    if error:
        report["error"] = error[:600]
    if caught:
        report["caught"] = caught[0]
    return report


key = f"{lerobot_import.release()}/{transformers.__version__}"
for name, scenario in SCENARIOS.items():
    report = load(scenario)
    entry = record.setdefault(name, {**scenario, "reports": {}})
    if report is not None:
        entry["reports"][key] = report
target.write_text("{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(entry)}" for name, entry in record.items()) + "\n}\n")
print(key, len(record))
