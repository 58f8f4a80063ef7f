#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An epoch on sequences in Python written with care: torch's packed LSTMs over real steps only (--form padded: over padded
sequences, which oneDNN computes), the stacked and padded model of fusemoe_careful behind them, Adam in one kernel, every split
predicted in large batches. --part names one modality (its model alone), `baseline`, or `weighted` (whose weight update, some
milliseconds, is left out)."""
import math

import numpy as np
import torch
from common import (BALANCE, CLIP, SEQUENCES, TEST, TRAIN, VALIDATION, WIDTH, arguments, emit, measured, normals,
                    on_device, sequence_lengths, splits, with_device)
from fusemoe_careful import Model, optimiser_for
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import PackedSequence

EVALUATED = 256  # rows at once
DEVICE = "cpu"


class Sequences:
    """Values of all real steps [N, D], and where each instance's begin."""

    def __init__(self, lengths, dims, generator):
        self.lengths = torch.from_numpy(lengths).to(DEVICE)
        self.first = self.lengths.cumsum(0) - self.lengths
        self.values = (torch.rand(int(self.lengths.sum()), dims, generator=generator, device="cpu") * 2 - 1).to(DEVICE)

    def packed(self, rows):
        """The rows' steps, the longest first, and the rows' places in that order."""
        lengths, order = self.lengths[rows].sort(descending=True)
        steps = torch.arange(int(lengths[0])).unsqueeze(1)
        real = steps < lengths.unsqueeze(0)
        places = (steps + self.first[rows][order].unsqueeze(0))[real]
        return PackedSequence(self.values[places], real.sum(1).cpu()), order

    def padded(self, rows):
        """[T, B, D], zeros after each row's last step, and the rows' lengths."""
        lengths = self.lengths[rows]
        steps = torch.arange(int(lengths.max())).unsqueeze(1)
        places = (steps + self.first[rows].unsqueeze(0)).clamp_max(len(self.values) - 1)
        return self.values[places] * (steps < lengths.unsqueeze(0)).unsqueeze(2), lengths


class SequenceModel(Model):
    """Model with an LSTM a modality in the place of the stacked encoders."""

    def __init__(self, shapes, padded):
        super().__init__(len(shapes))
        self.padded = padded
        del self.encoder1, self.encoder2
        self.encoders = nn.ModuleList(nn.LSTM(dims, WIDTH) for _, _, dims in shapes)
        for encoder in self.encoders:
            nn.init.zeros_(encoder.bias_ih_l0)
            nn.init.zeros_(encoder.bias_hh_l0)

    def encode(self, sequences, rows):
        """[M, B, d]"""
        states = []
        for encoder, sequence in zip(self.encoders, sequences):
            if self.padded:
                values, lengths = sequence.padded(rows)
                states.append(encoder(values)[0][lengths - 1, torch.arange(len(rows))])
            else:
                packed, order = sequence.packed(rows)
                last = encoder(packed)[1][0].squeeze(0)
                states.append(torch.zeros_like(last).index_copy(0, order, last).float())
        return torch.stack(states)

    def forward(self, sequences, rows, weights=None):
        hidden = self.project2(F.relu(self.project1(self.encode(sequences, rows))))
        if weights is not None:
            hidden = hidden * weights[:, rows].unsqueeze(2)
        hidden = hidden * math.sqrt(WIDTH)
        balance = 0.0
        for layer in self.layers:
            hidden, loss = layer(hidden)
            balance = balance + loss if loss is not None else balance
        return self.head(self.norm(hidden).transpose(0, 1).reshape(len(rows), -1)), balance


class Training:
    def __init__(self, n, shapes, batch, weighted, padded, context):
        generator = torch.Generator("cpu").manual_seed(1)
        self.sequences = [Sequences(sequence_lengths(steps, place, n), dims, generator)
                          for place, steps, dims in shapes]
        self.y = torch.from_numpy(normals(0, n)).float().to(DEVICE)
        self.split = splits(n)
        self.batch = batch
        self.weights = torch.ones(len(shapes), n) if weighted else None
        self.model = SequenceModel(shapes, padded)
        self.optimiser = optimiser_for(self.model)
        self.context = context

    def train(self):
        self.model.train()
        rows = torch.from_numpy(np.flatnonzero(self.split == TRAIN)).to(DEVICE)
        for part in rows[torch.randperm(len(rows))].split(self.batch):
            self.optimiser.zero_grad(set_to_none=True)
            with self.context():
                output, balance = self.model(self.sequences, part, self.weights)
            (F.l1_loss(output.squeeze(1).float(), self.y[part]) + BALANCE * balance).backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
            self.optimiser.step()

    @torch.no_grad()
    def predict(self):
        self.model.eval()
        output = torch.empty(len(self.y))
        for split in (TRAIN, VALIDATION, TEST):
            for part in torch.from_numpy(np.flatnonzero(self.split == split)).to(DEVICE).split(EVALUATED):
                with self.context():
                    output[part] = self.model(self.sequences, part, self.weights)[0].squeeze(1).float()
        return output

    def epoch(self):
        self.train()
        validation = torch.from_numpy(self.split == VALIDATION).to(DEVICE)
        return float((self.predict() - self.y)[validation].abs().mean())


def main():
    global DEVICE
    parser = with_device(arguments(__doc__, n=2199))
    parser.add_argument("--cohort", choices=SEQUENCES, default="mosi")
    parser.add_argument("--form", choices=["packed", "padded"], default="packed")
    parser.add_argument("--part", default="baseline")
    options = parser.parse_args()
    context = on_device(torch, options)
    DEVICE = options.device
    torch.manual_seed(1)
    # Gradients fade over hundreds of steps, and a processor takes a hundred times as long for numbers below 1e-38.
    torch.set_flush_denormal(True)
    # (place, steps, dims): lengths are drawn by a modality's place among all.
    named = [(name, (place, steps, dims)) for place, (name, steps, dims) in enumerate(SEQUENCES[options.cohort])]
    shapes = [shape for name, shape in named if options.part in (name, "baseline", "weighted")]
    training = Training(options.n, shapes, options.batch, options.part == "weighted",
                        options.form == "padded", context)
    # An epoch is too long to throw one away: one prediction warms up.
    times, _ = measured(training.epoch, options.repeats, lambda: training.predict() if options.n <= 3000 else None)
    emit("sequences", f"{options.form} LSTMs, torch {torch.__version__}", times, n=options.n, batch=options.batch,
         threads=options.threads, against=options.part, params=sum(p.numel() for p in training.model.parameters()))


if __name__ == "__main__":
    main()
