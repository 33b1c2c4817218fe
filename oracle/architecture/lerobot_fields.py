"""Fields of LeRobot's config classes by release: a config.json with any other is refused.

    PYTHONPATH=<folder with that lerobot>:<its dependencies> python lerobot_fields.py <data>/lerobot-config-fields.json

`{release: {type: {class, fields}}}` for the policies that Plumb builds; `types` are all that the release registers.
"""
import dataclasses
import importlib
import json
import sys
from pathlib import Path

import lerobot_import

target = Path(sys.argv[1])
record = json.loads(target.read_text()) if target.exists() else {}
entry = {}
for kind in ("act", "diffusion", "smolvla", "pi0", "pi05"):
    try:
        config = importlib.import_module(f"{lerobot_import.ROOT}.{kind}.configuration_{kind}")
    except ModuleNotFoundError:
        continue
    base = next(c for c in vars(config).values() if isinstance(c, type) and c.__name__ == "PreTrainedConfig")
    found = next(c for c in vars(config).values() if isinstance(c, type) and issubclass(c, base) and c is not base)
    entry[kind] = {"class": found.__name__, "fields": sorted(f.name for f in dataclasses.fields(found) if f.init)}
record[lerobot_import.release()] = entry
record = dict(sorted(record.items(), key=lambda item: [int(n) for n in item[0].split(".")]))
target.write_text(json.dumps(record, indent=1) + "\n")
print(lerobot_import.release(), {kind: len(one["fields"]) for kind, one in entry.items()})
