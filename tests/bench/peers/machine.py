#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine can do at most: the speed of one large matrix product, and of a large copy (bytes read and written)."""
import torch
from common import arguments, emit, measured

SIZE = 2048
COPIED = 256 << 20


def main():
    options = arguments(__doc__).parse_args()
    torch.set_num_threads(options.threads)
    a, b = torch.randn(SIZE, SIZE), torch.randn(SIZE, SIZE)
    c = torch.empty(SIZE, SIZE)
    product, _ = measured(lambda: torch.mm(a, b, out=c), options.repeats)
    source, target = torch.randn(COPIED // 4), torch.zeros(COPIED // 4)
    copy, _ = measured(lambda: target.copy_(source), options.repeats)
    emit("machine", f"torch {torch.__version__}", product, threads=options.threads,
         gflops=2 * SIZE**3 / product["median_ms"] / 1e6, copy_ms=copy["median_ms"],
         copy_gb_s=2 * COPIED / copy["median_ms"] / 1e6)


if __name__ == "__main__":
    main()
