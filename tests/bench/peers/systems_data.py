# SPDX-License-Identifier: GPL-3.0-or-later
"""Cohorts of the shapes of app/cli/bench/stepcohorts.cpp, padded once so that a batch is a few selections."""
from dataclasses import dataclass

import torch
from common import sequence_lengths

BATCHES = 4  # of an epoch
CLASSES = 3
LACKS_ONE = 8  # one row in so many
VECTOR, SEQUENCE, SERIES = (1, 64), (50, 32), (100, 10)  # most steps, features
MEASURED = 1 / 3


@dataclass
class Batch:
    """M modalities of B instances."""
    values: list  # M of [B, D], or [B, T, D] zeros where nothing is; a vector's stacked as [M, B, D]
    present: torch.Tensor  # [M, B, 1]
    target: torch.Tensor = None  # [B]
    real: list = None  # M of [B, T] bool
    times: list = None  # M of [B, T], from 0 to 1
    observed: list = None  # M of [B, T, D]
    epoch: int = 1
    history: torch.Tensor = None  # [B, M]


class Rows:
    def __init__(self, kind, modalities, batch):
        steps, dims = {"vector": VECTOR, "sequence": SEQUENCE, "series": SERIES}[kind]
        self.kind, self.batch = kind, batch
        n = self.n = BATCHES * batch
        row = torch.arange(n)
        lacks = (row % LACKS_ONE == 0) & (modalities > 1)
        self.present = torch.stack([~(lacks & (row // LACKS_ONE % modalities == m)) for m in range(modalities)])
        self.present = self.present.float().unsqueeze(2)
        self.target = row % CLASSES
        if kind == "vector":
            self.values = torch.randn(modalities, n, dims) * self.present
            return
        lengths = torch.stack([torch.from_numpy(sequence_lengths(steps, m, n)) for m in range(modalities)])
        self.lengths = lengths * self.present.squeeze(2).long()
        self.real = torch.arange(steps) < self.lengths.unsqueeze(2)
        self.values = torch.randn(modalities, n, steps, dims) * self.real.unsqueeze(3)
        if kind == "series":
            self.times = torch.rand(modalities, n, steps).sort(2).values * self.real
            self.observed = (torch.rand(self.values.shape) < MEASURED) * self.real.unsqueeze(3).float()
            self.values = self.values * self.observed

    def epoch(self, epoch):
        for rows in torch.randperm(self.n).split(self.batch):
            yield rows, self.batch_of(rows, epoch)

    def batch_of(self, rows, epoch):
        present, target = self.present.index_select(1, rows), self.target[rows]
        if self.kind == "vector":
            return Batch(self.values.index_select(1, rows), present, target, epoch=epoch)
        longest = self.lengths.index_select(1, rows).amax(1).tolist()

        def some(of):
            return [one.narrow(1, 0, steps).index_select(0, rows) for one, steps in zip(of, longest)]
        batch = Batch(some(self.values), present, target, some(self.real), epoch=epoch)
        if self.kind == "series":
            batch.times, batch.observed = some(self.times), some(self.observed)
        return batch
