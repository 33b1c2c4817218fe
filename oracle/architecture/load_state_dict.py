"""Random small modules, random perturbed state dicts, and what torch says to them.

    python load_state_dict.py <fixture.json> [<release>=<module.py of that release> ...]

For each further release the two functions of its torch/nn/modules/module.py are put in place of the installed ones;
only answers that differ from the installed torch's are written.
"""
import ast
import json
import random
import sys
import typing
from collections import OrderedDict

import torch
from torch import nn
from torch.nn.modules import module as torch_module

NAMES = ["a", "b", "weight", "bias", "0", "1", "layers", "norm", "x"]
SHAPES = [[], [1], [3], [2, 3], [3, 2], [1, 2, 3], [0]]
CASES = 140


class Net(nn.Module):
    pass


def build(rng, depth):
    """[parameters, buffers, children], all in order, and the module."""
    net, spec = Net(), [[], [], []]
    names = rng.sample(NAMES, rng.randint(1, 6))
    for name in names:
        kind = rng.random()
        shape = rng.choice(SHAPES[:-1])
        if kind < 0.3:
            net.register_parameter(name, nn.Parameter(torch.zeros(shape)))
            spec[0].append([name, shape])
        elif kind < 0.45:
            net.register_buffer(name, torch.zeros(shape))
            spec[1].append([name, shape])
        elif kind < 0.5:
            net.register_buffer(name, torch.zeros(shape), persistent=False)
        elif kind < 0.55:
            net.register_parameter(name, None)
        elif depth > 0:
            child, child_spec = build(rng, depth - 1)
            net.add_module(name, child)
            spec[2].append([name, child_spec])
    return net, spec


def perturb(rng, net):
    items = [[name, list(value.shape)] for name, value in net.state_dict().items()]
    out = []
    for name, shape in items:
        what = rng.random()
        if what < 0.1:
            continue
        if what < 0.2:
            # [0] into a scalar raises an IndexError in old releases: no message of load_state_dict
            shape = rng.choice(SHAPES if shape else SHAPES[:-1])
        elif what < 0.25:
            name = name + rng.choice([".more", "_", ".a.b"])
        elif what < 0.3:
            parts = name.split(".")
            name = ".".join(parts[: rng.randint(1, len(parts))]) + rng.choice(["", ".extra", "._extra_state", ".weight"])
        out.append([name, shape])
    if rng.random() < 0.3:
        out.insert(rng.randint(0, len(out)), [rng.choice(["_extra_state", "zz.weight", "a", "module.a.b"]), [2]])
    if rng.random() < 0.3:
        rng.shuffle(out)
    return [[name, shape] for name, shape in OrderedDict(out).items()]


def load(net, state, strict):
    try:
        result = net.load_state_dict(OrderedDict((n, torch.zeros(s)) for n, s in state), strict=strict)
        return {"error": None, "missing": result.missing_keys, "unexpected": result.unexpected_keys}
    except RuntimeError as error:
        return {"error": str(error)}


def functions(path):
    names = {"_load_from_state_dict", "load_state_dict"}
    tree = ast.parse(open(path).read())
    found = [
        node
        for cls in tree.body
        if isinstance(cls, ast.ClassDef) and cls.name == "Module"
        for node in cls.body
        if isinstance(node, ast.FunctionDef) and node.name in names
    ]
    scope = {**vars(typing), **vars(torch_module)}
    exec(compile(ast.Module(found, []), path, "exec"), scope)
    return {name: scope[name] for name in names}


installed = {name: getattr(nn.Module, name) for name in ("_load_from_state_dict", "load_state_dict")}
others = {}
for argument in sys.argv[2:]:
    version, path = argument.split("=", 1)
    others[version] = functions(path)

rng = random.Random(7)
cases = []
for _ in range(CASES):
    net, spec = build(rng, 3)
    case = {"module": spec, "state": perturb(rng, net), "strict": rng.random() < 0.8, "other": []}
    case["answer"] = load(net, case["state"], case["strict"])
    for version, parts in others.items():
        for name, function in parts.items():
            setattr(nn.Module, name, function)
        answer = load(net, case["state"], case["strict"])
        if answer != case["answer"]:
            same = next((entry for entry in case["other"] if entry[1] == answer), None)
            if same is None:
                case["other"].append(same := [[], answer])
            same[0].append(version)
    for name, function in installed.items():
        setattr(nn.Module, name, function)
    cases.append(case)

with open(sys.argv[1], "w") as file:
    file.write(json.dumps({"torch": torch.__version__, "others": list(others), "cases": []})[:-2])
    file.write("\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]}\n")
print(len(cases), "cases,", sum(c["answer"]["error"] is not None for c in cases), "raise,",
      {v: sum(v in entry[0] for c in cases for entry in c["other"]) for v in others}, "differ")
