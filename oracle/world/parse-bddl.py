"""A digest per task of what LIBERO's own parser reads, for packages/world/src/bddl:
python parse-bddl.py > .../fixtures/parsed-digests.json (needs hf-libero 0.1.4, bddl 1.0.1)."""
import hashlib
import json
import os
import struct

import libero.libero.envs.bddl_utils as bddl_utils
from libero.libero import get_libero_path


def plain(value):
    """JSON with floats as the 16 hex digits of their big-endian bits, so that two languages agree."""
    if isinstance(value, float):
        return struct.pack(">d", value).hex()
    if isinstance(value, dict):
        return [[k, plain(v)] for k, v in value.items()]
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


digests = {}
root = get_libero_path("bddl_files")
for suite in sorted(os.listdir(root)):
    for name in sorted(n for n in os.listdir(os.path.join(root, suite)) if n.endswith(".bddl")):
        p = bddl_utils.robosuite_parse_problem(os.path.join(root, suite, name))
        regions = [
            [key, r["target"], r["ranges"], [float(x) for x in r["yaw_rotation"]], [float(x) for x in r["rgba"]]]
            for key, r in p["regions"].items()
        ]
        record = [p["problem_name"], " ".join(p["language_instruction"]), p["fixtures"], p["objects"], regions,
                  p["obj_of_interest"], p["initial_state"], p["goal_state"]]
        text = json.dumps(plain(record), separators=(",", ":"))
        digests[f"{suite}/{name.removesuffix('.bddl')}"] = hashlib.sha256(text.encode()).hexdigest()[:16]
print(json.dumps(digests, indent=0))
