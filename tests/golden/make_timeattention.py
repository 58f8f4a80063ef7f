#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden file of the encoder of irregular series, in plain PyTorch, written from docs/method ("Time attention").

Usage: make_timeattention.py   (writes model/timeattention.bin beside itself; what make_model.py needs)

One instance, reference point, head and feature at a time, in double, with torch's own softmax over the steps at which the
feature was measured, and torch.nn.LSTM over the reference points. Of five instances one lacks the series, one has a single
step, one has a feature that was never measured and one a step without any value.
"""
import math

import numpy as np
import torch

import make_model
from make_model import weighting

DIMS, WIDTH, POINTS, TIME, HEADS = 2, 3, 4, 6, 2
LENGTHS = [3, 0, 5, 1, 4]


def point_shapes(name, dims, width):
    return {f"{name}.time.frequency": (TIME,), f"{name}.time.phase": (TIME,), f"{name}.time.query": (TIME, TIME),
            f"{name}.time.query_bias": (TIME,), f"{name}.time.key": (TIME, TIME),
            f"{name}.time.out": (2 * HEADS * dims, width), f"{name}.time.out_bias": (width,)}


def embedded(t, p, name):
    angles = t * p[f"{name}.time.frequency"] + p[f"{name}.time.phase"]
    return torch.cat([angles[:1], torch.sin(angles[1:])])


def at_points(values, observed, times, p, name):
    """`[R, 2 H D]`, per head the means and whether there are any."""
    size = TIME // HEADS
    keys = [embedded(t, p, name) @ p[f"{name}.time.key"] for t in times]
    rows = []
    for r in torch.linspace(0, 1, POINTS, dtype=torch.double):
        query = embedded(r, p, name) @ p[f"{name}.time.query"] + p[f"{name}.time.query_bias"]
        row = []
        for h in range(HEADS):
            part = slice(h * size, (h + 1) * size)
            scores = torch.stack([(query[part] * key[part]).sum() / math.sqrt(size) for key in keys])
            means, known = [], []
            for d in range(values.shape[1]):
                there = observed[:, d] > 0
                known.append(torch.tensor(float(there.any()), dtype=torch.double))
                means.append((torch.softmax(scores[there], 0) * values[there, d]).sum() if there.any() else known[-1])
            row += means + known
        rows.append(torch.stack(row))
    return torch.stack(rows)


def points(values, observed, times, p, name):
    """`[R, width]`"""
    return at_points(values, observed, times, p, name) @ p[f"{name}.time.out"] + p[f"{name}.time.out_bias"]


def encoded(values, observed, times, p):
    steps = points(values, observed, times, p, "e")
    layer = torch.nn.LSTM(WIDTH, WIDTH).double()
    names = {"weight_ih_l0": "e.input", "weight_hh_l0": "e.state", "bias_ih_l0": "e.input_bias", "bias_hh_l0": "e.state_bias"}
    output, _ = torch.func.functional_call(layer, {a: p[b] for a, b in names.items()}, (steps.unsqueeze(1),))
    return output[-1, 0]


def main():
    rng = np.random.default_rng(17)
    draw = lambda *shape: torch.tensor(rng.normal(size=shape))  # noqa: E731
    shapes = point_shapes("e", DIMS, WIDTH) | {"e.input": (4 * WIDTH, WIDTH), "e.state": (4 * WIDTH, WIDTH),
                                               "e.input_bias": (4 * WIDTH,), "e.state_bias": (4 * WIDTH,)}
    p = {name: draw(*shape).requires_grad_() for name, shape in shapes.items()}
    total = sum(LENGTHS)
    values, times = draw(total, DIMS), torch.tensor(np.concatenate([np.sort(rng.uniform(-0.2, 1.4, n)) for n in LENGTHS]))
    observed = torch.tensor((rng.uniform(size=(total, DIMS)) < 0.7).astype(float))
    starts = np.concatenate([[0], np.cumsum(LENGTHS)])
    observed[starts[2]:starts[3], 1] = 0
    observed[starts[4] + 1] = 0
    rows = []
    for i, n in enumerate(LENGTHS):
        part = slice(starts[i], starts[i + 1])
        rows.append(encoded(values[part], observed[part], times[part], p) if n else torch.zeros(WIDTH, dtype=torch.double))
    output, share = torch.stack(rows), draw(len(LENGTHS), WIDTH)
    (output * share).sum().backward()
    arrays = {"lengths": torch.tensor(LENGTHS), "values": values, "times": times, "observed": observed,
              "output": output, "share": share}
    arrays |= {f"parameter/{name}": value for name, value in p.items()}
    arrays |= {f"gradient/{name}": value.grad for name, value in p.items()}
    weighting.OUT = make_model.OUT
    weighting.write("timeattention", {name: ("f8", value.detach().double().numpy()) for name, value in arrays.items()})
    print(output.detach().numpy().round(4))


if __name__ == "__main__":
    main()
