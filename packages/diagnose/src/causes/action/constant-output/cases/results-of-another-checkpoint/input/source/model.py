import torch
import torch.nn as nn


class SimpleVGGTBackbone(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.queries = nn.Parameter(torch.zeros(1, 16, width))
        self.mix = nn.Linear(width, width)

    def forward(self, tokens):
        features = self.mix(tokens)
        queries = self.queries.expand(tokens.shape[0], -1, -1)
        return features, queries


class Policy(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.backbone = SimpleVGGTBackbone(width)
        self.head = nn.Linear(width, 7)

    def forward(self, tokens):
        features, queries = self.backbone(tokens)
        return {"actions": self.head(queries)}
