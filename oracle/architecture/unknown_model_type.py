"""What transformers raises for a model_type that it does not know.

    PYTHONPATH=<folder with that transformers> python unknown_model_type.py <fixture.json>

Adds this release's words to the fixture.
"""
import json
import sys
import tempfile
from pathlib import Path

import torch
import torch._dynamo  # before transformers: some releases import it half-way
import transformers

fixture = Path(sys.argv[1])
words = json.loads(fixture.read_text()) if fixture.exists() else {}
with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "config.json").write_text(json.dumps({"model_type": "no_such_type"}))
    try:
        transformers.AutoModel.from_pretrained(folder)
    except ValueError as error:
        words[transformers.__version__] = str(error)
fixture.write_text(json.dumps(dict(sorted(words.items())), indent=1) + "\n")
