"""A full-size AtlasVLA with random weights, as its trainer saves it, for bench/model and comparisons by hand.

    python make_atlas.py <AtlasVLA checkout> <language model folder> <simple|vggt> <checkpoint.pt> [float32|float16|bfloat16]

The folder has a config.json (Qwen3-0.6B's, say) and any tokenizer; weights are random. 2.6 and 7.5 GB in float32.
"""
import sys

import torch
import transformers

import atlas_source

checkout, folder, kind, target, *dtype = sys.argv[1:]
config_module, vla = atlas_source.load(checkout)
torch.manual_seed(0)
language = transformers.AutoConfig.from_pretrained(folder)
transformers.AutoModel.from_pretrained = lambda *a, **kw: transformers.AutoModel.from_config(language)
config = config_module.ModelConfig()
config.language.model_name = "language_model"
config.vggt.use_pretrained_vggt = kind == "vggt"
transformers_tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
transformers.AutoTokenizer.from_pretrained = lambda *a, **kw: transformers_tokenizer
model = vla.VLAModel(config)
with torch.no_grad():
    # constructors leave biases at 0 and norms at 1: forgetting one would go unseen
    for name, p in model.named_parameters():
        if p.dim() == 1:
            p.add_(0.1 * torch.randn_like(p))
state = model.state_dict()
if dtype:
    state = {k: v.to(getattr(torch, dtype[0])) for k, v in state.items()}
torch.save({"epoch": 0, "model_state_dict": state, "config": config}, target)
