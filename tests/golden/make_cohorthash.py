#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the hash of a cohort that is larger than any buffer, with every kind of NaN, to tests/golden/io/large.sha256,
and beside it, in large-content.sha256, that of what all its splits share.

Run: python tests/golden/make_cohorthash.py   (numpy only)
"""
import hashlib
import pathlib
import struct

import numpy as np

ROWS, DIMS = 5000, 3


def digest(content):
    """The hash of a cohort, or of what all its splits share."""
    h = hashlib.sha256()

    def text(s):
        h.update(struct.pack("<Q", len(s)) + s.encode())

    values = (np.arange(ROWS * DIMS) * 0.25 - 1000).astype("<f4")
    values[::7] = np.nan  # whatever its sign and payload, a NaN is 0x7FC00000
    bits = values.view("<u4").copy()
    bits[::7] = 0x7FC00000

    text("btw content 1" if content else "btw cohort 1")
    h.update(b"\0")  # regression
    h.update(struct.pack("<Q", 0))  # classes
    h.update(b"\0")  # no label range
    h.update(struct.pack("<Q", ROWS))
    for i in range(ROWS):
        text(f"instance {i}")
    h.update(struct.pack("<Q", ROWS) + (np.arange(ROWS) * 0.5).astype("<f8").tobytes())
    if not content:
        h.update(struct.pack("<Q", ROWS) + (np.arange(ROWS) % 3).astype("u1").tobytes())
    h.update(struct.pack("<Q", 0))  # groups
    h.update(struct.pack("<Q", 1))
    text("m")
    h.update(struct.pack("<Bq", 0, DIMS))
    h.update(struct.pack("<Q", ROWS * DIMS) + bits.tobytes())
    h.update(struct.pack("<QQ", 0, 0))  # offsets, times
    h.update(struct.pack("<Q", ROWS) + np.ones(ROWS, "u1").tobytes())
    if content:  # two columns of words, and the cut of the label
        h.update(struct.pack("<Q", 2))
        for column, ordered, words in ((1, 0, ["no", "yes"]), (2, 1, ["low", "high"])):
            h.update(struct.pack("<QQBQ", 0, column, ordered, len(words)))
            for word in words:
                text(word)
        h.update(b"\1" + struct.pack("<Qd", 1, 100.0) + struct.pack("<QQ", 0, 2))
        for name in ("short", "long"):
            text(name)
    return h.hexdigest()


def main():
    folder = pathlib.Path(__file__).parent / "io"
    (folder / "large.sha256").write_text(digest(False) + "\n")
    (folder / "large-content.sha256").write_text(digest(True) + "\n")


if __name__ == "__main__":
    main()
