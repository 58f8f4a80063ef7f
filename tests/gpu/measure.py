#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps and epochs of the program against PyTorch on the same device, in turns: prints the table for docs/performance.md."""
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
GPU = torch.cuda.is_available()
ROUNDS = 3
GOAL = 1.5


def run(command, environment):
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def ours(bench, options):
    found = json.loads(run([HERE / "bin/btw", "bench", bench, *options, "--json"],
                           {**os.environ, "LD_LIBRARY_PATH": os.environ["BTW_LIBRARIES"]}))
    return found[0]


def peer(script, options):
    return json.loads(run([sys.executable, HERE / f"peers/{script}.py", *options], os.environ).strip().splitlines()[-1])


def flags(**options):
    return [word for key, value in options.items() if value != "" for word in (f"--{key}", str(value))]


def compare(what, bench, script, where, mine_only, **options):
    mine, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(peer(script, flags(**where, **options)))
        mine.append(ours(bench, flags(**where, **{key: value for key, value in options.items()
                                                  if key not in ("repeats", "form")}, **mine_only)))
    if theirs[0]["params"] != mine[0].get("params", theirs[0]["params"]):
        raise SystemExit(f"{what}: the peer has {theirs[0]['params']} parameters, the program {mine[0]['params']}.")
    a, b = (statistics.median(result["median_ms"] for result in results) for results in (theirs, mine))
    print(f"| {what} | {theirs[0]['peer']} | {a:.3g} ms | {b:.3g} ms | {a / b:.2f}x | {GOAL}x |", flush=True)


def main():
    device = "cuda" if GPU else "cpu"
    print(torch.cuda.get_device_name() if GPU else "The processor; nothing here ran on a GPU.")
    print("| what | peer | PyTorch | ours | value | goal |")
    print("|---|---|---|---|---|---|")
    n = 2199 if GPU else 64
    for amp in ("", "bf16") if GPU else ("",):
        where = {"device": device, "amp": amp, "threads": 4 if GPU else 1}
        kind = amp or "float32"
        for batch in (32, 256, 1024) if GPU else (32,):
            compare(f"step, batch {batch}, {kind}", "step", "fusemoe_careful", where, {}, batch=batch, repeats=20 if GPU else 2)
        for form in ("packed", "padded"):
            compare(f"epoch of CMU-MOSI's sequences, baseline, {form}, {kind}", "sequences", "sequences_careful", where,
                    {"part": "baseline"}, n=n, batch=32, repeats=2 if GPU else 1, form=form)


if __name__ == "__main__":
    main()
