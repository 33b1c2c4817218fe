"""Small checkpoints of LeRobot's policies, made of the trees of lerobot_trees.py and lerobot_pi_trees.py."""
import hashlib
import json
import re


def flatten(lines):
    """Names and shapes of a tree as module_tree.py writes it."""
    found, path = {}, []

    def walk(at, depth, prefix):
        while at < len(lines):
            line = lines[at]
            here = (len(line) - len(line.lstrip())) // 2
            if here < depth:
                return at
            text = line.strip()
            if text.endswith(":"):
                name = text[:-1]
                first, _, last = name.partition("..")
                names = [str(n) for n in range(int(first), int(last) + 1)] if last else [name]
                end = at + 1
                for one in names:
                    end = walk(at + 1, depth + 1, f"{prefix}{one}.")
                at = end
            else:
                name, shape = re.match(r"(\S+) (\[[\d, ]*\])", text).groups()
                found[prefix + name] = json.loads(shape)
                at += 1
        return at

    walk(1, 1, "")
    return found


def checkpoint(trees, scenario):
    releases = trees["cases"][scenario["case"]]["releases"]
    digest = next(h for r, h in releases.items() if r.split("/")[0] == scenario["names"])
    names = flatten(trees["trees"][digest])
    for pattern, text in scenario.get("rename", []):
        names = {re.sub(pattern, text, name): shape for name, shape in names.items()}
    names = {name: shape for name, shape in names.items() if not re.search(scenario.get("drop", "(?!)"), name)}
    return {**names, **scenario.get("add", {})}


def brief(names):
    """A long list as its length and hash; load-as-lerobot.spec.ts does the same to ours."""
    if len(names) <= 12:
        return names
    return [f"{len(names)} names, {hashlib.sha256(chr(10).join(names).encode()).hexdigest()[:16]}"]
