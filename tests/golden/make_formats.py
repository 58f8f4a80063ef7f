#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/formats: one small table in the formats that people have, each by another program.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install pandas openpyxl odfpy scipy h5py anndata mudata
    /tmp/v/bin/python tests/golden/make_formats.py [FORMAT ...]

NAME.csv beside a file is what BTW has to make of it.
"""
import bz2
import gzip
import io
import lzma
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "formats"


def table():
    """Plain cells as text; None is an empty cell."""
    rows = [["id", "split", "label", "age", "sex", "lab_glucose", "site"]]
    for i in range(24):
        rows.append([
            f"P{i:03d}", "train" if i < 16 else "val" if i < 20 else "test", i % 2,
            None if i == 5 else 40 + (i * 7) % 23, "f" if i % 3 else "m",
            round(4 + i * 0.37 + (i % 5) / 7, 6), ["north", "south, old", "Köln"][i % 3],
        ])
    return rows


def quoted(cell):
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def csv_text(rows):
    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)


def compressed():
    text = csv_text(table()).encode()
    (HERE / "table.csv").write_bytes(text)
    half = len(text) // 2
    (HERE / "table.csv.gz").write_bytes(gzip.compress(text, mtime=0))
    # Two members: what `cat a.gz b.gz` and bgzip make.
    (HERE / "two.csv.gz").write_bytes(gzip.compress(text[:half], mtime=0) + gzip.compress(text[half:], mtime=0))
    (HERE / "table.csv.bz2").write_bytes(bz2.compress(text[:half]) + bz2.compress(text[half:]))
    (HERE / "table.csv.xz").write_bytes(lzma.compress(text[:half]) + lzma.compress(text[half:]))


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ["compressed"]:
        globals()[name]()
