"""The same pickles in archives, some of them damaged so that strict readers pass them by."""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib

from assemble import CANARY, EVIL, PLAIN, call, get_global, proto, run, text

# (name, source, file name, bytes, expected)
Row = tuple[str, str, str, bytes, str]
STAMP = (2026, 1, 1, 0, 0, 0)
MAGIC = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."


def zipped(records: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in records:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def torch_zip(pickle: bytes, *others: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    return zipped([("archive/data.pkl", pickle), ("archive/version", b"3\n"), *others], method)


def patch(data: bytes, signature: bytes, offset: int, value: bytes, every: bool = False) -> bytes:
    """Overwrites bytes at an offset behind the first header with this signature, or behind every one."""
    changed = bytearray(data)
    at = data.find(signature)
    while at >= 0:
        changed[at + offset : at + offset + len(value)] = value
        at = data.find(signature, at + 1) if every else -1
    return bytes(changed)


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def tarred(records: list[tuple[str, bytes]], form: int = tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in records:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    # without the padding to 10 kB
    return out.getvalue().rstrip(b"\0") + bytes(1024)


def npy(pickle: bytes) -> bytes:
    header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    header = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + pickle


def safetensors(header: str | bytes, data: bytes = b"") -> bytes:
    raw = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(raw)) + raw + data


def seven_zip(record: str, data: bytes) -> bytes:
    """One stored file: the signature header, the data, and the plain header that names it."""
    name = record.encode("utf-16le") + b"\0\0"
    header = (
        b"\x01\x04\x06\x00\x01\x09" + bytes([len(data)]) + b"\x00\x07\x0b\x01\x00\x01\x01\x00\x0c" + bytes([len(data)])
        + b"\x08\x0a\x01" + struct.pack("<I", zlib.crc32(data)) + b"\x00\x00"
        + b"\x05\x01\x11" + bytes([len(name) + 1]) + b"\x00" + name + b"\x00\x00"
    )
    start = struct.pack("<QQI", len(data), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + data + header


def zips() -> list[Row]:
    good = torch_zip(EVIL)
    short = good[: good.rfind(END)]
    rows: dict[str, tuple[bytes, str]] = {
        "torch archive": (good, "dangerous"),
        "torch archive, deflated": (torch_zip(EVIL, method=zipfile.ZIP_DEFLATED), "dangerous"),
        "another pickle beside data.pkl": (torch_zip(PLAIN, ("archive/extra.pkl", EVIL)), "dangerous"),
        "constants.pkl": (torch_zip(PLAIN, ("archive/constants.pkl", EVIL)), "dangerous"),
        "a pickle outside the folder": (torch_zip(PLAIN, ("data.pkl", EVIL)), "dangerous"),
        "a pickle with another extension": (torch_zip(PLAIN, ("archive/weights.bin", EVIL)), "dangerous"),
        "a pickle among the data": (torch_zip(PLAIN, ("archive/data/99", EVIL)), "dangerous"),
        "a 7-Zip archive inside": (torch_zip(PLAIN, ("archive/more.7z", seven_zip("m.pkl", EVIL))), "not-safe"),
        "a 7-Zip archive among the data": (torch_zip(PLAIN, ("archive/data/99", seven_zip("m.pkl", EVIL))), "not-safe"),
        "an xz stream inside": (torch_zip(PLAIN, ("archive/more", lzma.compress(EVIL))), "not-safe"),
        "a bzip2 stream inside": (torch_zip(PLAIN, ("archive/more", bz2.compress(EVIL))), "not-safe"),
        "zeros among the data": (torch_zip(PLAIN, ("archive/data/99", bytes(64))), "safe"),
        "a pickle named joblib": (torch_zip(PLAIN, ("archive/scaler.joblib", EVIL)), "dangerous"),
        "an object array inside": (torch_zip(PLAIN, ("archive/a.npy", npy(EVIL))), "dangerous"),
        "an archive inside": (torch_zip(PLAIN, ("archive/more.pt", good)), "dangerous"),
        "data.pkl twice, evil first": (zipped([("a/data.pkl", EVIL), ("a/version", b"3\n"), ("a/data.pkl", PLAIN)]), "dangerous"),
        "data.pkl twice, evil last": (zipped([("a/data.pkl", PLAIN), ("a/version", b"3\n"), ("a/data.pkl", EVIL)]), "dangerous"),
        "data.pkl in two cases": (zipped([("a/data.pkl", PLAIN), ("a/version", b"3\n"), ("A/DATA.PKL", EVIL)]), "dangerous"),
        "data.pkl in two folders": (zipped([("a/data.pkl", PLAIN), ("a/version", b"3\n"), ("b/data.pkl", EVIL)]), "dangerous"),
        "a wrong CRC": (patch(patch(good, LOCAL, 14, b"\1\2\3\4"), CENTRAL, 16, b"\1\2\3\4"), "dangerous"),
        "another name in the local header": (patch(good, LOCAL, 30, b"archive/dat0.pkl"), "dangerous"),
        "another name in the list": (patch(good, CENTRAL, 46, b"archive/dat0.pkl"), "dangerous"),
        "sizes of zero in the local header": (patch(good, LOCAL, 18, bytes(8)), "dangerous"),
        "the encrypted bit in both headers": (patch(patch(good, LOCAL, 6, b"\1"), CENTRAL, 8, b"\1"), "dangerous"),
        "the encrypted bit in the list": (patch(good, CENTRAL, 8, b"\1"), "dangerous"),
        "the encrypted bit in the local header": (patch(good, LOCAL, 6, b"\1"), "dangerous"),
        "the patch bit": (patch(good, CENTRAL, 8, b"\x20"), "dangerous"),
        "the strong encryption bit": (patch(good, CENTRAL, 8, b"\x40"), "dangerous"),
        "the masked bit": (patch(good, CENTRAL, 9, b"\x20"), "dangerous"),
        "an unknown method": (patch(good, CENTRAL, 10, b"\x63"), "dangerous"),
        "a broken entry of the list": (patch(good, CENTRAL, 0, b"PK\x09\x09"), "dangerous"),
        "no list": (good[: good.find(CENTRAL)], "dangerous"),
        "no end record": (short, "dangerous"),
        "an end record with wrong counts": (patch(good, END, 8, b"\x09\x00\x09\x00"), "dangerous"),
        "a list that lies beyond the end": (patch(good, END, 16, b"\xff\xff\xff\x7f"), "dangerous"),
        "several disks": (patch(good, END, 4, b"\x05\x00"), "dangerous"),
        "bytes before it": (b"#!/bin/sh\n" + good, "dangerous"),
        "bytes after it": (good + bytes(100), "dangerous"),
        "a safe archive after it": (good + torch_zip(PLAIN), "dangerous"),
        "after a safe archive": (torch_zip(PLAIN) + good, "dangerous"),
        "a comment that holds an end record": (good + END + bytes(18), "dangerous"),
        "no version": (zipped([("a/data.pkl", EVIL)]), "dangerous"),
        "no folder": (zipped([("data.pkl", EVIL)]), "dangerous"),
        "no data.pkl": (zipped([("a/model.pkl", EVIL), ("a/version", b"3\n")]), "dangerous"),
        "a pickle in a plain archive": (zipped([("readme.txt", b"hi"), ("x/y/z.dat", EVIL)]), "dangerous"),
        "a big-endian archive": (torch_zip(EVIL, ("archive/byteorder", b"big")), "dangerous"),
        "a data.pkl that breaks off": (torch_zip(EVIL[:-1]), "dangerous"),
        "a tensor without its data": (
            torch_zip(
                proto(
                    2,
                    b"}" + text("w")
                    + call(
                        get_global("torch._utils", "_rebuild_tensor_v2"),
                        b"(" + text("storage") + get_global("torch", "FloatStorage") + text("0") + text("cpu") + b"K\x04tQ",
                        b"K\x00", b"(K\x04t", b"(K\x01t", b"\x89", call(get_global("collections", "OrderedDict")),
                    )
                    + b"s" + text("x") + run("os", "system") + b"s",
                )
            ),
            "dangerous",
        ),
        "a name that leaves the folder": (torch_zip(EVIL, ("archive/../../../tmp/plumb-canary", b"x")), "dangerous"),
        "an absolute name": (torch_zip(EVIL, ("/tmp/plumb-canary", b"x")), "dangerous"),
        "a name with a NUL": (patch(patch(good, LOCAL, 37, b"\0"), CENTRAL, 53, b"\0"), "dangerous"),
        "a name with a backslash": (patch(patch(good, LOCAL, 37, b"\\"), CENTRAL, 53, b"\\"), "dangerous"),
        "a name with escapes": (torch_zip(EVIL, ("archive/\x1b]0;owned\x07\x1b[2J", b"x")), "dangerous"),
        "a hundred empty records": (torch_zip(EVIL, *[(f"archive/data/{i}", b"") for i in range(100)]), "dangerous"),
    }
    result = [(f"zip: {name}", "picklescan, own", "model.pt", data, expected) for name, (data, expected) in rows.items()]
    result.append(("zip: 2 MB of zeros in 2 kB", "own", "model.pt", torch_zip(EVIL, ("archive/z.pkl", bytes(2_000_000)), method=zipfile.ZIP_DEFLATED), "dangerous"))
    return result


def others() -> list[Row]:
    legacy = MAGIC + b"\x80\x02M\xe9\x03." + b"\x80\x02}X\x0d\x00\x00\x00little_endian\x88s."
    eval_magic = proto(2, run("__builtin__", "eval", "0x1950A86A20F9469CFC6C"))
    head = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})
    ustar_at_257 = b"\x80\x02" + b"B" + struct.pack("<I", 250 + 10) + bytes(250) + b"ustar\x0000" + b"\0\0" + b"0" + run("os", "system") + b"."
    return [
        ("legacy: torch stream", "picklescan", "model.pt", legacy + EVIL + b"\x80\x02].", "dangerous"),
        ("legacy: the magic number is computed", "picklescan", "model.pt", eval_magic + b"\x80\x02M\xe9\x03." + EVIL, "dangerous"),
        ("legacy: the protocol is computed", "own", "model.pt", MAGIC + proto(2, run("os", "system")), "dangerous"),
        ("legacy: the system information is a call", "own", "model.pt", MAGIC + b"\x80\x02M\xe9\x03." + EVIL, "dangerous"),
        ("legacy: the list of storages is a call", "own", "model.pt", legacy + b"\x80\x02}." + EVIL, "dangerous"),
        ("legacy: a wrong magic number", "picklescan", "model.pt", b"\x80\x02K\x01." + EVIL, "dangerous"),
        ("legacy: text before the magic number", "own", "model.pt", b"N0" + MAGIC[2:] + b"\x80\x02M\xe9\x03." + EVIL, "dangerous"),
        ("tar: torch of before 0.1.10", "fickling", "model.pt", tarred([("storages", b"\x80\x02K\x00."), ("tensors", b"\x80\x02K\x00."), ("pickle", EVIL)]), "dangerous"),
        ("tar: evil storages", "own", "model.pt", tarred([("storages", EVIL), ("tensors", b"\x80\x02K\x00."), ("pickle", PLAIN)]), "dangerous"),
        ("tar: PAX", "own", "model.pt", tarred([("pickle", EVIL)], tarfile.PAX_FORMAT), "dangerous"),
        ("tar: without its mark (version 7)", "own", "model.pt", v7(tarred([("pickle", EVIL)])), "dangerous"),
        ("tar: names that leave the folder", "own", "model.tar", tarred([("../../plumb-canary", EVIL)]), "dangerous"),
        ("polyglot: a pickle that looks like a tar", "own", "model.pt", ustar_at_257, "dangerous"),
        ("polyglot: a pickle before an archive", "fickling", "model.pt", EVIL + torch_zip(PLAIN), "dangerous"),
        ("polyglot: an archive in a pickle's string", "own", "model.pt", b"\x80\x02B" + struct.pack("<I", len(torch_zip(PLAIN))) + torch_zip(PLAIN) + b"0" + run("os", "system") + b".", "dangerous"),
        ("polyglot: a tar that begins with an archive's name", "own", "model.pt", tarred([("PK\x03\x04", EVIL)]), "dangerous"),
        ("polyglot: an archive behind safetensors", "own", "model.safetensors", safetensors(head, bytes(4)) + torch_zip(EVIL), "dangerous"),
        ("polyglot: an archive in a tensor of safetensors", "own", "model.safetensors", in_tensor(torch_zip(EVIL)), "handled"),
        ("polyglot: safetensors whose length opens a pickle", "own", "model.safetensors", opening_pickle(), "dangerous"),
        ("numpy: an object array", "picklescan", "a.npy", npy(EVIL), "dangerous"),
        ("numpy: object arrays in npz", "picklescan", "a.npz", zipped([("x.npy", npy(PLAIN)), ("y.npy", npy(EVIL))]), "dangerous"),
        ("numpy: object arrays in npz, deflated", "picklescan", "a.npz", zipped([("y.npy", npy(EVIL))], zipfile.ZIP_DEFLATED), "dangerous"),
        ("numpy: a pickle named npy", "picklescan", "a.npy", EVIL, "dangerous"),
        ("numpy: a pickle in npz", "own", "a.npz", zipped([("x.npy", EVIL)]), "dangerous"),
        ("numpy: code in the header", "own", "a.npy", b"\x93NUMPY\x01\x00\x76\x00" + b"__import__('os').system('touch plumb-canary')".ljust(117) + b"\n", "not-safe"),
        ("joblib: plain", "modelscan", "m.joblib", EVIL, "dangerous"),
        ("joblib: zlib", "modelscan", "m.joblib", zlib.compress(EVIL), "dangerous"),
        ("joblib: gzip", "modelscan", "m.joblib", gzip.compress(EVIL, mtime=0), "dangerous"),
        ("joblib: bz2", "modelscan", "m.joblib", bz2.compress(EVIL), "not-safe"),
        ("joblib: xz", "modelscan", "m.joblib", lzma.compress(EVIL), "not-safe"),
        ("dill: plain", "modelscan", "m.dill", proto(4, call(get_global("dill._dill", "_create_function"), b"N")), "dangerous"),
        ("7z: stored", "picklescan", "m.7z", seven_zip("data.pkl", EVIL), "not-safe"),
        ("7z: named as a checkpoint", "picklescan", "m.pt", seven_zip("data.pkl", EVIL), "not-safe"),
        ("gzip: a tar", "own", "m.tar.gz", gzip.compress(tarred([("pickle", EVIL)]), mtime=0), "dangerous"),
        ("name: a pickle named safetensors", "own", "m.safetensors", EVIL, "dangerous"),
        ("name: an archive named safetensors", "own", "m.safetensors", torch_zip(EVIL), "dangerous"),
        ("name: a pickle named gguf", "own", "m.gguf", EVIL, "dangerous"),
        ("name: an archive named json", "own", "m.json", torch_zip(EVIL), "dangerous"),
        ("name: a picture named pt", "picklescan", "m.pt", b"\x89PNG\r\n\x1a\n" + bytes(40), "not-safe"),
        ("name: text that begins like GLOBAL", "picklescan", "m.bin", b"c\xff\xfe\n\xff\n" + bytes(40), "not-safe"),
    ]


def v7(archive: bytes) -> bytes:
    """Without "ustar" and with the checksum that this changes."""
    header = bytearray(archive[:512])
    header[257:265] = bytes(8)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + archive[512:]


def in_tensor(data: bytes) -> bytes:
    return safetensors(json.dumps({"w": {"dtype": "U8", "shape": [len(data)], "data_offsets": [0, len(data)]}}), data)


def opening_pickle() -> bytes:
    """Its length, 0x1055 little-endian, reads as SHORT_BINSTRING of 16 bytes, which swallows the header's beginning."""
    # six bytes of the length and ten of the header
    start = b'{"aaaaaaaa'
    body = start + b"0cos\nsystem\n" + text(CANARY) + b"\x85R."
    return struct.pack("<Q", 0x1055) + body.ljust(0x1055, b" ")


HEADERS = {
    "a length of 2^63": struct.pack("<Q", 1 << 63) + b"{}",
    "a length of 99 MB": struct.pack("<Q", 99_000_000) + b'{"a":1}',
    "no object": safetensors("[]"),
    "not JSON": safetensors('{"w":'),
    "not UTF-8": safetensors(b'{"\xff\xfe":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
    "overlapping tensors": safetensors('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}', bytes(12)),
    "a hole": safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', bytes(8)),
    "data beyond the end": safetensors('{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}', bytes(4)),
    "offsets the wrong way round": safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}', bytes(4)),
    "negative sizes": safetensors('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', bytes(4)),
    "sizes beyond 2^64": safetensors('{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}', bytes(4)),
    "fractions": safetensors('{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}', bytes(4)),
    "an integer of 400 digits": safetensors('{"a":{"dtype":"F32","shape":[' + "9" * 400 + '],"data_offsets":[0,4]}}', bytes(4)),
    "an unknown dtype": safetensors('{"a":{"dtype":"__proto__","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
    "a dtype of Object": safetensors('{"a":{"dtype":"constructor","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
    "3,000 brackets": safetensors("[" * 3_000),
    "an index that leaves the folder": json.dumps({"weight_map": {"w": "../../../etc/passwd"}}).encode(),
    "an index with an absolute path": json.dumps({"weight_map": {"w": "/etc/passwd.safetensors"}}).encode(),
    "an index of __proto__": b'{"weight_map":{"__proto__":"__proto__","constructor":"x.safetensors"}}',
}

ONE = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
READABLE_HEADERS = {
    "a tensor named __proto__": safetensors('{"__proto__":' + ONE + "}", bytes(4)),
    "a tensor named constructor": safetensors('{"constructor":' + ONE + "}", bytes(4)),
    "metadata named __proto__": safetensors('{"__metadata__":{"__proto__":"x","toString":"y"},"w":' + ONE + "}", bytes(4)),
    "a name with escapes": safetensors('{"w\\u001b[2J\\u001b]0;owned\\u0007\\u001b]8;;http://x.invalid\\u001b\\\\":' + ONE + "}", bytes(4)),
    "a name with C1 controls": safetensors('{"w\\u009b2J\\u0085":' + ONE + "}", bytes(4)),
    "a name with bidi controls": safetensors('{"w\\u202egnp.\\u2066x\\u2069\\u200f":' + ONE + "}", bytes(4)),
    "a name with ends of lines": safetensors('{"w\\r\\n::error::x\\u2028y\\u2029":' + ONE + "}", bytes(4)),
    "a name with markup": safetensors('{"<script>alert(1)</script>|`**[x](javascript:1)":' + ONE + "}", bytes(4)),
    "an empty name": safetensors('{"":' + ONE + "}", bytes(4)),
    "a name of dots": safetensors('{"....":' + ONE + "}", bytes(4)),
    "a name of 2,000 parts": safetensors('{"' + "a." * 2000 + '":' + ONE + "}", bytes(4)),
}


def headers() -> list[Row]:
    rows = [(f"header: {name}", "own", "m.json" if "index" in name else "m.safetensors", data, "refused") for name, data in HEADERS.items()]
    return rows + [(f"header: {name}", "own", "m.safetensors", data, "safe") for name, data in READABLE_HEADERS.items()]


def all_rows() -> list[Row]:
    return zips() + others() + headers()
