"""Module trees of LeRobot's pi0 and pi0.5 policies as one release builds them, on the meta device.

    PYTHONPATH=<folder with that lerobot>:<transformers>:<its dependencies> python lerobot_pi_trees.py <fixtures folder>/lerobot-pi.json

LeRobot 0.4 wants openpi's files copied over transformers 4.53. Adds to `{trees: {hash: text}, cases: {case: {config, releases:
{"lerobot/transformers": hash}}}}`.
"""
import hashlib
import json
import sys
from pathlib import Path
from unittest.mock import MagicMock

import lerobot_import
import torch
import transformers

import module_tree
from lerobot_cases import LIBERO, features
from lerobot_trees import config_of

target = Path(sys.argv[1])
CASES = {
    "lerobot/pi0_base": {"type": "pi0", **features(LIBERO, 8)},
    "lerobot/pi05_base": {"type": "pi05", **features(LIBERO, 8)},
    "pi0, other sizes": {"type": "pi0", **features(LIBERO, 8), "max_state_dim": 14, "max_action_dim": 9},
    "pi05, small expert for both": {"type": "pi05", **features(LIBERO, 8), "paligemma_variant": "gemma_300m", "max_action_dim": 16},
}
record = json.loads(target.read_text()) if target.exists() else {"trees": {}, "cases": {}}
key = f"{lerobot_import.release()}/{transformers.__version__}"
transformers.AutoTokenizer = MagicMock()
for name, fields in CASES.items():
    try:
        config, policy_class = config_of(fields["type"], fields)
        sys.modules[policy_class.__module__].AutoTokenizer = MagicMock()
        config.device = "meta"
        with torch.device("meta"):
            model = policy_class(config)
    except Exception as error:
        print(f"  {key} {name}: {type(error).__name__}: {str(error)[:200]}")
        continue
    text = module_tree.text(model)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    record["trees"][digest] = text.splitlines()
    record["cases"].setdefault(name, {"config": fields, "releases": {}})["releases"][key] = digest
target.write_text(json.dumps(record, indent=1) + "\n")
print(key, {name: list(entry["releases"].values())[-1] for name, entry in record["cases"].items()})
