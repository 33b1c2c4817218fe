"""ZIP archives, well-formed and not, with what PyTorch's own reader finds in them."""
import base64
import json
import pickle
import random
import struct
import tempfile
import zlib
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures"


class Zip:
    """Writes every field as told."""

    def __init__(self):
        self.body = b""
        self.entries = []

    def add(self, name, data, **how):
        name = name.encode("utf-8") if isinstance(name, str) else name
        method = how.get("method", 0)
        packed = data
        if method == 8:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflate.compress(data) + deflate.flush()
        packed = how.get("packed", packed)
        local_name = how.get("local_name", name)
        extra = how.get("local_extra", b"")
        offset = len(self.body)
        self.body += struct.pack(
            "<IHHHHHIIIHH",
            how.get("local_signature", 0x04034B50), 20, how.get("local_flags", how.get("flags", 0)), method,
            how.get("time", 0), 0, how.get("crc", zlib.crc32(data)),
            how.get("local_packed_size", len(packed)), how.get("local_size", len(data)), len(local_name), len(extra),
        ) + local_name + extra + packed + how.get("descriptor", b"")
        central_extra = how.get("extra", b"")
        comment = how.get("comment", b"")
        self.entries.append(
            struct.pack(
                "<IHHHHHHIIIHHHHHII",
                how.get("signature", 0x02014B50), 0, 20, how.get("flags", 0), method, how.get("time", 0), 0,
                how.get("crc", zlib.crc32(data)), how.get("packed_size", len(packed)), how.get("size", len(data)),
                how.get("name_length", len(name)), len(central_extra), len(comment), how.get("disk", 0), 0,
                how.get("attributes", 0), how.get("offset", offset),
            ) + name + central_extra + comment
        )
        return self

    def finish(self, **how):
        order = how.get("order", range(len(self.entries)))
        directory = b"".join(self.entries[i] for i in order)
        start = len(self.body)
        end64 = b""
        if how.get("zip64"):
            count = how.get("count64", len(self.entries))
            end64 = struct.pack(
                "<IQHHIIQQQQ", how.get("end64_signature", 0x06064B50), how.get("end64_size", 44), 45, 45, 0, 0, count, count,
                how.get("directory_size", len(directory)), how.get("directory_offset", start),
            )
            end64 += struct.pack(
                "<IIQI", how.get("locator_signature", 0x07064B50), 0,
                how.get("end64_offset", start + len(directory)), how.get("disks", 1),
            )
        wide = how.get("zip64") and not how.get("narrow")
        count = how.get("count", len(self.entries))
        comment = how.get("comment", b"")
        end = struct.pack(
            "<IHHHHIIH", how.get("end_signature", 0x06054B50), how.get("disk", 0), how.get("directory_disk", 0),
            0xFFFF if wide else how.get("count_here", count), 0xFFFF if wide else count,
            0xFFFFFFFF if wide else how.get("directory_size", len(directory)),
            0xFFFFFFFF if wide else how.get("directory_offset", start), how.get("comment_length", len(comment)),
        )
        return how.get("before", b"") + self.body + directory + end64 + end + comment + how.get("after", b"")


def pkl(which):
    return pickle.dumps({"which": which}, 2)


def plain_zip(prefix="a", which="A", **how):
    archive = Zip()
    archive.add(f"{prefix}/data.pkl", pkl(which), **how)
    archive.add(f"{prefix}/byteorder", b"little")
    archive.add(f"{prefix}/data/0", b"\0" * 16)
    archive.add(f"{prefix}/version", b"3\n")
    return archive


def ordered(names, **how):
    archive = Zip()
    for name in names:
        data = b"3\n" if name.lower().endswith("version") else b"\0" * 16 if "/data/" in name else pkl(f"{name}@{len(archive.entries)}")
        archive.add(name, data)
    return archive.finish(**how)


def extra64(*values):
    return struct.pack("<HH", 1, 8 * len(values)) + b"".join(struct.pack("<Q", value) for value in values)


def cases():
    yield "plain", plain_zip().finish()
    yield "zip64", plain_zip().finish(zip64=True)
    yield "zip64 beside narrow fields", plain_zip().finish(zip64=True, narrow=True)
    yield "zip64 disagrees with narrow fields", plain_zip().finish(zip64=True, narrow=True, count=3)
    yield "zip64 locator of another signature", plain_zip().finish(zip64=True, narrow=True, locator_signature=0)
    yield "zip64 end of another signature", plain_zip().finish(zip64=True, narrow=True, end64_signature=0)
    yield "zip64 end out of the file", plain_zip().finish(zip64=True, end64_offset=10**9)
    yield "zip64 end too short", plain_zip().finish(zip64=True, end64_size=40)
    yield "zip64 on two disks", plain_zip().finish(zip64=True, disks=2)
    yield "bytes in front, offsets not moved", plain_zip().finish(before=b"#!/bin/sh\n")
    front = b"x" * 10
    shifted = plain_zip()
    shifted.body = front
    shifted.entries = []
    moved = Zip()
    moved.body = front
    for name, data in [("a/data.pkl", pkl("A")), ("a/data/0", b"\0" * 16), ("a/version", b"3\n")]:
        moved.add(name, data)
    yield "bytes in front, offsets moved", moved.finish()
    yield "bytes behind", plain_zip().finish(after=b"trailing" * 10)
    yield "comment", plain_zip().finish(comment=b"c" * 1000)
    yield "comment of another length", plain_zip().finish(comment=b"c" * 100, comment_length=7)
    yield "far behind", plain_zip().finish(after=b"\0" * 65000)
    for length in (4080, 4081, 7740, 7742, 8166, 8169, 65513, 65535, 65536, 69500, 69562, 69563, 69584, 70000):
        yield f"{length} bytes behind", plain_zip().finish(after=b"\0" * length)
    fake = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0, 0, 0, 0, 0)
    yield "a second end record behind", plain_zip().finish(after=fake)
    yield "an end record in the last 21 bytes", plain_zip().finish(after=fake[:21])
    yield "an end record inside the comment", plain_zip().finish(comment=b"zz" + fake + b"zz")
    two = plain_zip(which="first").finish()
    yield "two archives one after the other", two + plain_zip(which="second").finish()
    yield "no end record", plain_zip().finish(end_signature=0)
    yield "cut in the directory", plain_zip().finish()[:-60]
    yield "one byte short", plain_zip().finish()[:-1]
    yield "wrong count, low", plain_zip().finish(count=2)
    yield "wrong count, high", plain_zip().finish(count=5)
    yield "counts disagree", plain_zip().finish(count=4, count_here=3)
    yield "no entries", Zip().finish()
    yield "disk numbers 1", plain_zip().finish(disk=1, directory_disk=1)
    yield "disk numbers 2", plain_zip().finish(disk=2, directory_disk=2)
    yield "disk numbers 0 and 1", plain_zip().finish(disk=0, directory_disk=1)
    yield "directory too small", plain_zip().finish(directory_size=20)
    yield "directory beyond the end", plain_zip().finish(directory_offset=10**6)
    yield "entry of another signature", plain_zip(signature=0x12345678).finish()
    yield "wrong CRC", plain_zip(crc=1).finish()
    yield "flag: utf-8", plain_zip(flags=0x800).finish()
    yield "flag: data descriptor", plain_zip(flags=8).finish()
    yield "flag: encrypted", plain_zip(flags=1).finish()
    yield "flag: encrypted in the local header only", plain_zip(local_flags=1).finish()
    yield "flag: patch", plain_zip(flags=32).finish()
    yield "flag: strong encryption", plain_zip(flags=64).finish()
    yield "flag: masked", plain_zip(flags=8192).finish()
    yield "directory by attribute", plain_zip(attributes=0x10).finish()
    yield "record on disk 1", plain_zip(disk=1).finish()
    yield "record on disk 2", plain_zip(disk=2).finish()
    yield "record on disk 65535", plain_zip(disk=0xFFFF).finish()
    yield "method 8", plain_zip(method=8).finish()
    yield "method 8, wrong size, smaller", plain_zip(method=8, size=5).finish()
    yield "method 8, wrong size, larger", plain_zip(method=8, size=500).finish()
    yield "method 8, damaged", plain_zip(method=8, packed=b"\xff" * 20).finish()
    yield "method 8, bytes behind the stream", plain_zip(method=8, packed=zlib.compress(pkl("A"), 9)[2:-4] + b"junk").finish()
    yield "method 12", plain_zip(method=12).finish()
    yield "stored, sizes disagree", plain_zip(size=5).finish()
    yield "stored, sizes disagree, with a time", plain_zip(size=5, time=1).finish()
    yield "stored, packed size smaller, with a time", plain_zip(packed_size=5, time=1).finish()
    yield "stored, packed size zero", plain_zip(packed_size=0).finish()
    yield "local sizes differ", plain_zip(local_size=1, local_packed_size=1).finish()
    yield "local name differs", plain_zip(local_name=b"b/other.pkl").finish()
    yield "local name longer", plain_zip(local_name=b"a/data.pkl.and.more").finish()
    yield "local extra field", plain_zip(local_extra=b"FB\x04\x00ZZZZ").finish()
    yield "local signature differs", plain_zip(local_signature=0x11111111).finish()
    yield "header offset beyond", plain_zip(offset=10**6).finish()
    yield "header offset of another record", plain_zip(offset=3).finish()
    yield "sizes in a zip64 field", plain_zip(size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra64(len(pkl("A")), len(pkl("A")))).finish()
    yield "size in a zip64 field", plain_zip(size=0xFFFFFFFF, extra=extra64(len(pkl("A")))).finish()
    yield "offset in a zip64 field", plain_zip(offset=0xFFFFFFFF, extra=extra64(0)).finish()
    yield "offset without a zip64 field", plain_zip(offset=0xFFFFFFFF).finish()
    yield "zip64 field too short", plain_zip(size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra64(len(pkl("A")))).finish()
    for name, how in [
        ("encrypted", {"flags": 1}),
        ("of method 99", {"method": 99}),
        ("with a zip64 field too short", {"size": 0xFFFFFFFF, "packed_size": 0xFFFFFFFF, "extra": extra64(16)}),
        ("with a damaged local header", {"local_signature": 0}),
    ]:
        yield f"a record {name}, elsewhere", plain_zip().add("a/data/1", b"\0" * 16, **how).finish()
    yield "zip64 field behind another", plain_zip(offset=0xFFFFFFFF, extra=b"XX\x02\x00ab" + extra64(0)).finish()
    yield "extra field cut", plain_zip(offset=0xFFFFFFFF, extra=b"XX\x09\x00ab").finish()
    yield "zip64 field that is not needed", plain_zip(extra=extra64(99, 99, 99)).finish()
    yield "version missing", Zip().add("a/data.pkl", pkl("A")).finish()
    yield "version elsewhere", Zip().add("a/data.pkl", pkl("A")).add("a/.data/version", b"3\n").finish()
    yield "no folder", Zip().add("data.pkl", pkl("A")).add("version", b"3\n").finish()
    yield "first record elsewhere", ordered(["b/x", "a/data.pkl", "a/version"])
    yield "first record of another archive", ordered(["b/x", "a/data.pkl", "a/version", "b/data.pkl", "b/version"])
    yield "first record in a subfolder", ordered(["b/c/x", "b/data.pkl", "b/version", "b/c/data.pkl"])
    yield "folder of no name", ordered(["/data.pkl", "/version"])
    yield "folder with a NUL", ordered(["a\0b/data.pkl", "a\0b/version", "a/data.pkl", "a/version", "a/data/0"])
    yield "folder in UTF-8", ordered(["模型/data.pkl", "模型/version", "模型/data/0"])
    yield "upper case", ordered(["A/DATA.PKL", "A/VERSION"])
    yield "case of the folder differs", ordered(["A/x", "a/data.pkl", "a/version"])
    yield "backslashes", ordered(["a/x", "a\\data.pkl", "a/version"])
    yield "directory in another order", ordered(["a/data.pkl", "b/data.pkl", "a/version", "b/version"], order=[1, 0, 3, 2])
    for names in (
        ["a/data.pkl", "a/data.pkl", "a/version"],
        ["a/data.pkl", "a/DATA.PKL", "a/version"],
        ["a/version", "a/data.pkl", "a/data.pkl"],
        ["a/data.pkl", "a/version", "a/data.pkl", "a/data.pkl"],
        ["a/x", "a/data.pkl", "a/y", "a/data.pkl", "a/version", "a/z", "a/data.pkl"],
    ):
        yield f"twice: {' '.join(names)}", ordered(names)
    choice = random.Random(7)
    for i in range(40):
        pool = ["a/data.pkl"] * choice.randint(2, 5) + ["a/Data.pkl"] * choice.randint(0, 2) + ["a/version"] + ["a/data/0"]
        pool += [f"a/{choice.choice('bcdxyz')}{j}" for j in range(choice.randint(0, 12))]
        choice.shuffle(pool)
        yield f"many twice, {i}", ordered(pool)


def outcome(data):
    with tempfile.NamedTemporaryFile(suffix=".pt") as file:
        file.write(data)
        file.flush()
        try:
            reader = torch._C.PyTorchFileReader(file.name)
        except RuntimeError as error:
            return {"error": first_line(error)}
        try:
            pickled = reader.get_record("data.pkl")
        except RuntimeError as error:
            return {"error": first_line(error)}
        result = {"pickle": base64.b64encode(pickled).decode()}
        for record in ("data.pkl", "data/0", "data/1"):
            try:
                result.setdefault("offsets", {})[record] = reader.get_record_offset(record)
            except RuntimeError:
                pass
        return result


def first_line(error):
    return str(error).split("\n")[0].split("Exception raised")[0][:120]


def main():
    rows = []
    for name, data in cases():
        packed = base64.b64encode(zlib.compress(data, 9)).decode()
        rows.append({"name": name, "zip": packed, **outcome(data)})
    text = [json.dumps(row, separators=(",", ":")) for row in rows]
    (OUT / "zips.json").write_text("[\n" + ",\n".join(text) + "\n]\n")
    print(len(rows), sum("error" in row for row in rows), "refused")
    for row in rows:
        if not row["name"].startswith("many"):
            print(row["name"], "|", row.get("error") or (row["pickle"][:30], row.get("offsets")))


main()
