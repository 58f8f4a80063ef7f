#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a file as one does in Python, default settings, all of it into memory: numpy.load, pickle.load or pandas.read_csv.

Prints the milliseconds of the reading alone, without the start of Python and its imports, and the peak memory of the process."""
import argparse
import json
import pickle
import resource
import time


def loader(path):
    if path.endswith(".npz"):
        import numpy

        def load():
            with numpy.load(path) as file:
                return {name: file[name] for name in file.files}
        return f"numpy {numpy.__version__}", load
    if path.endswith(".csv"):
        import pandas
        return f"pandas {pandas.__version__}", lambda: pandas.read_csv(path)

    import numpy

    def unpickle():
        with open(path, "rb") as file:
            return pickle.load(file)
    return f"pickle, numpy {numpy.__version__}", unpickle


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--path", required=True)
    parser.add_argument("--threads", type=int, default=1, help="ignored: these readers have one")
    peer, load = loader(parser.parse_args().path)
    begin = time.perf_counter()
    data = load()
    taken = (time.perf_counter() - begin) * 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"bench": "reading", "peer": peer, "median_ms": taken, "min_ms": taken, "repeats": 1, "peak_mb": peak,
                      "items": len(data)}))


if __name__ == "__main__":
    main()
