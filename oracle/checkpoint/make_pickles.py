"""Pickles of CPython under every protocol, and hand-written opcodes with what CPython's own unpickler makes of them."""
import base64
import collections
import copyreg
import argparse
import dataclasses
import datetime
import enum
import io
import json
import pickle
import pathlib
import pickletools
import random
import sys
from pathlib import Path

import numpy as np
from pickle_programs import machine_cases, text_cases
from plain import plain

OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures"


@dataclasses.dataclass
class Config:
    name: str = "vla"
    sizes: tuple = (224, 224)
    ratio: float = 4.5


@dataclasses.dataclass
class Outer:
    inner: Config = dataclasses.field(default_factory=Config)
    flags: list = dataclasses.field(default_factory=lambda: [True, None])


class Slotted:
    __slots__ = ("a", "b")


class Mode(enum.Enum):
    TRAIN = "train"


for cls in (Config, Outer, Slotted, Mode):
    cls.__module__ = "project.config"
sys.modules["project.config"] = sys.modules["__main__"]
sys.modules["project"] = sys.modules["__main__"]


def values():
    shared = [1, 2]
    slotted = Slotted()
    slotted.a, slotted.b = 1, "x"
    counter = collections.Counter({"a": 2, "b": 1})
    default = collections.defaultdict(list)
    default["k"].append(3)
    yield "none and booleans", [None, True, False]
    yield "small integers", [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**31, 2**32]
    yield "long integers", [2**53, -(2**53), 2**63, -(2**63), 2**64, 10**30, -(10**30), 2**2100, -(2**2100)]
    yield "floats", [0.0, -0.5, 1.5, 1e300, 5e-324, 0.1, float("inf"), float("-inf"), float("nan"), 3.0]
    yield "strings", ["", "abc", "tab\tnew\nline\r\\ back", "ünïcode", "中文", "🤖", "\x00", "\ud800 alone", "'\"", "\\u0041"]
    yield "long string", ["x" * 300, "é" * 150]
    yield "bytes", [b"", b"abc", bytes(range(256)), b"\xff" * 300]
    yield "bytearrays", [bytearray(), bytearray(b"ab\x00\xff")]
    yield "tuples", [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((1, (2,)),)]
    yield "lists", [[], [1], list(range(1100))]
    yield "shared list", [shared, shared, (shared,)]
    yield "dict with every kind of key", {"s": 1, 2: "b", 3.5: "c", True: "d", None: "e", (1, "t"): "f", 2**70: "g"}
    yield "equal keys", {1: "a", "1": "b"}
    yield "large dict", {f"layer.{i}.weight": i for i in range(1100)}
    yield "sets", [set(), {1}, frozenset(), frozenset(["a"])]
    yield "ordered dict", collections.OrderedDict([("b", 1), ("a", 2)])
    yield "counter", counter
    yield "default dict", default
    yield "dataclasses", Outer(inner=Config(name="x", sizes=(1,), ratio=2.25), flags=[])
    yield "array f8", np.arange(6, dtype=np.float64).reshape(2, 3) / 4
    yield "array fortran", np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3))
    yield "array big-endian", np.arange(4, dtype=">i2")
    yield "array of halves", np.array([1.5, -2.25, 0.0, 65504, 6e-8], dtype=np.float16)
    yield "array of booleans", np.array([[True], [False]])
    yield "array without elements", np.zeros((0, 3), dtype=np.float32)
    yield "array of one number", np.array(3, dtype=np.int64)
    yield "array of longs", np.array([2**62, -(2**62)], dtype=np.int64)
    yield "array of objects", np.array(["a", None, 3], dtype=object)
    yield "numpy scalars", [np.float32(0.5), np.int64(7), np.bool_(True)]
    yield "dates", [datetime.datetime(2026, 2, 20, 22, 29, 13), datetime.datetime(2026, 2, 20, 1, 2, 3, 45), datetime.date(2026, 3, 2)]
    yield "paths", [pathlib.PurePosixPath("/data/libero/x.bddl"), pathlib.PurePosixPath("a/b"), pathlib.PurePosixPath(".")]
    yield "arguments", argparse.Namespace(lr=0.5, sizes=[1, 2], out=None)
    yield "enumeration", {"mode": Mode.TRAIN}
    yield "complex", [complex(1, 2), complex(0.5, -1)]
    yield "trainer's numbers", {"epoch": 3, "best": np.float64(0.25), "stats": {"mean": np.ones(2, dtype=np.float32)}}


def as_numpy_1(data: bytes) -> bytes:
    """The same pickle as numpy 1 wrote it; only text opcodes (protocols 0 to 2) can be renamed in place."""
    return data.replace(b"cnumpy._core.", b"cnumpy.core.")


def generated():
    for name, value in values():
        for protocol in range(6):
            data = pickle.dumps(value, protocol)
            yield f"{name}, protocol {protocol}", data, plain(value)
            if b"cnumpy._core." in data:
                yield f"{name}, protocol {protocol}, numpy 1", as_numpy_1(data), plain(value)


def python_2():
    """What Python 2 wrote: `str` in STRING opcodes, old names."""
    yield "python 2 dict", b"(dp0\nS'a'\np1\nI1\nsS'b\\n\\x41'\np2\nF1.5\ns.", {"a": 1, "b\nA": 1.5}
    yield "python 2 short string", b"\x80\x02U\x03abcq\x00.", "abc"
    yield "python 2 long string", b"\x80\x02T\x03\x00\x00\x00abcq\x00.", "abc"
    yield (
        "python 2 ordered dict",
        b"\x80\x02ccollections\nOrderedDict\nq\x00]q\x01]q\x02(U\x01aq\x03K\x01ea\x85q\x04Rq\x05.",
        {"a": 1},
    )
    yield "python 2 set", b"c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n.", [1]
    yield "python 2 unicode", b"V\\u4e2d\\U0001f916\\\\x\n.", "中🤖\\\\x"


def outcome(data: bytes):
    """CPython's C unpickler, as torch.load calls it: from a BytesIO, strings of Python 2 as UTF-8."""
    try:
        value = pickle.Unpickler(io.BytesIO(data), encoding="utf-8").load()
    except Exception as error:
        return {"error": type(error).__name__}
    try:
        return {"value": plain(value)}
    except (TypeError, RecursionError):
        return {"other": type(value).__name__}


def main():
    pickles = [
        {"name": name, "pickle": base64.b64encode(data).decode(), "plain": value}
        for name, data, value in [*generated(), *python_2()]
        if len(data) < 60_000
    ]
    programs = [
        {"name": name, "pickle": base64.b64encode(data).decode(), **outcome(data)}
        for name, data in [*text_cases(), *machine_cases()]
    ]
    opcodes = {op.name: ord(op.code) for op in pickletools.opcodes}
    import _compat_pickle

    renames = [[list(old), list(new)] for old, new in _compat_pickle.NAME_MAPPING.items()]
    renames += [[[old, "x"], [new, "x"]] for old, new in _compat_pickle.IMPORT_MAPPING.items()]
    for name, data in [("pickles", pickles), ("pickle-programs", programs), ("opcodes", opcodes), ("python2-names", renames)]:
        rows = [json.dumps(row, separators=(",", ":")) for row in (data if isinstance(data, list) else [data])]
        (OUT / f"{name}.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
        print(name, len(data))


main()
