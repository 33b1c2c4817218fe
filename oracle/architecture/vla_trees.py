"""Module trees of OpenVLA's own modules and of OpenVLA-OFT's side components, on the meta device.

    PYTHONPATH=<folder with timm 0.9.16> python vla_trees.py <OpenVLA checkout> <OpenVLA-OFT checkout> <target.json>

Only the classes that register modules are taken from the sources, unchanged, so that nothing else has to be installed.
"""
import json
import sys
from functools import partial
from pathlib import Path
from unittest.mock import MagicMock

import torch

real_linspace = torch.linspace
torch.linspace = lambda *args, **kw: real_linspace(*args, **{**kw, "device": "cpu"})  # .item() fails on meta
for name in ("torchvision", "torchvision.transforms", "torchvision.transforms.functional", "torchvision.datasets",
             "torchvision.ops", "torchvision.ops.misc", "torchvision.models", "torchvision.models.feature_extraction"):
    sys.modules.setdefault(name, MagicMock())
import timm  # noqa: E402
from timm.models.vision_transformer import LayerScale  # noqa: E402

import module_tree  # noqa: E402
from vla_take import take  # noqa: E402

openvla, oft, target = (Path(arg) for arg in sys.argv[1:4])
prismatic = take(openvla / "prismatic/extern/hf/modeling_prismatic.py", "unpack_tuple", "_ls_new_forward", "ls_apply_patch",
                 "PrismaticVisionBackbone", "PrismaticProjector", partial=partial, timm=timm, LayerScale=LayerScale)
heads = take(oft / "prismatic/models/action_heads.py", "MLPResNetBlock", "MLPResNet", "L1RegressionActionHead", ACTION_DIM=7)
projectors = take(oft / "prismatic/models/projectors.py", "ProprioProjector", "NoisyActionProjector")
IDS = ["vit_large_patch14_reg4_dinov2.lvd142m", "vit_so400m_patch14_siglip_224"]
with torch.device("meta"):
    backbone = prismatic.PrismaticVisionBackbone(True, [224, 224], IDS, [None, None])
    modules = {
        "openvla vision_backbone": backbone,
        "openvla projector": prismatic.PrismaticProjector(True, backbone.embed_dim, 4096),
        "one featurizer": prismatic.PrismaticVisionBackbone(False, [384], ["vit_so400m_patch14_siglip_384"], [None]),
        "its projector": prismatic.PrismaticProjector(False, 1152, 4096),
        "oft action_head": heads.L1RegressionActionHead(input_dim=4096, hidden_dim=4096, action_dim=7),
        "oft proprio_projector": projectors.ProprioProjector(llm_dim=4096, proprio_dim=8),
        "oft noisy_action_projector": projectors.NoisyActionProjector(llm_dim=4096),
    }
target.write_text(json.dumps({name: module_tree.text(module).splitlines() for name, module in modules.items()}, indent=1) + "\n")
print(timm.__version__, len(modules))
