"""Module trees of the families of `family_cases.py` as one release of transformers builds them, on the meta device.

    PYTHONPATH=<folder with that transformers> python family_trees.py <fixtures folder>

Adds this release to <fixtures folder>/<case>.json: `{config, trees: {hash: text}, releases: {release: {class: hash}}}`. A
tree that several releases share is written once. Random cases go into random.json, with the hash alone.
"""
import hashlib
import json
import sys
from pathlib import Path

import torch
import torch._dynamo  # before transformers: some releases import it half-way
import transformers

import module_tree
from family_cases import CASES, RANDOM

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def build(config_class, fields, classes):
    """Text of each class that this release has; a class that raises is reported and left out."""
    kind = getattr(transformers, config_class, None)
    for name in classes if kind else ():
        model_class = getattr(transformers, name, None)
        if model_class is None:
            continue
        config = kind(**json.loads(json.dumps(fields)))
        try:
            with torch.device("meta"):
                model = model_class(config)
        except Exception as error:
            print(f"  {transformers.__version__} {name}: {type(error).__name__}: {str(error)[:150]}")
            continue
        yield name, config.model_type, module_tree.text(model)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def add(path, key, entry, trees):
    record = json.loads(path.read_text()) if path.exists() else {}
    at = record.setdefault(key, {"model_type": entry["model_type"], "config": entry["config"], "releases": {}}) if key else record
    if not key:
        at.setdefault("model_type", entry["model_type"])
        at.setdefault("config", entry["config"])
        at.setdefault("trees", {}).update({digest(text): text.splitlines() for text in trees.values()})
        at.setdefault("releases", {})
    at["releases"][transformers.__version__] = {name: digest(text) for name, text in trees.items()}
    at["releases"] = dict(sorted(at["releases"].items(), key=lambda item: [int(n) for n in item[0].split(".")]))
    path.write_text(json.dumps(record, indent=1) + "\n")


for cases, random_cases in ((CASES, False), (RANDOM, True)):
    for case, (config_class, fields, classes) in cases.items():
        built = list(build(config_class, fields, classes))
        if not built:
            continue
        trees = {name: text for name, _, text in built}
        entry = {"model_type": built[0][1], "config": fields}
        add(folder / ("random.json" if random_cases else f"{case}.json"), case if random_cases else None, entry, trees)
print(transformers.__version__)
