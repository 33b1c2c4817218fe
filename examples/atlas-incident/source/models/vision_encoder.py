"""Picture -> patch tokens, without a pretrained tower."""

import torch
from torch import nn


class VisionEncoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        patches = (config.img_size // config.patch_size) ** 2
        self.patch_embed = nn.Conv2d(config.in_channels, config.embed_dim, config.patch_size, config.patch_size)
        self.pos_embed = nn.Parameter(torch.zeros(1, patches, config.embed_dim))
        self.norm = nn.LayerNorm(config.embed_dim)

    def forward(self, pictures):
        tokens = self.patch_embed(pictures).flatten(2).transpose(1, 2)
        return self.norm(tokens + self.pos_embed)
