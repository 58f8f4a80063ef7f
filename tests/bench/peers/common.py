# SPDX-License-Identifier: GPL-3.0-or-later
"""What every peer shares: its arguments, its clock, its one line of JSON, and made-up numbers.

Nothing but the standard library and numpy here: peers run under several Pythons.
"""
import argparse
import ctypes
import json
import statistics
import time
from pathlib import Path

import numpy as np

FEATURES = 64  # of each modality
WIDTH, HIDDEN, EXPERTS, TOP_K, LAYERS = 128, 512, 16, 2, 3
DROPOUT = 0.1
NOISE_FLOOR = 1e-2
BALANCE, LEARNING_RATE, WEIGHT_DECAY, CLIP = 1e-2, 1e-3, 1e-4, 0.8
TRAIN, VALIDATION, TEST = 0, 1, 2
# Name, steps of the longest, features: as app/cli/bench/numbers.cpp has them.
SEQUENCES = {"mosi": [("text", 50, 768), ("audio", 375, 5), ("video", 500, 20)],
             "mosei": [("text", 50, 768), ("audio", 500, 74), ("video", 500, 35)]}
LENGTH_STREAMS = 1000


def arguments(description, n=2000):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--n", type=int, default=n, help="instances, pairs or points")
    parser.add_argument("--modalities", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5, help="measured, after a warm-up")
    return parser


def with_device(parser):
    """Of peers that can compute on a GPU, too."""
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--amp", default="", choices=["", "bf16"])
    return parser


def on_device(torch, options):
    """Makes the device the default one, and returns the context of forward passes."""
    torch.set_num_threads(options.threads)
    if options.device != "cpu":
        torch.set_default_device(options.device)
    return lambda: torch.autocast(options.device, dtype=torch.bfloat16, enabled=bool(options.amp))


def measured(work, repeats, warm_up=None):
    """Median and least milliseconds of `work`, and what it returned last. `warm_up` comes first, unmeasured; it is `work`
    itself where that is not too long."""
    (warm_up or work)()
    times, result = [], None
    for _ in range(repeats):
        begin = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - begin) * 1e3)
    return {"median_ms": statistics.median(times), "min_ms": min(times), "repeats": repeats}, result


def _memory(key):
    """A line of /proc/self/status, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit(f"/proc/self/status does not tell {key}.")


def peak_during(work):
    """MB that `work` took at its most above what was there before it, as app/cli/bench/processmemory.cpp counts it."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew (proc(5))
    before = _memory("VmRSS")
    work()
    return _memory("VmHWM") - before


def keep_no_freed_memory():
    """As the program's bench does: memory goes back to the system when it is freed, from now on and what is free already."""
    page, trim_threshold, mmap_threshold = 4096, -1, -3  # of malloc.h
    libc = ctypes.CDLL(None)
    libc.mallopt(mmap_threshold, page)
    libc.mallopt(trim_threshold, page)
    libc.malloc_trim(0)


def emit(bench, peer, times, **rest):
    print(json.dumps({"bench": bench, "peer": peer, **rest, **times}))


def uniforms(stream, count):
    """The numbers of app/cli/bench/numbers.cpp: SplitMix64 (Steele et al. 2014) of a counter, 53 bits, in (0, 1)."""
    with np.errstate(over="ignore"):
        z = np.uint64(stream) * np.uint64(0xD1342543DE82EF95)
        z = z + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def normals(stream, n):
    """n standard normals (Box and Muller 1958), the same as `btw bench` draws for this stream."""
    u = uniforms(stream, 2 * n)
    return np.sqrt(-2 * np.log(u[0::2])) * np.cos(2 * np.pi * u[1::2])


def sequence_lengths(steps, place, n):
    """A fifth to all of the longest, the same as the program's bench."""
    return np.ceil((0.2 + 0.8 * uniforms(LENGTH_STREAMS + place, n)) * steps).astype(np.int64)


def splits(n):
    """Seven in ten train, one validates, two test."""
    rest = np.arange(n) % 10
    return np.where(rest < 7, TRAIN, np.where(rest < 8, VALIDATION, TEST))


def predictions(n, modalities):
    """(y, unimodal [M, n], multimodal) as `btw bench weights` makes them up: labels plus noise, as float32."""
    y = normals(0, n)
    unimodal = np.stack([(y + normals(m + 1, n)).astype(np.float32) for m in range(modalities)])
    return y, unimodal, (y + normals(modalities + 1, n)).astype(np.float32)
