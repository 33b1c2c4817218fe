"""Safetensors files, valid and not, with what the reference reader makes of them."""
import base64
import json
import struct
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save

OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures"
ONE = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}


def raw(header, data=b"\0" * 16, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def named(**how):
    return {"a": {**ONE, **how}}


def cases():
    dtypes = [torch.bool, torch.uint8, torch.int8, torch.float8_e5m2, torch.float8_e4m3fn, torch.float8_e4m3fnuz,
              torch.float8_e5m2fnuz, torch.float8_e8m0fnu, torch.int16, torch.uint16, torch.float16, torch.bfloat16,
              torch.int32, torch.uint32, torch.float32, torch.complex64, torch.float64, torch.int64, torch.uint64,
              torch.float4_e2m1fn_x2]
    tensors = {str(d).split(".")[1]: torch.empty(2, 4, dtype=torch.uint8).view(d) if d.itemsize == 1 else torch.empty(2, 3, dtype=d) for d in dtypes}
    yield "every dtype", save(tensors, metadata={"format": "pt"})
    yield "no tensors", save({})
    yield "scalar and empty", save({"s": torch.tensor(1.0), "e": torch.zeros(0, 4)})
    yield "plain", raw(named())
    yield "padded header", raw(json.dumps(named()).encode() + b"   ")
    yield "space before the header", raw(b"  " + json.dumps(named()).encode())
    yield "metadata", raw({"__metadata__": {"k": "v"}, **named()})
    yield "metadata null", raw({"__metadata__": None, **named()})
    yield "metadata of a number", raw({"__metadata__": {"k": 1}, **named()})
    yield "metadata list", raw({"__metadata__": [], **named()})
    yield "unknown field", raw(named(extra=5))
    yield "unknown dtype", raw(named(dtype="F31"))
    yield "dtype in lower case", raw(named(dtype="f32"))
    yield "negative shape", raw(named(shape=[-2, -2]))
    yield "shape of a fraction", raw(named(shape=[2.5, 2]))
    written = '{{"a":{{"dtype":"F32","shape":[{},4],"data_offsets":[0,16]{}}}}}'
    for number in ("1e0", "1.0", "1E+0", "-0", "1"):
        yield f"shape written {number}", raw(written.format(number, "").encode())
    yield "fractions elsewhere", raw(written.format(1, ',"note":[1.5,-2,"1e0"]').encode())
    yield "offset written 16.0", raw(b'{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16.0]}}')
    yield "a name with 1.0, -1 in it", raw({'x [1.0, -1 "': ONE})
    yield "shape missing", raw({"a": {"dtype": "F32", "data_offsets": [0, 16]}})
    yield "offsets missing", raw({"a": {"dtype": "F32", "shape": [2, 2]}})
    yield "three offsets", raw(named(data_offsets=[0, 16, 16]))
    yield "one offset", raw(named(data_offsets=[16]))
    yield "offsets reversed", raw(named(data_offsets=[16, 0]))
    yield "too few bytes for the shape", raw(named(data_offsets=[0, 12]), b"\0" * 12)
    yield "file shorter than the data", raw(named(), b"\0" * 15)
    yield "file longer than the data", raw(named(), b"\0" * 17)
    yield "gap", raw({"a": ONE, "b": {**ONE, "data_offsets": [20, 36]}}, b"\0" * 36)
    yield "overlap", raw({"a": ONE, "b": {**ONE, "data_offsets": [8, 24]}}, b"\0" * 24)
    yield "same data twice", raw({"a": ONE, "b": ONE})
    yield "order of names differs from data", raw({"b": {**ONE, "data_offsets": [16, 32]}, "a": ONE}, b"\0" * 32)
    yield "does not begin at zero", raw(named(data_offsets=[4, 20]), b"\0" * 20)
    yield "empty tensor between", raw({"a": ONE, "e": {**ONE, "shape": [0], "data_offsets": [16, 16]}, "b": {**ONE, "data_offsets": [16, 32]}}, b"\0" * 32)
    yield "shape overflows", raw(named(shape=[2**32, 2**32]))
    yield "shape times zero overflows", raw({"a": {"dtype": "F32", "shape": [2**40, 2**40, 0], "data_offsets": [0, 0]}}, b"")
    yield "zero before the overflow", raw({"a": {"dtype": "F32", "shape": [0, 2**40, 2**40], "data_offsets": [0, 0]}}, b"")
    yield "header of a list", raw(b"[]", b"")
    yield "header of null", raw(b"null", b"")
    yield "header not JSON", raw(b"{'a': 1}", b"")
    yield "header not UTF-8", raw(b'{"\xff": 1}', b"")
    yield "header with a BOM", raw(b"\xef\xbb\xbf" + json.dumps(named()).encode())
    yield "header cut", raw(json.dumps(named()).encode()[:-1])
    yield "bytes behind the JSON", raw(json.dumps(named()).encode() + b"x")
    yield "NUL behind the JSON", raw(json.dumps(named()).encode() + b"\0")
    yield "length too long", raw(named(), length=10**6)
    yield "length beyond the cap", raw(named(), length=100_000_001)
    yield "length huge", raw(named(), length=2**64 - 1)
    yield "length zero", raw(b"", b"", length=0)
    yield "seven bytes", b"\0" * 7
    yield "empty object", raw(b"{}", b"")
    yield "name twice", raw(b'{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}')
    yield "half a byte", raw({"a": {"dtype": "F4", "shape": [3], "data_offsets": [0, 2]}}, b"\0\0")
    yield "name of a prototype", raw({"__proto__": ONE})
    yield "name empty", raw({"": ONE})
    yield "deep header", raw(b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}", b"")


def outcome(data, path):
    path.write_bytes(data)
    try:
        with safe_open(path, framework="pt") as file:
            tensors = []
            for name in file.offset_keys():
                part = file.get_tensor(name)
                tensors.append({"name": name, "dtype": str(part.dtype).removeprefix("torch."), "shape": list(part.shape)})
            return {"tensors": tensors, "metadata": file.metadata() or {}}
    except Exception as error:
        return {"error": str(error)[:100]}


def main():
    path = Path("/tmp/plumb-oracle.safetensors")
    rows = [{"name": name, "file": base64.b64encode(data).decode(), **outcome(data, path)} for name, data in cases()]
    path.unlink()
    for row in rows:
        if len(row["file"]) > 20_000:
            row["file"] = None
    rows = [row for row in rows if row["file"] is not None]
    text = [json.dumps(row, separators=(",", ":")) for row in rows]
    (OUT / "safetensors.json").write_text("[\n" + ",\n".join(text) + "\n]\n")
    for row in rows:
        print(row["name"], "|", row.get("error") or row["tensors"])


main()
