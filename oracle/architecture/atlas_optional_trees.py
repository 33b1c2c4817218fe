"""Module trees of AtlasVLA's optional parts, on the meta device: VisionEncoder with pretrained towers, the spatial head.

    python atlas_optional_trees.py <AtlasVLA checkout> <published-configs.json> <fixtures folder> <commit>

The checkout is imported unchanged; `from_pretrained` is given the published config (of `list-published.mjs`) instead of
a download. One file for each commit: the trees one after another.
"""
import json
import sys
from pathlib import Path
from types import SimpleNamespace as Config

import torch
import torch._dynamo
import transformers

import module_tree

checkout, published, folder, commit = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3]), sys.argv[4]
sys.path[:0] = [str(checkout / "vggt_vla"), str(checkout / "vggt")]
known = {entry["id"]: entry for entry in published}


def from_config(model_class, name):
    config = getattr(transformers, known[name]["class"]).config_class(**known[name]["fields"])
    return model_class(config.vision_config if model_class is transformers.CLIPVisionModel else config)


transformers.AutoModel.from_pretrained = lambda name, **kw: from_config(getattr(transformers, known[name]["class"]), name)
transformers.CLIPVisionModel.from_pretrained = lambda name, **kw: from_config(transformers.CLIPVisionModel, name)
transformers.AutoImageProcessor.from_pretrained = lambda *args, **kw: None

from models.action_head import ActionHeadWithSpatialFeatures  # noqa: E402
from models.vision_encoder import VisionEncoder  # noqa: E402

towers = ["facebook/dinov2-base", "openai/clip-vit-base-patch16", "google/siglip-base-patch16-224"]
if "use_fused_tower" in (checkout / "vggt_vla/models/vision_encoder.py").read_text():
    towers.append("dinov2+siglip")
trees = []
with torch.device("meta"):
    for name in towers:
        trees.append(module_tree.text(VisionEncoder(Config(
            use_vision_tower=True, vision_tower_name=name, embed_dim=72, freeze_vision_tower=True,
        ))))
    trees.append(module_tree.text(ActionHeadWithSpatialFeatures(Config(
        input_dim=70, hidden_dim=96, action_dim=7, action_horizon=10, dropout=0.1,
    ))))
(folder / f"atlas-optional-{commit}.txt").write_text("".join(trees))
print(commit, transformers.__version__, len(trees))
