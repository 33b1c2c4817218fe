"""What real Python prints when programs fail, beside what Python itself knows of each exception.

    python oracle/diagnose/tracebacks.py

Writes packages/diagnose/src/evidence/fixtures/tracebacks/<name>.log and .json. The log is stdout and stderr in one,
as `python eval.py > eval.log 2>&1` writes it; the JSON is recorded by the hooks that print the traceback.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

OUT = pathlib.Path(__file__).parents[2] / "packages/diagnose/src/evidence/fixtures/tracebacks"
SHOWN = "/home/user/eval"

RECORDER = '''
import json, logging, sys, threading, traceback
class Truth(list):
    def extend(self, entries):
        super().extend(entries)
        # a destructor may fail after every exit handler
        json.dump(self, open("truth.json", "w"))
TRUTH = Truth()

def chain(exc):
    if exc.__cause__ is not None:
        return chain(exc.__cause__) + [entry(exc, "cause")]
    if exc.__context__ is not None and not exc.__suppress_context__:
        return chain(exc.__context__) + [entry(exc, "handling")]
    return [entry(exc, None)]

def entry(exc, link):
    kind = type(exc)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    frames = [[f.filename, f.lineno, f.name] for f in traceback.extract_tb(exc.__traceback__)]
    message = str(exc)
    if isinstance(exc, SyntaxError):
        # printed like a frame without a function, and left out of the last line
        message = exc.msg
        frames.append([exc.filename, exc.lineno, ""])
    return {"exception": name, "message": message, "frames": frames, "link": link}

def excepthook(kind, exc, tb):
    TRUTH.extend(chain(exc))
    sys.__excepthook__(kind, exc, tb)

def unraisablehook(unraisable):
    TRUTH.extend([entry(unraisable.exc_value, "ignored")])
    sys.__unraisablehook__(unraisable)

def threadhook(args):
    TRUTH.extend(chain(args.exc_value))
    threading.__excepthook__(args)

sys.excepthook, sys.unraisablehook, threading.excepthook = excepthook, unraisablehook, threadhook
print_exc = traceback.print_exc
def recording_print_exc(*args, **kwargs):
    TRUTH.extend({**each, "caught": True} for each in chain(sys.exc_info()[1]))
    print_exc(*args, **kwargs)
traceback.print_exc = recording_print_exc
class Recording(logging.StreamHandler):
    def emit(self, record):
        if record.exc_info:
            TRUTH.extend({**each, "caught": True} for each in chain(record.exc_info[1]))
        super().emit(record)
'''

PROGRAMS = {
    "plain": '''
def load(path):
    raise FileNotFoundError(2, "No such file or directory", path)
print("loading ...")
load("best.pt")
''',
    "no-message": '''
def check(shape):
    assert shape == (7,)
check((8,))
''',
    "odd-class": '''
class Boom(Exception): pass
class Outer:
    class InnerProblem(Exception): pass
try:
    raise Boom("tensors: 3 bad, 4 worse")
except Boom:
    raise Outer.InnerProblem
''',
    "handling": '''
def strict():
    raise RuntimeError('Error(s) in loading state_dict for VLAModel:\\n\\tMissing key(s) in state_dict: "a.bias". \\n\\tsize mismatch for a.weight: copying a param with shape torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([4]).')
def loose():
    raise RuntimeError('Error(s) in loading state_dict for VLAModel:\\n\\tsize mismatch for a.weight: copying a param with shape torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([4]).')
try:
    strict()
except RuntimeError:
    print("trying again")
    loose()
''',
    "direct-cause": '''
import json
def read():
    try:
        int("x")
    except ValueError as e:
        raise OSError("unreadable config") from e
try:
    read()
except OSError as e:
    raise RuntimeError("cannot evaluate") from e
''',
    "suppressed-context": '''
try:
    {}["qwen3"]
except KeyError:
    raise ValueError("unknown model type qwen3") from None
''',
    "printed-and-gone-on": '''
import traceback
for episode in range(3):
    try:
        raise ValueError("executing action in terminated episode")
    except ValueError:
        traceback.print_exc()
    print("episode", episode, "success: False")
print("done")
''',
    "destructor": '''
class Context:
    def __init__(self):
        raise ImportError("Cannot initialize a EGL device display.")
    def __del__(self):
        self.con.free()
Context()
''',
    "destructor-while-running": '''
class Context:
    def __del__(self):
        self.con.free()
c = Context()
del c
print("Task 0 success rate: 0.00%")
''',
    "recursion": '''
import sys
sys.setrecursionlimit(60)
def reset(env):
    return reset(env)
reset(None)
''',
    "thread": '''
import threading
def worker():
    raise EOFError
t = threading.Thread(target=worker, name="env-3")
t.start(); t.join()
print("all workers gone")
''',
    "logged": '''
import logging
handler = Recording()
handler.setFormatter(logging.Formatter("2026-03-01 06:02:13,016 - %(name)s - %(levelname)s - %(message)s"))
log = logging.getLogger("eval"); log.addHandler(handler); log.setLevel("INFO")
try:
    raise ConnectionResetError("server closed")
except ConnectionResetError:
    log.exception("episode 3 failed")
log.info("going on")
''',
    "progress-bar": '''
import sys
for i in range(3):
    sys.stderr.write(f"\\r 33%|###       | {i}/9 [00:01<00:02,  3.10it/s]")
raise MemoryError("CUDA out of memory")
''',
    "group": '''
raise ExceptionGroup("two tasks failed", [ValueError("first"), TypeError("second")])
''',
    "syntax": '''
exec(compile("def f(:\\n  pass\\n", "policy.py", "exec"))
''',
}


def run(name: str, program: str) -> tuple[str, list]:
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "recorder.py").write_text(RECORDER)
        (here / "eval.py").write_text("from recorder import *\n" + program)
        command = [sys.executable, "-u", "-I", "-c", "import sys; sys.path.insert(0, '.'); sys.argv = ['eval.py']; exec(compile(open('eval.py').read(), 'SHOWN/eval.py'.replace('SHOWN', %r), 'exec'), {'__name__': '__main__'})" % SHOWN]
        done = subprocess.run(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        # the frame of the -c command itself says nothing; where this Python lies and what it hashes is nobody's business
        log = re.sub(r'(?m)^.*File "<string>", line 1, in <module>\n', "", done.stdout.decode())
        log = re.sub(r"0x[0-9a-f]{8,}", "0x7f0000000000", log.replace(sys.base_prefix, "/usr"))
        truth = json.loads((here / "truth.json").read_text().replace(sys.base_prefix, "/usr"))
        for each in truth:
            each["frames"] = [frame for frame in each["frames"] if frame[0] != "<string>"]
        return log, truth


def interleave(logs: list[str]) -> str:
    """Two ranks that write at once, as torchrun prefixes them."""
    queues = [[f"[rank{i}]: {line}" for line in log.splitlines()] for i, log in enumerate(logs)]
    out = []
    while any(queues):
        for queue in queues:
            out += queue[:2]
            del queue[:2]
    return "\n".join(out) + "\n"


OUT.mkdir(parents=True, exist_ok=True)
seen = {}
for name, program in PROGRAMS.items():
    log, truth = seen[name] = run(name, program)
    (OUT / f"{name}.log").write_bytes(log.encode())
    (OUT / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")
ranks = ["handling", "direct-cause"]
(OUT / "two-ranks.log").write_text(interleave([seen[name][0] for name in ranks]))
(OUT / "two-ranks.json").write_text(json.dumps([each for name in ranks for each in seen[name][1]], indent=1) + "\n")
