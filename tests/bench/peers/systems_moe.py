# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixture of experts with the routers that fusemoe_careful.py does not have (Han et al. 2024, figure 3), of people who may
lack a modality: `joint` routes all modalities as one token, `disjoint` each to experts of its own."""
import math

import torch
from common import BALANCE, DROPOUT, EXPERTS, HIDDEN, LAYERS, TOP_K, WIDTH
from fusemoe_careful import Router, StackedNorm
from systems_data import CLASSES
from systems_parts import Stacked, StackedMlp, joined
from torch import nn
from torch.nn import functional as F


class MoeLayer(nn.Module):
    def __init__(self, modalities, kind):
        super().__init__()
        self.kind = kind
        routers, width = (1, modalities * WIDTH) if kind == "joint" else (modalities, WIDTH)
        self.experts = modalities * EXPERTS if kind == "disjoint" else EXPERTS  # of all routers
        self.norm1, self.norm2 = StackedNorm(modalities), StackedNorm(modalities)
        self.router = Router(routers, width)
        self.expert1 = Stacked(self.experts, width, HIDDEN)
        self.expert2 = Stacked(self.experts, HIDDEN, modalities * WIDTH)
        self.feed = StackedMlp(modalities, WIDTH, 4 * WIDTH, WIDTH)

    def mixture(self, tokens, chosen, gates):
        """tokens [T, B, width]; routes [T, B, k] to experts, those to the one after the last to none. [B, M d]"""
        batch, width = tokens.shape[1:]
        expert, order = chosen.reshape(-1).sort(stable=True)
        counts = torch.bincount(expert, minlength=self.experts + 1)[:self.experts]
        taken, longest = int(counts.sum()), int(counts.max())
        expert, order = expert[:taken], order[:taken]
        slot = expert * longest + torch.arange(taken) - (counts.cumsum(0) - counts)[expert]
        token = torch.div(order, TOP_K, rounding_mode="floor")
        padded = tokens.new_zeros(self.experts * longest, width).index_copy(0, slot, tokens.reshape(-1, width)[token])
        hidden = F.dropout(F.gelu(self.expert1(padded.view(self.experts, longest, width))), DROPOUT, self.training)
        output = self.expert2(hidden).flatten(0, 1)[slot] * gates.reshape(-1, 1)[order]
        return output.new_zeros(batch, output.shape[1]).index_add(0, token % batch, output)

    def forward(self, hidden, present):
        x = self.norm1(hidden)
        tokens, there = x, present
        if self.kind == "joint":
            tokens, there = joined(x * present).unsqueeze(0), present.amax(0, keepdim=True)
        chosen, gates, balance = self.router(tokens, there)
        if self.kind == "disjoint":
            chosen = chosen + torch.arange(len(tokens)).view(-1, 1, 1) * EXPERTS
        mixed = self.mixture(tokens, chosen.masked_fill(there == 0, self.experts), gates)
        x = hidden + F.dropout(mixed.view(x.shape[1], x.shape[0], -1).transpose(0, 1), DROPOUT, self.training)
        return x + self.feed(self.norm2(x)), balance


class Moe(nn.Module):
    def __init__(self, encoders, modalities, dims, kind):
        super().__init__()
        self.encoders, self.project = encoders, StackedMlp(modalities, WIDTH, WIDTH, WIDTH, dropout=0.0)
        self.layers = nn.ModuleList(MoeLayer(modalities, kind) for _ in range(LAYERS))
        self.norm = StackedNorm(modalities)
        self.head = nn.ModuleList([nn.Linear(modalities * WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, CLASSES)])

    def forward(self, batch):
        hidden, extra = self.project(self.encoders(batch)) * batch.present * math.sqrt(WIDTH), 0.0
        for layer in self.layers:
            hidden, balance = layer(hidden, batch.present)
            extra = extra + BALANCE * balance
        x = F.dropout(joined(self.norm(hidden)), DROPOUT, self.training)
        for layer in self.head[:-1]:
            x = torch.tanh(layer(x))
        return self.head[-1](x), extra, None


__all__ = ["Moe"]
