#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files of the other systems that are trained by gradient, in plain PyTorch, written from docs/method.

Usage: make_systems.py [NAME ...]   (writes model/system-NAME.bin beside itself; what make_model.py needs)

One instance at a time, in double. The input is that of make_model.py: vectors of 3 and 4 features and a sequence of 2, of
5 instances; one lacks the sequence, one the last vector. In cases with "-series" the sequence is an irregular series
(make_timeattention.py), of which one feature was never measured in one instance. Noise comes from PyTorch's generator
with the program's seed, and so do the keys of what dropout drops (masks.py), in the order in which the program draws
them (DRAWN).
"""
import functools
import inspect
import math
import sys

import numpy as np
import torch

import make_model
from make_model import Input, Spec, dense, lstm, weighting
from make_timeattention import point_shapes, points
from masks import Masks

KINDS, DIMS = ["vector", "sequence", "vector"], [3, 2, 4]
OUTPUTS = 3  # 1 in a case that has "-regression" in its name
CLASSES, LABELS = torch.tensor([0, 2, 1, 1, 2]), torch.tensor([0.4, -1.1, 0.2, 0.9, -0.3], dtype=torch.double)
EPOCH = 3  # of the training step
ENCODER = "lstm"  # of the sequence; "transformer" in a case that has it in its name
MASKS = Masks()  # of a training step; they drop something in a case that ends in "-dropout"


class Times:
    """Of the series: of each instance its time stamps, `[n]`, and which values were measured, `[n, 2]`."""
    stamps, observed = [], []


def draw_times(lengths, seed):
    rng = np.random.default_rng(seed + 1000)
    Times.stamps = [torch.tensor(np.sort(rng.uniform(0, 1, n))) for n in lengths]
    Times.observed = [torch.tensor((rng.uniform(size=(n, 2)) < 0.7).astype(float)) for n in lengths]
    for steps in Times.observed:
        steps[:1] = 1
    Times.observed[2][:, 1] = 0


def points_of(batch, b, m, p, name):
    return points(batch.values[m][b], Times.observed[b], Times.stamps[b], p, name)


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
    if KINDS[m] == "series":
        return point_shapes(name, DIMS[m], d) | transformer_shapes(f"{name}.layers", d, spec.layers)
    if KINDS[m] == "sequence" and ENCODER == "transformer":
        return {f"{name}.project.weight": (DIMS[m], d), f"{name}.project.bias": (d,)} \
            | transformer_shapes(f"{name}.layers", d, spec.layers)
    if KINDS[m] == "sequence":
        return {f"{name}.input": (4 * d, DIMS[m]), f"{name}.state": (4 * d, d), f"{name}.input_bias": (4 * d,),
                f"{name}.state_bias": (4 * d,)}
    return mlp_shapes(name, [DIMS[m], h, d])


def mlp_shapes(name, widths):
    shapes = {}
    for k, (a, b) in enumerate(zip(widths, widths[1:]), 1):
        shapes |= {f"{name}.{k}.weight": (a, b), f"{name}.{k}.bias": (b,)}
    return shapes


def mlp(x, p, name, layers, row=None):
    """`row`: that of x in the batch, where dropout stands before the first layer or between them."""
    for k in range(1, layers + 1):
        x = torch.relu(x) if k > 1 else x
        x = x if row is None else MASKS.dropped(x, f"{name}.{k}", row)
        x = dense(x, p[f"{name}.{k}.weight"], p[f"{name}.{k}.bias"])
    return x


def encoded(batch, b, m, p, name, spec):
    if not batch.present[b, m]:
        return torch.zeros(spec.width, dtype=torch.double)
    if KINDS[m] == "series":
        x = points_of(batch, b, m, p, name)
        return transformer(x + places(len(x), spec.width), None, p, f"{name}.layers", spec.layers).mean(0)
    if KINDS[m] == "sequence" and ENCODER == "transformer":
        lengths = [len(x) for x in batch.values[m]]
        longest, row = max(lengths), sorted(range(len(lengths)), key=lambda i: -lengths[i]).index(b)
        x = dense(batch.values[m][b], p[f"{name}.project.weight"], p[f"{name}.project.bias"])
        x = MASKS.dropped(x + places(len(x), spec.width), f"{name}.steps", row, (longest, spec.width))
        return transformer(x, None, p, f"{name}.layers", spec.layers, row, (longest, longest)).mean(0)
    if KINDS[m] == "sequence":
        return lstm(batch.values[m][b], p, name, spec.width)
    return mlp(batch.values[m][b], p, name, 2, b)


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
    return torch.stack([mlp(torch.cat(embeddings(batch, b, p, spec)), p, "joined", 3, b) for b in range(5)]), {}, {}


def attention_shapes(spec):
    d = spec.width
    return embedding_shapes(spec) | {"attention.weight": (d, d), "attention.bias": (d,), "attention.vector": (d, 1)} \
        | mlp_shapes("head", [d, d, OUTPUTS])


def attention(p, batch, spec, training, noises):
    outputs, total = [], torch.zeros(5, 3, dtype=torch.double)
    for b in range(5):
        e = embeddings(batch, b, p, spec)
        there = [m for m in range(3) if spec.learned_missing or batch.present[b, m]]
        scores = [(p["attention.vector"][:, 0] * torch.tanh(e[m] @ p["attention.weight"] + p["attention.bias"])).sum()
                  for m in there]
        shares = [torch.exp(s) / sum(torch.exp(t) for t in scores) for s in scores]
        for m, share in zip(there, shares):
            total[b, m] = share.detach()
        outputs.append(mlp(sum(share * e[m] for m, share in zip(there, shares)), p, "head", 2, b))
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
            mean, log_variance = mlp(state, p, f"bottleneck.{k}", 2, b).chunk(2)
            state = mean + noises[k - 1][b] * torch.exp(log_variance / 2) if training else mean
            if not training or not has[ORDER[0]]:
                continue
            normal = torch.distributions.Normal
            losses[f"kl_{k}"].append(torch.distributions.kl_divergence(
                normal(mean, torch.exp(log_variance / 2)), normal(torch.zeros_like(mean), 1.0)).mean())
            if has[ORDER[k]]:
                target = batch.values[ORDER[k]][b]
                target = target.mean(0) if KINDS[ORDER[k]] == "sequence" else target
                if KINDS[ORDER[k]] == "series":  # features that were measured at all
                    seen = Times.observed[b] > 0
                    target = [target[seen[:, d], d].mean() if seen[:, d].any() else None for d in range(DIMS[ORDER[k]])]
                found = mlp(state, p, f"detector.{k}", 2, b)
                squares = [(a - t) ** 2 for a, t in zip(found, target) if t is not None]
                losses[f"detector_{k}"].append(torch.stack(squares).mean())
        outputs.append(mlp(state, p, "head", 2, b))
    if not training:
        return torch.stack(outputs), {}, {}
    share = 2 / (BETA + GAMMA)
    scale = {"kl_1": share, "detector_1": share * BETA, "kl_2": share * LAMBDA, "detector_2": share * LAMBDA * GAMMA}
    return torch.stack(outputs), {k: (torch.stack(v).mean(), scale[k]) for k, v in losses.items()}, {}


def ithp_noise(spec, generator):
    for width in (spec.width, spec.width // 2):
        yield torch.empty(5, width, dtype=torch.double).normal_(generator=generator)


HEADS = 2


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


def attended(q, k, p, own, row, sizes):
    """q [T, width] to k [S, width]. A module of PyTorch's own does it, unless shares are dropped."""
    width = q.shape[1]
    if f"{own}.shares" not in MASKS.keys:
        return torch.nn.functional.multi_head_attention_forward(
            q[:, None], k[:, None], k[:, None], width, HEADS, None,
            torch.cat([p[f"{own}.{part}.bias"] for part in ("query", "key", "value")]), None, None, False, 0.0,
            p[f"{own}.out.weight"].T, p[f"{own}.out.bias"], use_separate_proj_weight=True,
            q_proj_weight=p[f"{own}.query.weight"].T, k_proj_weight=p[f"{own}.key.weight"].T,
            v_proj_weight=p[f"{own}.value.weight"].T)[0][:, 0]
    queries, keys, values = (dense(x, p[f"{own}.{part}.weight"], p[f"{own}.{part}.bias"]).chunk(HEADS, 1)
                             for x, part in ((q, "query"), (k, "key"), (k, "value")))
    mixed = []
    for h in range(HEADS):
        shares = torch.softmax(queries[h] @ keys[h].T / math.sqrt(width // HEADS), 1)
        mixed.append(MASKS.dropped(shares, f"{own}.shares", row * HEADS + h, sizes) @ values[h])
    return dense(torch.cat(mixed, 1), p[f"{own}.out.weight"], p[f"{own}.out.bias"])


def transformer(x, source, p, name, layers, row=0, sizes=None):
    """Steps [T, width] attend to source [S, width], or to each other. `row`: the place of the instance in its batch;
    `sizes`: how many steps T and S are filled up to there."""
    width = x.shape[1]
    normed = lambda v, key: torch.nn.functional.layer_norm(  # noqa: E731
        v, (width,), p[f"{key}.scale"], p[f"{key}.shift"])
    for i in range(1, layers + 1):
        own = f"{name}.{i}"
        q = normed(x, f"{own}.norm1")
        k = q if source is None else normed(source, f"{own}.norm1")
        # Where there is nothing to attend to, the output's bias is left.
        mixed = attended(q, k, p, own, row, sizes) if len(k) else p[f"{own}.out.bias"].expand(x.shape)
        size = (sizes or x.shape)[0]
        x = x + MASKS.dropped(mixed, f"{own}.mixed", row, (size, width))
        inner = torch.relu(dense(normed(x, f"{own}.norm2"), p[f"{own}.feed.1.weight"], p[f"{own}.feed.1.bias"]))
        inner = MASKS.dropped(inner, f"{own}.feed.2", row, (size, 4 * width))
        fed = dense(inner, p[f"{own}.feed.2.weight"], p[f"{own}.feed.2.bias"])
        x = x + MASKS.dropped(fed, f"{own}.fed", row, (size, width))
    return normed(x, f"{name}.norm")


def places(steps, d):
    return torch.tensor([[math.sin(t / 10000 ** (i / (d // 2))) for i in range(d // 2)]
                         + [math.cos(t / 10000 ** (i / (d // 2))) for i in range(d // 2)]
                         for t in range(steps)], dtype=torch.double).reshape(-1, d)


def mult_shapes(spec):
    d, shapes = spec.width, {}
    for m in range(3):
        if KINDS[m] == "series":
            shapes |= point_shapes(f"modality.{m}", DIMS[m], d)
        else:
            shapes[f"modality.{m}.project"] = (DIMS[m], d)
        for other in range(3):
            if other != m:
                shapes |= transformer_shapes(f"modality.{m}.from.{other}", d, spec.layers)
        shapes |= transformer_shapes(f"modality.{m}.joined", 2 * d, spec.layers)
    return shapes | mlp_shapes("head", [6 * d, 6 * d, 6 * d]) | {"output.weight": (6 * d, OUTPUTS), "output.bias": (OUTPUTS,)}


def mult(p, batch, spec, training, noises):
    d, outputs = spec.width, []
    sizes = [1 if torch.is_tensor(x) else max(len(one) for one in x) for x in batch.values]
    for b in range(5):
        steps = []
        for m in range(3):
            if KINDS[m] == "series" and batch.present[b, m]:
                x = points_of(batch, b, m, p, f"modality.{m}")
                steps.append(x * math.sqrt(d) + places(len(x), d))
                continue
            if KINDS[m] == "series":
                steps.append(torch.zeros(0, d, dtype=torch.double))
                continue
            x = batch.values[m][b] if batch.present[b, m] else torch.zeros(0, DIMS[m], dtype=torch.double)
            x = x.reshape(-1, DIMS[m])
            placed = x @ p[f"modality.{m}.project"] * math.sqrt(d) + places(len(x), d)
            steps.append(MASKS.dropped(placed, f"modality.{m}.steps", b, (sizes[m], d)))
        parts = []
        for m in range(3):
            if not batch.present[b, m]:
                parts.append(torch.zeros(2 * d, dtype=torch.double))
                continue
            seen = [transformer(steps[m], steps[other], p, f"modality.{m}.from.{other}", spec.layers, b,
                                (sizes[m], sizes[other])) for other in range(3) if other != m]
            parts.append(transformer(torch.cat(seen, 1), None, p, f"modality.{m}.joined", spec.layers, b,
                                     (sizes[m], sizes[m]))[-1])
        x = torch.cat(parts)
        outputs.append(dense(x + mlp(x, p, "head", 2, b), p["output.weight"], p["output.bias"]))
    return torch.stack(outputs), {}, {}


def task_loss(output, b):
    """Of one instance."""
    if OUTPUTS == 1:
        return (output[0] - LABELS[b]).abs()
    return torch.nn.functional.cross_entropy(output[None], CLASSES[b][None])


def own_head_shapes(spec):
    shapes = {}
    for m in range(3):
        shapes |= mlp_shapes(f"own.{m}", [spec.width, OUTPUTS])
    return shapes


PLAYERS, TEMPERATURE = {"mcr": -1, "mcr-missing": 0, "mcr-regression": 1, "mcr-dropout": -1}, 0.5


def mcr_shapes(spec):
    return early_shapes(spec) | own_head_shapes(spec)


def mcr_noise(spec, generator, batch):
    """Who gets whose embedding: of each modality a permutation of those who have it."""
    for m in range(3):
        yield torch.randperm(int(batch.present[:, m].sum()), generator=generator)


def mcr(p, batch, spec, training, noises, name):
    e = [embeddings(batch, b, p, spec) for b in range(5)]
    output = torch.stack([mlp(torch.cat(e[b]), p, "joined", 3, b) for b in range(5)])
    if not training:
        return output, {}, {}
    have = [[b for b in range(5) if batch.present[b, m]] for m in range(3)]
    unimodal = sum(torch.stack([task_loss(mlp(e[b][m], p, f"own.{m}", 1), b) for b in have[m]]).mean() for m in range(3))

    # The gradient of a player: everything but its own encoder is held constant.
    fixed = {key: value.detach() for key, value in p.items() if key.startswith("joined")}

    def distance(m, player):
        given = {b: have[m][int(k)] for b, k in zip(have[m], noises[m])}
        held = lambda b, n: e[b][n] if n == player else e[b][n].detach()  # noqa: E731
        total = 0
        for b in have[m]:
            one = mlp(torch.cat([held(b, n) for n in range(3)]), fixed, "joined", 3)
            two = mlp(torch.cat([held(given[b] if n == m else b, n) for n in range(3)]), fixed, "joined", 3)
            if OUTPUTS == 1:
                total = total + (one - two)[0] ** 2
                continue
            one, two = torch.softmax(one, 0), torch.softmax(two, 0)
            middle = (one + two) / 2
            total = total + ((one * (one / middle).log()).sum() + (two * (two / middle).log()).sum()) / 2
        return total / len(have[m])

    information = sum(distance(m, None) for m in range(3))
    game = 0  # has the gradient of the game and no value
    for m in range(3):
        for player in range(3):
            moved = distance(m, player)
            game = game + (1 if player == m else PLAYERS[name]) * (moved - moved.detach())

    vectors = [(m, b, e[b][m] / e[b][m].norm()) for m in range(3) for b in have[m]]
    kind = (lambda b: b) if OUTPUTS == 1 else (lambda b: int(CLASSES[b]))
    pairs = []
    for m, b, x in vectors:
        against = [torch.exp(x @ y / TEMPERATURE) for _, c, y in vectors if kind(c) != kind(b)]
        for n, c, y in vectors:
            if kind(c) == kind(b) and (n, c) != (m, b):
                like = torch.exp(x @ y / TEMPERATURE)
                pairs.append(-torch.log(like / (like + sum(against))))
    return output, {"unimodal": (unimodal, 0.01), "information": (information.detach() + game, -0.01),
                    "contrast": (torch.stack(pairs).mean(), 1.0)}, {}


def tmc_shapes(spec):
    d, shapes = spec.width, {}
    for m in range(3):
        shapes |= encoder_shapes(m, f"encoder.{m}", spec) | mlp_shapes(f"opinion.{m}", [d, d, OUTPUTS])
    return shapes


def tmc_pseudo_shapes(spec):
    return tmc_shapes(spec) | mlp_shapes("opinion.all", [3 * spec.width, spec.width, OUTPUTS])


def dempster(one, two):
    """Opinions are beliefs in each class and the mass that is uncertain."""
    (b, u), (c, v) = one, two
    conflict = sum(b[i] * c[j] for i in range(OUTPUTS) for j in range(OUTPUTS) if i != j)
    return (b * c + b * v + c * u) / (1 - conflict), u * v / (1 - conflict)


def tmc(p, batch, spec, training, noises):
    annealing = 50
    outputs, evidences, wrongs, certain = [], [], [], torch.zeros(5, 3, dtype=torch.double)
    for b in range(5):
        opinions, e = [], [encoded(batch, b, m, p, f"encoder.{m}", spec) for m in range(3)]
        for m in range(3):
            if batch.present[b, m]:
                opinions.append(torch.nn.functional.softplus(mlp(e[m], p, f"opinion.{m}", 2, b)))
                certain[b, m] = 1 - OUTPUTS / (opinions[-1] + 1).sum().detach()
        if "opinion.all.1.weight" in p:
            opinions.append(torch.nn.functional.softplus(mlp(torch.cat(e), p, "opinion.all", 2, b)))
        views = [(x / (x + 1).sum(), OUTPUTS / (x + 1).sum()) for x in opinions]
        belief, uncertain = functools.reduce(dempster, views)
        joint = belief * OUTPUTS / uncertain + 1
        outputs.append(joint.log())
        alphas = [x + 1 for x in opinions] + [joint]
        y = CLASSES[b]
        # The task's loss, log(S) - log(alpha), is replaced by the paper's.
        evidences.append(sum(torch.digamma(a.sum()) - torch.digamma(a[y]) for a in alphas)
                         - (joint.sum().log() - joint[y].log()))
        uniform = torch.distributions.Dirichlet(torch.ones(OUTPUTS, dtype=torch.double))
        wrong = [torch.where(torch.arange(OUTPUTS) == y, torch.ones(()), a) for a in alphas]
        wrongs.append(sum(torch.distributions.kl_divergence(torch.distributions.Dirichlet(a), uniform) for a in wrong))
    if not training:
        return torch.stack(outputs), {}, {"certainty": certain}
    return torch.stack(outputs), {"evidence": (torch.stack(evidences).mean(), 1.0),
                                  "wrong_evidence": (torch.stack(wrongs).mean(), EPOCH / annealing)}, {}


HISTORY = torch.tensor([[0.1, 0.0, 0.9], [0.4, 0.7, 0.2], [0.4, 1.0, 0.3], [1.0, 0.2, 0.0], [0.0, 0.6, 1.0]], dtype=torch.double)


def qmf(p, batch, spec, training, noises):
    outputs, logits = [], {}
    for b in range(5):
        for m in range(3):
            if batch.present[b, m]:
                logits[b, m] = mlp(encoded(batch, b, m, p, f"encoder.{m}", spec), p, f"opinion.{m}", 2, b)
    confidence = {key: 0.1 * torch.relu(torch.logsumexp(x, 0)) for key, x in logits.items()}
    outputs = [sum(confidence[b, m].detach() * logits[b, m] for m in range(3) if (b, m) in logits) for b in range(5)]
    if not training:
        return torch.stack(outputs), {}, {
            "confidence": torch.stack([torch.stack([confidence.get((b, m), torch.zeros((), dtype=torch.double)).detach()
                                                    for m in range(3)]) for b in range(5)])}
    unimodal, ranking = 0, 0
    for m in range(3):
        have = [b for b in range(5) if batch.present[b, m]]
        unimodal = unimodal + torch.stack([task_loss(logits[b, m], b) for b in have]).mean()
        ranks = []
        for b, c in zip(have, have[1:] + have[:1]):
            worse, better = (b, c) if HISTORY[b, m] > HISTORY[c, m] else (c, b)
            gap = HISTORY[worse, m] - HISTORY[better, m]
            # Of the better told one it is to be more confident, by the difference.
            ranks.append(torch.relu(gap - (confidence[better, m] - confidence[worse, m])) if gap > 0 else torch.zeros(()))
        ranking = ranking + torch.stack(ranks).mean()
    return torch.stack(outputs), {"unimodal": (unimodal, 1.0), "ranking": (ranking, 1.0)}, {}


def i2moe_shapes(spec):
    d, shapes = spec.width, embedding_shapes(spec)
    for k in range(5):
        shapes |= mlp_shapes(f"expert.{k}", [3 * d, d, d, OUTPUTS])
    return shapes | mlp_shapes("weights", [3 * d, d, 5])


def i2moe_noise(spec, generator):
    noise = torch.empty(3, 5, spec.width, dtype=torch.double).normal_(generator=generator)
    yield noise.flatten()


def i2moe(p, batch, spec, training, noises):
    outputs, counted = [], torch.zeros(5, 5, dtype=torch.double)
    unique, synergy, redundancy = [[], [], []], [], []
    cosine = torch.nn.functional.cosine_similarity
    for b in range(5):
        e = embeddings(batch, b, p, spec)
        experts = [mlp(torch.cat(e), p, f"expert.{k}", 3, b) for k in range(5)]
        weights = torch.softmax(mlp(torch.cat(e), p, "weights", 2, b), 0)
        counted[b] = weights.detach()
        outputs.append(sum(w * x for w, x in zip(weights, experts)))
        if not training:
            continue
        noise = noises[0].reshape(3, 5, spec.width)

        def without(k, m):
            return mlp(torch.cat([noise[m, b] if n == m else e[n] for n in range(3)]), p, f"expert.{k}", 3,
                       (1 + m) * 5 + b)

        have = [m for m in range(3) if batch.present[b, m]]
        if OUTPUTS > 1:
            experts = [torch.softmax(x, 0) for x in experts]
            logits_without = without
            without = lambda k, m: torch.softmax(logits_without(k, m), 0)  # noqa: E731
        for i in have:
            for j in have:
                if i != j:
                    unique[i].append(torch.nn.functional.triplet_margin_loss(
                        experts[i][None], without(i, j)[None], without(i, i)[None], margin=1.0, eps=1e-7))
        for j in have:
            if OUTPUTS == 1:
                synergy.append(torch.relu(1 - (experts[3] - without(3, j) + 1e-7).abs()).sum())
                redundancy.append((experts[4] - without(4, j) + 1e-7).abs().sum())
            else:
                synergy.append(cosine(experts[3], without(3, j), dim=0))
                redundancy.append(1 - cosine(experts[4], without(4, j), dim=0))
    if not training:
        return torch.stack(outputs), {}, {"experts": counted}
    weight = 0.5 / 5
    return torch.stack(outputs), {"uniqueness": (sum(torch.stack(u).mean() for u in unique), weight),
                                  "synergy": (torch.stack(synergy).mean(), weight),
                                  "redundancy": (torch.stack(redundancy).mean(), weight)}, {}


def mmim_shapes(spec):
    d = spec.width
    shapes = embedding_shapes(spec) | mlp_shapes("joined", [3 * d, d, d, OUTPUTS])
    for m in range(3):
        for n in range(3):
            if m != n:
                shapes |= mlp_shapes(f"between.{m}.{n}", [d, d, 2 * d])
        shapes |= mlp_shapes(f"guess.{m}", [d, d])
    return shapes


def mmim(p, batch, spec, training, noises, before=None, first=False):
    """The Gaussians learn in the first stage alone. `before`: of each modality and group the embeddings of the batch before, which is made into those of this batch."""
    n_rows, before = len(batch.present), {} if before is None else before
    e = [embeddings(batch, b, p, spec) for b in range(n_rows)]
    outputs, fusions = [], []
    for b in range(n_rows):
        x = MASKS.dropped(torch.cat(e[b]), "joined.1", b)
        x = torch.tanh(dense(x, p["joined.1.weight"], p["joined.1.bias"]))
        fusions.append(torch.tanh(dense(x, p["joined.2.weight"], p["joined.2.bias"])))
        outputs.append(dense(fusions[b], p["joined.3.weight"], p["joined.3.bias"]))
    if not training:
        return torch.stack(outputs), {}, {}
    have = [[b for b in range(n_rows) if batch.present[b, m]] for m in range(3)]
    likelihood, q = 0, p if first else {key: value.detach() for key, value in p.items()}
    for m in range(3):
        for n in range(3):
            if m == n:
                continue
            told = []
            for b in have[m]:
                if b in have[n]:
                    mean, raw = mlp(e[b][m], q, f"between.{m}.{n}", 2, b).chunk(2)
                    normal = torch.distributions.Normal(mean, torch.exp(torch.tanh(raw) / 2))
                    told.append((normal.log_prob(e[b][n]) + math.log(2 * math.pi) / 2).mean())
            likelihood = likelihood + torch.stack(told).mean()
    groups = [[b for b in range(n_rows) if (LABELS[b] > 0 if OUTPUTS == 1 else CLASSES[b] == g)] if g < 1 or OUTPUTS > 1
              else [b for b in range(n_rows) if LABELS[b] <= 0] for g in range(max(2, OUTPUTS))]
    entropy = 0
    for m in range(3):
        entropies = []
        for g, group in enumerate(groups):
            own = [e[b][m] for b in group if b in have[m]]
            both = before.get((m, g), []) + own
            if len(both) > 1:
                entropies.append(0.5 * torch.log(torch.var(torch.stack(both), 0, unbiased=False) + 1e-3).mean())
            before[m, g] = [x.detach() for x in own]
        if entropies:
            entropy = entropy + sum(entropies) / len(entropies)
    prediction = 0
    for m in range(3):
        guesses = torch.stack([mlp(fusions[b], p, f"guess.{m}", 1) for b in have[m]])
        guesses = guesses / guesses.norm(dim=1, keepdim=True)
        right = []
        for i, b in enumerate(have[m]):
            similar = guesses @ (e[b][m] / e[b][m].norm())
            right.append(torch.nn.functional.cross_entropy(similar[None], torch.tensor([i])))
        prediction = prediction + torch.stack(right).mean()
    return torch.stack(outputs), {"likelihood": (likelihood, -1.6), "entropy": (entropy, -3.2),
                                  "prediction": (prediction, 0.1)}, {}


EXPERTS, CHOSEN = 4, 2


def flexmoe_shapes(spec):
    d, shapes = spec.width, {}
    for m in range(3):
        shapes |= encoder_shapes(m, f"encoder.{m}", spec)
    shapes |= {"bank": (8, 3, d), "norm.scale": (d,), "norm.shift": (d,), "router": (d, EXPERTS),
               "experts.1.weight": (EXPERTS, d, 2 * d), "experts.1.bias": (EXPERTS, 1, 2 * d),
               "experts.2.weight": (EXPERTS, 2 * d, d), "experts.2.bias": (EXPERTS, 1, d)}
    return shapes | mlp_shapes("head", [3 * d, d, OUTPUTS])


def flexmoe(p, batch, spec, training, noises):
    loads, pattern, tokens = torch.zeros(EXPERTS, dtype=torch.double), [], {}
    for b in range(5):
        have = [m for m in range(3) if batch.present[b, m]]
        combination = sum(2**m for m in have)
        own = (combination - 1) % EXPERTS
        for m in range(3):
            e = p["bank"][combination, m]  # unweighted
            if m in have:
                e = encoded(batch, b, m, p, f"encoder.{m}", spec) * batch.weights[b, m]
            x = torch.nn.functional.layer_norm(e, (spec.width,), p["norm.scale"], p["norm.shift"])
            scores = x @ p["router"]
            ranked = sorted(range(EXPERTS), key=lambda i: -scores[i].item())
            if len(have) < 3:  # the expert of the combination, then the best of the others
                ranked = [own] + [i for i in ranked if i != own]
                pattern.append(torch.nn.functional.cross_entropy(scores[None], torch.tensor([own])))
            chosen = ranked[:CHOSEN]
            gates = torch.softmax(torch.stack([scores[i] for i in chosen]), 0)
            if len(have) == 3:
                loads = loads.index_add(0, torch.tensor(chosen), gates)
            tokens[m, b] = e, x, list(zip(chosen, gates))
    # The rows of an expert stand together, in the order of modalities and instances.
    routes = sorted((i, m, b) for (m, b), (_, _, chosen) in tokens.items() for i, _ in chosen)
    outputs = []
    for b in range(5):
        mixed = []
        for m in range(3):
            e, x, chosen = tokens[m, b]
            answer = 0
            for i, gate in chosen:
                inner = torch.relu(dense(x, p["experts.1.weight"][i], p["experts.1.bias"][i]))
                inner = MASKS.dropped(inner, "experts.2", routes.index((i, m, b)))
                answer = answer + gate * dense(inner, p["experts.2.weight"][i], p["experts.2.bias"][i])
            mixed.append(e + MASKS.dropped(answer, "mixed", m * 5 + b))
        outputs.append(mlp(torch.cat(mixed), p, "head", 2, b))
    if not training:
        return torch.stack(outputs), {}, {}
    balance = loads.var(unbiased=True) / (loads.mean() ** 2 + 1e-10)
    return torch.stack(outputs), {"balance": (balance, 0.01), "pattern": (torch.stack(pattern).mean(), 0.01)}, {}


CASES = {
    "flexmoe": (flexmoe_shapes, flexmoe, None, Spec(), 50),
    "flexmoe-regression": (flexmoe_shapes, flexmoe, None, Spec(), 51),
    "mmim": (mmim_shapes, mmim, None, Spec(), 46),
    "mmim-missing": (mmim_shapes, mmim, None, Spec(learned_missing=True), 47),
    "mmim-regression": (mmim_shapes, mmim, None, Spec(), 48),
    "tmc": (tmc_shapes, tmc, None, Spec(), 41),
    "tmc-pseudo-view": (tmc_pseudo_shapes, tmc, None, Spec(), 42),
    "qmf": (tmc_shapes, qmf, None, Spec(), 49),
    "i2moe": (i2moe_shapes, i2moe, i2moe_noise, Spec(), 43),
    "i2moe-missing": (i2moe_shapes, i2moe, i2moe_noise, Spec(learned_missing=True), 44),
    "i2moe-regression": (i2moe_shapes, i2moe, i2moe_noise, Spec(), 45),
    "mcr": (mcr_shapes, mcr, mcr_noise, Spec(), 38),
    "mcr-missing": (mcr_shapes, mcr, mcr_noise, Spec(learned_missing=True), 39),
    "mcr-regression": (mcr_shapes, mcr, mcr_noise, Spec(), 40),
    "early": (early_shapes, early, None, Spec(), 31),
    "early-transformer": (early_shapes, early, None, Spec(), 52),
    "early-missing": (early_shapes, early, None, Spec(learned_missing=True), 32),
    "attention": (attention_shapes, attention, None, Spec(), 33),
    "attention-missing": (attention_shapes, attention, None, Spec(learned_missing=True), 34),
    "ithp": (ithp_shapes, ithp, ithp_noise, Spec(), 35),
    "mult": (mult_shapes, mult, None, Spec(), 37),
    "mult-series": (mult_shapes, mult, None, Spec(), 53),
    "ithp-series": (ithp_shapes, ithp, ithp_noise, Spec(), 54),
    "early-series-transformer": (early_shapes, early, None, Spec(), 55),
    "ithp-missing": (ithp_shapes, ithp, ithp_noise, Spec(learned_missing=True), 36),
    "early-regression": (early_shapes, early, None, Spec(), 53),
    "attention-regression": (attention_shapes, attention, None, Spec(), 54),
    "ithp-regression": (ithp_shapes, ithp, ithp_noise, Spec(), 55),
    "mult-regression-dropout": (mult_shapes, mult, None, Spec(layers=1), 56),
    "early-transformer-dropout": (early_shapes, early, None, Spec(layers=1), 57),
    "attention-dropout": (attention_shapes, attention, None, Spec(), 58),
    "ithp-dropout": (ithp_shapes, ithp, ithp_noise, Spec(), 59),
    "mcr-dropout": (mcr_shapes, mcr, mcr_noise, Spec(), 60),
    "mmim-dropout": (mmim_shapes, mmim, None, Spec(), 61),
    "tmc-pseudo-view-dropout": (tmc_pseudo_shapes, tmc, None, Spec(), 62),
    "qmf-dropout": (tmc_shapes, qmf, None, Spec(), 63),
    "i2moe-dropout": (i2moe_shapes, i2moe, i2moe_noise, Spec(), 64),
    "flexmoe-dropout": (flexmoe_shapes, flexmoe, None, Spec(), 65),
}

DROPOUT = 0.2
NOISE = "noise"


def drawn_in_layers(name, layers):
    return [f"{name}.{i}.{what}" for i in range(1, layers + 1) for what in ("shares", "mixed", "feed.2", "fed")]


def drawn_in_mult(layers):
    every = [f"modality.{m}.steps" for m in range(3)]
    for m in range(3):
        for name in [f"from.{other}" for other in range(3) if other != m] + ["joined"]:
            every += drawn_in_layers(f"modality.{m}.{name}", layers)
    return every + ["head.2"]


# What a training step draws, in order: keys of dropouts, most under the name of the layer behind them, and noise.
JOINED, HEAD = [f"joined.{k}" for k in (1, 2, 3)], ["head.1", "head.2"]
DRAWN = {
    "mult-regression-dropout": drawn_in_mult(1),
    "early-transformer-dropout": ["encoder.0.2", "encoder.1.steps", *drawn_in_layers("encoder.1.layers", 1), "encoder.2.2",
                                  *JOINED],
    "attention-dropout": HEAD,
    "ithp-dropout": ["bottleneck.1.2", NOISE, "detector.1.2", "bottleneck.2.2", NOISE, "detector.2.2", *HEAD],
    "mcr-dropout": [*JOINED, NOISE, NOISE, NOISE],
    "mmim-dropout": ["joined.1"] + [f"between.{m}.{n}.2" for m in range(3) for n in range(3) if m != n],
    "tmc-pseudo-view-dropout": [f"opinion.{m}.{k}" for m in (0, 1, 2, "all") for k in (1, 2)],
    "qmf-dropout": [f"opinion.{m}.{k}" for m in (0, 1, 2) for k in (1, 2)],
    "i2moe-dropout": [NOISE] + [f"expert.{e}.{k}" for e in range(5) for k in (1, 2, 3)] + ["weights.1", "weights.2"],
    "flexmoe-dropout": ["experts.2", "mixed", *HEAD],
}


def drawn(name, noise, generator):
    """Masks and noise of a training step; a case without dropout draws noise alone."""
    masks, noises = Masks(DROPOUT), []
    for one in DRAWN.get(name, []):
        if one == NOISE:
            noises.append(next(noise))
        else:
            masks.draw(one, generator)
    return masks, noises + list(noise)


def case(name):
    global OUTPUTS, ENCODER, MASKS
    ENCODER = "transformer" if "-transformer" in name else "lstm"
    OUTPUTS = 1 if "-regression" in name else 3
    KINDS[1] = "series" if "-series" in name else "sequence"
    shapes, model, noise, spec, seed = CASES[name]
    if "name" in inspect.signature(model).parameters:
        model = functools.partial(model, name=name)
    batch, lengths, draw = made_input(seed)
    draw_times(lengths, seed)
    p = {key: (draw(*shape) * 0.5).requires_grad_() for key, shape in shapes(spec).items()}
    generator = torch.Generator().manual_seed(21)
    given = (spec, generator, batch)
    masks, noises = drawn(name, noise(*given[:len(inspect.signature(noise).parameters)]) if noise else iter(()), generator)
    arrays = {f"parameter/{key}": ("f8", value.detach().numpy()) for key, value in p.items()}
    arrays |= {"present": ("f8", batch.present.T.numpy()), "weights": ("f8", batch.weights.T.numpy()),
               "x0": ("f8", batch.values[0].numpy()), "x2": ("f8", batch.values[2].numpy()),
               "x1": ("f8", np.concatenate([s.numpy() for s in batch.values[1]])), "lengths": ("u1", lengths)}
    if KINDS[1] == "series":
        arrays |= {"times": ("f8", np.concatenate([t.numpy() for t in Times.stamps])),
                   "observed": ("f8", np.concatenate([o.numpy() for o in Times.observed]))}
    arrays |= {f"noise{i}": ("f8", x.double().numpy()) for i, x in enumerate(noises)}
    if masks.keys:
        arrays |= masks.arrays() | {"dropout": ("f8", [DROPOUT])}
        arrays["draws"] = ("u1", [one != NOISE for one in DRAWN[name]])  # 1: of a dropout, 0: of noise
    MASKS = Masks()
    output, _, diagnostics = model(p, batch, spec, False, noises)
    arrays["evaluated"] = ("f8", output.detach().numpy())
    arrays |= {f"diagnostic/{key}": ("f8", value.numpy()) for key, value in diagnostics.items()}
    MASKS = masks
    output, extra, _ = model(p, batch, spec, True, noises)
    loss = torch.stack([task_loss(output[b], b) for b in range(5)]).mean() + sum(w * value for value, w in extra.values())
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
