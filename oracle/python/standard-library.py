"""Which public names of the standard library came or went between Python versions.

    python oracle/python/standard-library.py PYTHON3.8 PYTHON3.9 … (interpreters, oldest first)

Each interpreter imports every module of MODULES and lists its names. Writes
packages/python/data/standard-library.json: {module: {name: [since | null, gone | null]}} for what differs; the
module's own coming and going stands under "".
"""

import json
import re
import subprocess
import sys
from pathlib import Path

MODULES = """_ abc argparse array ast asynchat asyncio asyncore audioop base64 bdb binascii binhex bisect builtins calendar cgi
cgitb chunk cmath codecs collections collections.abc concurrent.futures configparser contextlib contextvars copy
copyreg crypt csv ctypes dataclasses datetime decimal difflib dis email enum fractions functools gc getpass gettext
glob graphlib gzip hashlib heapq hmac html http imghdr imp importlib importlib.abc importlib.metadata
importlib.resources importlib.util inspect io ipaddress itertools json keyword linecache locale logging lzma mailcap
math mimetypes msilib multiprocessing nis nntplib numbers operator os os.path ossaudiodev parser pathlib pdb pickle
pipes pkgutil platform plistlib pprint profile pstats pty queue random re reprlib sched secrets select selectors shelve
shlex shutil signal site smtpd sndhdr socket spwd sqlite3 ssl stat statistics string struct subprocess sunau symbol
symtable sys sysconfig tarfile telnetlib tempfile textwrap threading time timeit token tokenize tomllib traceback
tracemalloc types typing unicodedata unittest unittest.mock urllib.parse urllib.request uu uuid venv warnings wave
weakref xdrlib xml.etree.ElementTree zipfile zlib zoneinfo""".split()[1:]

# asks with hasattr: collections.Mapping (3.9) and typing.ContextManager (3.13) come from a module's __getattr__
LIST = """
import importlib, json, sys, types, warnings
warnings.simplefilter("ignore")
asked = json.load(sys.stdin)
found = {}
for module, names in asked.items():
    try:
        one = importlib.import_module(module)
    except ImportError:
        continue
    public = [name for name in names or dir(one) if not name.startswith("_") and hasattr(one, name)]
    found[module] = [name for name in public if not isinstance(getattr(one, name), types.ModuleType)]
print(json.dumps(found))
"""

TARGET = Path(__file__).parents[2] / "packages/python/data/standard-library.json"


def ask(python: str, names: dict[str, list[str]]) -> dict[str, list[str]]:
    command = [python, "-c", LIST]
    run = subprocess.run(command, input=json.dumps(names), check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def main() -> None:
    pythons = sys.argv[1:]
    versions = [re.search(r"3\.\d+", subprocess.check_output([one, "--version"], text=True)).group() for one in pythons]
    listed = [ask(python, {module: [] for module in MODULES}) for python in pythons]
    union = {module: sorted({name for one in listed for name in one.get(module, [])}) for module in MODULES}
    union["collections"] = sorted({*union["collections"], *union["collections.abc"]})
    listings = [ask(python, union) for python in pythons]
    table: dict[str, dict[str, list]] = {}
    for module in MODULES:
        whole = [module in listing for listing in listings]
        # a module that comes or goes takes its names along
        for name in union[module] if all(whole) else [""]:
            has = [module in listing and (name == "" or name in listing[module]) for listing in listings]
            if not any(has) or all(has):
                continue
            first, last = has.index(True), len(has) - 1 - has[::-1].index(True)
            # what a module merely imports for itself comes and goes; only a clean span is a promise
            if not all(has[first : last + 1]):
                continue
            since = versions[first] if first > 0 else None
            gone = versions[last + 1] if last + 1 < len(has) else None
            table.setdefault(module, {})[name] = [since, gone]
    rows = [f" {json.dumps(module)}: {json.dumps(names)}" for module, names in table.items()]
    TARGET.write_text("{\n" + ",\n".join(rows) + "\n}\n")
    print(versions, sum(map(len, table.values())))


main()
