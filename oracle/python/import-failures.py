"""What real Pythons raise when they import small files.

    python oracle/python/import-failures.py PYTHON3.8 PYTHON3.9 …

Each case is one or more files; `main.py` is imported (or the file named by `entry`). Writes
packages/python/src/fixtures/import-failures.json: the sources, and for each Python the error's last line, or null.
`unsure` marks cases that must stay silent although some Python raises: whether the statement runs depends on more than
its source.
"""

import json
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

HEAD = "from dataclasses import dataclass, field\n"
IMPORT = """
import importlib, sys, traceback, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
try:
    importlib.import_module(sys.argv[2])
except BaseException as error:
    print(traceback.format_exception_only(type(error), error)[-1].strip())
"""

INNER = HEAD + "@dataclass\nclass Inner:\n    x: int = 1\n"


def outer(default: str, inner: str = INNER, annotation: str = "Inner") -> str:
    return f"{inner}@dataclass\nclass Outer:\n    name: str = 'a'\n    inner: {annotation} = {default}\n"


CASES: dict[str, dict] = {
    # mutable defaults
    "dataclass instance": {"main.py": outer("Inner()")},
    "dataclass instance with arguments": {"main.py": outer("Inner(x=2)")},
    "dataclass instance through field": {"main.py": outer("field(default=Inner())")},
    "factory": {"main.py": outer("field(default_factory=Inner)")},
    "frozen": {"main.py": outer("Inner()", INNER.replace("@dataclass", "@dataclass(frozen=True)"))},
    "eq off": {"main.py": outer("Inner()", INNER.replace("@dataclass", "@dataclass(eq=False)"))},
    "unsafe hash": {"main.py": outer("Inner()", INNER.replace("@dataclass", "@dataclass(unsafe_hash=True)"))},
    "own hash": {"main.py": outer("Inner()", INNER + "    def __hash__(self): return 1\n")},
    "eq off below an unhashable base": {
        "main.py": outer("Sub()", INNER + "@dataclass(eq=False)\nclass Sub(Inner):\n    y: int = 1\n"),
    },
    "plain class": {"main.py": outer("Inner()", HEAD + "class Inner:\n    pass\n")},
    "plain class with eq": {
        "main.py": outer("Inner()", HEAD + "class Inner:\n    def __eq__(self, other): return True\n"),
    },
    "plain subclass of a dataclass": {"main.py": outer("Sub()", INNER + "class Sub(Inner):\n    pass\n")},
    "constant": {"main.py": outer("DEFAULT", INNER + "DEFAULT = Inner()\n")},
    "class variable": {
        "main.py": "from typing import ClassVar\n" + outer("Inner()", annotation="ClassVar[Inner]"),
    },
    "not annotated": {"main.py": INNER + "@dataclass\nclass Outer:\n    inner = Inner()\n"},
    "module attribute": {
        "main.py": "import dataclasses as dc\n@dc.dataclass\nclass A:\n    x: int = 1\n"
        "@dc.dataclass()\nclass B:\n    a: A = A()\n",
    },
    "list": {"main.py": outer("[]", HEAD, "list")},
    "list in a frozen class": {"main.py": HEAD + "@dataclass(frozen=True)\nclass A:\n    x: list = [1]\n"},
    "dict call": {"main.py": outer("dict(a=1)", HEAD, "dict")},
    "set": {"main.py": outer("{1}", HEAD, "set")},
    "list comprehension": {"main.py": outer("[i for i in range(3)]", HEAD, "list")},
    "tuple": {"main.py": outer("(1, 2)", HEAD, "tuple")},
    "ordered dict": {"main.py": "from collections import OrderedDict\n" + outer("OrderedDict()", HEAD, "dict")},
    "deque": {"main.py": "import collections\n" + outer("collections.deque()", HEAD, "object")},
    "two fields": {"main.py": INNER + "@dataclass\nclass A:\n    a: Inner = Inner()\n    b: list = []\n"},
    "nested class": {
        "main.py": HEAD
        + "class Box:\n    @dataclass\n    class Inner:\n        x: int = 1\n    @dataclass\n    class Outer:\n"
        + "        y: list = []\n",
    },
    "imported, absolute": {
        "configs/__init__.py": "",
        "configs/inner.py": INNER,
        "main.py": HEAD + "from configs.inner import Inner\n@dataclass\nclass A:\n    inner: Inner = Inner()\n",
    },
    "imported, relative, in a package": {
        "configs/__init__.py": "from .inner import Inner\n",
        "configs/inner.py": INNER,
        "configs/outer.py": HEAD + "from . import Inner as I\n@dataclass\nclass A:\n    inner: I = I()\n",
        "main.py": "import configs.outer\n",
    },
    "defined in a function": {"main.py": INNER + "def f():\n    @dataclass\n    class A:\n        a: list = []\n"},
    "behind a condition": {
        "main.py": INNER + "import sys\nif sys.argv:\n    @dataclass\n    class A:\n        a: list = []\n",
        "unsure": True,
    },
    "caught": {"main.py": HEAD + "try:\n    @dataclass\n    class A:\n        a: list = []\nexcept ValueError:\n    pass\n"},
    "class made anew": {"main.py": outer("Inner()", INNER + "Inner = int\n")},
    "somebody else's dataclass": {
        "main.py": "def dataclass(c): return c\n@dataclass\nclass A:\n    x: list = []\n",
    },
    # syntax
    "match": {"main.py": "def f(x):\n    match x:\n        case 1:\n            return 2\n"},
    "match as a name": {"main.py": "import re\nmatch = re.match('a', 'a')\nprint(match)\nmatch.group(0)\n"},
    "except group": {"main.py": "def f():\n    try:\n        pass\n    except* ValueError:\n        pass\n"},
    "type alias": {"main.py": "type A = int\n"},
    "type as a name": {"main.py": "type = 3\nprint(type)\n"},
    "type parameters": {"main.py": "def f[T](x: T) -> T:\n    return x\n"},
    "generic class": {"main.py": "class A[T]:\n    pass\n"},
    "same quotes in an f-string": {"main.py": "d = {'a': 1}\nx = f'{d['a']}'\n"},
    "other quotes in an f-string": {"main.py": "d = {'a': 1}\nx = f\"{d['a']}\"\n"},
    "quotes in a triple-quoted f-string": {"main.py": 'd = {"a": 1}\nx = f"""{d["a"]}"""\n'},
    "backslash in an f-string's braces": {"main.py": "x = f\"{'\\n'.join(['a'])}\"\n"},
    "backslash in an f-string's text": {"main.py": "x = f\"\\n{'a'}\\n\"\n"},
    "walrus": {"main.py": "if (n := 3) > 2:\n    pass\n"},
    "positional only": {"main.py": "def f(a, /, b):\n    pass\n"},
    "with in brackets": {
        "main.py": "import contextlib as c\nwith (c.nullcontext() as a, c.nullcontext() as b):\n    pass\n",
    },
    # types at run time
    "union in a signature": {"main.py": "def f(x: int | None = None) -> str | None:\n    pass\n"},
    "union in a method": {"main.py": "class A:\n    def f(self, x: str | int): pass\n"},
    "union with the future import": {
        "main.py": "from __future__ import annotations\ndef f(x: int | None) -> list[int]:\n    pass\n",
    },
    "union in quotes": {"main.py": "def f(x: 'int | None'):\n    pass\n"},
    "union in an inner function": {"main.py": "def f():\n    def g(x: int | None): pass\n    y: int | None = 1\n"},
    "union of a field": {"main.py": HEAD + "@dataclass\nclass A:\n    x: int | None = None\n"},
    "union as a value": {
        "main.py": "from __future__ import annotations\nNumber = int | float\n",
    },
    "union of a generic": {"main.py": "x: list[int] | None = None\n"},
    "union of three": {"main.py": "def f(x: int | str | None): pass\n"},
    "or of numbers": {"main.py": "x = 1 | 2\n"},
    "generic in a signature": {"main.py": "def f(x: list[int], y: dict[str, int]): pass\n"},
    "generic in another": {"main.py": "from typing import Optional\ndef f(x: Optional[list[int]]): pass\n"},
    "own list": {"main.py": "from typing import List as list\ndef f(x: list[int]): pass\n"},
    "union in a lambda": {"main.py": "f = lambda: int | None\n"},
    # the standard library
    "Self": {"main.py": "from typing import Self\n"},
    "override": {"main.py": "from typing import Any, override\n"},
    "StrEnum": {"main.py": "from enum import StrEnum\n"},
    "tomllib": {"main.py": "import tomllib\n"},
    "tomllib, tried": {"main.py": "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n"},
    "imp": {"main.py": "import os, imp\n"},
    "Mapping": {"main.py": "from collections import Mapping\n"},
    "Mapping of abc": {"main.py": "from collections.abc import Mapping\n"},
    "ContextManager": {"main.py": "from typing import ContextManager\n"},
    "own module of that name": {"pipes.py": "x = 1\n", "main.py": "import pipes\n"},
    "import in a function": {"main.py": "def f():\n    import tomllib\n"},
    "by version": {
        "main.py": "import sys\nif sys.version_info >= (3, 11):\n    from typing import Self\n",
    },
    # order
    "the first counts": {
        "main.py": "from typing import Self\n" + HEAD + "@dataclass\nclass A:\n    x: list = []\n",
    },
    "slots": {"main.py": HEAD + "@dataclass(slots=True)\nclass A:\n    x: int = 1\n"},
    "keyword-only": {"main.py": HEAD + "@dataclass(kw_only=True)\nclass A:\n    x: int = 1\n"},
    "keyword-only field": {"main.py": HEAD + "@dataclass\nclass A:\n    x: int = field(default=1, kw_only=True)\n"},
}

TARGET = Path(__file__).parents[2] / "packages/python/src/fixtures/import-failures.json"


def main() -> None:
    pythons = {
        re.search(r"3\.\d+", subprocess.check_output([one, "--version"], text=True)).group(): one for one in sys.argv[1:]
    }
    rows = []
    for name, case in CASES.items():
        files = {path: textwrap.dedent(text) for path, text in case.items() if path.endswith(".py")}
        raised = {}
        for version, python in pythons.items():
            with tempfile.TemporaryDirectory() as folder:
                for path, text in files.items():
                    target = Path(folder, path)
                    target.parent.mkdir(exist_ok=True)
                    target.write_text(text)
                command = [python, "-B", "-I", "-c", IMPORT, folder, "main"]
                lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
            error = [line for line in lines if re.match(r"\w+(Error|Warning)\b", line)]
            # a path of the Python that ran says nothing
            raised[version] = re.sub(r" \((/|unknown).*\)$", "", error[-1]) if error else None
        rows.append({"name": name, "files": files, "unsure": case.get("unsure", False), "raised": raised})
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({"cases": rows}, indent=1) + "\n")


main()
