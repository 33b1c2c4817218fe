"""Runs a script of AtlasVLA's with what it would download built instead from published configs, with random weights.

    python run_offline.py <script.py> [arguments …]

`from_pretrained` goes as far as it goes offline: the model type is looked up by the installed transformers itself, so
that one which does not know it raises its own error. Data are random pictures of the right shapes.
"""
import json
import runpy
import sys
import tempfile
import types
from pathlib import Path

import torch
import transformers

QWEN = dict(hidden_act="silu", vocab_size=151936, tie_word_embeddings=True, max_position_embeddings=32768)
PUBLISHED = {
    "Qwen/Qwen3-0.6B-Base": dict(QWEN, model_type="qwen3", hidden_size=1024, num_hidden_layers=28, num_attention_heads=16,
                                 num_key_value_heads=8, head_dim=128, intermediate_size=3072),
    "Qwen/Qwen2-0.5B": dict(QWEN, model_type="qwen2", hidden_size=896, num_hidden_layers=24, num_attention_heads=14,
                            num_key_value_heads=2, intermediate_size=4864),
    "Qwen/Qwen2-1.5B": dict(QWEN, model_type="qwen2", hidden_size=1536, num_hidden_layers=28, num_attention_heads=12,
                            num_key_value_heads=2, intermediate_size=8960),
    "meta-llama/Llama-2-7b-hf": dict(model_type="llama", hidden_size=4096, num_hidden_layers=32, num_attention_heads=32,
                                     num_key_value_heads=32, intermediate_size=11008, vocab_size=32000),
    "mistralai/Mistral-7B-v0.1": dict(model_type="mistral", hidden_size=4096, num_hidden_layers=32,
                                      num_attention_heads=32, num_key_value_heads=8, intermediate_size=14336,
                                      vocab_size=32000),
}


def build(name, *_, **__):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_text(json.dumps(PUBLISHED[name]))
        config = transformers.AutoConfig.from_pretrained(folder)
    return transformers.AutoModel.from_config(config)


class Tokenizer:
    def __call__(self, texts, max_length, **_):
        ids = torch.tensor([[ord(text[i % len(text)]) for i in range(max_length)] for text in texts])
        return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def offline(*_, **__):
    raise OSError("offline")


def loaders(batch_size=1, action_horizon=10, **_):
    batch = {
        "image": torch.rand(batch_size, 3, 224, 224),
        "instruction": ["pick up the black bowl"] * batch_size,
        "actions": torch.rand(batch_size, action_horizon, 7),
    }
    return [batch], [batch]


def prepare():
    transformers.AutoModel.from_pretrained = build
    transformers.AutoTokenizer.from_pretrained = lambda *_, **__: Tokenizer()
    torch.hub.load_state_dict_from_url = offline
    data, dataset = types.ModuleType("data"), types.ModuleType("data.libero_hf_dataset")
    dataset.get_libero_hf_dataloaders = loaders
    sys.modules.update({"data": data, "data.libero_hf_dataset": dataset})


if __name__ == "__main__":
    prepare()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
