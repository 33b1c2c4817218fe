"""Parts of published size with random weights, and what transformers computes with them, for bench/model/full-models.mjs.

    python full_models.py <folder> [name …]

Each is saved with its config.json; 2.5 GB in all, one at a time.
"""
import sys
from pathlib import Path

import numpy as np
import torch
import transformers as tf

folder, names = Path(sys.argv[1]), sys.argv[2:]
torch.manual_seed(0)
BASE = dict(hidden_size=768, num_hidden_layers=12, num_attention_heads=12)
CASES = {
    "qwen2-0.5b": lambda: tf.Qwen2Model(tf.Qwen2Config(
        hidden_size=896, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2, intermediate_size=4864,
        vocab_size=151936, rope_theta=1000000.0, tie_word_embeddings=True)),
    # 518 pixels' positions, asked with 224
    "dinov2-base": lambda: tf.Dinov2Model(tf.Dinov2Config(image_size=518, patch_size=14, **BASE)),
    "siglip-base": lambda: tf.SiglipVisionModel(tf.SiglipVisionConfig(
        image_size=224, patch_size=16, intermediate_size=3072, **BASE)),
    "clip-b16": lambda: tf.CLIPVisionModel(tf.CLIPVisionConfig(
        image_size=224, patch_size=16, intermediate_size=3072, **BASE)),
}
pixels = ((np.arange(224 * 224 * 3) * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(1, 224, 224, 3)
image = torch.from_numpy(pixels).float().permute(0, 3, 1, 2) / 255
ids = (torch.arange(77)[None] * 1999 + 7) % 151936
mask = (torch.arange(77)[None] < 12).long()
for name in names or CASES:
    with torch.inference_mode():
        model = CASES[name]().eval()
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
        given = dict(input_ids=ids, attention_mask=mask) if "qwen" in name else dict(pixel_values=image)
        hidden = model(**given).last_hidden_state
        model.save_pretrained(folder / name)
        np.savez(folder / name / "reference.npz", hidden=hidden.numpy())
    del model
