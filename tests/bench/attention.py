# SPDX-License-Identifier: GPL-3.0-or-later
"""Multi-head attention, forward and backward, against PyTorch's scaled_dot_product_attention: time and peak memory. Memory
is counted in runs of its own, in which nothing that was freed is kept."""
import report
from comparing import agree, mb, milliseconds, ms
from environment import ours, peer

BLOCK = "attention"


def alike(torch, mine):
    for figure in ("mean_out", "mean_gradient"):
        # What is dropped is drawn by each program: alike on average only.
        agree(f"attention, {figure}", torch[figure], mine[figure], 1e-2 if mine["dropout"] > 0 else 1e-4)


def timed(session, sdpa, row, threads):
    """How long both take, as the table has it."""
    def mine():
        rows = ours("attention", threads=threads, part=row["against"])
        return next(one for one in rows if one["length"] == row["length"])
    torch, own = session.alternate(lambda: sdpa(repeats=2 if session.quick else 5), mine)
    alike(torch, own)
    return ms(torch), ms(own)


def measure_attention(session):
    """session.memory_alone, for a busy machine: the times are those of the table."""
    if session.memory_alone:
        session.earlier[BLOCK], standing = report.standing(BLOCK)
    for threads in (1, 2):
        for row in ours("attentionmemory", threads=threads, small_pages=True):
            sizes = {key: int(row[name]) for key, name in (("queries", "length"), ("keys", "keys"), ("ragged", "ragged"),
                                                          ("width", "width"), ("heads", "heads"))}

            def sdpa(**options):
                return peer(session.newest, "attention_sdpa", threads=threads, dropout=row["dropout"], **sizes, **options)
            torch = sdpa(memory=1, small_pages=True)
            session.raw.extend([torch, row])
            alike(torch, row)
            case = (f"{row['against']}, {row['length']:.0f} queries, {row['keys']:.0f} keys, batch 32, {threads} "
                    f"thread{'s' * (threads > 1)}")
            if session.memory_alone and case not in standing:
                raise SystemExit(f"{report.DOCUMENT} has no time of '{case}': it has to be taken, too, without --memory-alone.")
            theirs, mine = standing[case] if session.memory_alone else timed(session, sdpa, row, threads)
            speed, memory = milliseconds(theirs) / milliseconds(mine), row["peak_mb"] / torch["peak_mb"]
            session.add("attention, forward and backward, against scaled_dot_product_attention", case,
                        f"{theirs}, {mb(torch)}", f"{mine}, {mb(row)}",
                        f"{speed:.2f}x the speed, {memory:.2f}x the memory", "2x, or 1x with 0.5x",
                        speed >= 2 or (speed >= 1 and memory <= 0.5))
