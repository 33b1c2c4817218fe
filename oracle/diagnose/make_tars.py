"""Small tar archives as Python's tarfile writes them, in each format, harmless and not.

    python oracle/diagnose/make_tars.py

Writes packages/diagnose/src/evidence/fixtures/tars.json: {name: {tar: gzip in base64, files: {path: text} that tarfile
reads, or refused: true for what leaves its folder or is no regular file}}.
"""

import base64
import gzip
import io
import json
import tarfile
from pathlib import Path

TARGET = Path(__file__).parents[2] / "packages/diagnose/src/evidence/fixtures/tars.json"
ROOT = "plumb-capture/"
LONG = ROOT + "env/lib/python3.10/site-packages/" + "a_package_with_a_long_name_" * 3 + "-1.0.dist-info/METADATA"


def regular(name: str, text: str = "text") -> tuple[tarfile.TarInfo, bytes]:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size = len(data)
    return info, data


def special(name: str, kind: bytes, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info, b""


def archive(members, form=tarfile.USTAR_FORMAT) -> dict:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for info, data in members:
            tar.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return {"tar": base64.b64encode(gzip.compress(buffer.getvalue(), mtime=0)).decode()}


def harmless(members, form) -> dict:
    return archive(members, form) | {"files": {info.name: data.decode() for info, data in members if info.isreg()}}


def hostile(*members, form=tarfile.USTAR_FORMAT) -> dict:
    return archive([regular(ROOT + "python.txt"), *members], form) | {"refused": True}


def main() -> None:
    members = [special(ROOT, tarfile.DIRTYPE), regular(ROOT + "python.txt", "Python 3.10.13\n"), regular(LONG, "Name: a\n"),
               regular(ROOT + "logs/1-évaluation.log", "x" * 600), regular(ROOT + "empty", "")]
    cases = {f"harmless-{name}": harmless(members, form) for name, form in
             {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}.items()}
    cases |= {
        "parent": hostile(regular(ROOT + "../../evil")),
        "absolute": hostile(regular("/tmp/evil")),
        "parent-in-a-pax-header": hostile(regular(ROOT + "é/../../../evil" + "x" * 100), form=tarfile.PAX_FORMAT),
        "parent-in-a-gnu-header": hostile(regular("../" + "x" * 150), form=tarfile.GNU_FORMAT),
        "backslash": hostile(regular(ROOT + "..\\..\\evil")),
        "drive": hostile(regular("C:/evil")),
        "symbolic-link": hostile(special(ROOT + "logs", tarfile.SYMTYPE, "/etc")),
        "hard-link": hostile(special(ROOT + "shadow", tarfile.LNKTYPE, "/etc/shadow")),
        "fifo": hostile(special(ROOT + "pipe", tarfile.FIFOTYPE)),
        "device": hostile(special(ROOT + "null", tarfile.CHRTYPE)),
        "twice": hostile(regular(ROOT + "python.txt", "other")),
        "twice-by-another-spelling": hostile(regular(ROOT + "./python.txt", "other")),
    }
    TARGET.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")


main()
