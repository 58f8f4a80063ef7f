#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The training step as the published FuseMoE program is built: a module an expert, and for each modality a Python loop
over all of them (Han et al. 2024; docs/method, "Backbone"). torch.optim.Adam and clip_grad_norm_ as they come."""
import math

import torch
from common import (BALANCE, CLIP, DROPOUT, EXPERTS, FEATURES, HIDDEN, LAYERS, LEARNING_RATE, NOISE_FLOOR, TOP_K,
                    WEIGHT_DECAY, WIDTH, arguments, emit, measured)
from torch import nn


def linear(inputs, outputs):
    layer = nn.Linear(inputs, outputs)
    nn.init.xavier_normal_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def squared_variation(x):
    return x.var() / (x.mean() ** 2 + 1e-10)


class Router(nn.Module):
    def __init__(self):
        super().__init__()
        self.keys = nn.Parameter(torch.randn(EXPERTS, WIDTH) / math.sqrt(WIDTH))
        self.noise = nn.Parameter(torch.zeros(WIDTH, EXPERTS))

    def forward(self, x):
        """Gates [B, E], zero but for the top k, and the balance loss (None when predicting)."""
        clean = -torch.cdist(x, self.keys)
        logits = clean
        if self.training:
            deviation = nn.functional.softplus(x @ self.noise) + NOISE_FLOOR
            logits = clean + torch.randn_like(clean) * deviation
        top, indices = logits.topk(TOP_K + 1, dim=1)
        gates = torch.zeros_like(logits).scatter(1, indices[:, :TOP_K], torch.softmax(top[:, :TOP_K], dim=1))
        if not self.training:
            return gates, None
        # The probability of staying in the top k under fresh noise (Shazeer et al. 2017).
        threshold = torch.where(logits > top[:, TOP_K:], top[:, TOP_K:], top[:, TOP_K - 1:TOP_K])
        load = torch.distributions.Normal(0.0, 1.0).cdf((clean - threshold) / deviation)
        return gates, squared_variation(gates.sum(0)) + squared_variation(load.sum(0))


class FusionLayer(nn.Module):
    def __init__(self, modalities):
        super().__init__()
        self.modalities = modalities
        self.norm1 = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(modalities))
        self.norm2 = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(modalities))
        self.routers = nn.ModuleList(Router() for _ in range(modalities))
        self.experts = nn.ModuleList(
            nn.Sequential(linear(WIDTH, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), linear(HIDDEN, modalities * WIDTH))
            for _ in range(EXPERTS))
        self.feed = nn.ModuleList(
            nn.Sequential(linear(WIDTH, 4 * WIDTH), nn.ReLU(), nn.Dropout(DROPOUT), linear(4 * WIDTH, WIDTH))
            for _ in range(modalities))
        self.dropout = nn.Dropout(DROPOUT)

    def mixture(self, x, gates):
        """Dispatches the rows of one modality to its experts, and adds up what comes back: [B, M * d]."""
        rows, chosen = torch.nonzero(gates, as_tuple=True)
        chosen, order = chosen.sort(stable=True)
        rows = rows[order]
        counts = torch.bincount(chosen, minlength=EXPERTS).tolist()
        parts = torch.split(x[rows], counts)
        outputs = torch.cat([expert(part) for expert, part in zip(self.experts, parts)])
        outputs = outputs * gates[rows, chosen].unsqueeze(1)
        return torch.zeros(x.size(0), outputs.size(1)).index_add(0, rows, outputs)

    def forward(self, hidden):
        balance, mixed = 0.0, 0.0
        for m in range(self.modalities):
            x = self.norm1[m](hidden[m])
            gates, loss = self.routers[m](x)
            mixed = mixed + self.mixture(x, gates)
            if loss is not None:
                balance = balance + loss
        result = []
        for m, part in enumerate(torch.split(mixed, WIDTH, dim=1)):
            x = hidden[m] + self.dropout(part)
            result.append(x + self.feed[m](self.norm2[m](x)))
        return result, balance


class Model(nn.Module):
    def __init__(self, modalities):
        super().__init__()
        self.encoders = nn.ModuleList(
            nn.Sequential(linear(FEATURES, WIDTH), nn.ReLU(), linear(WIDTH, WIDTH)) for _ in range(modalities))
        self.projections = nn.ModuleList(
            nn.Sequential(linear(WIDTH, WIDTH), nn.ReLU(), linear(WIDTH, WIDTH)) for _ in range(modalities))
        self.layers = nn.ModuleList(FusionLayer(modalities) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(modalities))
        self.head = nn.Sequential(nn.Dropout(DROPOUT), linear(modalities * WIDTH, WIDTH), nn.Tanh(),
                                  linear(WIDTH, WIDTH), nn.Tanh(), linear(WIDTH, 1))

    def forward(self, features, weights=None):
        """features: M of [B, F]; weights: [B, M] or None. Output [B, 1] and the balance loss."""
        hidden = []
        for m, (encoder, projection) in enumerate(zip(self.encoders, self.projections)):
            x = projection(encoder(features[m]))
            if weights is not None:
                x = x * weights[:, m:m + 1]
            hidden.append(x * math.sqrt(WIDTH))
        balance = 0.0
        for layer in self.layers:
            hidden, loss = layer(hidden)
            balance = balance + loss
        joined = torch.cat([norm(x) for norm, x in zip(self.norms, hidden)], dim=1)
        return self.head(joined), balance


def optimiser_for(model):
    return torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)


def train_step(model, optimiser, features, target, weights=None):
    optimiser.zero_grad()
    output, balance = model(features, weights)
    loss = nn.functional.l1_loss(output, target)
    (loss + BALANCE * balance).backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimiser.step()
    return loss.item()


def parameter_count(model):
    return sum(p.numel() for p in model.parameters())


def made_up_batch(modalities, batch):
    return [torch.randn(batch, FEATURES) for _ in range(modalities)], torch.randn(batch, 1)


def main():
    options = arguments(__doc__).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = Model(options.modalities)
    optimiser = optimiser_for(model)
    features, target = made_up_batch(options.modalities, options.batch)
    times, _ = measured(lambda: train_step(model, optimiser, features, target), options.repeats)
    emit("step", f"per-expert loop, torch {torch.__version__}", times, modalities=options.modalities,
         batch=options.batch, threads=options.threads, params=parameter_count(model))


if __name__ == "__main__":
    main()
