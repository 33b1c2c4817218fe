"""dill's look-ups of types, whose argument decides what they are worth, and pickles in values of bytes.

Diffusion Policy's workspaces save with dill: types by `_load_type`, and counters as pickles of their own.
"""

import struct

from assemble import CANARY, EVIL, PLAIN, call, get_global, proto, run, short_text, stack_global, text

Row = tuple[str, str, bytes, str]

LOAD_TYPE = get_global("dill._dill", "_load_type")


def load_type(name: str) -> bytes:
    return call(LOAD_TYPE, text(name))


def load_evil(name: str) -> bytes:
    return call(load_type(name), text(CANARY))


def lookups() -> list[Row]:
    """The function is harmless while each use is a call with a name that dill knows; what it gives may not be."""
    function = call(load_type("FunctionType"), call(load_type("CodeType"), text("x")), b"}")
    dangerous = {
        "a code object": load_evil("CodeType"),
        "a function": function,
        "a function that is called": call(function),
        "a type named and kept": b"]" + load_type("FunctionType") + b"a",
        "a file": load_evil("FileType"),
        "an attribute": load_evil("AttrGetterType"),
        "map": call(load_type("map"), get_global("posix", "system"), b"]" + text(CANARY) + b"a"),
        "partial of a weapon": call(load_type("PartialType"), get_global("posix", "system"), text(CANARY)),
        "a partial that is called": call(call(load_type("PartialType"), get_global("project", "f"), text(CANARY))),
        "a name that dill does not know": load_evil("posix"),
        "a name with a dot": load_evil("dict.__init__.__globals__"),
        "a name that is computed": call(LOAD_TYPE, call(get_global("_codecs", "encode"), text("qvpg"), text("rot13"))),
        "bytes for a name": call(LOAD_TYPE, b"C\x04dict"),
        "two arguments": call(LOAD_TYPE, text("dict"), text("CodeType")),
        "no argument": call(LOAD_TYPE),
        "never called": LOAD_TYPE,
        "never called, in protocol 4": stack_global("dill._dill", "_load_type"),
        "called once, kept once": b"](" + LOAD_TYPE + b"q\x00" + text("dict") + b"\x85Rh\x00e",
        "called once, doubled": b"](" + LOAD_TYPE + b"2" + text("dict") + b"\x85Re",
        "named twice, called once": b"](" + load_type("dict") + LOAD_TYPE + b"e",
        "handed to another": call(get_global("collections", "defaultdict"), LOAD_TYPE),
        "handed to torch": call(
            get_global("torch._tensor", "_rebuild_from_type_v2"), LOAD_TYPE, load_type("type"), text("CodeType") + b"\x85", b"}"
        ),
        "attributes set on a type": load_type("PartialType") + b"}" + text("__call__") + get_global("project", "f") + b"sb",
        "a state set on the function": LOAD_TYPE + b"}" + text("x") + b"K\x01sb",
        "under its old module": call(call(get_global("dill.dill", "_load_type"), text("CodeType")), text(CANARY)),
        "beside another of dill's": b"](" + load_type("dict") + call(get_global("dill._dill", "_eval_repr"), text(CANARY)) + b"e",
        "beside an import": b"](" + load_type("dict") + call(get_global("dill._dill", "_import_module"), text("os.system")) + b"e",
        "beside a constructor": b"](" + load_type("dict") + call(get_global("dill._dill", "_create_type"), load_type("type"), text("X")) + b"e",
    }
    harmless = {
        "dict": load_type("dict"),
        "in data": b"](" + load_type("dict") + load_type("list") + load_type("int") + b"e",
        "from the memo": b"](" + LOAD_TYPE + b"q\x00" + text("dict") + b"\x85Rh\x00" + text("list") + b"\x85Re",
        "called": call(load_type("dict")),
    }
    rows = [(f"dill: {name}", "own", proto(2, body), "dangerous") for name, body in dangerous.items()]
    rows += [(f"dill: {name}, cut short", "own", proto(2, body)[:-1], "not-safe") for name, body in {"dict": load_type("dict")}.items()]
    rows += [("dill: partial alone", "own", proto(2, load_type("PartialType")), "not-safe")]
    return rows + [(f"dill, harmless: {name}", "own", proto(2, body), "safe") for name, body in harmless.items()]


def as_bytes(program: bytes) -> bytes:
    """How protocol 3 and later write bytes."""
    return b"B" + struct.pack("<I", len(program)) + program


def as_latin1(program: bytes) -> bytes:
    """How protocol 2, which torch.save takes, writes bytes."""
    return call(get_global("_codecs", "encode"), text(program.decode("latin1")), text("latin1"))


def packed() -> list[Row]:
    """What `torch.load` leaves alone, and the program that saved it loads."""
    old = run("posix", "system")
    rows = {
        "in bytes": (proto(4, b"}" + short_text("epoch") + as_bytes(EVIL) + b"s"), "dangerous"),
        "in short bytes": (proto(4, b"C" + bytes([len(EVIL)]) + EVIL), "dangerous"),
        "in long bytes": (proto(4, b"\x8e" + struct.pack("<Q", len(EVIL)) + EVIL), "dangerous"),
        "in a bytearray": (proto(5, b"\x96" + struct.pack("<Q", len(EVIL)) + EVIL), "dangerous"),
        "in bytes of protocol 2": (proto(2, as_latin1(EVIL)), "dangerous"),
        "of protocol 0": (proto(4, as_bytes(b"cposix\nsystem\n(V" + CANARY.encode() + b"\ntR.")), "dangerous"),
        "of protocol 1": (proto(4, as_bytes(old + b".")), "dangerous"),
        "that breaks": (proto(4, as_bytes(b"\x80\x02" + old + b"00.")), "dangerous"),
        "without its STOP": (proto(4, as_bytes(b"\x80\x02" + old)), "dangerous"),
        "in another": (proto(4, as_bytes(proto(4, as_bytes(EVIL)))), "dangerous"),
        "behind STOP": (proto(4, b"N") + proto(4, as_bytes(EVIL)), "dangerous"),
        "in a pickle that breaks": (proto(4, as_bytes(EVIL))[:-1], "dangerous"),
        "of a project's class": (proto(4, as_bytes(proto(2, get_global("project", "f")))), "not-safe"),
        "of plain data": (proto(4, as_bytes(PLAIN)), "safe"),
        "of a number, with dill": (proto(2, as_latin1(b"\x80\x04K\x03.")), "safe"),
        "of nothing but a STOP": (proto(4, as_bytes(b"the end.")), "safe"),
    }
    return [(f"packed: a pickle {name}", "own", program, expected) for name, (program, expected) in rows.items()]


def all_rows() -> list[Row]:
    return lookups() + packed()
