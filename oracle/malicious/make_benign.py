"""What pickle itself writes, and what it refuses: the opcodes of every protocol, each judged by CPython."""

import io
import pickle
import pickletools

# no opcode of these programs can name more than this
ALLOWED = {("builtins", "list"), ("builtins", "set"), ("builtins", "complex"), ("builtins", "range"), ("builtins", "bytearray")}

VALUES = {
    "numbers": [0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, -(2**31), 2**63, -(2**200), 0.5, -0.0, 1e300, True, False, None],
    "texts": ["", "a", "ä\n\\'\"", "\u20ac\U0001f600", "x" * 300, "\x00\x7f"],
    "bytes": [b"", b"\x00\xff", b"x" * 300, bytearray(b"ab")],
    "containers": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[1], [2]], {}, {"a": {1: (2,)}}, set(), {1, 2}, frozenset({3})],
    "shared": (lambda a: [a, a, (a,)])(["x"]),
    "special": [complex(1, 2), range(3), 1 << 2100],
    "a long list": [None] * 1100,
}


class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


# what these mean is up to the loading program; without one that knows, CPython refuses them
LOADERS = {"PERSID", "BINPERSID", "NEXT_BUFFER", "READONLY_BUFFER"}


def readable(program: bytes) -> bool:
    try:
        Careful(io.BytesIO(program)).load()
        return True
    except Exception:  # whatever CPython's unpickler raises
        return False


ARGUMENTS = {
    "uint1": b"\x01", "uint2": b"\x01\x00", "uint4": b"\x01\x00\x00\x00", "uint8": b"\x01" + bytes(7), "int4": b"\x01\x00\x00\x00",
    "float8": bytes(8), "decimalnl_short": b"1\n", "decimalnl_long": b"1L\n", "floatnl": b"1.5\n", "stringnl": b"'a'\n",
    "stringnl_noescape": b"1\n", "stringnl_noescape_pair": b"builtins\nlist\n", "unicodestringnl": b"a\n",
    "string1": b"\x01a", "string4": b"\x01\x00\x00\x00a", "bytes1": b"\x01a", "bytes4": b"\x01\x00\x00\x00a", "bytes8": b"\x01" + bytes(7) + b"a",
    "bytearray8": b"\x01" + bytes(7) + b"a", "unicodestring1": b"\x01a", "unicodestring4": b"\x01\x00\x00\x00a",
    "unicodestring8": b"\x01" + bytes(7) + b"a", "long1": b"\x01\x05", "long4": b"\x01\x00\x00\x00\x05",
}


def opcode_programs():
    """Each opcode with a stack too short, with a mark in the place of a value, and with its argument cut."""
    for opcode in pickletools.opcodes:
        code = opcode.code.encode("latin1")
        argument = ARGUMENTS[opcode.arg.name] if opcode.arg else b""
        for label, before in (("alone", b""), ("on one value", b"N"), ("on a list", b"]"), ("behind a MARK", b"N("), ("between MARKs", b"((")):
            yield f"{opcode.name} {label}", before + code + argument + (b"" if opcode.name == "STOP" else b".")
        for cut in {0, len(argument) - 1} if argument else ():
            yield f"{opcode.name} cut to {cut} bytes", b"N" + code + argument[:cut]


def all_rows():
    rows = []
    for name, value in VALUES.items():
        for protocol in range(6):
            rows.append((f"benign: {name}, protocol {protocol}", "CPython", "a.pkl", pickle.dumps(value, protocol), "safe"))
            if name == "containers":
                rows.append((f"benign: {name}, protocol {protocol}, in Python", "CPython", "a.pkl", pickle._dumps(value, protocol), "safe"))
    for name, program in opcode_programs():
        refused = "handled" if name.split()[0] in LOADERS else "not-safe"
        rows.append((f"opcode: {name}", "CPython", "a.pkl", program, "safe" if readable(program) else refused))
    return rows
