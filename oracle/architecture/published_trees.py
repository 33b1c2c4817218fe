"""Trees of the published configs as one release of transformers builds them, on the meta device, by hash and count.

    node list-published.mjs > published-configs.json
    PYTHONPATH=<folder with that transformers> python published_trees.py published-configs.json <fixtures folder>/published.json

Adds this release to each entry: `{id: {release: [hash of the tree, tensors, numbers in distinct parameters]}}`.
"""
import hashlib
import json
import sys
from pathlib import Path

import torch
import torch._dynamo  # before transformers: some releases import it half-way
import transformers

import module_tree

source, target = Path(sys.argv[1]), Path(sys.argv[2])
record = json.loads(target.read_text()) if target.exists() else {}
for entry in json.loads(source.read_text()):
    model_class = getattr(transformers, entry["class"], None)
    if model_class is None:
        continue
    fields = json.loads(json.dumps(entry["fields"]))
    try:
        config = model_class.config_class(**fields)
        with torch.device("meta"):
            model = model_class(config)
    except Exception as error:
        print(f"  {transformers.__version__} {entry['id']}: {type(error).__name__}: {str(error)[:150]}")
        continue
    digest = hashlib.sha256(module_tree.text(model).encode()).hexdigest()[:16]
    numbers = sum(p.numel() for p in model.parameters())
    record.setdefault(entry["id"], {})[transformers.__version__] = [digest, len(model.state_dict()), numbers]
order = lambda release: [int(n) for n in release.split(".")]
record = {name: dict(sorted(found.items(), key=lambda item: order(item[0]))) for name, found in record.items()}
lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(found)}" for name, found in record.items())
target.write_text("{\n" + lines + "\n}\n")
print(transformers.__version__, len(record))
