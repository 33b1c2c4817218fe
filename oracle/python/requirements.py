"""How the packaging library reads requirements, judges their markers and says which specifiers meet.

    python oracle/python/requirements.py        (needs packaging)

Writes packages/python/src/fixtures/requirements.json. Specifiers meet where a version of a dense grid fits both.
"""

import itertools
import json
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

TARGET = Path(__file__).parents[2] / "packages/python/src/fixtures/requirements.json"

LINES = """huggingface-hub<1.0,>=0.34.0
huggingface_hub (<1.0,>=0.23.2)
numpy >=1.17
regex!=2019.12.17
torch>=2.2; extra == "torch"
tomli>=1.1.0; python_version < "3.11"
typing_extensions>=4.0; python_version<'3.11' and sys_platform != "win32"
pywin32>=226; platform_system == "Windows"
colorama; (sys_platform == "win32" or os_name == 'nt') and extra == "cli"
importlib-metadata>=4; python_full_version < "3.10.2"
nvidia-cublas-cu12==12.8.4.1; platform_system == "Linux"
triton==3.4.0; platform_system == "Linux" or python_version >= "3.13"
requests[socks]<3,>=2.21
libero @ git+https://example.org/libero.git ; python_version >= "3.8"
Jinja2
ruamel.yaml
uvloop>=0.15; implementation_name == "cpython" and (sys_platform == "darwin" or sys_platform == "linux")""".splitlines()

PYTHONS = ["3.8.18", "3.10.1", "3.10.13", "3.11.7", "3.13.0"]

SPECIFIERS = ["", "<1.0,>=0.34.0", ">=1.3.0,<2.0", "<0.21,>=0.20", "<=0.23.0,>=0.22.0", "==4.57.6", ">=4.41,<5", "<5.0.0,>=4.41.0",
              "==5.23.0", "~=4.46.0", "!=4.57.6", "<2", ">=1.17", ">1.0", "<=0.20.3", "==4.*", ">=5", "<0.34.0", ">0.33,<0.35"]


def grid() -> list[Version]:
    found = {Version(f"{a}.{b}.{c}") for a in range(7) for b in range(61) for c in range(8)}
    return sorted(found)


def read(line: str) -> dict:
    requirement = Requirement(line)
    answers = {}
    for python in PYTHONS:
        environment = default_environment() | {
            "python_version": ".".join(python.split(".")[:2]), "python_full_version": python, "extra": "",
            "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "implementation_name": "cpython",
        }
        answers[python] = requirement.marker is None or requirement.marker.evaluate(environment)
    specifiers = sorted(str(one) for one in requirement.specifier)
    return {"line": line, "name": canonicalize_name(requirement.name), "specifiers": specifiers, "applies": answers}


def main() -> None:
    versions = grid()
    fitting = {text: {v for v in versions if v in SpecifierSet(text)} for text in SPECIFIERS}
    meets = [[a, b, bool(fitting[a] & fitting[b])] for a, b in itertools.combinations(SPECIFIERS, 2)]
    result = {"lines": [read(line) for line in LINES], "meets": meets}
    TARGET.write_text(json.dumps(result, indent=1) + "\n")


main()
