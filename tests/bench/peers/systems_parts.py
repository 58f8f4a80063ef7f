# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the systems' models: networks side by side as batched products, Transformers on scaled_dot_product_attention,
time attention. docs/method.md has the formulas."""
import math

import torch
from common import DROPOUT, WIDTH
from fusemoe_careful import Stacked, xavier, zeros
from torch import nn
from torch.nn import functional as F

LAYERS_OF_ENCODER, HEADS_OF_ENCODER = 2, 4
TIME_POINTS, TIME_WIDTH, TIME_HEADS = 48, 64, 8
LOWEST_SCORE = -80.0


class Mlp(nn.Module):
    """Linear layers with ReLU and dropout between them."""

    def __init__(self, *widths, dropout=DROPOUT):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.dropout = dropout

    def forward(self, x):
        for k, layer in enumerate(self.layers):
            x = layer(x if k == 0 else F.dropout(F.relu(x), self.dropout, self.training))
        return x

    def frozen(self, x):
        for k, layer in enumerate(self.layers):
            x = F.linear(x if k == 0 else F.relu(x), layer.weight.detach(), layer.bias.detach())
        return x


class StackedMlp(nn.Module):
    """`count` of them at once: [count, N, in] to [count, N, out]."""

    def __init__(self, count, *widths, dropout=DROPOUT):
        super().__init__()
        self.layers = nn.ModuleList(Stacked(count, a, b) for a, b in zip(widths, widths[1:]))
        self.dropout = dropout

    def forward(self, x):
        for k, layer in enumerate(self.layers):
            x = layer(x if k == 0 else F.dropout(F.relu(x), self.dropout, self.training))
        return x


def joined(x):
    """[M, B, d] as [B, M d]."""
    return x.transpose(0, 1).reshape(x.shape[1], -1)


class VectorEncoders(nn.Module):
    """[M, B, D] to [M, B, d]."""

    def __init__(self, modalities, dims):
        super().__init__()
        self.mlp = StackedMlp(modalities, dims, WIDTH, WIDTH, dropout=0.0)

    def forward(self, batch):
        return self.mlp(batch.values)


def places(steps, width):
    half = (width + 1) // 2
    rate = torch.exp(torch.arange(half) * (-math.log(10000.0) / half))
    angle = torch.arange(steps).unsqueeze(1) * rate
    return torch.cat([angle.sin(), angle.cos()], 1)[:, :width]


class TransformerLayer(nn.Module):
    """Layer norms before attention and feed-forward block. One product makes queries, keys and values, or keys and values
    of what is attended to."""

    def __init__(self, width, heads, dropout, crossmodal):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query = nn.Linear(width, width) if crossmodal else None
        self.rest = nn.Linear(width, (2 if crossmodal else 3) * width)
        self.out = nn.Linear(width, width)
        self.feed1, self.feed2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def split(self, x, parts):
        return x.view(*x.shape[:2], parts, self.heads, -1).permute(2, 0, 3, 1, 4)

    def forward(self, x, source, mask, somebody):
        """mask [B, 1, 1, S] of keys that count; somebody [B, 1, 1], 0 where none does, or None."""
        if self.query is None:
            q, k, v = self.split(self.rest(self.norm1(x)), 3)
        else:
            q, = self.split(self.query(self.norm1(x)), 1)
            k, v = self.split(self.rest(self.norm1(source)), 2)
        drop = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop).transpose(1, 2).reshape(x.shape)
        if somebody is not None:
            mixed = mixed * somebody
        x = x + F.dropout(self.out(mixed), self.dropout, self.training)
        inner = F.dropout(F.relu(self.feed1(self.norm2(x))), self.dropout, self.training)
        return x + F.dropout(self.feed2(inner), self.dropout, self.training)


class Transformer(nn.Module):
    def __init__(self, width, heads, layers, dropout, crossmodal=False):
        super().__init__()
        self.layers = nn.ModuleList(TransformerLayer(width, heads, dropout, crossmodal) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, x, real, source=None):
        """real [B, S]: which of the steps that are attended to there are."""
        any_step = real.any(1)
        # Who has none attends to the first, and what comes of it is left out: a softmax of nothing is NaN.
        first = torch.zeros_like(real)
        first[:, 0] = ~any_step
        mask = (real | first)[:, None, None, :]
        somebody = any_step[:, None, None].to(x.dtype)
        for layer in self.layers:
            x = layer(x, source, mask, somebody)
        return self.norm(x)


class TransformerEncoder(nn.Module):
    """One modality's [B, T, D] to [B, d]."""

    def __init__(self, dims):
        super().__init__()
        self.project = nn.Linear(dims, WIDTH)
        self.transformer = Transformer(WIDTH, HEADS_OF_ENCODER, LAYERS_OF_ENCODER, 0.0)

    def forward(self, batch, m):
        values, real = batch.values[m], batch.real[m]
        seen = self.transformer(self.project(values) + places(values.shape[1], WIDTH).to(values.dtype), real)
        counted = real.unsqueeze(2).to(seen.dtype)
        return (seen * counted).sum(1) / counted.sum(1).clamp_min(1.0)


class TimeAttention(nn.Module):
    """One modality's series to [B, d]."""

    def __init__(self, dims):
        super().__init__()
        self.frequency = nn.Parameter((torch.rand(TIME_WIDTH) * 2 - 1) * 4 * TIME_POINTS)
        self.phase = nn.Parameter((torch.rand(TIME_WIDTH) * 2 - 1) * math.pi)
        self.query, self.key = nn.Linear(TIME_WIDTH, TIME_WIDTH), nn.Linear(TIME_WIDTH, TIME_WIDTH, bias=False)
        self.out = nn.Linear(2 * TIME_HEADS * dims, WIDTH)
        self.lstm = nn.LSTM(WIDTH, WIDTH)

    def embedded(self, times):
        angles = times.unsqueeze(-1) * self.frequency + self.phase
        return torch.cat([angles[..., :1], angles[..., 1:].sin()], -1)

    def forward(self, batch, m):
        values, observed, times, real = batch.values[m], batch.observed[m], batch.times[m], batch.real[m]
        count, steps, dims = values.shape
        size = TIME_WIDTH // TIME_HEADS
        query = self.query(self.embedded(torch.linspace(0, 1, TIME_POINTS))).view(TIME_POINTS, TIME_HEADS, size).transpose(0, 1)
        key = self.key(self.embedded(times)).view(count, steps, TIME_HEADS, size).permute(0, 2, 3, 1)
        scores = torch.matmul(query, key) / math.sqrt(size)  # [B, H, R, T]
        highest = scores.detach().masked_fill(~real[:, None, None, :], -1e9).amax(-1, keepdim=True)
        shares = (scores - highest).clamp(LOWEST_SCORE, 0.0).exp().view(count, TIME_HEADS * TIME_POINTS, steps)
        sums = torch.bmm(shares, torch.cat([values, observed], 2))  # values are zeros where not observed
        known = sums[..., dims:]
        is_known = (known > 0).to(sums.dtype)
        means = sums[..., :dims] / (known + (1.0 - is_known))
        points = torch.cat([means, is_known], 2).view(count, TIME_HEADS, TIME_POINTS, 2 * dims)
        points = self.out(points.permute(2, 0, 1, 3).reshape(TIME_POINTS, count, -1))
        return self.lstm(points)[1][0].squeeze(0)


class EachEncoder(nn.Module):
    """A list of modalities, each with its own length."""

    def __init__(self, encoders):
        super().__init__()
        self.encoders = nn.ModuleList(encoders)

    def forward(self, batch):
        return torch.stack([encoder(batch, m) for m, encoder in enumerate(self.encoders)])


__all__ = ["EachEncoder", "Mlp", "Stacked", "StackedMlp", "TimeAttention", "Transformer", "TransformerEncoder",
           "VectorEncoders", "joined", "places", "xavier", "zeros"]
