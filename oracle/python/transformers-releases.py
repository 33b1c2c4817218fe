"""Which `model_type` came with which release of transformers.

    python oracle/python/transformers-releases.py CACHE

For each release in RELEASES the wheel is fetched into CACHE, `models/auto/*.py` taken out of it and the wheel deleted.
Writes packages/python/data/transformers-releases.json:
`releases` that were read, `first` {type: first of these releases that has it}, `gone` {type: first that no longer has it}.
A type that came between two of these releases is dated by the later one; the reader says "unsure" in between.
"""

import ast
import json
import subprocess
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

# The first published patch of each minor that adds a type which a VLA builds on, plus waypoints.
RELEASES = """4.20.0 4.25.1 4.28.0 4.30.2 4.34.0 4.36.0 4.37.0 4.38.0 4.40.0 4.41.0 4.42.0 4.45.0 4.46.1 4.47.0 4.48.0
4.49.0 4.50.0 4.51.0 4.52.1 4.53.0 4.54.0 4.55.0 4.56.0 4.57.1 5.0.0 5.23.0""".split()

TARGET = Path(__file__).parents[2] / "packages/python/data/transformers-releases.json"


def fetch(release: str, cache: Path) -> Path:
    folder = cache / release
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*pip, "-d", str(cache), f"transformers=={release}"], check=True)
        (wheel,) = cache.glob(f"transformers-{release}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            members = [name for name in archive.namelist() if name.startswith("transformers/models/auto/")]
            archive.extractall(folder, members)
        wheel.unlink()
    return folder / "transformers/models/auto"


def model_types(folder: Path) -> list[str]:
    """Keys of CONFIG_MAPPING_NAMES: only the statements that make it are run. 5.x spreads them over two files."""
    space = {"OrderedDict": OrderedDict}
    for path in (folder / "auto_mappings.py", folder / "configuration_auto.py"):
        for node in ast.parse(path.read_text("utf-8")).body if path.exists() else []:
            if isinstance(node, ast.Assign):
                names = [getattr(target, "id", None) for target in node.targets]
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                names = [getattr(getattr(node.value.func, "value", None), "id", None)]
            else:
                continue
            if "CONFIG_MAPPING_NAMES" in names:
                exec(compile(ast.Module([node], []), str(path), "exec"), space)
    return list(space["CONFIG_MAPPING_NAMES"])


def main() -> None:
    cache = Path(sys.argv[1])
    first: dict[str, str] = {}
    gone: dict[str, str] = {}
    for release in RELEASES:
        types = set(model_types(fetch(release, cache)))
        print(release, len(types), flush=True)
        for name in types:
            first.setdefault(name, release)
            gone.pop(name, None)
        for name in first.keys() - types:
            gone.setdefault(name, release)
    table = {"releases": RELEASES, "first": dict(sorted(first.items())), "gone": dict(sorted(gone.items()))}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(table, indent=1) + "\n")


main()
