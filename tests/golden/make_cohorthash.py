#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the hash of a cohort that is larger than any buffer, with every kind of NaN, to tests/golden/io/large.sha256.

Run: python tests/golden/make_cohorthash.py   (numpy only)
"""
import hashlib
import pathlib
import struct

import numpy as np

ROWS, DIMS = 5000, 3


def main():
    h = hashlib.sha256()

    def text(s):
        h.update(struct.pack("<Q", len(s)) + s.encode())

    values = (np.arange(ROWS * DIMS) * 0.25 - 1000).astype("<f4")
    values[::7] = np.nan  # whatever its sign and payload, a NaN is 0x7FC00000
    bits = values.view("<u4").copy()
    bits[::7] = 0x7FC00000

    text("btw cohort 1")
    h.update(b"\0")  # regression
    h.update(struct.pack("<Q", 0))  # classes
    h.update(b"\0")  # no label range
    h.update(struct.pack("<Q", ROWS))
    for i in range(ROWS):
        text(f"instance {i}")
    h.update(struct.pack("<Q", ROWS) + (np.arange(ROWS) * 0.5).astype("<f8").tobytes())
    h.update(struct.pack("<Q", ROWS) + (np.arange(ROWS) % 3).astype("u1").tobytes())
    h.update(struct.pack("<Q", 0))  # groups
    h.update(struct.pack("<Q", 1))
    text("m")
    h.update(struct.pack("<Bq", 0, DIMS))
    h.update(struct.pack("<Q", ROWS * DIMS) + bits.tobytes())
    h.update(struct.pack("<QQ", 0, 0))  # offsets, times
    h.update(struct.pack("<Q", ROWS) + np.ones(ROWS, "u1").tobytes())
    (pathlib.Path(__file__).parent / "io" / "large.sha256").write_text(h.hexdigest() + "\n")


if __name__ == "__main__":
    main()
