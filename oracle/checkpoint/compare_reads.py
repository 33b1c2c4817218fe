"""Called by bench/fuzz/compare.mjs: reads the same inputs with the originals and lists the differences."""
import base64
import collections
import io
import json
import pickle
import sys
import warnings
from pathlib import Path

import torch
from plain import plain
from safetensors import safe_open

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])


class Stub:
    """Stands for every class and function that is not a plain container; takes anything, does nothing."""

    def __init__(self, *args, **kwargs):
        pass

    def __setstate__(self, state):
        pass

    def append(self, item):
        pass

    extend = add = __setitem__ = append

    def __setitem__(self, key, value):
        pass


PLAIN = {
    "builtins": {"list", "tuple", "set", "frozenset", "dict", "bytes", "bytearray"},
    "collections": {"OrderedDict", "Counter", "defaultdict"},
    "_codecs": {"encode"},
}


class Inert(pickle.Unpickler):
    def find_class(self, module, name):
        import importlib

        if name in PLAIN.get(module, ()):
            return getattr(importlib.import_module(module), name)
        return type("Stub", (Stub,), {})

    def persistent_load(self, pid):
        return Stub()


def read_zip(path):
    reader = torch._C.PyTorchFileReader(str(path))
    return base64.b64encode(reader.get_record("data.pkl")).decode()


def read_safetensors(path):
    with safe_open(path, framework="pt") as file:
        return [[n, str(file.get_tensor(n).dtype).removeprefix("torch."), list(file.get_tensor(n).shape)] for n in file.offset_keys()]


def read_pickle(path):
    return Inert(io.BytesIO(path.read_bytes()), encoding="utf-8").load()


READERS = {"torch-zip": read_zip, "safetensors": read_safetensors, "pickle": read_pickle}
counts = collections.Counter()
for row in json.loads((folder / "rows.json").read_text()):
    mine = "error" not in row
    try:
        value = READERS[row["format"]](folder / row["name"])
        theirs = True
    except Exception as error:
        value = f"{type(error).__name__}: {str(error)[:150]}"
        theirs = False
    verdict = "both read" if mine and theirs else "both refused" if not mine and not theirs else "only Plumb" if mine else "only the original"
    if verdict == "both read":
        try:
            same = (plain(value) if row["format"] == "pickle" else value) == row["value"]
        except (TypeError, RecursionError, ValueError):
            same = None
        verdict = {True: "equal", False: "DIFFERENT", None: "not compared"}[same]
    counts[row["format"], verdict] += 1
    if verdict in ("only Plumb", "only the original", "DIFFERENT"):
        print(row["name"], verdict, "|", str(row.get("error", row.get("value")))[:150], "|", str(value)[:150])
for key, count in sorted(counts.items()):
    print(*key, count)
