#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the two Python forms of the model compute the same: one gets the other's parameters, then outputs, balance
losses and gradients are compared, predicting (no noise, no dropout) and training (noise and dropout made zero).
Usage: check.py [--modalities M] [--batch B]; exits 1 where they differ."""
import sys

import fusemoe_careful as careful
import fusemoe_loop as loop
import torch
from common import arguments

TOLERANCE = 2e-5


def linear_pairs(stacked, layers):
    yield stacked.weight, [layer.weight for layer in layers], lambda w: w.t()
    yield stacked.bias, [layer.bias for layer in layers], lambda b: b.unsqueeze(0)


def norm_pairs(stacked, layers):
    yield stacked.scale, [layer.weight for layer in layers], lambda w: w.unsqueeze(0)
    yield stacked.shift, [layer.bias for layer in layers], lambda b: b.unsqueeze(0)


def pairs(mine, theirs):
    """(stacked parameter, the parameters that it stacks, how each is laid out)."""
    yield from linear_pairs(mine.encoder1, [e[0] for e in theirs.encoders])
    yield from linear_pairs(mine.encoder2, [e[2] for e in theirs.encoders])
    yield from linear_pairs(mine.project1, [p[0] for p in theirs.projections])
    yield from linear_pairs(mine.project2, [p[2] for p in theirs.projections])
    yield from norm_pairs(mine.norm, theirs.norms)
    for a, b in zip(mine.layers, theirs.layers):
        yield from norm_pairs(a.norm1, b.norm1)
        yield from norm_pairs(a.norm2, b.norm2)
        yield from linear_pairs(a.expert1, [e[0] for e in b.experts])
        yield from linear_pairs(a.expert2, [e[3] for e in b.experts])
        yield from linear_pairs(a.feed1, [f[0] for f in b.feed])
        yield from linear_pairs(a.feed2, [f[3] for f in b.feed])
        yield a.router.keys, [r.keys for r in b.routers], lambda k: k
        yield a.router.noise, [r.noise for r in b.routers], lambda n: n
    for one, other in zip(mine.head.parameters(), theirs.head.parameters()):
        yield one, [other], lambda p: p.unsqueeze(0)


def stack(parts, layout, like):
    return torch.stack([layout(part) for part in parts]).reshape(like.shape)


def difference(a, b):
    return float((a - b).abs().max() / b.abs().max().clamp_min(1e-12))


def compare(mine, theirs, features, target, training):
    differences = {}
    for model in (mine, theirs):
        model.train(training)
        model.zero_grad()
    output1, balance1 = mine(torch.stack(features))
    output2, balance2 = theirs(features)
    differences["output"] = difference(output1, output2)
    loss1 = (output1 - target).abs().mean()
    loss2 = (output2 - target).abs().mean()
    if training:
        differences["balance"] = difference(balance1, balance2)
        loss1, loss2 = loss1 + balance1, loss2 + balance2
    loss1.backward()
    loss2.backward()
    worst = 0.0
    for one, parts, layout in pairs(mine, theirs):
        if one.grad is None:
            continue
        grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in parts]
        worst = max(worst, difference(one.grad, stack(grads, layout, one)))
    differences["gradients"] = worst
    return differences


def main():
    options = arguments(__doc__).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(2)
    theirs, mine = loop.Model(options.modalities), careful.Model(options.modalities)
    with torch.no_grad():
        for one, parts, layout in pairs(mine, theirs):
            one.copy_(stack(parts, layout, one))
    seen = sum(one.numel() for one, _, _ in pairs(mine, theirs))
    assert seen == loop.parameter_count(theirs) == sum(p.numel() for p in mine.parameters())
    features, target = loop.made_up_batch(options.modalities, options.batch)

    careful.DROPOUT = 0.0
    for module in list(mine.modules()) + list(theirs.modules()):
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    torch.randn_like = torch.zeros_like
    good = True
    for training in (False, True):
        differences = compare(mine, theirs, features, target, training)
        good = good and max(differences.values()) < TOLERANCE
        print("training" if training else "predicting", {key: f"{value:.1e}" for key, value in differences.items()})
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
