#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forward and backward of multi-head attention by PyTorch's scaled_dot_product_attention. Heads are a view of the layer's
output, as they are in a model. --ragged 1: a fifth to all of the steps are real; keys that are padding are
masked, and what comes out for padding is masked after. --memory 1: how much memory it takes above its inputs, instead of its
time."""
import torch
from common import arguments, emit, keep_no_freed_memory, measured, normals, peak_during, sequence_lengths
from torch.nn import functional as F

MEMORY_STEPS = 5


def main():
    parser = arguments(__doc__)
    parser.add_argument("--queries", type=int, required=True)
    parser.add_argument("--keys", type=int, required=True)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--ragged", type=int, default=0)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--memory", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    def leaf(stream, steps):
        values = torch.from_numpy(normals(stream, options.batch * steps * options.width)).float()
        return values.view(options.batch, steps, options.width).requires_grad_()

    q, k, v = leaf(0, options.queries), leaf(1, options.keys), leaf(2, options.keys)

    def split(x):
        return x.view(x.shape[0], x.shape[1], options.heads, options.width // options.heads).transpose(1, 2)

    mask = real = None
    if options.ragged:
        lengths = torch.from_numpy(sequence_lengths(options.queries, 0, options.batch))
        real = torch.arange(options.queries).unsqueeze(0) < lengths.unsqueeze(1)
        mask = real[:, None, None, :]  # spread over heads and queries it would be made anew at that size, as numbers

    kept = []  # what the last step gave

    def forget():
        kept.clear()
        q.grad = k.grad = v.grad = None

    def step():
        forget()
        mixed = F.scaled_dot_product_attention(split(q), split(k), split(v), attn_mask=mask,
                                               dropout_p=options.dropout)
        out = mixed.transpose(1, 2).reshape(q.shape)
        if real is not None:
            out = out * real.unsqueeze(2)
        out.sum().backward()
        kept.append(out)

    peak = {}
    if options.memory:
        times = {"repeats": MEMORY_STEPS}
        step()  # makes threads and loads code
        for _ in range(MEMORY_STEPS):
            forget()
            keep_no_freed_memory()
            peak["peak_mb"] = max(peak_during(step), peak.get("peak_mb", 0))
    else:
        times, _ = measured(step, options.repeats)
    emit("attention", f"PyTorch {torch.__version__}", times, length=options.queries, keys=options.keys, **peak,
         mean_out=float(kept[0].detach().abs().mean()), mean_gradient=float(q.grad.abs().mean()))


if __name__ == "__main__":
    main()
