#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files of the other systems that are trained by gradient, in plain PyTorch, written from docs/method.

Usage: make_systems.py [NAME ...]   (writes model/system-NAME.bin beside itself; what make_model.py needs)

One instance at a time, in double. The input is that of make_model.py: vectors of 3 and 4 features and a sequence of 2, of
5 instances; one lacks the sequence, one the last vector. Noise comes from PyTorch's generator with the program's seed.
"""
import math
import sys

import numpy as np
import torch

import make_model
from make_model import Input, Spec, dense, lstm, weighting

KINDS, DIMS, OUTPUTS = ["vector", "sequence", "vector"], [3, 2, 4], 3
TARGET = torch.tensor([0, 2, 1, 1, 2])


def made_input(seed):
    rng = np.random.default_rng(seed)
    draw = lambda *shape: torch.tensor(rng.normal(size=shape))  # noqa: E731
    present = torch.ones(5, 3, dtype=torch.double)
    present[1, 1] = present[3, 2] = 0
    lengths = [2, 0, 3, 1, 3]
    last = draw(5, 4)
    last[3] = 0
    values = [draw(5, 3), [draw(n, 2) for n in lengths], last]
    return Input(values, present, torch.tensor(rng.uniform(0.2, 1.2, (5, 3)))), lengths, draw


# --- parts -------------------------------------------------------------------------------------------------------------

def encoder_shapes(m, name, spec):
    d, h = spec.width, spec.encoder_hidden
    if KINDS[m] == "sequence":
        return {f"{name}.input": (4 * d, DIMS[m]), f"{name}.state": (4 * d, d), f"{name}.input_bias": (4 * d,),
                f"{name}.state_bias": (4 * d,)}
    return mlp_shapes(name, [DIMS[m], h, d])


def mlp_shapes(name, widths):
    shapes = {}
    for k, (a, b) in enumerate(zip(widths, widths[1:]), 1):
        shapes |= {f"{name}.{k}.weight": (a, b), f"{name}.{k}.bias": (b,)}
    return shapes


def mlp(x, p, name, layers):
    for k in range(1, layers + 1):
        x = dense(torch.relu(x) if k > 1 else x, p[f"{name}.{k}.weight"], p[f"{name}.{k}.bias"])
    return x


def encoded(batch, b, m, p, name, spec):
    if not batch.present[b, m]:
        return torch.zeros(spec.width, dtype=torch.double)
    if KINDS[m] == "sequence":
        return lstm(batch.values[m][b], p, name, spec.width)
    return mlp(batch.values[m][b], p, name, 2)


def embeddings(batch, b, p, spec):
    """Weighted; zeros where absent, or the learned stand-in, unweighted."""
    result = []
    for m in range(3):
        if batch.present[b, m]:
            result.append(encoded(batch, b, m, p, f"encoder.{m}", spec) * batch.weights[b, m])
        else:
            result.append(p["missing"][m, 0] if spec.learned_missing else torch.zeros(spec.width, dtype=torch.double))
    return result


def embedding_shapes(spec):
    shapes = {}
    for m in range(3):
        shapes |= encoder_shapes(m, f"encoder.{m}", spec)
    return shapes | ({"missing": (3, 1, spec.width)} if spec.learned_missing else {})


# --- systems: shapes of their parameters, and output, extra losses and diagnostics -------------------------------------

def early_shapes(spec):
    d = spec.width
    return embedding_shapes(spec) | mlp_shapes("joined", [3 * d, d, d, OUTPUTS])


def early(p, batch, spec, training, noises):
    return torch.stack([mlp(torch.cat(embeddings(batch, b, p, spec)), p, "joined", 3) for b in range(5)]), {}, {}


def attention_shapes(spec):
    d = spec.width
    return embedding_shapes(spec) | {"attention.weight": (d, d), "attention.bias": (d,), "attention.vector": (d, 1)} \
        | mlp_shapes("head", [d, d, OUTPUTS])


def attention(p, batch, spec, training, noises):
    outputs, total = [], torch.zeros(3, dtype=torch.double)
    for b in range(5):
        e = embeddings(batch, b, p, spec)
        there = [m for m in range(3) if spec.learned_missing or batch.present[b, m]]
        scores = [(p["attention.vector"][:, 0] * torch.tanh(e[m] @ p["attention.weight"] + p["attention.bias"])).sum()
                  for m in there]
        shares = [torch.exp(s) / sum(torch.exp(t) for t in scores) for s in scores]
        for m, share in zip(there, shares):
            total[m] += share.detach()
        outputs.append(mlp(sum(share * e[m] for m, share in zip(there, shares)), p, "head", 2))
    return torch.stack(outputs), {}, {"attention": total}


BETA, GAMMA, LAMBDA = 8.0, 32.0, 0.3
ORDER = [2, 0, 1]  # the last vector is the prime modality


def ithp_shapes(spec):
    d = spec.width
    shapes = encoder_shapes(ORDER[0], "encoder", spec) | ({"missing": (d,)} if spec.learned_missing else {})
    shapes |= mlp_shapes("bottleneck.1", [d, 2 * d, 2 * d]) | mlp_shapes("detector.1", [d, 2 * d, DIMS[ORDER[1]]])
    shapes |= mlp_shapes("bottleneck.2", [d, 2 * d, d]) | mlp_shapes("detector.2", [d // 2, 2 * d, DIMS[ORDER[2]]])
    return shapes | mlp_shapes("head", [d // 2, d, OUTPUTS])


def ithp(p, batch, spec, training, noises):
    losses = {"kl_1": [], "detector_1": [], "kl_2": [], "detector_2": []}
    outputs = []
    for b in range(5):
        has = batch.present[b]
        if has[ORDER[0]] or not spec.learned_missing:
            state = encoded(batch, b, ORDER[0], p, "encoder", spec)
        else:
            state = p["missing"]
        for k in (1, 2):
            mean, log_variance = mlp(state, p, f"bottleneck.{k}", 2).chunk(2)
            state = mean + noises[k - 1][b] * torch.exp(log_variance / 2) if training else mean
            if not training or not has[ORDER[0]]:
                continue
            normal = torch.distributions.Normal
            losses[f"kl_{k}"].append(torch.distributions.kl_divergence(
                normal(mean, torch.exp(log_variance / 2)), normal(torch.zeros_like(mean), 1.0)).mean())
            if has[ORDER[k]]:
                target = batch.values[ORDER[k]][b]
                target = target.mean(0) if KINDS[ORDER[k]] == "sequence" else target
                losses[f"detector_{k}"].append(((mlp(state, p, f"detector.{k}", 2) - target) ** 2).mean())
        outputs.append(mlp(state, p, "head", 2))
    if not training:
        return torch.stack(outputs), {}, {}
    share = 2 / (BETA + GAMMA)
    scale = {"kl_1": share, "detector_1": share * BETA, "kl_2": share * LAMBDA, "detector_2": share * LAMBDA * GAMMA}
    return torch.stack(outputs), {k: (torch.stack(v).mean(), scale[k]) for k, v in losses.items()}, {}


def ithp_noise(spec, generator):
    return [torch.empty(5, width, dtype=torch.double).normal_(generator=generator)
            for width in (spec.width, spec.width // 2)]


HEADS, LAYERS = 2, 2


def transformer_shapes(name, width, layers):
    shapes = {}
    for i in range(1, layers + 1):
        own = f"{name}.{i}"
        for k in (1, 2):
            shapes |= {f"{own}.norm{k}.scale": (width,), f"{own}.norm{k}.shift": (width,)}
        for part in ("query", "key", "value", "out"):
            shapes |= {f"{own}.{part}.weight": (width, width), f"{own}.{part}.bias": (width,)}
        shapes |= mlp_shapes(f"{own}.feed", [width, 4 * width, width])
    return shapes | {f"{name}.norm.scale": (width,), f"{name}.norm.shift": (width,)}


def transformer(x, source, p, name, layers):
    """Steps [T, width] attend to source [S, width], or to each other; a module of PyTorch's own does the attending."""
    width = x.shape[1]
    normed = lambda v, key: torch.nn.functional.layer_norm(  # noqa: E731
        v, (width,), p[f"{key}.scale"], p[f"{key}.shift"])
    for i in range(1, layers + 1):
        own = f"{name}.{i}"
        q = normed(x, f"{own}.norm1")
        k = q if source is None else normed(source, f"{own}.norm1")
        if len(k):
            attended, _ = torch.nn.functional.multi_head_attention_forward(
                q[:, None], k[:, None], k[:, None], width, HEADS, None,
                torch.cat([p[f"{own}.{part}.bias"] for part in ("query", "key", "value")]), None, None, False, 0.0,
                p[f"{own}.out.weight"].T, p[f"{own}.out.bias"], use_separate_proj_weight=True,
                q_proj_weight=p[f"{own}.query.weight"].T, k_proj_weight=p[f"{own}.key.weight"].T,
                v_proj_weight=p[f"{own}.value.weight"].T)
            x = x + attended[:, 0]
        else:  # nothing to attend to
            x = x + p[f"{own}.out.bias"]
        x = x + mlp(normed(x, f"{own}.norm2"), p, f"{own}.feed", 2)
    return normed(x, f"{name}.norm")


def mult_shapes(spec):
    d, shapes = spec.width, {}
    for m in range(3):
        shapes[f"modality.{m}.project"] = (DIMS[m], d)
        for other in range(3):
            if other != m:
                shapes |= transformer_shapes(f"modality.{m}.from.{other}", d, LAYERS)
        shapes |= transformer_shapes(f"modality.{m}.joined", 2 * d, LAYERS)
    return shapes | mlp_shapes("head", [6 * d, 6 * d, 6 * d]) | {"output.weight": (6 * d, OUTPUTS), "output.bias": (OUTPUTS,)}


def mult(p, batch, spec, training, noises):
    d, outputs = spec.width, []
    for b in range(5):
        steps = []
        for m in range(3):
            x = batch.values[m][b] if batch.present[b, m] else torch.zeros(0, DIMS[m], dtype=torch.double)
            x = x.reshape(-1, DIMS[m])
            place = torch.tensor([[math.sin(t / 10000 ** (i / (d // 2))) for i in range(d // 2)]
                                  + [math.cos(t / 10000 ** (i / (d // 2))) for i in range(d // 2)]
                                  for t in range(len(x))], dtype=torch.double).reshape(-1, d)
            steps.append(x @ p[f"modality.{m}.project"] * math.sqrt(d) + place)
        parts = []
        for m in range(3):
            if not batch.present[b, m]:
                parts.append(torch.zeros(2 * d, dtype=torch.double))
                continue
            seen = [transformer(steps[m], steps[other], p, f"modality.{m}.from.{other}", LAYERS)
                    for other in range(3) if other != m]
            parts.append(transformer(torch.cat(seen, 1), None, p, f"modality.{m}.joined", LAYERS)[-1])
        x = torch.cat(parts)
        outputs.append(dense(x + mlp(x, p, "head", 2), p["output.weight"], p["output.bias"]))
    return torch.stack(outputs), {}, {}


CASES = {
    "early": (early_shapes, early, None, Spec(), 31),
    "early-missing": (early_shapes, early, None, Spec(learned_missing=True), 32),
    "attention": (attention_shapes, attention, None, Spec(), 33),
    "attention-missing": (attention_shapes, attention, None, Spec(learned_missing=True), 34),
    "ithp": (ithp_shapes, ithp, ithp_noise, Spec(), 35),
    "mult": (mult_shapes, mult, None, Spec(), 37),
    "ithp-missing": (ithp_shapes, ithp, ithp_noise, Spec(learned_missing=True), 36),
}


def case(name):
    shapes, model, noise, spec, seed = CASES[name]
    batch, lengths, draw = made_input(seed)
    p = {key: (draw(*shape) * 0.5).requires_grad_() for key, shape in shapes(spec).items()}
    noises = noise(spec, torch.Generator().manual_seed(21)) if noise else []
    arrays = {f"parameter/{key}": ("f8", value.detach().numpy()) for key, value in p.items()}
    arrays |= {"present": ("f8", batch.present.T.numpy()), "weights": ("f8", batch.weights.T.numpy()),
               "x0": ("f8", batch.values[0].numpy()), "x2": ("f8", batch.values[2].numpy()),
               "x1": ("f8", np.concatenate([s.numpy() for s in batch.values[1]])), "lengths": ("u1", lengths)}
    arrays |= {f"noise{i}": ("f8", x.numpy()) for i, x in enumerate(noises)}
    output, _, diagnostics = model(p, batch, spec, False, noises)
    arrays["evaluated"] = ("f8", output.detach().numpy())
    arrays |= {f"diagnostic/{key}": ("f8", value.numpy()) for key, value in diagnostics.items()}
    output, extra, _ = model(p, batch, spec, True, noises)
    loss = torch.nn.functional.cross_entropy(output, TARGET) + sum(w * value for value, w in extra.values())
    loss.backward()
    arrays["trained"] = ("f8", output.detach().numpy())
    arrays["loss"] = ("f8", [loss.item()])
    arrays |= {f"extra/{key}": ("f8", [value.item()]) for key, (value, _) in extra.items()}
    arrays |= {f"gradient/{key}": ("f8", value.grad.numpy()) for key, value in p.items() if value.grad is not None}
    weighting.OUT = make_model.OUT
    weighting.write(f"system-{name}", arrays)
    print(name, "output", output[0].detach().numpy().round(4), "loss", round(loss.item(), 5),
          {k: round(v.item(), 4) for k, (v, _) in extra.items()})


if __name__ == "__main__":
    torch.set_num_threads(1)
    for each in sys.argv[1:] or CASES:
        case(each)
