"""How the `packaging` library orders versions and judges specifiers.

    python oracle/python/versions.py (needs packaging)

Writes packages/python/src/fixtures/versions.json: `ordered` groups of equal versions, oldest first; `specifiers` with
the versions that each admits (pre-releases included); `invalid` versions and specifiers.
"""

import json
from itertools import groupby
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

VERSIONS = """0 0.0.1 0.9 1 1.0 1.0.0 v1.0 1.0.dev0 1.0.dev456 1.0a 1.0a0 1.0a1 1.0.alpha1 1.0-alpha-1 1.0a1.dev2 1.0a2.post3
1.0a2.post3.dev4 1.0b1 1.0beta2 1.0c1 1.0rc1 1.0.rc.1 1.0pre2 1.0rc2.dev1 1.0.post 1.0.post1 1.0-1 1.0rev2 1.0.post2.dev1
1.0+abc 1.0+abc.5 1.0+abc.10 1.0+5 1.0+cu118 1.0+cu121 1.0.post1+cu121 1.1 1.1.0rc1 1.1.1 1.2.3 1.10 1.20 2.0 2.0.1 2.0a1
2.8.0 2.8.0+cu128 2.8.0.dev20250601+cu128 2.8.0a0+gitabc 4.46.3 4.51.0 4.51.0.dev0 4.57.1 5.0.0rc1 5.0.0 5.23.0 1!0.1
1!1.0 2!0 1.0.0.0.1 01.2 1.0.0.0 2024.1 20240101""".split()

SPECIFIERS = """==1.0 ==1.0.0 ===1.0 !=1.0 <1.0 <=1.0 >1.0 >=1.0 ~=1.0 ~=1.0.0 ~=1.1.0 ==1.* ==1.0.* !=1.* !=1.0.* ==1.0+cu121
==1.0.post1 >1.0.post1 >1.0rc1 <1.0rc2 <1.0.post2 >=1.0a1 <=1.0.dev456 >=4.45,<5 >=4.45,<5,!=4.46.3 ~=4.46 ~=4.46.3
==2.8.0 ==2.8.0+cu128 >=2.8.0 >2.8.0 <2.8.0 ==2.8.* <5.0.0 <5.0.0rc2 >=5.0.0.dev0 >=1!0 <1!1 ==1!1.* ~=1!0.1 >=0.0,<2
==1.0.0.* ~=1.0a1 ~=1.0.post1 !=1.0+abc""".split() + [""]

INVALID_VERSIONS = ["", "unknown", "1.0.foo", "1.0+", "1..0", "1.0-", "abc123", "1.0+a+b", "1.0.*", "latest", "1_000.0a_"]
INVALID_SPECIFIERS = ["1.0", "=1.0", "=>1.0", "~=1", "==", ">=1.*", "<1.0+abc", "^1.0", "==1.0.dev1.*", "==1.0a1.*", ">= "]


def valid(make, text: str) -> bool:
    try:
        make(text)
        return True
    except (InvalidVersion, InvalidSpecifier):
        return False


def main() -> None:
    ordered = [[text for text in group] for _, group in groupby(sorted(VERSIONS, key=Version), key=Version)]
    specifiers = {
        text: [version for version in VERSIONS if SpecifierSet(text).contains(version, prereleases=True)]
        for text in SPECIFIERS
    }
    invalid = {
        "versions": [text for text in INVALID_VERSIONS if not valid(Version, text)],
        "specifiers": [text for text in INVALID_SPECIFIERS if not valid(SpecifierSet, text)],
    }
    target = Path(__file__).parents[2] / "packages/python/src/fixtures/versions.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"ordered": ordered, "specifiers": specifiers, "invalid": invalid}, indent=1) + "\n")
    print(len(VERSIONS), len(SPECIFIERS), invalid)


main()
