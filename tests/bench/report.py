# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what was measured: the tables between the markers of docs/performance.md, and the curves of the scale bench."""
import math
from xml.sax.saxutils import escape

from environment import ROOT

DOCUMENT = ROOT / "docs/performance.md"
# Marker of a table of curves: what they are against, and the file of their picture.
CURVES = {"scale": (("n", "modalities", "experts", "width"), "scale.svg"),
          "lengths": (("length", "rows", "state"), "lengths.svg")}
AXES = {"n": ("instances", "epoch of small-cohort, batch 256"), "modalities": ("modalities", "step of paper, batch 32"),
        "experts": ("experts", "step of paper, batch 32"), "width": ("width", "step of paper, batch 32"),
        "length": ("steps of the longest sequence", "LSTM, batch 32"), "rows": ("sequences a batch", "LSTM, 500 steps"),
        "state": ("width of the state", "LSTM, 500 steps, batch 32")}


def table(rows):
    lines = ["| what | case | peer or limit | ours | value | target | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        mark = {True: "reached", False: "**falls short**", None: ""}[row.good]
        lines.append(f"| {row.what} | {row.case} | {row.peer} | {row.mine} | {row.value} | {row.target} | {mark} |")
    return "\n".join(lines)


def scale_table(curves):
    lines = ["| cost against | points: milliseconds | exponent | over the last three |", "|---|---|---|---|"]
    for against, points, exponent, late in curves:
        name, what = AXES[against]
        values = ", ".join(f"{p[against]:g}: {p['median_ms']:.3g}" for p in points)
        lines.append(f"| {name} ({what}) | {values} | {exponent:.2f} | {late:.2f} |")
    return "\n".join(lines)


def markers(name):
    return f"<!-- {name}: written by tests/bench/run.py -->", f"<!-- end of {name} -->"


def replaced(text, name, content):
    """`text` with `content` between the markers of that name."""
    begin, end = markers(name)
    if begin not in text or end not in text:
        raise SystemExit(f"{DOCUMENT}: the markers of '{name}' are not there; put back '{begin}' and '{end}'.")
    head, rest = text.split(begin, 1)
    return head + begin + "\n" + content + "\n" + end + rest.split(end, 1)[1]


def standing(name):
    """Of the table between the markers of that name: on what its times were measured, and times by case, the peer's and
    ours."""
    begin, end = markers(name)
    text = DOCUMENT.read_text().split(begin, 1)[1].split(end, 1)[0]
    machine = next(line for line in text.splitlines() if "easured on: " in line).rsplit("easured on: ", 1)[1].rstrip(".")
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    return machine, {case: (peer.split(", ")[0], mine.split(", ")[0]) for _, case, peer, mine, *_ in cells}


def write(session, machine, missing):
    text = DOCUMENT.read_text()
    gap = f" Not measured: {', '.join(missing)}." if missing else ""
    for block in sorted({row.block for row in session.rows}):
        rows = [row for row in session.rows if row.block == block]
        measured = f"Measured on: {machine}."
        if block in session.earlier:
            measured = f"Memory measured on: {machine}. The times stand as they were measured on: {session.earlier[block]}."
        text = replaced(text, block, f"{measured}{gap}\n\n{table(rows)}")
    for name, (of, file) in CURVES.items():
        curves = [curve for curve in session.curves if curve[0] in of]
        if curves:
            picture = f"![Cost against {', '.join(AXES[key][0] for key in of)}](images/{file})"
            text = replaced(text, name, f"{scale_table(curves)}\n\n{picture}")
            (ROOT / "docs/images" / file).write_text(drawing(curves))
    DOCUMENT.write_text(text)


# --- curves, both axes logarithmic ------------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 300, 220, 56, 40, 28


def decades(low, high):
    return range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)


def duration(ms):
    return f"{ms:g} ms" if ms < 1000 else f"{ms / 1000:g} s"


def short(value):
    for size, letter in ((1_000_000, "M"), (1000, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def panel(number, against, points, exponent):
    xs, ys = [p[against] for p in points], [p["median_ms"] for p in points]
    ticks = decades(min(ys), max(ys))
    low, high = ticks[0], max(ticks[-1], ticks[0] + 1)

    def x(value):
        share = math.log(value / xs[0]) / math.log(xs[-1] / xs[0])
        return number * WIDTH + LEFT + share * (WIDTH - LEFT - 20)

    def y(value):
        return HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - BOTTOM - TOP)

    name, what = AXES[against]
    out = [f'<text x="{number * WIDTH + LEFT}" y="16" class="head">{escape(name)}: exponent {exponent:.2f}</text>',
           f'<text x="{number * WIDTH + LEFT}" y="{HEIGHT - 6}">{escape(what)}</text>']
    for power in ticks:
        out.append(f'<line x1="{x(xs[0])}" x2="{x(xs[-1])}" y1="{y(10.0**power)}" y2="{y(10.0**power)}" class="grid"/>')
        out.append(f'<text x="{x(xs[0]) - 6}" y="{y(10.0**power) + 4}" text-anchor="end">{duration(10.0**power)}</text>')
    for value in xs:
        out.append(f'<text x="{x(value)}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{short(value)}</text>')
    out.append(f'<polyline points="{" ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(xs, ys))}" class="curve"/>')
    out.extend(f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3"/>' for a, b in zip(xs, ys))
    return out


def drawing(curves):
    body = [line for i, (against, points, exponent, _) in enumerate(curves)
            for line in panel(i, against, points, exponent)]
    style = ("text{font:11px sans-serif;fill:#444}.head{font-weight:bold}.grid{stroke:#ddd}"
             ".curve{fill:none;stroke:#2a6f97;stroke-width:2}circle{fill:#2a6f97}")
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * len(curves)}" height="{HEIGHT}">',
                      f"<style>{style}</style>", f'<rect width="{WIDTH * len(curves)}" height="{HEIGHT}" fill="#fff"/>',
                      *body, "</svg>"]) + "\n"
