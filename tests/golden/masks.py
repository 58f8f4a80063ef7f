# SPDX-License-Identifier: GPL-3.0-or-later
"""What dropout drops, drawn as the program draws it (core/engine/kernels/dropout.h), for the scripts beside this one.

Each dropout takes 64 bits of the generator as a key. Whether an entry is dropped follows from the key and the entry's place
in its matrix, by the integer hash "lowbias32" (Wellons 2018). What is kept counts 1 / (1 - share).
"""
import math

import numpy as np
import torch


def hashed(x):
    x = x ^ (x >> 16)
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x = x ^ (x >> 15)
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    return x ^ (x >> 16)


class Masks:
    """The masks of one training step by the names of what they drop. A name that was not drawn drops nothing."""

    def __init__(self, share=0.0):
        self.share, self.keys = share, {}

    def draw(self, name, generator):
        if self.share > 0:
            drawn = torch.empty((), dtype=torch.int64).random_(-2**63, None, generator=generator)
            self.keys[name] = int(drawn) & (2**64 - 1)

    def dropped(self, x, name, row, size=None):
        """x is row `row` of the matrix that `name` drops entries of; or the `row`th of several matrices of `size`, the
        first entries of it in each dimension: what x was filled up to."""
        if name not in self.keys:
            return x
        key, size = self.keys[name], size or x.shape
        entries = math.prod(size)
        places = np.arange(entries, dtype=np.uint64) + np.uint64(row * entries + (key & 0xFFFFFFFF))
        numbers = hashed(hashed(places & 0xFFFFFFFF) ^ (key >> 32)).reshape(size)
        kept = torch.tensor((numbers >= int(self.share * 2**32)).astype(float))[tuple(slice(n) for n in x.shape)]
        return x * kept / (1 - self.share)

    def arrays(self):
        """For a golden file: high and low half of each key, in the order of drawing."""
        return {"keys": ("u4", [half for key in self.keys.values() for half in (key >> 32, key & 0xFFFFFFFF)])}
