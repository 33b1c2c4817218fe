"""What `pip check` says after a real upgrade, beside what was installed before.

    python install_effects.py BASE AFTER...        (folders of virtual environments)

BASE is the environment before, each AFTER a copy of it in which pip installed another transformers. Writes
packages/python/src/fixtures/install-effects.json: `installed` {name: [version, Requires-Dist of BASE]}, `python`, and for each
AFTER the release, the packages whose version changed or that are new, and those whose requirements broke by it.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

TARGET = Path(__file__).parents[2] / "packages/python/src/fixtures/install-effects.json"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(venv: str) -> dict:
    (site,) = Path(venv).glob("lib/python3*/site-packages")
    return {normal(one.metadata["Name"]): one for one in distributions(path=[str(site)])}


def check(venv: str) -> set[tuple[str, str]]:
    text = subprocess.run([f"{venv}/bin/python", "-m", "pip", "check"], capture_output=True, text=True).stdout
    found = re.findall(r"^(\S+) \S+ has requirement ([A-Za-z0-9._-]+)", text, re.MULTILINE)
    return {(normal(dependent), normal(name)) for dependent, name in found}


def main() -> None:
    base, *afters = sys.argv[1:]
    before = installed(base)
    broken_before = check(base)
    version = subprocess.run([f"{base}/bin/python", "-V"], capture_output=True, text=True).stdout.split()[1]
    result = {
        "python": version,
        "installed": {name: [one.version, [line for line in one.requires or [] if "extra ==" not in line]]
                      for name, one in sorted(before.items())},
        "after": [],
    }
    for venv in afters:
        now = installed(venv)
        changed = sorted(name for name, one in now.items() if name not in before or before[name].version != one.version)
        result["after"].append({"release": now["transformers"].version, "changed": changed,
                                "broken": sorted(check(venv) - broken_before)})
    TARGET.write_text(json.dumps(result, indent=1) + "\n")


main()
