#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A training step of one of the systems, in Python written with care: what `btw bench step --part SYSTEM` times. Epochs of
four batches of the same shapes; the JSON has the mean step. Its models are in systems_models.py and
systems_moe.py."""
import functools
import statistics
import time

import torch
from common import CLIP, arguments, emit
from fusemoe_careful import optimiser_for
from systems_data import BATCHES, SEQUENCE, SERIES, VECTOR, Rows
from systems_models import Attention, Early, Flexmoe, I2moe, Ithp, Mcr, Mmim, Mult, Qmf, Tmc
from systems_moe import Moe
from systems_parts import EachEncoder, TimeAttention, TransformerEncoder, VectorEncoders
from torch import nn
from torch.nn import functional as F

SYSTEMS = {"early": Early, "attention": Attention, "ithp": Ithp, "mult": Mult, "mcr": Mcr, "mmim": Mmim, "tmc": Tmc,
           "qmf": Qmf, "i2moe": I2moe, "flexmoe": Flexmoe, "early-transformer": Early, "series": Early,
           "moe-joint": functools.partial(Moe, kind="joint"), "moe-disjoint": functools.partial(Moe, kind="disjoint")}
LEAST_MS = 500


def kind_of(system):
    return {"mult": "sequence", "early-transformer": "sequence", "series": "series"}.get(system, "vector")


def made(system, modalities):
    kind = kind_of(system)
    dims = {"vector": VECTOR, "sequence": SEQUENCE, "series": SERIES}[kind][1]
    encoders = None
    if kind == "series":
        encoders = EachEncoder(TimeAttention(dims) for _ in range(modalities))
    elif system == "early-transformer":
        encoders = EachEncoder(TransformerEncoder(dims) for _ in range(modalities))
    elif system not in ("ithp", "mult"):
        encoders = VectorEncoders(modalities, dims)
    return SYSTEMS[system](encoders, modalities, dims)


class Training:
    def __init__(self, system, modalities, batch):
        self.rows = Rows(kind_of(system), modalities, batch)
        self.model = made(system, modalities)
        first = list(self.model.between.parameters()) if system == "mmim" else []
        self.rest = [p for p in self.model.parameters() if all(p is not q for q in first)]
        self.first, self.optimiser = first, optimiser_for(nn.ParameterList(self.rest))
        self.first_optimiser = optimiser_for(nn.ParameterList(first)) if first else None
        self.history = torch.zeros(self.rows.n, modalities) if system == "qmf" else None
        self.epochs = 0

    def epoch(self):
        self.epochs += 1
        if self.history is not None:
            share, sums = self.history / self.history.amax(0, keepdim=True).clamp_min(1e-12), torch.zeros_like(self.history)
        if self.first:
            self.fit_first()
        for rows, batch in self.rows.epoch(self.epochs):
            if self.history is not None:
                batch.history = share[rows]
            self.optimiser.zero_grad(set_to_none=True)
            output, extra, remembered = self.model(batch)
            loss = F.cross_entropy(output, batch.target)
            (loss + extra).backward()
            nn.utils.clip_grad_norm_(self.rest, CLIP, foreach=True)
            self.optimiser.step()
            if remembered is not None:
                sums.index_add_(0, rows, remembered)
            loss.item()
        if self.history is not None:
            self.history += sums


    def fit_first(self):
        """The first stage of an epoch of mmim."""
        for p in self.first:
            p.requires_grad_(True)
        for _, batch in self.rows.epoch(self.epochs):
            self.first_optimiser.zero_grad(set_to_none=True)
            self.model.first_stage(batch).backward()
            nn.utils.clip_grad_norm_(self.first, CLIP, foreach=True)
            self.first_optimiser.step()
        for p in self.first:  # held in the second
            p.requires_grad_(False)
        self.model.before = None


def timed(work, repeats):
    """Of a step, which is one of several of a call: median and least milliseconds, and the least of processor time, since
    others may be at work."""
    work()
    times, processor = [], []
    while len(times) < repeats or sum(times) * BATCHES < LEAST_MS:
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        processor.append((time.process_time() - cpu) * 1e3 / BATCHES)
        times.append((time.perf_counter() - begin) * 1e3 / BATCHES)
    return {"median_ms": statistics.median(times), "min_ms": min(times), "least_cpu_ms": min(processor), "repeats": len(times)}


def main():
    parser = arguments(__doc__)
    parser.add_argument("--part", choices=SYSTEMS, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    training = Training(options.part, options.modalities, options.batch)
    emit("step", f"careful, torch {torch.__version__}", timed(training.epoch, options.repeats), against=options.part,
         modalities=options.modalities, batch=options.batch, threads=options.threads,
         params=sum(p.numel() for p in training.model.parameters()))


if __name__ == "__main__":
    main()
