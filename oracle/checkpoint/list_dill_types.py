"""Writes packages/checkpoint/src/fixtures/dill/types.json: what `dill._dill._load_type` knows, `{name: the type}`.

    python oracle/checkpoint/list_dill_types.py DILL …     # folders of pip install --no-deps --target DILL dill==…

Made with dill 0.2.9, 0.3.1.1, 0.3.5.1 (which Diffusion Policy names), 0.3.8 and 0.4.1 under Python 3.11, and 0.4.1
under 3.10: releases and interpreters differ only in what they lack.
"""

import json
import pathlib
import subprocess
import sys

OUT = pathlib.Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/dill/types.json"
ASK = "import dill, json; print(json.dumps({k: f'{v.__module__}.{v.__qualname__}' for k, v in dill._dill._reverse_typemap.items() if isinstance(v, type)}))"


def main():
    types = json.loads(OUT.read_text()) if OUT.exists() else {}
    for folder in sys.argv[1:]:
        answer = subprocess.run([sys.executable, "-c", ASK], env={"PYTHONPATH": folder}, capture_output=True, text=True, check=True)
        for name, full in json.loads(answer.stdout).items():
            assert types.setdefault(name, full) == full, name
    OUT.write_text(json.dumps(dict(sorted(types.items())), indent=0) + "\n")
    print(len(types), "types")


main()
