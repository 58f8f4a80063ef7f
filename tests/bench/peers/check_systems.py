#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the systems' peers compute what the systems are: each gets the parameters of tests/golden/make_systems.py, which
has one instance at a time, and output, loss and gradients of a training step without dropout are compared, in double.
Usage: check_systems.py [NAME ...]; exits 1 where they differ. The mixture of experts is that of make_model.py, with which
those files are made, too. Time attention, which they do not have, is computed here by the formulas of docs/method, one
instance and feature at a time."""
import dataclasses
import inspect
import math
import sys
from pathlib import Path

import common
import fusemoe_careful
import systems_careful as careful
import systems_models as models
import systems_moe as moe
import systems_parts as parts
import torch
from systems_data import Batch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "golden"))
import make_model  # noqa: E402  (after the path)
import make_systems as golden  # noqa: E402

TOLERANCE = 1e-9
DIMS, ROWS, MODALITIES, STEPS = 3, 5, 3, 4


def sizes(spec):
    """The peers' sizes as the golden files have them; no dropout."""
    for module in (common, fusemoe_careful, models, moe, parts):
        module.WIDTH = spec.width
        module.DROPOUT = 0.0
        module.HIDDEN, module.EXPERTS, module.TOP_K, module.LAYERS = spec.expert_hidden, spec.experts, spec.top_k, spec.layers
    parts.HEADS_OF_ENCODER = models.MULT_HEADS = golden.HEADS
    models.MULT_LAYERS, models.MULT_WIDTH = spec.layers, spec.width
    models.FLEXMOE_EXPERTS, models.FLEXMOE_CHOSEN = golden.EXPERTS, golden.CHOSEN
    parts.Mlp.__init__.__defaults__ = parts.StackedMlp.__init__.__defaults__ = None
    parts.Mlp.__init__.__kwdefaults__ = parts.StackedMlp.__init__.__kwdefaults__ = {"dropout": 0.0}


def made_input(kind):
    present = torch.ones(ROWS, MODALITIES)
    present[1, 1] = present[3, 2] = 0
    lengths = torch.tensor([[2, 4, 3, 1, 3], [3, 0, 2, 4, 1], [1, 3, 2, 0, 4]])
    real = torch.arange(STEPS) < lengths.unsqueeze(2)
    if kind == "vector":
        values = torch.randn(MODALITIES, ROWS, DIMS) * present.t().unsqueeze(2)
        return golden.Input(list(values), present, torch.ones(ROWS, MODALITIES)), Batch(values, present.t().unsqueeze(2))
    values = list(torch.randn(MODALITIES, ROWS, STEPS, DIMS) * real.unsqueeze(3))
    ragged = [[one[b, :n] for b, n in enumerate(own)] for one, own in zip(values, lengths)]
    batch = Batch(values, present.t().unsqueeze(2), real=list(real))
    return golden.Input(ragged, present, torch.ones(ROWS, MODALITIES)), batch


# --- the mixture of experts, as make_model.py has it ---------------------------------------------------------------------

def moe_shapes(spec):
    kinds = ["vector"] * MODALITIES
    return {name: shape for name, shape, _ in make_model.declared(kinds, [DIMS] * MODALITIES, golden.OUTPUTS, spec)}


def moe_noise(spec, generator):
    routers = 1 if spec.router == "joint" else MODALITIES
    return [torch.empty(routers, ROWS, spec.experts).normal_(generator=generator) for _ in range(spec.layers)]


def moe_forward(p, instances, spec, training, noises):
    output, loads, _ = make_model.forward(p, instances, spec, training, noises)
    return output, {"balance": (make_model.squared_variation(loads), common.BALANCE)}, {}


CASES = golden.CASES | {f"moe-{router}": (moe_shapes, moe_forward, moe_noise, make_model.Spec(router=router), seed)
                        for router, seed in (("joint", 60), ("disjoint", 61))}


# --- which parameter of theirs is which of ours -----------------------------------------------------------------------

def linears(ours, name):
    """Of an Mlp: (ours, names of theirs, how theirs is laid out)."""
    for k, layer in enumerate(ours.layers, 1):
        yield layer.weight, [f"{name}.{k}.weight"], lambda w: w[0].t()
        yield layer.bias, [f"{name}.{k}.bias"], lambda b: b[0]


def stacked(ours, names):
    for k, layer in enumerate(ours.layers if hasattr(ours, "layers") else [ours], 1):
        yield layer.weight, [f"{name}.{k}.weight" for name in names], torch.stack
        yield layer.bias, [f"{name}.{k}.bias" for name in names], lambda b: torch.stack(b).unsqueeze(1)


def plain(ours, name):
    yield ours, [name], lambda p: p[0].view(ours.shape)


def whole(ours, name):
    """Of a StackedMlp that is stacked there, too."""
    for k, layer in enumerate(ours.layers, 1):
        yield from plain(layer.weight, f"{name}.{k}.weight")
        yield from plain(layer.bias, f"{name}.{k}.bias")


def stacked_norm(ours, name):
    yield from plain(ours.scale, f"{name}.scale")
    yield from plain(ours.shift, f"{name}.shift")


def linear(ours, weights, biases):
    yield ours.weight, weights, lambda w: torch.cat(w, 1).t()
    yield ours.bias, biases, torch.cat


def transformer(ours, name):
    for i, layer in enumerate(ours.layers, 1):
        own = f"{name}.{i}"
        for k, norm in enumerate((layer.norm1, layer.norm2), 1):
            yield from plain(norm.weight, f"{own}.norm{k}.scale")
            yield from plain(norm.bias, f"{own}.norm{k}.shift")
        together = [part for part in ("query", "key", "value") if part != "query" or layer.query is None]
        for module, of in ((layer.query, ["query"]), (layer.rest, together), (layer.out, ["out"]), (layer.feed1, ["feed.1"]),
                           (layer.feed2, ["feed.2"])):
            if module is not None:
                yield from linear(module, [f"{own}.{part}.weight" for part in of], [f"{own}.{part}.bias" for part in of])
    yield from plain(ours.norm.weight, f"{name}.norm.scale")
    yield from plain(ours.norm.bias, f"{name}.norm.shift")


def numbered(name, count=MODALITIES):
    return [f"{name}.{i}" for i in range(count)]


def pairs(system, model):
    if hasattr(model, "encoders") and isinstance(model.encoders, parts.VectorEncoders):
        yield from stacked(model.encoders.mlp, numbered("encoder"))
    if system == "early-transformer":
        for m, encoder in enumerate(model.encoders.encoders):
            yield from linear(encoder.project, [f"encoder.{m}.project.weight"], [f"encoder.{m}.project.bias"])
            yield from transformer(encoder.transformer, f"encoder.{m}.layers")
    if system in ("early", "early-transformer", "mcr"):
        yield from linears(model.joined, "joined")
    if system == "attention":
        yield from linear(model.score, ["attention.weight"], ["attention.bias"])
        yield from plain(model.vector, "attention.vector")
    if system in ("attention", "ithp", "flexmoe"):
        yield from linears(model.head, "head")
    if system == "ithp":
        yield from linears(model.encoder, "encoder")
        for k, (bottleneck, detector) in enumerate(zip(model.bottlenecks, model.detectors), 1):
            yield from linears(bottleneck, f"bottleneck.{k}")
            yield from linears(detector, f"detector.{k}")
    if system == "mult":
        for m, weight in enumerate(model.project):
            yield from plain(weight, f"modality.{m}.project")
            for across, n in zip(model.across[m], [n for n in range(MODALITIES) if n != m]):
                yield from transformer(across, f"modality.{m}.from.{n}")
            yield from transformer(model.joined[m], f"modality.{m}.joined")
        for module, name in ((model.head1, "head.1"), (model.head2, "head.2"), (model.output, "output")):
            yield from linear(module, [f"{name}.weight"], [f"{name}.bias"])
    if system == "mcr":
        yield from stacked(model.own, numbered("own"))
    if system == "mmim":
        for k, module in enumerate([*model.joined, model.output], 1):
            yield from linear(module, [f"joined.{k}.weight"], [f"joined.{k}.bias"])
        yield from stacked(model.between, [f"between.{m}.{n}" for m in range(3) for n in range(3) if m != n])
        yield from stacked(model.guesses, numbered("guess"))
    if system.startswith("moe"):
        yield from whole(model.project, "project")
        for k, layer in enumerate(model.layers):
            name = f"layer.{k}"
            yield from plain(layer.router.keys, f"{name}.router.keys")
            yield from plain(layer.router.noise, f"{name}.router.noise")
            for i, norm in enumerate((layer.norm1, layer.norm2), 1):
                yield from stacked_norm(norm, f"{name}.norm{i}")
            for i, expert in enumerate((layer.expert1, layer.expert2), 1):
                yield from plain(expert.weight, f"{name}.experts.{i}.weight")
                yield from plain(expert.bias, f"{name}.experts.{i}.bias")
            yield from whole(layer.feed, f"{name}.feed")
        yield from stacked_norm(model.norm, "norm")
        for k, module in enumerate(model.head, 1):
            yield from linear(module, [f"head.{k}.weight"], [f"head.{k}.bias"])
    if system in ("tmc", "qmf"):
        yield from stacked(model.opinions, numbered("opinion"))
    if system == "i2moe":
        yield from stacked(model.experts, numbered("expert", MODALITIES + 2))
        yield from linears(model.weights, "weights")
    if system == "flexmoe":
        yield from plain(model.bank, "bank")
        yield from plain(model.norm.weight, "norm.scale")
        yield from plain(model.norm.bias, "norm.shift")
        yield from plain(model.router, "router")
        for k, expert in enumerate((model.expert1, model.expert2), 1):
            yield from plain(expert.weight, f"experts.{k}.weight")
            yield from plain(expert.bias, f"experts.{k}.bias")


def share_noise(system, model, noises, spec):
    """Both draw the same."""
    if system == "ithp":
        given = iter(noises)
        model.noise = lambda _: next(given)
    if system.startswith("moe"):
        for layer, own in zip(model.layers, noises):
            layer.router.drawn = lambda _, own=own: own
    if system == "i2moe":
        model.noise = lambda _: noises[0].view(MODALITIES, ROWS, spec.width)
    if system == "mcr":
        def handed(has):
            rows = torch.arange(ROWS).repeat(MODALITIES, 1)
            for m in range(MODALITIES):
                have = has[m].nonzero().flatten()
                rows[m, have] = have[noises[m]]
            return rows
        model.handed_round = handed


def difference(a, b):
    return float(((a - b).abs().max() / b.abs().max().clamp_min(1e-12)).detach())


def compare(system):
    kind = careful.kind_of(system)
    shapes, theirs, noise, spec, seed = CASES[system]
    spec = dataclasses.replace(spec, encoder_hidden=spec.width)
    golden.KINDS, golden.DIMS = [kind] * MODALITIES, [DIMS] * MODALITIES
    golden.ENCODER = "transformer" if system == "early-transformer" else "lstm"
    golden.ORDER = list(range(MODALITIES))
    sizes(spec)
    torch.manual_seed(seed)
    instances, batch = made_input(kind)
    batch.target, batch.epoch, batch.history = golden.CLASSES, golden.EPOCH, golden.HISTORY
    p = {key: (torch.randn(*shape) * 0.5).requires_grad_() for key, shape in shapes(spec).items()}
    given = (spec, torch.Generator().manual_seed(21), instances)
    noises = list(noise(*given[:len(inspect.signature(noise).parameters)])) if noise else []
    named = {"name": system} if "name" in inspect.signature(theirs).parameters else {}
    output, extra, _ = theirs(p, instances, spec, True, noises, **named)
    loss = torch.stack([golden.task_loss(output[b], b) for b in range(ROWS)]).mean()
    loss = loss + sum(weight * value for value, weight in extra.values())
    loss.backward()

    careful.VECTOR = careful.SEQUENCE = (STEPS, DIMS)
    model = careful.made(system, MODALITIES)
    found = list(pairs(system, model))
    assert {id(one) for one, _, _ in found} == {id(one) for one in model.parameters()}, system
    assert sorted(name for _, names, _ in found for name in names) == sorted(p), system
    if system == "mmim":  # what the first stage fits is held in the other
        for one in model.between.parameters():
            one.requires_grad_(False)
    with torch.no_grad():
        for one, names, layout in found:
            one.copy_(layout([p[name] for name in names]))
    share_noise(system, model, noises, spec)
    mine, mine_extra, _ = model(batch)
    mine_loss = torch.nn.functional.cross_entropy(mine, batch.target) + mine_extra
    mine_loss.backward()
    worst, largest = 0.0, max(float(one.grad.abs().max()) for one in p.values() if one.grad is not None)
    for one, names, layout in found:
        wanted = layout([torch.zeros_like(p[n]) if p[n].grad is None else p[n].grad for n in names])
        mine_grad = torch.zeros_like(one) if one.grad is None else one.grad
        worst = max(worst, float((mine_grad - wanted).abs().max()) / largest)
    return {"output": difference(mine, output), "loss": difference(mine_loss, loss), "gradients": worst}


def compare_series():
    """Values at the reference points, before the linear layer and the LSTM."""
    torch.manual_seed(5)
    parts.WIDTH, parts.TIME_POINTS, parts.TIME_WIDTH, parts.TIME_HEADS = 4, 3, 6, 2
    model = parts.TimeAttention(DIMS)
    _, batch = made_input("sequence")
    batch.times = [torch.rand(real.shape) * real for real in batch.real]
    batch.observed = [(torch.rand(*real.shape, DIMS) < 0.5) * real.unsqueeze(2).double() for real in batch.real]
    batch.values = [values * observed for values, observed in zip(batch.values, batch.observed)]
    seen = []
    model.out.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    model(batch, 0)
    points, size = torch.linspace(0, 1, 3), 3
    worst = 0.0
    for b in range(ROWS):
        steps = [t for t in range(STEPS) if batch.real[0][b, t]]
        for r in range(3):
            for h in range(2):
                def part(layer, time):
                    return layer(model.embedded(time))[h * size:(h + 1) * size]
                score = {t: float(part(model.query, points[r]) @ part(model.key, batch.times[0][b, t])) / math.sqrt(size) for t in steps}
                for d in range(DIMS):
                    has = [t for t in steps if batch.observed[0][b, t, d]]
                    total = sum(math.exp(score[t]) for t in has)
                    mean = sum(math.exp(score[t]) * float(batch.values[0][b, t, d]) for t in has) / total if has else 0.0
                    got = seen[0][r, b].view(2, 2, DIMS)[h, :, d]
                    worst = max(worst, abs(float(got[0]) - mean), abs(float(got[1]) - (1.0 if has else 0.0)))
    return {"at reference points": worst}


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.double)
    good = True
    for system in sys.argv[1:] or careful.SYSTEMS:
        differences = compare_series() if system == "series" else compare(system)
        good = good and max(differences.values()) < TOLERANCE
        print(system, {key: f"{value:.1e}" for key, value in differences.items()})
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
