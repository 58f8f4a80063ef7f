# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading large files: the whole of `btw validate`, from its start to its last check, against the bare call that reads
the same file into memory in Python."""
import os
import statistics

from environment import DEBIAN, PROGRAM, checked, newest_pandas, peer, timed

QUICK_INSTANCES, QUICK_MEGABYTES = 500, 20
ROUNDS = 3  # files of several GB: one more round is minutes
FILES = {"npz": ("x.npz", "an .npz", False), "mmsa": ("mmsa.pkl", "MMSA's pickle", False),
         "mult": ("mult.pkl", "MulT's pickle", False), "csv": ("x.csv", "a wide CSV, 6 decimals", True),
         "csv-full": ("full.csv", "a wide CSV, 17 digits", True),
         "npz-compressed": ("packed.npz", "a compressed .npz", False)}


def forget(path):
    """Takes a file out of the page cache, so that who reads it next has to go to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def turns(session, path, readers, cold):
    """For each reader, as they alternate: its name, and the medians of milliseconds and of peak megabytes. Where the file
    is to be in the page cache, an unmeasured round puts it there."""
    seen = [[] for _ in readers]
    for round_ in range(min(session.rounds, ROUNDS) + (0 if cold else 1)):
        for results, read in zip(seen, readers):
            if cold:
                forget(path)
            result = read()
            if cold or round_ > 0:
                results.append(result)
    session.raw.extend({**result, "file": path.name, "cold": cold} for results in seen for result in results)
    return [(results[0].get("peer", "btw"), statistics.median(result["median_ms"] for result in results),
             statistics.median(result["peak_mb"] for result in results)) for results in seen]


def wanted(session, *row):
    """A line; of small files, where the start of the program is most of the time, it only says that all works."""
    session.add(*(row[:-2] + ("none", None) if session.quick else row))


def validated(program, path):
    return {**timed([program, "validate", path]), "program": str(program)}


def compare_with_before(session, what, path):
    """The earlier build and this one in turns: neither slower nor larger, but for the noise of a few runs."""
    size = f"{path.stat().st_size / 1e6:,.0f} MB"
    readers = [lambda: validated(session.before, path), lambda: validated(PROGRAM, path)]
    (_, before, peak_before), (_, now, peak_now) = turns(session, path, readers, cold=False)
    wanted(session, f"reading {what}, against the earlier build", f"{size}, in the page cache", f"{before / 1e3:.3g} s",
           f"{now / 1e3:.3g} s", f"{now / before:.2f}x", "1.05x at most", now <= 1.05 * before)
    wanted(session, f"reading {what}, peak memory against the earlier build", size, f"{peak_before:,.0f} MB",
           f"{peak_now:,.0f} MB", f"{peak_now / peak_before:.2f}x", "1.05x at most", peak_now <= 1.05 * peak_before)


def compare(session, what, path, python):
    readers = [lambda: peer(python, "read_files", threads=1, path=path), lambda: timed([PROGRAM, "validate", path])]
    size = f"{path.stat().st_size / 1e6:,.0f} MB"
    for cold in (False, True):
        (name, theirs, their_peak), (_, mine, my_peak) = turns(session, path, readers, cold)
        wanted(session, f"reading {what}, against {name}", f"{size}, {'from disk' if cold else 'in the page cache'}",
               f"{theirs / 1e3:.3g} s", f"{mine / 1e3:.3g} s", f"{theirs / mine:.2f}x", "1x", theirs >= mine)
    wanted(session, f"reading {what}, peak memory against {name}", size, f"{their_peak:,.0f} MB", f"{my_peak:,.0f} MB",
           f"{my_peak / their_peak:.2f}x", "below 1x", my_peak < their_peak)


def measure_reading(session):
    instances = QUICK_INSTANCES if session.quick else session.instances
    megabytes = QUICK_MEGABYTES if session.quick else session.megabytes
    session.scratch.mkdir(parents=True, exist_ok=True)
    for kind, (name, what, is_table) in FILES.items():
        path = session.scratch / name
        try:
            checked("make_files", kind, path, "--n", instances, "--megabytes", megabytes)
            if session.before:
                compare_with_before(session, what, path)
            for python in [DEBIAN, newest_pandas()] if is_table else [DEBIAN]:
                compare(session, what, path, python)
        finally:
            path.unlink(missing_ok=True)


def measure_reading_training(session):
    """One epoch of every step on an .npz of that size, in a process of its own: its peak over the cohort's real steps."""
    instances = QUICK_INSTANCES if session.quick else session.instances
    session.scratch.mkdir(parents=True, exist_ok=True)
    path, store, spec = (session.scratch / name for name in ("x.npz", "runs.sqlite", "spec.json"))
    spec.write_text('{"preset": "demo", "width": 16, "encoder_hidden": 16, "expert_hidden": 16, "batch": 256}')
    try:
        ragged = float(checked("make_files", "npz", path, "--n", instances).split()[0])
        mine = timed([PROGRAM, "train", path, "--spec", spec, "--epochs", "1", "--seeds", "1", "--store", store])
        session.raw.append({**mine, "file": path.name, "ragged_mb": ragged})
        ratio = mine["peak_mb"] / ragged
        wanted(session, "training on such an .npz, 1 epoch a step, whole process",
               f"{instances:,} instances: ragged {ragged:,.0f} MB", f"{mine['median_ms'] / 1e3:.3g} s",
               f"peak {mine['peak_mb']:,.0f} MB", f"{ratio:.2f}x", "1.5x", ratio < 1.5)
    finally:
        for file in (path, store, spec):
            file.unlink(missing_ok=True)
