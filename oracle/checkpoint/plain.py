"""Python values as the plain data that Plumb's toPlain gives for them."""
import argparse
import collections
import dataclasses
import datetime
import enum
import math
import pathlib

import numpy as np


def plain(value):
    if value is None or isinstance(value, (bool, str)) and not isinstance(value, enum.Enum):
        return value
    if type(value) is int:
        bits = len(f"{abs(value):x}") * 4
        if bits > 16384:
            return {"$omitted": f"an integer of about {bits} bits"}
        return value if abs(value) < 2**53 else str(value)
    if type(value) is float:
        if math.isfinite(value):
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": len(value), "hex": value.hex()} if len(value) <= 256 else {"$bytes": len(value)}
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if type(value) in (list, tuple):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        # the order of a set is not the pickle's business: the fixture says how Python iterated over it
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if isinstance(value, argparse.Namespace):
        return {"$class": "argparse.Namespace", **{k: plain(v) for k, v in vars(value).items()}}
    if type(value) is complex:
        return f"({plain(value.real)}{value.imag:+g}j)"
    if isinstance(value, enum.Enum):
        return {"$class": f"{type(value).__module__}.{type(value).__qualname__}", "$args": [plain(value.value)]}
    if isinstance(value, dict):
        return {key(k): plain(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value):
        name = f"{type(value).__module__}.{type(value).__qualname__}"
        fields = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"$class": name, **fields}
    raise TypeError(type(value))


def key(value):
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, (int, float)):
        return str(plain(value))
    import json

    return json.dumps(plain(value), separators=(",", ":"))
