"""Writes packages/checkpoint/src/fixtures/malicious.json: python oracle/malicious/make_corpus.py (see README.md)."""

import base64
import json
import pathlib

import dangerous_names
import make_benign
import make_containers
import make_dill
import make_pickles
from assemble import proto, run

OUT = pathlib.Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/malicious.json"


def named_rows():
    seen = set()
    for source in ("PICKLESCAN", "FICKLING", "MODELSCAN", "OURS"):
        for module, name, expected in dangerous_names.parse(getattr(dangerous_names, source)):
            if (module, name) in seen:
                continue
            seen.add((module, name))
            # protocol 2 has no dotted names, and translates those of Python 2
            old = "." not in name
            program = proto(2 if old else 4, run(module, name))
            yield f"{module} {name}", "own" if source == "OURS" else source.lower(), "a.pkl", program, expected


def main():
    rows = list(named_rows())
    rows += [(name, source, "a.pkl", program, expected) for name, source, program, expected in make_pickles.all_rows() + make_dill.all_rows()]
    rows += make_containers.all_rows() + make_benign.all_rows()
    names = [row[0] for row in rows]
    assert len(names) == len(set(names)), "a name occurs twice"
    cases = [
        {"name": name, "source": source, "file": file, "bytes": base64.b64encode(data).decode(), "expected": expected}
        for name, source, file, data, expected in rows
    ]
    lines = ",\n".join(json.dumps(case, ensure_ascii=True, separators=(",", ":")) for case in cases)
    OUT.write_text(f"[\n{lines}\n]\n")
    print(len(cases), "cases,", OUT.stat().st_size, "bytes")


main()
