# SPDX-License-Identifier: GPL-3.0-or-later
"""What lines of the table share: whether two programs computed the same, and how times and memory are written."""
import math


def agree(what, a, b, tolerance):
    if not math.isclose(a, b, rel_tol=tolerance):
        raise SystemExit(f"{what}: the peer says {a}, the program {b}; a peer that computes something else is no peer.")


def ms(result):
    value = result["median_ms"]
    return f"{value:.3g} ms" if value < 1000 else f"{value / 1000:.3g} s"


def mb(result):
    value = result["peak_mb"]
    return f"{value:.3g} MB" if value < 1000 else f"{value:,.0f} MB"


def milliseconds(text):
    """Of what ms() wrote."""
    value, unit = text.split()
    return float(value) * {"ms": 1, "s": 1000}[unit]
