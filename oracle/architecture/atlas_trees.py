"""Module trees of AtlasVLA's VLAModel (VGGT-1B among them), on the meta device.

    python atlas_trees.py <AtlasVLA checkout> <fixtures folder> <commit>

Needs torch, transformers with qwen3, einops. The checkout is imported unchanged, its configs given as plain values
(the dataclasses of commit 6c47f7f can't be imported under Python 3.11).
"""
import sys
from pathlib import Path
from types import SimpleNamespace as Config

import torch
import torch._dynamo
import transformers

import module_tree

checkout, folder, commit = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sys.path[:0] = [str(checkout / "vggt_vla"), str(checkout / "vggt")]

LANGUAGE = transformers.Qwen3Config(
    hidden_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=32,
    intermediate_size=96, vocab_size=100,
)
real_linspace = torch.linspace
torch.linspace = lambda *args, **kw: real_linspace(*args, **{**kw, "device": "cpu"})  # .item() fails on meta
transformers.AutoTokenizer.from_pretrained = lambda *args, **kw: None
transformers.AutoModel.from_pretrained = lambda *args, **kw: transformers.Qwen3Model(LANGUAGE)


def no_download(*args, **kw):
    raise OSError("offline")


torch.hub.load_state_dict_from_url = no_download

from models.vla_model import VLAModel  # noqa: E402


def config(**vggt):
    return Config(
        vision=Config(img_size=224, patch_size=16, in_channels=3, embed_dim=vggt["embed_dim"], use_vision_tower=False),
        language=Config(model_name="x", max_length=20, freeze_encoder=True, output_dim=vggt["embed_dim"]),
        vggt=Config(num_heads=12, freeze_vggt=False, graph_type="grid", k_neighbors=9, fusion_strategy="concat", **vggt),
        action_head=Config(
            input_dim=vggt["embed_dim"], hidden_dim=96, action_dim=7, action_horizon=10, num_hidden_layers=3, dropout=0.1,
            use_action_chunking=vggt["use_pretrained_vggt"], use_spatial_features=False,
        ),
    )


# 8da9053 alone has it
LORA = {
    "vggt-lora": dict(
        embed_dim=768, depth=6, mlp_ratio=4.0, use_pretrained_vggt=True, use_vggt_lora=True, vggt_lora_rank=4,
        vggt_lora_alpha=8, vggt_lora_dropout=0.05, vggt_lora_target_modules=["qkv", "fc2", "out_proj"],
    ),
} if "LoRALinear" in (checkout / "vggt_vla/models/vggt_adapter.py").read_text() else {}
for name, vggt in {
    "vggt": dict(embed_dim=768, depth=6, mlp_ratio=4.0, use_pretrained_vggt=True),
    "vggt-1024": dict(embed_dim=1024, depth=6, mlp_ratio=4.0, use_pretrained_vggt=True),
    "simple": dict(embed_dim=36, depth=2, mlp_ratio=2.7, use_pretrained_vggt=False),
    **LORA,
}.items():
    with torch.device("meta"):
        model = VLAModel(config(**vggt))
    (folder / f"atlas-{name}-{commit}.txt").write_text(module_tree.text(model))
