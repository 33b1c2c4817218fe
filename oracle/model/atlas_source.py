"""AtlasVLA's source, importable: from a checkout, unchanged but for what is named here.

Needs torch, transformers with qwen3, einops.
"""
import sys
import types
from pathlib import Path

import torch
import torch.nn as nn


def offline(*args, **kw):
    raise OSError("offline")


def load(checkout: str, vggt_width: int | None = None, vggt_depth: int = 24):
    """`configs.model_config` and `models.vla_model`. `vggt_width`, `vggt_depth`: a smaller VGGT than the published."""
    root = Path(checkout)
    sys.path[:0] = [str(root / "vggt_vla"), str(root / "vggt")]
    torch.hub.load_state_dict_from_url = offline
    # Python 3.11 rejects mutable defaults of dataclasses: factories in their place
    text = (root / "vggt_vla/configs/model_config.py").read_text()
    text = text.replace("import dataclass\n", "import dataclass, field\n")
    for name in ("Vision", "Language", "VGGT", "ActionHead"):
        text = text.replace(f"= {name}Config()", f"= field(default_factory={name}Config)")
    package = types.ModuleType("configs")
    package.__path__ = [str(root / "vggt_vla/configs")]
    config = types.ModuleType("configs.model_config")
    sys.modules |= {"configs": package, "configs.model_config": config}
    exec(compile(text, "model_config.py", "exec"), config.__dict__)
    if vggt_width is not None:
        shrink_vggt(root, vggt_width, vggt_depth)
    import models.vla_model as vla

    return config, vla


def shrink_vggt(root: Path, width: int, depth: int) -> None:
    """The adapter takes VGGT-1B's width for granted; its aggregator alone is built."""
    import models.vla_model as vla
    from vggt.models.aggregator import Aggregator

    text = (root / "vggt_vla/models/vggt_adapter.py").read_text()
    text = text.replace("self.vggt_embed_dim = 1024", f"self.vggt_embed_dim = {width}")
    adapter = types.ModuleType("models.vggt_adapter")
    adapter.__file__ = str(root / "vggt_vla/models/vggt_adapter.py")
    adapter.__package__ = "models"
    exec(compile(text, "vggt_adapter.py", "exec"), adapter.__dict__)

    class SmallVGGT(nn.Module):
        def __init__(self, **kw):
            super().__init__()
            self.aggregator = Aggregator(img_size=56, embed_dim=width, depth=depth, patch_embed="conv")

    adapter._get_vggt_module = lambda: SmallVGGT
    vla.VGGTAdapter = adapter.VGGTAdapter


def mend_mask(model: nn.Module) -> None:
    """The variant mask-for-every-head: one mask a sample becomes one a head."""
    for layer in model.vggt_backbone.layers:
        attention, heads = layer.attn, layer.attn.num_heads
        forward = attention.forward

        def mended(*args, attn_mask=None, forward=forward, heads=heads, **kw):
            if attn_mask is not None and heads > 1:
                attn_mask = attn_mask.repeat_interleave(heads, dim=0)
            return forward(*args, attn_mask=attn_mask, **kw)

        attention.forward = mended


def mend_spatial_head(model: nn.Module) -> None:
    """The variant spatial-head-pooled: the queries' mean, as 8da9053 takes it."""
    forward = model.action_head.forward
    model.action_head.forward = lambda queries, vision: forward(queries.mean(dim=1), vision)
