"""What pip and importlib.metadata say of environments.

    python oracle/python/environments.py (run inside a venv with a few dozen packages)

Writes packages/python/src/fixtures/environments.json: `listings`, this venv as `pip freeze`, `pip list` and
`pip list --format=json` print it, with name and version of each from `pip inspect`; `folders`, small site-packages
with what importlib.metadata finds in them.
"""

import importlib.metadata
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def metadata(name: str, version: str, *more: str) -> str:
    return "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *more, "", f"# {name}\nVersion: 9"])


FOLDERS = {
    "wheels": {
        "transformers-4.46.3.dist-info/METADATA": metadata(
            "transformers", "4.46.3", "Requires-Dist: filelock", "Requires-Dist: torch>=2.0; extra == 'torch'"
        ),
        "ruamel.yaml-0.18.6.dist-info/METADATA": metadata("ruamel.yaml", "0.18.6", "Author: A\n  folded: line"),
        "torch-2.8.0+cu128.dist-info/METADATA": metadata("torch", "2.8.0+cu128"),
        "torch/__init__.py": "",
    },
    "eggs": {
        "libero.egg-info/PKG-INFO": metadata("libero", "0.1.0"),
        "gym-0.25.2-py3.10.egg-info": metadata("gym", "0.25.2"),
        "bddl-1.0.1-py3.8.egg/EGG-INFO/PKG-INFO": metadata("bddl", "1.0.1"),
    },
    "from a repository": {
        "lerobot-0.4.0.dist-info/METADATA": metadata("lerobot", "0.4.0"),
        "lerobot-0.4.0.dist-info/direct_url.json": json.dumps(
            {"url": "https://github.com/huggingface/lerobot", "vcs_info": {"vcs": "git", "commit_id": "0" * 40}}
        ),
    },
}

TARGET = Path(__file__).parents[2] / "packages/python/src/fixtures/environments.json"


def pip(*arguments: str) -> str:
    return subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True, text=True).stdout


def distributions(files: dict[str, str]) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        # an .egg is a path of its own, as easy-install.pth lists it
        paths = [folder, *(str(egg) for egg in Path(folder).glob("*.egg"))]
        found = importlib.metadata.distributions(path=paths)
        rows = [{"name": d.name, "version": d.version, "requires": d.metadata.get_all("Requires-Dist") or []} for d in found]
    return sorted(rows, key=lambda row: row["name"])


def main() -> None:
    inspected = json.loads(pip("inspect", "--local"))["installed"]
    listings = {
        "packages": {one["metadata"]["name"]: one["metadata"]["version"] for one in inspected},
        "freeze": pip("freeze", "--all", "--local"),
        "list": pip("list", "--local"),
        "json": pip("list", "--local", "--format=json"),
    }
    folders = [
        {"name": name, "files": files, "distributions": distributions(files)} for name, files in FOLDERS.items()
    ]
    TARGET.write_text(json.dumps({"listings": listings, "folders": folders}, indent=1) + "\n")


main()
