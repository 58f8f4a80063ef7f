#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Partial information decompositions by CVXPY's exponential cones (Clarabel), from the definition of Bertschinger et
al. 2014: an independent program for tst_decomposition.

Usage: make_decomposition.py   (writes analysis/decomposition.json beside itself)
"""
import json
from pathlib import Path

import cvxpy as cp
import numpy as np

OUT = Path(__file__).parent / "analysis" / "decomposition.json"


def information(p):
    """Of the first axis with the others, in nats."""
    p = p.reshape(p.shape[0], -1)
    q = p.sum(1, keepdims=True) * p.sum(0, keepdims=True)
    return float((p[p > 0] * np.log(p[p > 0] / q[p > 0])).sum())


def least(p):
    """The least information of y with a and b together that leaves (y, a) and (y, b) as they are."""
    ny, na, nb = p.shape
    q = [cp.Variable((na, nb), nonneg=True) for _ in range(ny)]
    s = sum(q)
    constraints = []
    for y in range(ny):
        constraints += [cp.sum(q[y], axis=1) == p[y].sum(1), cp.sum(q[y], axis=0) == p[y].sum(0)]
    value = sum(cp.sum(cp.rel_entr(q[y], s)) for y in range(ny))
    problem = cp.Problem(cp.Minimize(value), constraints)
    problem.solve(solver="CLARABEL", tol_gap_abs=1e-9, tol_gap_rel=1e-9, tol_feas=1e-9)
    shares = p.sum((1, 2))
    return float(problem.value - (shares[shares > 0] * np.log(shares[shares > 0])).sum())


def decomposition(counts):
    p = counts / counts.sum()
    both, of_a, of_b, low = information(p), information(p.sum(2)), information(p.sum(1)), least(p)
    return {"first": low - of_b, "second": low - of_a, "shared": of_a + of_b - low, "synergy": both - low}


def main():
    rng = np.random.default_rng(20261129)
    cases = {}
    for name, (ny, na, nb, n) in {"two classes": (2, 2, 2, 200), "three": (3, 3, 3, 400), "unequal": (2, 4, 3, 150),
                                  "many": (4, 5, 6, 900), "few rows": (3, 3, 4, 25)}.items():
        # Predictions that go along with y more often than not.
        y = rng.integers(0, ny, n)
        a = np.where(rng.random(n) < 0.6, y % na, rng.integers(0, na, n))
        b = np.where(rng.random(n) < 0.5, (y + a // 2) % nb, rng.integers(0, nb, n))
        counts = np.zeros((ny, na, nb))
        np.add.at(counts, (y, a, b), 1)
        found = decomposition(counts)
        print(name, {k: round(v, 6) for k, v in found.items()})
        cases[name] = {"y": y.tolist(), "a": a.tolist(), "b": b.tolist(), **found}
    OUT.write_text(json.dumps(cases))


if __name__ == "__main__":
    main()
