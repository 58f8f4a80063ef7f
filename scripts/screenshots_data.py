#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the cohorts that scripts/screenshots.sh takes pictures of, a folder each: modalities (12 of them), classes (20 of them)
and names (long, Chinese and Arabic ones). The numbers come from a counter: the same everywhere."""

import csv
import json
import math
import pathlib
import sys

ROWS = 400


def number(*place):
    """Between -1 and 1, always the same for the same place."""
    x = math.sin(sum((i + 1) * 12.9898 * p for i, p in enumerate(place)) + 78.233) * 43758.5453
    return 2 * (x - math.floor(x)) - 1


def write(path, modalities, classes, features=3):
    header = ["id"] + [f"{m}_{f + 1}" for m in modalities for f in range(features)] + ["label"]
    path.mkdir(exist_ok=True)
    manifest = {"name": path.name, "task": "classification", "classes": classes,
                "labels": {"file": "people.csv", "id": "id", "label": "label"},
                "modalities": [{"name": m, "kind": "vector", "file": "people.csv", "columns": [f"{m}_*"], "id": "id"}
                               for m in modalities]}
    (path / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    with open(path / "people.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(header)
        for i in range(ROWS):
            label = int((number(i, 1) + 1) / 2 * len(classes)) % len(classes)
            row = [f"person {i + 1}"]
            for m in range(len(modalities)):
                # The first modalities know most; each lacks some people.
                absent = m > 0 and number(i, m, 2) > 0.7
                for f in range(features):
                    signal = math.cos(label * (f + 1) + m) / (1 + m)
                    row.append("" if absent else f"{signal + 0.6 * number(i, m, f, 3):.3f}")
            out.writerow(row + [classes[label]])


def main():
    folder = pathlib.Path(sys.argv[1])
    write(folder / "modalities", [f"kind{m:02d}" for m in range(1, 13)], ["no", "yes"])
    write(folder / "classes", ["notes", "labs", "images"], [f"Diagnosis {c + 1:02d}" for c in range(20)])
    write(folder / "names", ["实验室检查结果", "صورة-الأشعة-السينية-للصدر", "Continuously-monitored-vital-signs-of-the-first-48-hours"],
          ["出院", "نُقل إلى وحدة العناية المركزة", "Discharged against the advice of the treating physician"])


if __name__ == "__main__":
    main()
