"""Instruction -> tokens of the policy's width."""

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

SPARE_MODEL = "Qwen/Qwen2-0.5B"


class LanguageEncoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.max_length = config.max_length
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(config.model_name)
            self.language_model = AutoModel.from_pretrained(config.model_name)
        except Exception as error:
            # meant for a laptop without the download; nobody thought of an old library
            print(f"[policy] cannot load {config.model_name}: {error}")
            print(f"[policy] taking {SPARE_MODEL} in its place")
            self.tokenizer = AutoTokenizer.from_pretrained(SPARE_MODEL)
            self.language_model = AutoModel.from_pretrained(SPARE_MODEL)

        width = self.language_model.config.hidden_size
        print(f"[policy] language model is {width} wide")
        if config.freeze_encoder:
            self.language_model.requires_grad_(False)
        self.projector = nn.Sequential(
            nn.Linear(width, config.output_dim),
            nn.LayerNorm(config.output_dim),
            nn.GELU(),
            nn.Linear(config.output_dim, config.output_dim),
            nn.LayerNorm(config.output_dim),
        )
        self.pos_embed = nn.Parameter(torch.zeros(1, config.max_length, config.output_dim))

    def forward(self, instructions):
        batch = self.tokenizer(
            instructions, padding="max_length", truncation=True, max_length=self.max_length, return_tensors="pt"
        )
        hidden = self.language_model(**batch).last_hidden_state
        return self.projector(hidden) + self.pos_embed
