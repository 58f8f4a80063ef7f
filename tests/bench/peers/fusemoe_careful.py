#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same training step in Python written with care: parameters of all modalities and experts stacked, the tokens of
all modalities grouped by expert and padded, batched products, Adam in one kernel. It computes what fusemoe_loop does
(check.py compares outputs and gradients)."""
import contextlib
import math

import torch
from common import (BALANCE, CLIP, DROPOUT, EXPERTS, FEATURES, HIDDEN, LAYERS, LEARNING_RATE, NOISE_FLOOR, TOP_K,
                    WEIGHT_DECAY, WIDTH, arguments, emit, measured, on_device, with_device)
from torch import nn
from torch.nn import functional as F


def xavier(*shape):
    return nn.Parameter(torch.randn(*shape) * math.sqrt(2.0 / (shape[-2] + shape[-1])))


def zeros(*shape):
    return nn.Parameter(torch.zeros(*shape))


class Stacked(nn.Module):
    """`count` linear layers as one batched product: [count, N, in] to [count, N, out]."""

    def __init__(self, count, inputs, outputs):
        super().__init__()
        self.weight = xavier(count, inputs, outputs)
        self.bias = zeros(count, 1, outputs)

    def forward(self, x):
        return torch.baddbmm(self.bias, x, self.weight)


class StackedNorm(nn.Module):
    def __init__(self, count):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(count, 1, WIDTH))
        self.shift = zeros(count, 1, WIDTH)

    def forward(self, x):
        return torch.addcmul(self.shift, F.layer_norm(x, (WIDTH,)), self.scale)


def squared_variation(x):
    return (x.var(dim=-1) / (x.mean(dim=-1) ** 2 + 1e-10)).sum()


class Router(nn.Module):
    """Some routers at once, x [routers, B, width]: one a modality, for one. `present` [routers, B, 1]: who is absent counts in
    no load."""

    def __init__(self, routers, width=None):
        super().__init__()
        width = width or WIDTH
        self.keys = nn.Parameter(torch.randn(routers, EXPERTS, width) / math.sqrt(width))
        self.noise = zeros(routers, width, EXPERTS)

    def drawn(self, clean):
        return torch.randn_like(clean)

    def forward(self, x, present=None):
        keys = self.keys
        squared = torch.baddbmm((keys * keys).sum(-1).unsqueeze(1) + (x * x).sum(-1, keepdim=True), x,
                                keys.transpose(1, 2), alpha=-2.0)
        clean = -squared.clamp_min(1e-12).sqrt()
        logits = clean
        if self.training:
            deviation = F.softplus(torch.bmm(x, self.noise)) + NOISE_FLOOR
            logits = clean + self.drawn(clean) * deviation
        top, indices = logits.topk(TOP_K + 1, dim=-1)
        chosen = indices[..., :TOP_K]
        gates = torch.softmax(top[..., :TOP_K], dim=-1)
        if present is not None:
            gates = gates * present
        if not self.training:
            return chosen, gates, None
        importance = torch.zeros_like(clean).scatter(-1, chosen, gates.to(clean.dtype)).sum(1)
        threshold = torch.where(logits > top[..., TOP_K:], top[..., TOP_K:], top[..., TOP_K - 1:TOP_K])
        stays = torch.special.ndtr((clean - threshold) / deviation)
        load = (stays if present is None else stays * present).sum(1)
        return chosen, gates, squared_variation(importance) + squared_variation(load)


class FusionLayer(nn.Module):
    def __init__(self, modalities):
        super().__init__()
        self.norm1, self.norm2 = StackedNorm(modalities), StackedNorm(modalities)
        self.router = Router(modalities)
        self.expert1 = Stacked(EXPERTS, WIDTH, HIDDEN)
        self.expert2 = Stacked(EXPERTS, HIDDEN, modalities * WIDTH)
        self.feed1 = Stacked(modalities, WIDTH, 4 * WIDTH)
        self.feed2 = Stacked(modalities, 4 * WIDTH, WIDTH)

    def mixture(self, x, chosen, gates):
        modalities, batch, width = x.shape
        expert, order = chosen.reshape(-1).sort(stable=True)
        counts = torch.bincount(expert, minlength=EXPERTS)
        within = torch.arange(order.numel()) - (counts.cumsum(0) - counts)[expert]
        longest = int(counts.max())
        slot = expert * longest + within
        token = torch.div(order, TOP_K, rounding_mode="floor")
        padded = x.new_zeros(EXPERTS * longest, width).index_copy(0, slot, x.reshape(-1, width)[token])
        hidden = F.dropout(F.gelu(self.expert1(padded.view(EXPERTS, longest, width))), DROPOUT, self.training)
        output = self.expert2(hidden).reshape(EXPERTS * longest, -1)[slot] * gates.reshape(-1, 1)[order]
        summed = output.new_zeros(batch, modalities * width).index_add(0, token % batch, output)
        return summed.view(batch, modalities, width).transpose(0, 1)

    def forward(self, hidden):
        x = self.norm1(hidden)
        chosen, gates, balance = self.router(x)
        x = hidden + F.dropout(self.mixture(x, chosen, gates), DROPOUT, self.training)
        inner = F.dropout(F.relu(self.feed1(self.norm2(x))), DROPOUT, self.training)
        return x + self.feed2(inner), balance


class Model(nn.Module):
    def __init__(self, modalities):
        super().__init__()
        self.encoder1, self.encoder2 = Stacked(modalities, FEATURES, WIDTH), Stacked(modalities, WIDTH, WIDTH)
        self.project1, self.project2 = Stacked(modalities, WIDTH, WIDTH), Stacked(modalities, WIDTH, WIDTH)
        self.layers = nn.ModuleList(FusionLayer(modalities) for _ in range(LAYERS))
        self.norm = StackedNorm(modalities)
        self.head = nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(modalities * WIDTH, WIDTH), nn.Tanh(),
                                  nn.Linear(WIDTH, WIDTH), nn.Tanh(), nn.Linear(WIDTH, 1))

    def forward(self, features, weights=None):
        """features [M, B, F]; weights [M, B, 1] or None. Output [B, 1] and the balance loss."""
        hidden = self.project2(F.relu(self.project1(self.encoder2(F.relu(self.encoder1(features))))))
        if weights is not None:
            hidden = hidden * weights
        hidden = hidden * math.sqrt(WIDTH)
        balance = 0.0
        for layer in self.layers:
            hidden, loss = layer(hidden)
            balance = balance + loss if loss is not None else balance
        joined = self.norm(hidden).transpose(0, 1).reshape(features.size(1), -1)
        return self.head(joined), balance


def optimiser_for(model):
    options = {"lr": LEARNING_RATE, "weight_decay": WEIGHT_DECAY}
    try:  # on the CPU since torch 2.4
        return torch.optim.Adam(model.parameters(), fused=True, **options)
    except (RuntimeError, TypeError):
        return torch.optim.Adam(model.parameters(), foreach=True, **options)


def train_step(model, optimiser, features, target, forward_context=contextlib.nullcontext):
    optimiser.zero_grad(set_to_none=True)
    with forward_context():
        output, balance = model(features)
        loss = F.l1_loss(output.float(), target)
    (loss + BALANCE * balance).backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimiser.step()
    return loss.item()


def main():
    options = with_device(arguments(__doc__)).parse_args()
    context = on_device(torch, options)
    torch.manual_seed(1)
    model = Model(options.modalities)
    optimiser = optimiser_for(model)
    features, target = torch.randn(options.modalities, options.batch, FEATURES), torch.randn(options.batch, 1)
    times, _ = measured(lambda: train_step(model, optimiser, features, target, context), options.repeats)
    emit("step", f"stacked and padded, torch {torch.__version__}", times, modalities=options.modalities,
         batch=options.batch, threads=options.threads, params=sum(p.numel() for p in model.parameters()))


if __name__ == "__main__":
    main()
