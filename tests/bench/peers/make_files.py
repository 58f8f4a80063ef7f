#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a large file of made-up data: CMU-MOSEI's size as an .npz, as MMSA's or as MulT's pickle, or a wide CSV table.

The arrays are padded with zeros as the distributed ones are: text 50 x 768, audio 500 x 74 and vision 500 x 35 steps, of
which half and a third are real. Dense they take 0.37 MB an instance, 8.5 GB for all of MOSEI; this program itself needs
less than 3 GB and, while it writes a pickle, as much room again beside PATH.
"""
import argparse
import io
import json
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np

MOSEI = 22856
SHAPES = {"text": (50, 768), "audio": (500, 74), "vision": (500, 35)}  # steps, features
MEAN_STEPS = {"text": 25, "audio": 160, "vision": 160}
SPLITS = ["train", "valid", "test"]
CHUNK = 256  # instances at a time
POOL = 1 << 24  # random numbers that features are cut from: drawing 800 million anew would take minutes
TABLE_COLUMNS = {"a": 60, "b": 40}


class Source:
    """Instances one after the other; the same for the same seed, whatever they are written to."""

    def __init__(self, n, padding_first=False, seed=1):
        self.n, self.padding_first = n, padding_first
        rng = np.random.default_rng(seed)
        self.pool = rng.standard_normal(POOL, dtype=np.float32)
        self.y = (rng.integers(-9, 10, n) / 3).astype(np.float32)
        shares = rng.beta(2, 2, n)  # an utterance is long or short in all of its modalities
        self.lengths = {name: np.clip(np.round(2 * MEAN_STEPS[name] * shares), 1, steps).astype(np.int64)
                        for name, (steps, _) in SHAPES.items()}
        self.starts = rng.integers(0, POOL, (n, len(SHAPES)))
        # MOSEI's own shares: 16,326, 1,871 and 4,659 of 22,856.
        self.bounds = [0, round(n * 16326 / MOSEI), round(n * 18197 / MOSEI), n]
        # Eight utterances a video, each video in one split.
        self.ids = [f"{name}{i // 8}$_${i % 8}" for name, size in zip(SPLITS, np.diff(self.bounds)) for i in range(size)]

    def chunk(self, name, first, last):
        """Instances [first, last) of a modality, padded."""
        steps, features = SHAPES[name]
        out = np.zeros((last - first, steps, features), np.float32)
        for i in range(first, last):
            length = self.lengths[name][i]
            size = int(length * features)
            at = int(self.starts[i, list(SHAPES).index(name)]) % (POOL - size)
            rows = slice(steps - length, steps) if self.padding_first else slice(0, length)
            out[i - first, rows] = self.pool[at:at + size].reshape(length, features)
        return out

    def chunks(self, name, first, last):
        for at in range(first, last, CHUNK):
            yield self.chunk(name, at, min(at + CHUNK, last))


def small_array(archive, name, array):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.asanyarray(array))
    archive.writestr(name + ".npy", buffer.getvalue())


def write_npz(path, n, compressed):
    """As numpy.savez would, but never with more than a chunk in memory."""
    source = Source(n)
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    split = np.repeat(SPLITS, np.diff(source.bounds))
    with zipfile.ZipFile(path, "w", method, allowZip64=True, compresslevel=1) as archive:
        small_array(archive, "y", source.y)
        small_array(archive, "id", np.array(source.ids))
        small_array(archive, "split", split)
        small_array(archive, "meta", json.dumps({"name": "mosei", "task": "regression", "label_range": [-3, 3]}))
        for name, (steps, features) in SHAPES.items():
            small_array(archive, "len_" + name, source.lengths[name])
            with archive.open(f"x_{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array_header_1_0(
                    member, {"descr": "<f4", "fortran_order": False, "shape": (n, steps, features)})
                for chunk in source.chunks(name, 0, n):
                    member.write(chunk.tobytes())


def write_pickle(path, n, layout):
    source = Source(n, padding_first=layout == "mult")
    scratch = Path(str(path) + ".scratch")
    root = {}
    files = []
    try:
        for split, first, last in zip(SPLITS, source.bounds, source.bounds[1:]):
            part = root[split] = {}
            for name, (steps, features) in SHAPES.items():
                files.append(Path(f"{scratch}.{split}.{name}"))
                array = np.memmap(files[-1], np.float32, "w+", shape=(last - first, steps, features))
                at = 0
                for chunk in source.chunks(name, first, last):
                    array[at:at + len(chunk)] = chunk
                    at += len(chunk)
                part[name] = np.asarray(array)
            if layout == "mult":
                part["labels"] = source.y[first:last].reshape(-1, 1, 1)
                part["id"] = np.array([id.replace("$_$", "_") for id in source.ids[first:last]]).reshape(-1, 1)
            else:
                lengths = source.lengths["text"][first:last]
                bert = np.zeros((last - first, 3, SHAPES["text"][0]), np.float32)
                bert[:, 1] = np.arange(SHAPES["text"][0]) < lengths[:, None]
                bert[:, 0] = 1000 * bert[:, 1]
                part.update(id=source.ids[first:last], text_bert=bert, regression_labels=source.y[first:last],
                            raw_text=np.array(["made up"] * (last - first)),
                            audio_lengths=source.lengths["audio"][first:last].tolist(),
                            vision_lengths=source.lengths["vision"][first:last].tolist())
        with open(path, "wb") as file:
            pickle.dump(root, file, protocol=4)
    finally:
        root.clear()
        for file in files:
            file.unlink(missing_ok=True)


def write_table(path, megabytes, digits):
    """A wide table with ids, splits and a label; numbers of `digits` decimals, or all 17 digits of a double."""
    rng = np.random.default_rng(1)
    names = [f"{name}_{i}" for name, count in TABLE_COLUMNS.items() for i in range(count)]
    splits = ["train"] * 7 + ["val"] + ["test"] * 2
    written, row = 0, 0
    with open(path, "w", encoding="ascii") as file:
        written += file.write("id,split," + ",".join(names) + ",label\n")
        while written < megabytes * 1e6:
            values = rng.standard_normal((500, len(names)))
            values = np.round(values, digits) if digits else values
            lines = []
            for line in values.tolist():
                lines.append(f"i{row},{splits[row % 10]},{','.join(map(repr, line))},{row % 19 - 9}.5\n")
                row += 1
            written += file.write("".join(lines))


def ragged_megabytes(n):
    lengths = Source(n).lengths
    return sum(int(lengths[name].sum()) * features * 4 for name, (_, features) in SHAPES.items()) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("kind", choices=("npz", "npz-compressed", "mmsa", "mult", "csv", "csv-full"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--n", type=int, default=MOSEI, help="instances of an npz or a pickle")
    parser.add_argument("--megabytes", type=float, default=1000, help="of a table")
    options = parser.parse_args()
    if options.kind.startswith("npz"):
        write_npz(options.path, options.n, options.kind != "npz")
    elif options.kind.startswith("csv"):
        write_table(options.path, options.megabytes, 6 if options.kind == "csv" else 0)
    else:
        write_pickle(options.path, options.n, options.kind)
    if not options.kind.startswith("csv"):
        print(f"{ragged_megabytes(options.n):.1f} MB without the padding")
    print(f"{options.path}: {options.path.stat().st_size / 1e6:,.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
