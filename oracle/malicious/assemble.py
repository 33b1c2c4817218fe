"""Pickle programs put together opcode by opcode. Nothing here is ever unpickled."""

import struct

CANARY = "touch plumb-canary"


def text(value: str) -> bytes:
    """BINUNICODE: any protocol since 1."""
    data = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(data)) + data


def short_text(value: str) -> bytes:
    data = value.encode()
    return b"\x8c" + bytes([len(data)]) + data


def get_global(module: str, name: str) -> bytes:
    return b"c" + module.encode() + b"\n" + name.encode() + b"\n"


def stack_global(module: str, name: str) -> bytes:
    return short_text(module) + short_text(name) + b"\x93"


def call(function: bytes, *args: bytes) -> bytes:
    """REDUCE with a tuple of any length."""
    return function + b"(" + b"".join(args) + b"tR"


def run(module: str, name: str, argument: str = CANARY) -> bytes:
    return call(get_global(module, name), text(argument))


def proto(version: int, body: bytes) -> bytes:
    return bytes([0x80, version]) + body + b"."


def frame(body: bytes) -> bytes:
    return b"\x95" + struct.pack("<Q", len(body)) + body


EVIL = proto(2, run("posix", "system"))
PLAIN = proto(2, b"}" + text("lr") + b"K\x01s")
