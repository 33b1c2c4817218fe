"""Trees of OpenVLA's towers for every `vision_backbone_id`, on the meta device, by hash.

    PYTHONPATH=<folder with timm 0.9.16>:<torchvision> python openvla_towers.py <OpenVLA checkout> <openvla-towers.json>
"""
import ast
import hashlib
import json
import sys
from functools import partial
from pathlib import Path
from typing import Dict, List, Optional

import torch

linspace = torch.linspace
torch.linspace = lambda *a, **kw: linspace(*a, **{**kw, "device": "cpu"})  # .item() fails on meta
import timm  # noqa: E402
from timm.models.vision_transformer import LayerScale  # noqa: E402

import module_tree  # noqa: E402
from vla_take import take  # noqa: E402

folder, target = Path(sys.argv[1]) / "prismatic/extern/hf", Path(sys.argv[2])
prismatic = take(folder / "modeling_prismatic.py", "unpack_tuple", "_ls_new_forward", "ls_apply_patch", "PrismaticVisionBackbone",
                 partial=partial, timm=timm, LayerScale=LayerScale)
tables = {}
wanted = ("VISION_BACKBONE_TO_RESOLUTION", "VISION_BACKBONE_TO_TIMM_ID", "TIMM_OVERRIDE_ACT_LAYER")
nodes = [n for n in ast.parse((folder / "configuration_prismatic.py").read_text()).body if isinstance(n, ast.AnnAssign) and n.target.id in wanted]
exec(compile(ast.Module(nodes, []), "tables", "exec"), {"Dict": Dict, "List": List, "Optional": Optional}, tables)
sizes, ids, acts = (tables[name] for name in wanted)
found = {}
for name in sizes:
    with torch.device("meta"):
        module = prismatic.PrismaticVisionBackbone(len(ids[name]) > 1, sizes[name], ids[name], acts[name])
    text = module_tree.text(module)
    found[name] = [hashlib.sha256(text.encode()).hexdigest()[:16], len(module.state_dict()), sum(p.numel() for p in module.parameters())]
target.write_text("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items()) + "\n}\n")
print(timm.__version__, len(found))
