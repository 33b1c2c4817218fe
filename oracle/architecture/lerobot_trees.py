"""Module trees of LeRobot's ACT, Diffusion Policy and SmolVLA as one release builds them, on the meta device.

    PYTHONPATH=<folder with that lerobot>:<its dependencies> python lerobot_trees.py <fixtures folder>/lerobot.json

Adds this release to `{vlms, trees: {hash: text}, cases: {case: {config, releases: {"lerobot/transformers": hash or [hash,
tensors, numbers]}}}}`. Trees of the small cases are kept, of all others the hash.
"""
import hashlib
import json
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import lerobot_import
import torch
import transformers

import module_tree
from lerobot_cases import PUBLISHED, RANDOM, SMALL, VLMS


def config_of(kind, fields):
    """The config as LeRobot reads it from a folder."""
    config_class, policy_class = lerobot_import.policy(kind)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_text(json.dumps({**fields, "device": "cpu"}))
        return config_class.__mro__[1].from_pretrained(folder), policy_class


def offline(kind):
    """SmolVLA takes the sizes of its VLM and its tokenizer from the hub: from VLMS instead."""
    if kind != "smolvla":
        return
    import importlib

    expert = importlib.import_module(f"{lerobot_import.ROOT}.smolvla.smolvlm_with_expert")
    modeling = importlib.import_module(f"{lerobot_import.ROOT}.smolvla.modeling_smolvla")
    from transformers.models.smolvlm.configuration_smolvlm import SmolVLMConfig

    processor = MagicMock()
    processor.from_pretrained().tokenizer.fake_image_token_id = processor.from_pretrained().tokenizer.global_image_token_id = 1
    read = lambda name: SmolVLMConfig(**{k: v for k, v in json.loads(json.dumps(VLMS[name])).items() if k != "model_type"})
    expert.AutoConfig = SimpleNamespace(from_pretrained=read)
    expert.AutoProcessor = modeling.AutoProcessor = processor


def main(target):
    record = json.loads(target.read_text()) if target.exists() else {"vlms": VLMS, "trees": {}, "cases": {}}
    key = f"{lerobot_import.release()}/{transformers.__version__}"
    for cases, kept in ((SMALL, "tree"), (PUBLISHED, "counts"), (RANDOM, "hash")):
        for name, fields in cases.items():
            try:
                config, policy_class = config_of(fields["type"], fields)
                offline(fields["type"])
                with torch.device("meta"):
                    model = policy_class(config)
            except Exception as error:
                print(f"  {key} {name}: {type(error).__name__}: {str(error)[:200]}")
                continue
            text = module_tree.text(model)
            digest = hashlib.sha256(text.encode()).hexdigest()[:16]
            found = digest
            if kept == "tree":
                record["trees"][digest] = text.splitlines()
            if kept == "counts":
                found = [digest, len(model.state_dict()), sum(p.numel() for p in model.parameters())]
            record["cases"].setdefault(name, {"config": fields, "releases": {}})["releases"][key] = found
    target.write_text(json.dumps(record, indent=1) + "\n")
    print(key, len(record["cases"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
