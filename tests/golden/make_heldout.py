#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made of held-out predictions, by numpy and SciPy, from the formulas of docs/method.

Temperatures ("Calibrated modalities"), the mean of five fits with its calibration ("Mean of five unweighted fits"),
and late fusion beside it ("Late fusion beside the mixture of experts").
Usage: make_heldout.py   (writes heldout/*.bin beside itself; the format is that of make_weighting.py)
"""
from pathlib import Path

import numpy as np
from scipy.optimize import minimize, minimize_scalar

import make_weighting as weighting

OUT = Path(__file__).parent / "heldout"
FOLDS = 5
RIDGE = 1e-6  # of intercepts
MOST_SLOPE = 2


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def log_loss(scores, y):
    top = scores.max(1)
    return (top + np.log(np.exp(scores - top[:, None]).sum(1)) - scores[np.arange(len(y)), y.astype(int)]).mean()


def f32(x):
    return np.asarray(x, np.float32).astype(float)


# --- one temperature --------------------------------------------------------------------------------------------

def temperature(p, y):
    scores = np.log(np.maximum(p, 1e-10))
    found = minimize_scalar(lambda a: log_loss(a * scores, y), bounds=(1 / 20, 20), method="bounded",
                            options={"xatol": 1e-12})
    return 1 / found.x, softmax(scores * found.x)


def temperatures(rng):
    def labelled(n, classes, signal, sharpness):
        y = rng.integers(0, classes, n)
        scores = signal * np.eye(classes)[y] + rng.standard_normal((n, classes))
        return y.astype(float), f32(softmax(sharpness * scores))

    cases = {"sure": labelled(200, 2, 1.0, 4), "shy": labelled(200, 2, 2.0, 0.5), "four": labelled(300, 4, 1.0, 3),
             "noise": labelled(60, 2, 0.0, 6)}
    for name, (y, p) in cases.items():
        t, tempered = temperature(p, y)
        print(f"temperature {name:8s} {t:.4f}")
        weighting.write("temperature-" + name, {"y": ("f8", y), "p": ("f8", p), "temperature": ("f8", [t]),
                                                "tempered": ("f8", tempered)})


# --- means of fits, and what is added to them ---------------------------------------------------------------------

def loss_of(scores, y, classes, kink=0.0):
    if classes > 1:
        return log_loss(scores, y)
    return (np.sqrt((y - scores[:, 0]) ** 2 + kink ** 2) - kink).mean()


def least(objective, theta, bounds, classes):
    """From round to sharp where the absolute error has a kink."""
    for kink in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6) if classes == 1 else (0.0,):
        for _ in range(3):
            theta = minimize(objective, theta, args=(kink,), method="L-BFGS-B", bounds=bounds,
                             options={"maxiter": 20000, "maxfun": 200000, "ftol": 1e-16, "gtol": 1e-11}).x
    return theta


def calibrate(scores, y, classes):
    """Slope and intercept of the last score, or one slope."""
    def moved(slope, intercept):
        result = slope * scores
        result[:, -1] += intercept
        return result

    if classes > 2:
        found = minimize_scalar(lambda a: log_loss(a * scores, y), bounds=(1 / MOST_SLOPE, MOST_SLOPE), method="bounded",
                                options={"xatol": 1e-12})
        return found.x, 0.0
    slope, intercept = least(
        lambda t, kink: loss_of(moved(t[0], t[1]), y, classes, kink) + RIDGE * t[1] ** 2, np.array([1.0, 0.0]),
        [(0, None), (None, None)], classes)
    if slope <= 0:
        return 1.0, 0.0
    assert 1 / MOST_SLOPE < slope < MOST_SLOPE, slope
    return slope, intercept


def scores_of(p, mean, scale, classes):
    p = f32(p)
    if classes == 1:
        return (p - mean) / scale
    scores = np.log(np.maximum(p, 1e-12))
    return scores - scores.mean(1, keepdims=True)


def predictions_of(scores, mean, scale, classes):
    return scores * scale + mean if classes == 1 else softmax(scores)


def combined(name, rng, n, classes):
    """Five fits of one model, and another model beside their mean."""
    splits = np.where(np.arange(n) < 0.6 * n, 0, np.where(np.arange(n) < 0.8 * n, 1, 2))
    train, validation, others = splits == 0, splits == 1, splits != 0
    if classes == 1:
        y = 3 + 2 * rng.standard_normal(n)
        shared = rng.standard_normal(n)
        fits = [3.3 + 0.8 * (y - 3) + shared + 0.5 * rng.standard_normal(n) for _ in range(FOLDS)]
        fits = [f[:, None] for f in fits]
        beside = (2.5 + 0.7 * (y - 3) + 0.8 * rng.standard_normal(n))[:, None]
        mean, scale = y[train].mean(), y[train].std()
    else:
        y = rng.integers(0, classes, n).astype(float)
        own = np.eye(classes)[y.astype(int)]
        shared = 0.9 * own + rng.standard_normal((n, classes))
        fits = [softmax(shared + 0.5 * rng.standard_normal((n, classes))) for _ in range(FOLDS)]
        beside = softmax(1.3 * own + rng.standard_normal((n, classes)))
        mean, scale = 0.0, 1.0
    fits = [f32(f) for f in fits]
    beside = f32(beside)
    label = (y - mean) / scale if classes == 1 else y
    averaged = np.mean([f if classes == 1 else np.log(np.maximum(f, 1e-12)) for f in fits], axis=0)
    averaged = f32(averaged if classes == 1 else softmax(averaged))  # as the cross-fit stores them
    scores = scores_of(averaged, mean, scale, classes)
    slope, intercept = calibrate(scores[validation], label[validation], classes)
    calibrated = slope * scores
    calibrated[:, -1] += intercept
    mean_of_five = predictions_of(calibrated, mean, scale, classes)

    # Late fusion beside it: the training rows have what single fits said, the others the calibrated mean.
    together = np.where(others[:, None], f32(mean_of_five), fits[0])
    models = [scores_of(together, mean, scale, classes), scores_of(beside, mean, scale, classes)]
    free = max(1, classes - 1)

    def scores_at(theta, rows):
        b = np.zeros(max(1, classes))
        b[classes > 1 and 1 or 0:] = theta[2:]
        return theta[0] * models[0][rows] + theta[1] * models[1][rows] + b

    theta = least(lambda t, kink: loss_of(scores_at(t, train), label[train], classes, kink)
                  + RIDGE * (t[2:] ** 2).sum(), np.r_[0.5, 0.5, np.zeros(free)],
                  [(0, None)] * 2 + [(None, None)] * free, classes)
    both = scores_at(theta, np.ones(n, bool))
    skip_slope, skip_intercept = calibrate(both[validation], label[validation], classes)
    final = both.copy()
    final[others] *= skip_slope
    final[others, -1] += skip_intercept
    print(f"{name:10s} slope {slope:.4f} intercept {intercept:.4f}; s {theta[0]:.4f} tau {theta[1]:.4f}")
    weighting.write(name, {
        "y": ("f8", y), "splits": ("u1", splits), "fits": ("f4", np.stack(fits)), "beside": ("f4", beside),
        "calibration": ("f8", [slope, intercept]), "mean": ("f8", mean_of_five), "together": ("f4", together),
        "added": ("f8", theta[:2]), "skip": ("f8", predictions_of(final, mean, scale, classes))})


def main():
    OUT.mkdir(exist_ok=True)
    weighting.OUT = OUT
    rng = np.random.default_rng(20)
    temperatures(rng)
    combined("binary", rng, 300, 2)
    combined("classes", rng, 400, 4)
    combined("regression", rng, 300, 1)


if __name__ == "__main__":
    main()
