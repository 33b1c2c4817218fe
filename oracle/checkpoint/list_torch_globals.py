"""The names that torch's own weights-only unpickler allows."""
import json
from pathlib import Path

from torch._weights_only_unpickler import _get_allowed_globals

names = sorted(_get_allowed_globals())
out = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/torch-globals.json"
out.write_text(json.dumps(names, indent=0) + "\n")
print(len(names))
