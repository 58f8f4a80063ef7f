#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files of the model and training tests: FuseMoE and its training in plain PyTorch, written from docs/method.

Usage: make_model.py   (writes model/*.bin beside itself; PyTorch, numpy, SciPy, scikit-learn)

The format is that of make_weighting.py. Random numbers (initial values, noise, order of batches, keys of what dropout
drops) come from PyTorch's own generator with the seeds that the program uses, so that both draw the same; everything else is
computed here in double, one instance at a time where that is simpler.
"""
import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from sklearn.feature_selection import mutual_info_regression
from sklearn.metrics import f1_score, mutual_info_score

import make_weighting as weighting
from masks import Masks

OUT = Path(__file__).parent / "model"
TRAIN, VALIDATION, TEST = 0, 1, 2


@dataclass
class Spec:
    gate: str = "laplace"
    width: int = 4
    encoder_hidden: int = 5
    expert_hidden: int = 6
    experts: int = 4
    top_k: int = 2
    layers: int = 2
    noise: bool = True
    learned_missing: bool = False
    router: str = "permod"
    hidden: float = 0.0  # share of modalities that training hides
    dropout: float = 0.0  # of the experts, too
    balance: float = 0.1
    learning_rate: float = 1e-2
    weight_decay: float = 1e-4
    clip: float = 0.8
    batch: int = 16
    epochs: int = 3
    class_weights: bool = False
    alpha: float = 0.5
    alpha_step: float = 0.05
    halve_after: int = 20


@dataclass
class Input:
    """Of B instances: M tensors, [B, D] of a vector, or a list of [steps, D] (None where absent) of a sequence."""
    values: list
    present: torch.Tensor  # [B, M]
    weights: torch.Tensor = None  # [B, M]

    def rows(self, wanted):
        pick = lambda v: [v[i] for i in wanted] if isinstance(v, list) else v[wanted]  # noqa: E731
        return Input([pick(v) for v in self.values], self.present[wanted],
                     None if self.weights is None else self.weights[wanted])


# --- the model -----------------------------------------------------------------------------------------------------

def dense(x, weight, bias):
    return x @ weight + bias.reshape(-1)


def lstm(steps, p, name, width):
    """The state after the last step; gates in PyTorch's order: input, forget, cell, output."""
    h, c = torch.zeros(width, dtype=torch.double), torch.zeros(width, dtype=torch.double)
    for x in steps:
        gates = (p[f"{name}.input"] @ x + p[f"{name}.input_bias"] + p[f"{name}.state"] @ h + p[f"{name}.state_bias"])
        i, f, g, o = gates.split(width)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    return h


def norm(x, scale, shift):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + 1e-5) * scale.reshape(-1) + shift.reshape(-1)


def gelu(x):
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


def normal_probability(x):
    return 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def score(x, key, gate):
    if gate == "softmax":
        return (x * key).sum()
    distance = ((x - key) ** 2).sum()
    return -torch.sqrt(distance) if gate == "laplace" else -distance


def squared_variation(amounts):
    total = 0
    for row in amounts:
        mean = row.mean()
        total = total + ((row - mean) ** 2).sum() / (len(row) - 1) / (mean ** 2 + 1e-10)
    return total


def route(x, p, name, m, spec, noise):
    """One token: the experts chosen, their gates, and the chance of each expert to be chosen under fresh noise."""
    clean = torch.stack([score(x, p[f"{name}.keys"][m, e], spec.gate) for e in range(spec.experts)])
    noisy, stay = clean, None
    if noise is not None:
        deviation = torch.log1p(torch.exp(x @ p[f"{name}.noise"][m])) + 1e-2
        noisy = clean + noise * deviation
    order = sorted(range(spec.experts), key=lambda e: -noisy[e].item())
    chosen = order[:spec.top_k]
    gates = torch.softmax(noisy[chosen], 0)
    if noise is not None and spec.top_k < spec.experts:
        last_in, first_out = noisy[order[spec.top_k - 1]], noisy[order[spec.top_k]]
        stay = torch.stack([normal_probability((clean[e] - (first_out if e in chosen else last_in)) / deviation[e])
                            for e in range(spec.experts)])
    return chosen, gates, stay


def shown(present, hidden, draws):
    """What of [B, M] is left where draws [M, B] below `hidden` take modalities away; one is always left."""
    left = present.clone()
    for b, row in enumerate(present):
        there = [m for m in range(len(row)) if row[m]]
        kept = [m for m in there if draws[m, b] >= hidden] or [max(there, key=lambda m: draws[m, b].item())]
        left[b] = torch.tensor([float(m in kept) for m in range(len(row))])
    return left


def forward(p, batch, spec, training=False, noises=None, draws=None, masks=Masks()):
    """Output [B, C], rows of loads whose variation is the balance loss, tokens routed [L, M, E]."""
    n, m_count, width = len(batch.present), len(batch.values), spec.width
    hidden = [[None] * m_count for _ in range(n)]
    if training and spec.hidden:
        batch = Input(batch.values, shown(batch.present, spec.hidden, draws), batch.weights)
    routable = torch.ones_like(batch.present) if spec.learned_missing else batch.present
    routers = 1 if spec.router == "joint" else m_count
    for m, values in enumerate(batch.values):
        for b in range(n):
            if isinstance(values, list):
                encoded = (lstm(values[b], p, f"encoder.{m}", width) if batch.present[b, m]
                           else torch.zeros(width, dtype=torch.double))
            else:
                inner = torch.relu(dense(values[b], p[f"encoder.{m}.1.weight"], p[f"encoder.{m}.1.bias"]))
                encoded = dense(inner, p[f"encoder.{m}.2.weight"], p[f"encoder.{m}.2.bias"])
            inner = torch.relu(dense(encoded, p["project.1.weight"][m], p["project.1.bias"][m]))
            embedding = dense(inner, p["project.2.weight"][m], p["project.2.bias"][m])
            weight = batch.present[b, m] * (1 if batch.weights is None else batch.weights[b, m])
            embedding = embedding * weight
            if spec.learned_missing:
                embedding = embedding + p["missing"][m, 0] * (1 - batch.present[b, m])
            hidden[b][m] = embedding * math.sqrt(width)

    loads, routed = [], torch.zeros(spec.layers, m_count, spec.experts, dtype=torch.double)
    for layer in range(spec.layers):
        name = f"layer.{layer}"
        importance = [[0] * spec.experts for _ in range(routers)]
        staying = [0] * routers
        routes = []
        for b in range(n):
            tokens = [norm(hidden[b][m], p[f"{name}.norm1.scale"][m], p[f"{name}.norm1.shift"][m])
                      for m in range(m_count)]
            of_token = [[m] if routable[b, m] else [] for m in range(m_count)]  # the modalities that it holds
            if spec.router == "joint":
                tokens = [torch.cat([x * routable[b, m] for m, x in enumerate(tokens)])]
                of_token = [[m for m in range(m_count) if routable[b, m]]]
            for t, x in enumerate(tokens):
                noise = noises[layer][t, b] if training and spec.noise else None
                if not of_token[t]:
                    continue
                chosen, gates, stay = route(x, p, f"{name}.router", t, spec, noise)
                for gate, e in zip(gates, chosen):
                    own = e + (t * spec.experts if spec.router == "disjoint" else 0)
                    routes.append((own, t, b, gate, x))
                    importance[t][e] = importance[t][e] + gate
                    for m in of_token[t]:
                        routed[layer, m, e] += 1
                if stay is not None:
                    staying[t] = staying[t] + stay
        # The rows of an expert stand together, in the order of tokens and instances.
        summed = [torch.zeros(m_count * width, dtype=torch.double) for _ in range(n)]
        for row, (own, _, b, gate, x) in enumerate(sorted(routes, key=lambda r: r[:3])):
            inner = gelu(dense(x, p[f"{name}.experts.1.weight"][own], p[f"{name}.experts.1.bias"][own]))
            inner = masks.dropped(inner, f"{name}.experts.2", row)
            summed[b] = summed[b] + gate * dense(inner, p[f"{name}.experts.2.weight"][own],
                                                 p[f"{name}.experts.2.bias"][own])
        mixed = [[hidden[b][m] + masks.dropped(summed[b][m * width:(m + 1) * width], f"{name}.mixed", m * n + b)
                  for m in range(m_count)] for b in range(n)]
        for b in range(n):
            for m in range(m_count):
                y = norm(mixed[b][m], p[f"{name}.norm2.scale"][m], p[f"{name}.norm2.shift"][m])
                inner = torch.relu(dense(y, p[f"{name}.feed.1.weight"][m], p[f"{name}.feed.1.bias"][m]))
                inner = masks.dropped(inner, f"{name}.feed.2", m * n + b)
                hidden[b][m] = mixed[b][m] + dense(inner, p[f"{name}.feed.2.weight"][m], p[f"{name}.feed.2.bias"][m])
        if training:
            zero = torch.zeros((), dtype=torch.double)
            loads += [torch.stack([amount + zero for amount in row]) for row in importance]
            if spec.noise and spec.top_k < spec.experts:
                loads += [row + torch.zeros(spec.experts, dtype=torch.double) for row in staying]

    outputs = []
    for b in range(n):
        joined = torch.cat([norm(hidden[b][m], p["norm.scale"][m], p["norm.shift"][m]) for m in range(m_count)])
        joined = masks.dropped(joined, "head.1", b)
        x = torch.tanh(dense(joined, p["head.1.weight"], p["head.1.bias"]))
        x = torch.tanh(dense(x, p["head.2.weight"], p["head.2.bias"]))
        outputs.append(dense(x, p["head.3.weight"], p["head.3.bias"]))
    return torch.stack(outputs), torch.stack(loads) if loads else None, routed


def declared(kinds, dims, outputs, spec):
    """Name, shape and how it begins, in the order in which the initial values are drawn."""
    m, d, e = len(kinds), spec.width, spec.experts
    routers, wide = (1, m * d) if spec.router == "joint" else (m, d)
    pool = m * e if spec.router == "disjoint" else e
    every = []
    for i, kind in enumerate(kinds):
        if kind == "sequence":
            bound = 1 / math.sqrt(d)
            every += [(f"encoder.{i}.input", (4 * d, dims[i]), ("uniform", bound)),
                      (f"encoder.{i}.state", (4 * d, d), ("uniform", bound)),
                      (f"encoder.{i}.input_bias", (4 * d,), 0.0), (f"encoder.{i}.state_bias", (4 * d,), 0.0)]
        else:
            h = spec.encoder_hidden
            every += [(f"encoder.{i}.1.weight", (dims[i], h), "xavier"), (f"encoder.{i}.1.bias", (h,), 0.0),
                      (f"encoder.{i}.2.weight", (h, d), "xavier"), (f"encoder.{i}.2.bias", (d,), 0.0)]
    for k in (1, 2):
        every += [(f"project.{k}.weight", (m, d, d), "xavier"), (f"project.{k}.bias", (m, 1, d), 0.0)]
    if spec.learned_missing:
        every += [("missing", (m, 1, d), ("normal", 1 / math.sqrt(d)))]
    for layer in range(spec.layers):
        name, h = f"layer.{layer}", spec.expert_hidden
        every += [(f"{name}.router.keys", (routers, e, wide), ("normal", 1 / math.sqrt(wide))),
                  (f"{name}.router.noise", (routers, wide, e), 0.0)]
        for k in (1, 2):
            every += [(f"{name}.norm{k}.scale", (m, 1, d), 1.0), (f"{name}.norm{k}.shift", (m, 1, d), 0.0)]
        every += [(f"{name}.experts.1.weight", (pool, wide, h), "xavier"), (f"{name}.experts.1.bias", (pool, h), 0.0),
                  (f"{name}.experts.2.weight", (pool, h, m * d), "xavier"),
                  (f"{name}.experts.2.bias", (pool, m * d), 0.0),
                  (f"{name}.feed.1.weight", (m, d, 4 * d), "xavier"), (f"{name}.feed.1.bias", (m, 1, 4 * d), 0.0),
                  (f"{name}.feed.2.weight", (m, 4 * d, d), "xavier"), (f"{name}.feed.2.bias", (m, 1, d), 0.0)]
    every += [("norm.scale", (m, 1, d), 1.0), ("norm.shift", (m, 1, d), 0.0)]
    for k, shape in ((1, (m * d, d)), (2, (d, d)), (3, (d, outputs))):
        every += [(f"head.{k}.weight", shape, "xavier"), (f"head.{k}.bias", (shape[1],), 0.0)]
    return every


# --- one forward pass ----------------------------------------------------------------------------------------------

def forward_case(name, spec, seed, learned=False, outputs=3):
    """Vectors of 3 and 4 features and a sequence of 2, of 5 instances; one lacks the sequence, one the last vector."""
    spec.learned_missing = learned
    rng = np.random.default_rng(seed)
    draw = lambda *shape: torch.tensor(rng.normal(size=shape))  # noqa: E731
    kinds, dims = ["vector", "sequence", "vector"], [3, 2, 4]
    present = torch.ones(5, 3, dtype=torch.double)
    present[1, 1] = present[3, 2] = 0
    lengths = [2, 0, 3, 1, 3]
    last = draw(5, 4)
    last[3] = 0
    batch = Input([draw(5, 3), [draw(n, 2) for n in lengths], last], present, torch.tensor(rng.uniform(0.2, 1.2, (5, 3))))
    p = {}
    for key, shape, start in declared(kinds, dims, outputs, spec):
        p[key] = (draw(*shape) * 0.5 + (1.0 if start == 1.0 else 0.0)).requires_grad_()

    generator = torch.Generator().manual_seed(21)
    draws = torch.empty(3, 5, 1, dtype=torch.double).uniform_(generator=generator)[..., 0] if spec.hidden else None
    routers = 1 if spec.router == "joint" else 3
    masks, noises = Masks(spec.dropout), []
    for layer in range(spec.layers):
        noises.append(torch.empty(routers, 5, spec.experts, dtype=torch.double).normal_(generator=generator))
        for one in ("experts.2", "mixed", "feed.2"):
            masks.draw(f"layer.{layer}.{one}", generator)
    masks.draw("head.1", generator)
    arrays = {f"parameter/{key}": ("f8", value.detach().numpy()) for key, value in p.items()}
    arrays |= {"present": ("f8", present.T.numpy()), "weights": ("f8", batch.weights.T.numpy()),
               "x0": ("f8", batch.values[0].numpy()), "x2": ("f8", last.numpy()),
               "x1": ("f8", np.concatenate([s.numpy() for s in batch.values[1]])), "lengths": ("u1", lengths),
               "noise": ("f8", np.stack([x.numpy() for x in noises]))}
    if spec.hidden:
        arrays["draws"] = ("f8", draws.numpy())
    if spec.dropout:
        arrays |= masks.arrays() | {"dropout": ("f8", [spec.dropout])}
    with torch.no_grad():
        output, _, routed = forward(p, batch, spec)
        arrays |= {"evaluated": ("f8", output.numpy()), "routed": ("f8", routed.numpy())}
    output, loads, _ = forward(p, batch, spec, training=True, noises=noises, draws=draws, masks=masks)
    balance = squared_variation(loads)
    if outputs == 1:
        loss = torch.nn.functional.l1_loss(output[:, 0], torch.tensor([0.4, -1.1, 0.2, 0.9, -0.3], dtype=torch.double))
    else:
        loss = torch.nn.functional.cross_entropy(output, torch.tensor([0, 2, 1, 1, 2]))
    (loss + 0.1 * balance).backward()
    arrays |= {"trained": ("f8", output.detach().numpy()), "loads": ("f8", loads.detach().numpy()),
               "balance": ("f8", [balance.item()])}
    arrays |= {f"gradient/{key}": ("f8", value.grad.numpy()) for key, value in p.items() if value.grad is not None}
    weighting.OUT = OUT
    weighting.write(f"forward-{name}", arrays)
    print(name, "output", output[0].detach().numpy().round(4), "balance", round(balance.item(), 5))


# --- training ------------------------------------------------------------------------------------------------------

def mixed_seed(seed, epoch):
    mask = (1 << 64) - 1
    z = (seed * 0x9E3779B97F4A7C15 + epoch + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


def generator_of(seed, epoch):
    value = mixed_seed(seed, epoch)
    return torch.Generator().manual_seed(value - (1 << 64) if value >= 1 << 63 else value)


def initial(kinds, dims, outputs, spec, generator):
    """Drawn in float, as the program does, then kept in double."""
    p = {}
    for key, shape, start in declared(kinds, dims, outputs, spec):
        value = torch.empty(shape)
        if start == "xavier":
            value.normal_(0, math.sqrt(2 / (shape[-2] + shape[-1])), generator=generator)
        elif isinstance(start, tuple) and start[0] == "normal":
            value.normal_(0, start[1], generator=generator)
        elif isinstance(start, tuple):
            value.uniform_(-start[1], start[1], generator=generator)
        else:
            value.fill_(start)
        p[key] = value.double().requires_grad_()
    return p


@dataclass
class Cohort:
    task: str
    kinds: list
    raw: list  # [N, D] with NaN, or a list of [steps, D]
    present: np.ndarray  # [N, M]
    y: np.ndarray
    split: np.ndarray
    classes: int = 1
    scaled: Input = None
    label: tuple = (0.0, 1.0)
    unimodal: list = field(default_factory=list)


def scale(cohort):
    """By mean and deviation of the training rows that have the modality; what is missing becomes the mean, 0."""
    train = cohort.split == TRAIN
    values = []
    for m, raw in enumerate(cohort.raw):
        rows = train & cohort.present[:, m]
        seen = np.concatenate([raw[i] for i in np.flatnonzero(rows)]) if isinstance(raw, list) else raw[rows]
        mean, std = np.nanmean(seen, 0), np.nanstd(seen, 0)

        def scaled(x):
            return torch.tensor(np.nan_to_num((x - mean) / std).astype(np.float32).astype(float))
        if isinstance(raw, list):
            values.append([scaled(x) if len(x) else torch.zeros(0, raw[0].shape[1], dtype=torch.double) for x in raw])
        else:
            values.append(scaled(raw) * torch.tensor(cohort.present[:, m:m + 1].astype(float)))
    cohort.scaled = Input(values, torch.tensor(cohort.present.astype(float)))
    if cohort.task == "regression":
        cohort.label = (cohort.y[train].mean(), cohort.y[train].std())


def made_cohort(task, seed, n=60):
    rng = np.random.default_rng(seed)
    present = rng.random((n, 3)) < [1, 0.8, 0.85]
    signal = rng.normal(size=n)
    first = (signal[:, None] + rng.normal(size=(n, 3))).astype(np.float32)
    first[rng.random((n, 3)) < 0.1] = np.nan
    lengths = rng.integers(1, 5, n) * present[:, 1]
    sequence = [(signal[i] * 0.7 + rng.normal(size=(k, 2)) + 3).astype(np.float32) for i, k in enumerate(lengths)]
    last = (2 * signal[:, None] + 10 * rng.normal(size=(n, 4)) + 50).astype(np.float32)
    last[~present[:, 2]] = 0
    split = np.array([TRAIN] * 36 + [VALIDATION] * 14 + [TEST] * (n - 50))
    rng.shuffle(split)
    if task == "regression":
        y = (2.5 + 1.5 * signal + 0.5 * rng.normal(size=n)).astype(np.float32).astype(float)
        classes = 1
        unimodal = [(y + spread * rng.normal(size=n)).astype(np.float32).reshape(n, 1) for spread in (0.7, 1.5, 3)]
    else:
        classes = 3
        y = np.digitize(signal + 0.5 * rng.normal(size=n), [-0.3, 0.9]).astype(float)
        unimodal = []
        for strength in (2, 1, 0.3):
            logits = rng.normal(size=(n, classes)) + strength * np.eye(classes)[y.astype(int)]
            e = np.exp(logits - logits.max(1, keepdims=True))
            unimodal.append((e / e.sum(1, keepdims=True)).astype(np.float32))
    cohort = Cohort(task, ["vector", "sequence", "vector"], [first, sequence, last], present, y, split, classes)
    cohort.unimodal = unimodal
    scale(cohort)
    return cohort


def class_weights(cohort, spec):
    if cohort.task == "regression" or not spec.class_weights:
        return None
    labels = cohort.y[cohort.split == TRAIN].astype(int)
    counts = np.bincount(labels, minlength=cohort.classes)
    return torch.tensor(len(labels) / (cohort.classes * counts))


def mean_loss(output, cohort, rows, spec):
    """Cross-entropy weighted by class, or the absolute error of standardised labels."""
    if cohort.task == "regression":
        target = torch.tensor((cohort.y[rows] - cohort.label[0]) / cohort.label[1]).reshape(-1, 1)
        return (output - target).abs().mean()
    target = torch.tensor(cohort.y[rows].astype(int))
    return torch.nn.functional.cross_entropy(output, target, weight=class_weights(cohort, spec))


def predict(p, cohort, weights, spec):
    batch = cohort.scaled
    batch.weights = weights
    with torch.no_grad():
        output, _, _ = forward(p, batch, spec)
    validation = np.flatnonzero(cohort.split == VALIDATION)
    loss = mean_loss(output[validation], cohort, validation, spec).item()
    if cohort.task == "regression":
        return (output * cohort.label[1] + cohort.label[0]).numpy(), loss
    return torch.softmax(output, 1).numpy(), loss


def figure(cohort, predictions):
    """What alpha and the best epoch go by: the mean absolute error, or macro-F1, on validation rows."""
    rows = cohort.split == VALIDATION
    if cohort.task == "regression":
        return np.abs(predictions[rows, 0] - cohort.y[rows]).mean()
    # Over the classes that the rows have, as docs/method says.
    return f1_score(cohort.y[rows], predictions[rows].argmax(1), labels=np.unique(cohort.y[rows]), average="macro",
                    zero_division=0)


def btw_weights(cohort, predictions):
    n, m = cohort.present.shape
    multimodal = predictions.astype(np.float32)
    kl, mi = np.full((n, m), np.nan), []
    train = cohort.split == TRAIN
    for j in range(m):
        rows = train & cohort.present[:, j]
        a, b = cohort.unimodal[j][rows].astype(float), multimodal[rows].astype(float)
        if cohort.task == "regression":
            mi.append(mutual_info_regression(a, b[:, 0], n_neighbors=3, random_state=0)[0])
        else:
            mi.append(mutual_info_score(a.argmax(1), b.argmax(1)))
    if cohort.task == "regression":
        f = multimodal[:, 0].astype(float)
        v = weighting.conditional_variance(f, np.ones(n, bool), cohort.y, cohort.split, "neighbours")
    for j in range(m):
        if cohort.task == "regression":
            fm = cohort.unimodal[j][:, 0].astype(float)
            vm = weighting.conditional_variance(fm, cohort.present[:, j], cohort.y, cohort.split, "neighbours")
        for i in np.flatnonzero(cohort.present[:, j]):
            kl[i, j] = (weighting.kl_regression(fm[i], vm[i], f[i], v[i]) if cohort.task == "regression"
                        else weighting.kl_classification(cohort.unimodal[j][i], multimodal[i]))
    return weighting.weights("btw", kl, cohort.present, cohort.split, np.array(mi), None)


def train_epoch(p, optimiser, cohort, weights, spec, seed, epoch):
    generator = generator_of(seed, epoch)
    train = np.flatnonzero(cohort.split == TRAIN)
    order = train[torch.randperm(len(train), generator=generator).numpy()]
    size = spec.batch
    batches = len(order) // size + (1 if len(order) % size > 1 else 0)
    total, rows_seen, balances = 0.0, 0, []
    for b in range(batches):
        rows = order[b * size:(b + 1) * size]
        noises = [torch.empty(len(cohort.kinds), len(rows), spec.experts).normal_(generator=generator).double()
                  for _ in range(spec.layers)] if spec.noise else None
        batch = cohort.scaled
        batch.weights = weights
        output, loads, _ = forward(p, batch.rows(torch.tensor(rows)), spec, training=True, noises=noises)
        loss, balance = mean_loss(output, cohort, rows, spec), squared_variation(loads)
        total += loss.item() * len(rows)
        rows_seen += len(rows)
        balances.append(balance.item())
        optimiser.zero_grad()
        (loss + spec.balance * balance).backward()
        torch.nn.utils.clip_grad_norm_(list(p.values()), spec.clip)
        optimiser.step()
    return total / rows_seen, float(np.mean(balances))


def cohort_arrays(cohort):
    arrays = {"y": ("f8", cohort.y), "split": ("u1", cohort.split), "present": ("u1", cohort.present),
              "x0": ("f4", cohort.raw[0]), "x2": ("f4", cohort.raw[2]), "x1": ("f4", np.concatenate(cohort.raw[1])),
              "lengths": ("u1", [len(x) for x in cohort.raw[1]])}
    return arrays | {f"unimodal{m}": ("f4", u) for m, u in enumerate(cohort.unimodal)}


def training_case(name, task, spec, seed):
    cohort = made_cohort(task, seed)
    dims, outputs = [3, 2, 4], cohort.classes
    p = initial(cohort.kinds, dims, outputs, spec, generator_of(seed, 0))
    arrays = cohort_arrays(cohort) | {f"initial/{k}": ("f8", v.detach().numpy().copy()) for k, v in p.items()}
    optimiser = torch.optim.Adam(p.values(), lr=spec.learning_rate, weight_decay=spec.weight_decay)
    weights, alpha, used = cohort.present.astype(float), spec.alpha, math.nan
    best, best_epoch, kept = None, 0, None
    for epoch in range(1, spec.epochs + 1):
        loss, balance = train_epoch(p, optimiser, cohort, torch.tensor(weights), spec, seed, epoch)
        predictions, validation_loss = predict(p, cohort, torch.tensor(weights), spec)
        value = figure(cohort, predictions)
        better = best is None or (value < best if task == "regression" else value > best)
        for key, dtype, content in (("losses", "f8", [loss, balance, validation_loss, value]), ("weights", "f8", weights),
                                    ("predictions", "f8", predictions), ("alpha", "f8", [used]),
                                    ("rate", "f8", [optimiser.param_groups[0]["lr"]])):
            arrays[f"epoch{epoch}/{key}"] = (dtype, content)
        if epoch == 1:
            arrays |= {f"after1/{k}": ("f8", v.detach().numpy().copy()) for k, v in p.items()}
        print(name, epoch, f"loss {loss:.4f} balance {balance:.4f} validation {validation_loss:.4f} figure {value:.4f}",
              "best" if better else "")
        if better:
            best, best_epoch, kept = value, epoch, weights
        elif (epoch - best_epoch) % spec.halve_after == 0:
            optimiser.param_groups[0]["lr"] /= 2
        fresh = btw_weights(cohort, predictions)
        weights = np.where(cohort.present, alpha * fresh + (1 - alpha) * weights, 0).astype(np.float32).astype(float)
        used = alpha
        alpha = min(alpha + spec.alpha_step, 1) if better else max(alpha - spec.alpha_step, 0)
    arrays |= {"seed": ("u1", [seed]), "best": ("u1", [best_epoch]), "kept": ("f8", kept)}
    weighting.OUT = OUT
    weighting.write(f"training-{name}", arrays)
    return best_epoch


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    for number, gate in enumerate(("laplace", "softmax", "gaussian")):
        forward_case(gate, Spec(gate=gate), 5 + number)
    forward_case("missing", Spec(), 8, learned=True)
    forward_case("silent", Spec(noise=False), 9)
    forward_case("dense", Spec(top_k=4), 10)
    forward_case("joint", Spec(router="joint"), 11)
    forward_case("disjoint", Spec(router="disjoint"), 12)
    forward_case("hidden", Spec(hidden=0.6), 13)
    forward_case("hidden-learned", Spec(router="joint", hidden=0.6), 14, learned=True)
    for number, router in enumerate(("permod", "joint", "disjoint")):
        forward_case(f"{router}-regression", Spec(router=router, layers=1), 15 + number, outputs=1)
    forward_case("dropout", Spec(dropout=0.2), 18)
    # One batch holds all training rows: one step an epoch. Its gradient is longer than the clip.
    training_case("step-regression", "regression", Spec(batch=36, epochs=1, clip=0.05), 1)
    training_case("step-classification", "classification", Spec(batch=36, epochs=1, class_weights=True), 2)
    # The best epoch is not the last one, so that what it keeps can be told from what came later. Seeds whose noise
    # of float does not grow: Adam makes a whole step of a gradient that is nothing but rounding.
    training_case("regression", "regression", Spec(learning_rate=8e-2, halve_after=1, epochs=4), 4)
    training_case("classification", "classification", Spec(learning_rate=8e-2, halve_after=1, epochs=4), 5)
