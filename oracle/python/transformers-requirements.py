"""What each release of transformers asks for: its Python, and the ranges of the packages that it is pinned against.

    python oracle/python/transformers-requirements.py CACHE

Asks `pip install --dry-run --no-deps --report` for each release, which reads the METADATA of its wheel; answers are kept
in CACHE. Writes packages/python/data/transformers-requirements.json: {version: {python, requires: [Requires-Dist]}} of
the first and the last published patch of each minor and of every release in transformers-releases.json. Lines of
extras are left out but for the extra `torch`, which holds the floor of torch.
"""

import json
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parents[2] / "packages/python/data"
TARGET = DATA / "transformers-requirements.json"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def published() -> list[str]:
    """Stable releases that are not withdrawn, oldest first."""
    text = subprocess.run([*PIP, "index", "versions", "transformers"], capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in text.splitlines() if line.startswith("Available versions:")]
    versions = [version.strip() for version in line.removeprefix("Available versions:").split(",")]
    return sorted(versions, key=parts)


def parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def metadata(version: str, cache: Path) -> dict:
    kept = cache / f"{version}.json"
    if not kept.exists():
        options = ["--dry-run", "--no-deps", "--ignore-installed", "--ignore-requires-python", "--quiet", "--report", str(kept)]
        subprocess.run([*PIP, "install", *options, "--only-binary=:all:", f"transformers=={version}"], check=True)
    return json.loads(kept.read_text())["install"][0]["metadata"]


def is_kept(line: str) -> bool:
    if "extra ==" not in line:
        return True
    # accelerate is in the same extra, and as optional as torch itself
    return line.replace("'", '"').endswith('extra == "torch"') and line.startswith("torch")


def main() -> None:
    cache = Path(sys.argv[1])
    cache.mkdir(parents=True, exist_ok=True)
    every = published()
    oldest = parts("4.20.0")
    minors: dict[tuple[int, ...], list[str]] = {}
    for version in every:
        if parts(version) >= oldest:
            minors.setdefault(parts(version)[:2], []).append(version)
    wanted = {version for patches in minors.values() for version in (patches[0], patches[-1])}
    wanted |= set(json.loads((DATA / "transformers-releases.json").read_text())["releases"])
    table = {}
    for version in sorted(wanted, key=parts):
        found = metadata(version, cache)
        lines = [line for line in found.get("requires_dist", []) if is_kept(line)]
        table[version] = {"python": found["requires_python"], "requires": lines}
        print(version, found["requires_python"], len(lines), flush=True)
    TARGET.write_text(json.dumps(table, indent=1) + "\n")


main()
