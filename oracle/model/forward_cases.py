"""Outputs of the originals for small models, kept beside the specs of packages/model.

    python forward_cases.py <AtlasVLA checkout> <commit> <fixtures folder>

Weights and pixels are computed on both sides (hash_weights.py), so only outputs are kept. Run at 6c47f7f and at 8da9053.
Needs torch 2.8, transformers 4.57.1, einops.
"""
import sys
from pathlib import Path

import numpy as np
import torch
import transformers

import atlas_source
from hash_weights import fill

checkout, commit, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
torch.manual_seed(0)
WIDTH, DEPTH = 64, 2
IMAGE, PATCH, LENGTH = 56, 14, 12

SIZES = dict(
    hidden_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=80,
    vocab_size=96, rope_theta=10000.0, rms_norm_eps=1e-6,
)
QWEN3 = transformers.Qwen3Config(head_dim=16, **SIZES)
QWEN2 = transformers.Qwen2Config(**SIZES)
IDS = (np.arange(2 * LENGTH).reshape(2, LENGTH) * 37 + 5) % 96
MASK = (np.arange(LENGTH)[None] < np.array([[LENGTH], [7]])).astype(np.int64)


def save(name, **arrays):
    np.savez_compressed(folder / f"{name}.npz", **{k: v.detach().float().numpy() for k, v in arrays.items()})


def pixels(batch):
    count = batch * IMAGE * IMAGE * 3
    values = (np.arange(count, dtype=np.uint32) * np.uint32(2654435761)) >> np.uint32(24)
    return values.astype(np.uint8).reshape(batch, IMAGE, IMAGE, 3)


def decoders():
    for name, config in {"qwen3": QWEN3, "qwen2": QWEN2}.items():
        model = transformers.AutoModel.from_config(config).eval()
        fill(model)
        out = model(input_ids=torch.tensor(IDS), attention_mask=torch.tensor(MASK)).last_hidden_state
        save(name, hidden=out)


class Tokenizer:
    """Ids in place of text."""

    def __call__(self, texts, **kw):
        rows = [int(text) for text in texts]
        return {"input_ids": torch.tensor(IDS[rows]), "attention_mask": torch.tensor(MASK[rows])}


class Processor:
    """The fields of an image processor that 8da9053 reads."""

    image_mean, image_std = [0.4, 0.5, 0.6], [0.2, 0.25, 0.3]

    def __init__(self, size):
        self.size = size


def small_tower(name):
    side = dict(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=4)
    if "dinov2" in name:
        return transformers.Dinov2Model(transformers.Dinov2Config(
            hidden_size=48, num_hidden_layers=2, num_attention_heads=4, patch_size=PATCH, image_size=98))
    sight = dict(image_size=IMAGE, patch_size=PATCH, **side)
    if "siglip" in name:
        return transformers.SiglipModel(transformers.SiglipConfig(text_config=side, vision_config=sight))
    return transformers.CLIPVisionModel(transformers.CLIPVisionConfig(**sight))


def from_pretrained(name, **kw):
    tower = "dinov2" in name or "siglip" in name
    return small_tower(name) if tower else transformers.AutoModel.from_config(QWEN3)


def processor(name):
    return Processor({"shortest_edge": 70} if "dinov2" in name else {"height": IMAGE, "width": IMAGE})


def atlas(name, spatial=False, views=1, tanh=False, tower=None, **vggt):
    config_module, vla = SOURCE
    config = config_module.ModelConfig()
    config.vision.img_size, config.vision.patch_size, config.vision.embed_dim = IMAGE, PATCH, 48
    if tower:
        config.vision.use_vision_tower, config.vision.vision_tower_name = True, tower
    config.language.max_length, config.language.output_dim = LENGTH, 48
    for key, value in {"embed_dim": 48, "depth": DEPTH, **vggt}.items():
        setattr(config.vggt, key, value)
    head = config.action_head
    head.input_dim, head.hidden_dim, head.action_horizon, head.use_spatial_features = 48, 40, 5, spatial
    if tanh:
        head.use_tanh_output = True
    model = vla.VLAModel(config).eval()
    fill(model)
    simple = not config.vggt.use_pretrained_vggt
    if simple:
        atlas_source.mend_mask(model)
    if spatial and commit == "6c47f7f":
        atlas_source.mend_spatial_head(model)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    image = ((torch.from_numpy(pixels(2 * views)).float() / 255 - mean) / std).permute(0, 3, 1, 2).contiguous()
    if views > 1:
        image = image.view(2, views, 3, IMAGE, IMAGE)
    out = model(image, ["0", "1"], return_features=True)
    save(f"atlas-{name}-{commit}", **{k: v for k, v in out.items() if torch.is_tensor(v)})


def towers():
    side = dict(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=4)
    image = torch.from_numpy(pixels(2)).float().permute(0, 3, 1, 2) / 255
    dino = dict(hidden_size=48, num_hidden_layers=2, num_attention_heads=4, patch_size=PATCH)
    models = {
        "siglip": transformers.SiglipVisionModel(
            transformers.SiglipVisionConfig(image_size=IMAGE, patch_size=PATCH, **side)),
        "clip": transformers.CLIPVisionModel(
            transformers.CLIPVisionConfig(image_size=IMAGE, patch_size=PATCH, **side)),
        "dinov2": transformers.Dinov2Model(transformers.Dinov2Config(image_size=IMAGE, **dino)),
        # positions for more patches than the picture has
        "dinov2-resized": transformers.Dinov2Model(transformers.Dinov2Config(image_size=98, **dino)),
        "dinov2-swiglu": transformers.Dinov2Model(
            transformers.Dinov2Config(image_size=IMAGE, use_swiglu_ffn=True, **dino)),
        "dinov2-registers": transformers.Dinov2WithRegistersModel(
            transformers.Dinov2WithRegistersConfig(image_size=98, **dino)),
    }
    for name, model in models.items():
        fill(model.eval())
        save(name, hidden=model(pixel_values=image).last_hidden_state)


SOURCE = atlas_source.load(checkout, vggt_width=WIDTH, vggt_depth=DEPTH)
transformers.AutoModel.from_pretrained = from_pretrained
transformers.CLIPVisionModel.from_pretrained = small_tower
transformers.AutoImageProcessor.from_pretrained = processor
transformers.AutoTokenizer.from_pretrained = lambda *a, **kw: Tokenizer()
folder.mkdir(parents=True, exist_ok=True)
with torch.inference_mode():
    if commit == "6c47f7f":
        decoders()
        towers()
        atlas("simple", use_pretrained_vggt=False, num_heads=1)
        atlas("heads", use_pretrained_vggt=False, num_heads=4)
        atlas("connected", use_pretrained_vggt=False, num_heads=4, graph_type="fully_connected")
        atlas("vggt", use_pretrained_vggt=True)
        atlas("spatial", spatial=True, use_pretrained_vggt=True)
    else:
        atlas("spatial", spatial=True, tanh=True, use_pretrained_vggt=True)
        atlas("lora", use_pretrained_vggt=True, use_vggt_lora=True, vggt_lora_rank=3, vggt_lora_alpha=8,
              vggt_lora_target_modules=["qkv", "proj", "fc2"])
        atlas("fused", views=2, tower="dinov2+siglip", use_pretrained_vggt=True)
        atlas("clip", tower="openai/clip-vit-base-patch16", use_pretrained_vggt=True)
        atlas("two-views", views=2, use_pretrained_vggt=True)
        atlas("two-views-simple", views=2, use_pretrained_vggt=False, num_heads=4)
