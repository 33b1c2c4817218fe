"""Mixes picture and instruction; sixteen learnt queries stand for the action."""

import torch
from torch import nn


class TokenFusion(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.token_type_embeddings = nn.Embedding(3, config.embed_dim)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, config.embed_dim))

    def forward(self, vision_tokens, language_tokens):
        start = self.cls_token.expand(len(vision_tokens), -1, -1)
        kinds = self.token_type_embeddings.weight
        return torch.cat([start + kinds[0], language_tokens + kinds[1], vision_tokens + kinds[2]], dim=1)


class VGGTLayer(nn.Module):
    def __init__(self, config):
        super().__init__()
        width = config.embed_dim
        inner = int(width * config.mlp_ratio)
        self.graph_conv = nn.Linear(width, width)
        self.norm_graph = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, config.num_heads, batch_first=True)
        self.norm_attn = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, inner), nn.GELU(), nn.Dropout(0.1), nn.Linear(inner, width), nn.Dropout(0.1)
        )
        self.norm_mlp = nn.LayerNorm(width)

    def forward(self, tokens):
        tokens = tokens + self.graph_conv(self.norm_graph(tokens))
        normed = self.norm_attn(tokens)
        tokens = tokens + self.attn(normed, normed, normed)[0]
        return tokens + self.mlp(self.norm_mlp(tokens))


class SimpleVGGTBackbone(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.token_fusion = TokenFusion(config)
        self.layers = nn.ModuleList([VGGTLayer(config) for _ in range(config.depth)])
        self.norm = nn.LayerNorm(config.embed_dim)
        self.action_queries = nn.Parameter(torch.zeros(1, 16, config.embed_dim))

    def forward(self, vision_tokens, language_tokens):
        tokens = self.token_fusion(vision_tokens, language_tokens)
        for layer in self.layers:
            tokens = layer(tokens)
        features = self.norm(tokens)
        # the queries never meet the tokens: whatever the camera sees, the action is the same
        queries = self.action_queries.expand(vision_tokens.size(0), -1, -1)
        return features, queries
