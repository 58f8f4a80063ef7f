#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden file of two epochs of MMIM, each in two stages, in plain PyTorch, written from docs/method.

Usage: make_stages.py   (writes model/training-mmim.bin beside itself; what make_model.py needs)

In the first stage of an epoch the Gaussians that tell one modality from another are fitted by an optimiser of their own;
in the second all else, with the entropy of this batch and the one before. Cohort and order of batches are those of
make_model.py's training; initial values are given to the program.
"""
import numpy as np
import torch

import make_model
import make_systems
import make_weighting
from make_model import Spec, cohort_arrays, generator_of, made_cohort

SEED, EPOCHS = 5, 2


def main():
    spec = Spec(width=4, encoder_hidden=5, batch=16, learning_rate=1e-2)
    cohort = made_cohort("classification", 71)
    make_systems.OUTPUTS = 3
    rng = np.random.default_rng(72)
    p = {key: torch.tensor(rng.normal(size=shape) * 0.5).float().double().requires_grad_()
         for key, shape in make_systems.mmim_shapes(spec).items()}
    batch = cohort.scaled
    batch.weights = torch.ones(len(cohort.y), 3, dtype=torch.double)
    arrays = {f"initial/{key}": ("f8", value.detach().numpy().copy()) for key, value in p.items()}
    arrays |= cohort_arrays(cohort) | {"seed": ("u1", [SEED])}
    first = [value for key, value in p.items() if key.startswith("between.")]
    rest = [value for key, value in p.items() if not key.startswith("between.")]
    fitted = lambda some: torch.optim.Adam(some, spec.learning_rate, weight_decay=spec.weight_decay)  # noqa: E731
    stages = [(first, fitted(first)), (rest, fitted(rest))]
    train = np.flatnonzero(cohort.split == make_model.TRAIN)
    for epoch in range(1, EPOCHS + 1):
        order = train[torch.randperm(len(train), generator=generator_of(SEED, epoch)).numpy()]
        batches = [order[i:i + spec.batch] for i in range(0, len(order), spec.batch)]
        assert all(len(rows) > 1 for rows in batches)
        for number, (values, optimiser) in enumerate(stages):
            means, before = [], {}
            for rows in batches:
                make_systems.CLASSES = torch.tensor(cohort.y[rows].astype(int))
                for value in p.values():
                    value.grad = None
                output, extra, _ = make_systems.mmim(p, batch.rows(rows), spec, True, [], before, first=number == 0)
                task = torch.stack([make_systems.task_loss(output[b], b) for b in range(len(rows))]).mean()
                if number == 0:
                    loss = extra["likelihood"][0] * extra["likelihood"][1]
                else:
                    loss = task + sum(w * value for value, w in extra.values())
                loss.backward()
                torch.nn.utils.clip_grad_norm_([v for v in values if v.grad is not None], spec.clip)
                optimiser.step()
                means.append([value.item() for value, _ in extra.values()])
        arrays[f"extra{epoch}"] = ("f8", np.mean(means, 0))
        arrays |= {f"after{epoch}/{key}": ("f8", value.detach().numpy().copy()) for key, value in p.items()}
    make_weighting.OUT = make_model.OUT
    make_weighting.write("training-mmim", arrays)


if __name__ == "__main__":
    main()
