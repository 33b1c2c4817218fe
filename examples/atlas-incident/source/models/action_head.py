"""Queries -> a chunk of actions, in the units of the training data."""

import torch
from torch import nn


class MLPActionHead(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.horizon = config.action_horizon
        self.action_dim = config.action_dim
        layers = []
        width = config.input_dim
        for _ in range(config.num_hidden_layers):
            layers += [nn.Linear(width, config.hidden_dim), nn.LayerNorm(config.hidden_dim), nn.GELU()]
            layers += [nn.Dropout(config.dropout)]
            width = config.hidden_dim
        self.mlp = nn.Sequential(*layers, nn.Linear(width, self.horizon * self.action_dim))
        self.register_buffer("action_mean", torch.zeros(self.action_dim))
        self.register_buffer("action_std", torch.ones(self.action_dim))

    def forward(self, queries):
        flat = self.mlp(queries.mean(dim=1))
        return flat.view(-1, self.horizon, self.action_dim) * self.action_std + self.action_mean
