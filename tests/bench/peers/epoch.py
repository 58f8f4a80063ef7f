#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole epoch of the weighted model as the published program goes through it: a DataLoader that collates item by item,
the per-expert loop, predictions of every split, metrics, the row-wise weight update of weights_pandas, and smoothing."""
import numpy as np
import pandas as pd
import torch
from common import FEATURES, TEST, TRAIN, VALIDATION, arguments, emit, measured, predictions, splits
from fusemoe_loop import Model, optimiser_for, parameter_count, train_step
from sklearn.metrics import mean_absolute_error
from torch.utils.data import DataLoader, Dataset
from weights_pandas import frames, new_weights, variance_floor

ALPHA = 0.5


class Instances(Dataset):
    """One item an instance: id, features of each modality, label, weights in force."""

    def __init__(self, rows, ids, features, y, weights):
        self.rows, self.ids, self.features, self.y, self.weights = rows, ids, features, y, weights

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        identifier = self.ids[row]
        return (identifier, [torch.from_numpy(x[row]) for x in self.features],
                torch.tensor([self.y[row]], dtype=torch.float32), torch.tensor(self.weights[identifier]))


class Training:
    def __init__(self, n, modalities, batch):
        self.batch, self.modalities = batch, modalities
        self.y, self.unimodal, _ = predictions(n, modalities)
        self.split = splits(n)
        self.ids = [f"video{i}[{i % 7}]" for i in range(n)]
        self.row_of = {identifier: i for i, identifier in enumerate(self.ids)}
        generator = np.random.default_rng(1)
        self.features = [generator.standard_normal((n, FEATURES), dtype=np.float32) for _ in range(modalities)]
        self.weights = {identifier: [1.0] * modalities for identifier in self.ids}
        self.model = Model(modalities)
        self.optimiser = optimiser_for(self.model)

    def loader(self, part, shuffle=False):
        rows = np.flatnonzero(self.split == part)
        return DataLoader(Instances(rows, self.ids, self.features, self.y, self.weights), batch_size=self.batch,
                          shuffle=shuffle)

    def train(self):
        self.model.train()
        for _, features, target, weights in self.loader(TRAIN, shuffle=True):
            train_step(self.model, self.optimiser, features, target, weights)

    def predict(self):
        self.model.eval()
        multimodal = np.empty(len(self.ids), dtype=np.float32)
        with torch.no_grad():
            for part in (TRAIN, VALIDATION, TEST):
                for identifiers, features, _, weights in self.loader(part):
                    output, _ = self.model(features, weights)
                    for identifier, value in zip(identifiers, output.squeeze(1).tolist()):
                        multimodal[self.row_of[identifier]] = value
        return multimodal

    def epoch(self):
        self.train()
        multimodal = self.predict()
        validation = self.split == VALIDATION
        error = mean_absolute_error(self.y[validation], multimodal[validation])
        correlation = np.corrcoef(self.y[validation], multimodal[validation])[0, 1]
        parts = frames(self.ids, self.y, self.split, self.unimodal, multimodal)
        fresh = new_weights(parts, variance_floor(self.y, self.split))
        for identifier, new in fresh.items():
            self.weights[identifier] = [
                ALPHA * w + (1 - ALPHA) * old for w, old in zip(new, self.weights[identifier])]
        return error, correlation

    def warm_up(self):
        _, features, target, weights = next(iter(self.loader(TRAIN, shuffle=True)))
        train_step(self.model, self.optimiser, features, target, weights)


def main():
    options = arguments(__doc__, n=2199).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    training = Training(options.n, options.modalities, options.batch)
    # An epoch is too long to throw one away: one step warms up.
    times, _ = measured(training.epoch, options.repeats, training.warm_up)
    emit("epoch", f"published form, torch {torch.__version__}, pandas {pd.__version__}", times, n=options.n,
         modalities=options.modalities, batch=options.batch, threads=options.threads,
         params=parameter_count(training.model))


if __name__ == "__main__":
    main()
