"""Shows the malicious corpus to picklescan, fickling, modelscan and Plumb, and prints what each says.

    python -m venv /tmp/scanners && /tmp/scanners/bin/pip install picklescan fickling modelscan typing_extensions
    /tmp/scanners/bin/python bench/malicious/run.py [--missed TOOL]

None of the four unpickles anything; each case runs in a folder of its own all the same, and the canary is looked for.
"""

import argparse
import base64
import collections
import contextlib
import importlib.metadata
import io
import json
import logging
import os
import pathlib
import subprocess
import tempfile
import warnings
import zipfile

ROOT = pathlib.Path(__file__).parents[2]
CORPUS = ROOT / "packages/checkpoint/src/fixtures/malicious.json"
# what an answer amounts to; `no answer`: an error, or a file that was skipped without a word of warning
CAUGHT, WARNED, NO_ANSWER, CLEAN = "dangerous", "warned", "no answer", "clean"


def picklescan(path):
    from picklescan.scanner import scan_file_path

    result = scan_file_path(path)
    if result.issues_count:
        return CAUGHT
    if result.suspicious_count:
        return WARNED
    return NO_ANSWER if result.scan_err or result.scanned_files == 0 else CLEAN


def fickling(path):
    from fickling import scan_file, scan_zip_archive
    from fickling.analysis import Severity

    # as its own scanner of repositories does
    archive = zipfile.is_zipfile(path)
    results = list(scan_zip_archive(path, graceful=True).values()) if archive else [scan_file(path, graceful=True)]
    if not results:
        return NO_ANSWER
    worst = max((result.severity for result in results), key=lambda severity: severity.value)
    if worst >= Severity.LIKELY_UNSAFE:
        return CAUGHT
    return WARNED if worst > Severity.LIKELY_SAFE or any(result.errors for result in results) else CLEAN


def modelscan(path):
    from modelscan.modelscan import ModelScan

    scanner = ModelScan()
    summary = scanner.scan(path)["summary"]
    if summary["total_issues"]:
        return CAUGHT
    return NO_ANSWER if scanner.errors or not summary["scanned"]["total_scanned"] else CLEAN


def plumb(path):
    command = ["node", str(ROOT / "packages/cli/bin/plumb.js"), "inspect", str(path), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=30)
    answer = json.loads(run.stdout)
    return {"dangerous": CAUGHT, "unknown": WARNED, "safe": CLEAN}[answer["verdict"]]


TOOLS = {"picklescan": picklescan, "fickling": fickling, "modelscan": modelscan, "plumb": plumb}


def ask(tool, path):
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TOOLS[tool](path)
    except Exception:  # whatever a scanner raises is no answer
        return NO_ANSWER


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", choices=TOOLS, help="ask only this one")
    parser.add_argument("--missed", choices=TOOLS, help="list what this tool called clean")
    arguments = parser.parse_args()
    only = arguments.missed
    tools = [only or arguments.tool] if only or arguments.tool else list(TOOLS)
    logging.disable(logging.CRITICAL)
    cases = json.loads(CORPUS.read_text())
    kinds = {"runs code": ("dangerous",), "hides or unclear": ("not-safe",), "harmless": ("safe",)}
    table = {kind: {tool: collections.Counter() for tool in TOOLS} for kind in kinds}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for number, case in enumerate(cases):
            kind = next((kind for kind, expected in kinds.items() if case["expected"] in expected), None)
            # opcodes with a wrong stack are no attack, and refused by every loader
            if kind is None or (kind == "hides or unclear" and case["source"] == "CPython"):
                continue
            path = pathlib.Path(folder, f"{number}", case["file"])
            path.parent.mkdir()
            path.write_bytes(base64.b64decode(case["bytes"]))
            for tool in tools:
                answer = ask(tool, path)
                table[kind][tool][answer] += 1
                if only and kind != "harmless" and answer in (CLEAN, NO_ANSWER):
                    print(f"{answer}: {case['name']}")
        for canary in pathlib.Path(folder).rglob("plumb-canary"):
            raise SystemExit(f"{canary}: something was executed")
    if only:
        return
    versions = {tool: importlib.metadata.version(tool) for tool in TOOLS if tool != "plumb"}
    for kind, counts in table.items():
        print(f"\n| {kind}: {sum(counts[tools[0]].values())} cases | {CAUGHT} | {WARNED} | {NO_ANSWER} | {CLEAN} |\n|---|---:|---:|---:|---:|")
        for tool in tools:
            count = counts[tool]
            cells = " | ".join(str(count[answer]) for answer in (CAUGHT, WARNED, NO_ANSWER, CLEAN))
            print(f"| {' '.join([tool, versions.get(tool, '')]).strip()} | {cells} |")


main()
