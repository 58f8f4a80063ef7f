# SPDX-License-Identifier: GPL-3.0-or-later
"""One function a line of the table: it lets peer and program alternate, and says what came out."""
import math
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from attention import measure_attention
from comparing import agree, ms
from environment import DEBIAN, PROGRAM, RESULTS, checked, cores, ours, peer, with_sklearn
from reading import measure_reading, measure_reading_training

FEATURES, WIDTH, HIDDEN, EXPERTS, TOP_K, LAYERS = 64, 128, 512, 16, 2, 3
# Passes over memory of every parameter in a step: its value read in forward and backward, its gradient written, read for
# the norm and by Adam; Adam reads and writes value and both moments.
PASSES = 2 + 1 + 1 + 1 + 3 + 3
MOSI, WEIGHTED, MOSEI = 2199, 16326, 23000


@dataclass
class Row:
    """A line of the table. `good` is None where a figure is only reported."""

    what: str
    case: str
    peer: str
    mine: str
    value: str
    target: str
    good: bool | None
    block: str = "figures"


@dataclass
class Session:
    """What a run is to do, and what it has found."""

    newest: object
    rounds: int = 10
    scratch: Path = RESULTS / "scratch"  # for large files
    instances: int = 22856  # of them: CMU-MOSEI's
    megabytes: float = 1000  # of a table
    quick: bool = False
    memory_alone: bool = False  # of attention: the speeds of the table stand
    before: object = None  # a build of an earlier commit, to be read with as well
    block: str = "figures"  # of docs/performance.md: where rows and curves go now
    rows: list = field(default_factory=list)
    raw: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    curves: list = field(default_factory=list)
    done: list = field(default_factory=list)  # names of what was measured
    earlier: dict = field(default_factory=dict)  # block: on what the times that stand in it were measured

    def add(self, *row):
        self.rows.append(Row(*row, block=self.block))
        r = self.rows[-1]
        mark = {True: "reached", False: "falls short", None: "reported"}[r.good]
        print(f"{r.what}; {r.case}: {r.peer} | {r.mine} | {r.value} (target {r.target}): {mark}", flush=True)

    def curve(self, against, points):
        """A power law fitted to all points and to the last three."""
        def exponent(some):
            return slope([math.log(p[against]) for p in some], [math.log(p["median_ms"]) for p in some])
        self.curves.append((against, points, exponent(points), exponent(points[-3:])))
        print(f"against {against}: exponent {self.curves[-1][2]:.2f}, over the last three points {self.curves[-1][3]:.2f}",
              flush=True)

    def alternate(self, *contenders, rounds=None):
        """Each contender in turn, `rounds` times. One dictionary each: the median over the rounds' medians, the least of
        all, everything else as in the first round."""
        seen = [[] for _ in contenders]
        for _ in range(rounds or self.rounds):
            for results, run in zip(seen, contenders):
                results.append(run())
        self.raw.extend(result for results in seen for result in results)
        return [merged(results) for results in seen]


def merged(results):
    whole = dict(results[0])
    for key in results[0]:
        if key.endswith(("_ms", "gflops", "copy_gb_s", "ratio")):
            whole[key] = statistics.median(result[key] for result in results)
    for key in ("min_ms", "least_cpu_ms"):
        if key in whole:
            whole[key] = min(result[key] for result in results)
    whole["repeats"] = sum(result["repeats"] for result in results)
    return whole


def first(name, **options):
    return lambda: ours(name, **options)[0]


# --- a step ---------------------------------------------------------------------------------------------------------

def step_flop(modalities, batch):
    """Of the matrix products of a step, forward and backward (a weight's and an input's gradient each cost what forward
    does; the encoder's first layer has no input gradient)."""
    tokens, routes = modalities * batch, modalities * batch * TOP_K
    expert = routes * (WIDTH * HIDDEN + HIDDEN * modalities * WIDTH)
    router = tokens * 2 * WIDTH * EXPERTS
    feed = tokens * 2 * WIDTH * 4 * WIDTH
    encode = tokens * (FEATURES * WIDTH + 3 * WIDTH * WIDTH)
    head = batch * (modalities * WIDTH * WIDTH + WIDTH * WIDTH + WIDTH)
    return 2 * (3 * (LAYERS * (expert + router + feed) + encode + head) - tokens * FEATURES * WIDTH)


def step_bytes(parameters):
    return PASSES * 4 * parameters


def measure_step(session):
    print(checked("check").strip(), flush=True)
    repeats = 2 if session.quick else 5
    for threads in (1, 2):
        for modalities in (3,) if session.quick else (3, 4):
            for batch in (32, 256):
                options = {"threads": threads, "modalities": modalities, "batch": batch}
                loop, careful, mine, machine = session.alternate(
                    lambda: peer(DEBIAN, "fusemoe_loop", repeats=repeats, **options),
                    lambda: peer(session.newest, "fusemoe_careful", repeats=repeats, **options),
                    first("step", part="moe", **options),
                    lambda: peer(DEBIAN, "machine", threads=threads, repeats=3))
                agree("parameters", loop["params"], mine["params"], 0)
                agree("parameters", careful["params"], mine["params"], 0)
                flop, traffic = step_flop(modalities, batch), step_bytes(mine["params"])
                limit = {"median_ms": flop / machine["gflops"] / 1e6 + traffic / machine["copy_gb_s"] / 1e6}
                case = f"{modalities} modalities, batch {batch}, {threads} thread{'s' * (threads > 1)}"
                ratio = loop["median_ms"] / mine["median_ms"]
                least = 5 if batch == 32 else 3
                session.add("step against the per-expert loop, same LibTorch", case, ms(loop), ms(mine), f"{ratio:.2f}x",
                            f"{least}x", ratio >= least)
                ratio = careful["median_ms"] / mine["median_ms"]
                session.add("step against careful Python, " + careful["peer"].split(", ")[1], case, ms(careful), ms(mine),
                            f"{ratio:.2f}x", "1x, aim 1.5x", ratio >= 1)
                ratio = mine["median_ms"] / limit["median_ms"]
                session.add(f"step against the limit ({flop / 1e9:.2f} GFLOP at {machine['gflops']:.0f} GFLOP/s, "
                            f"{traffic / 1e9:.2f} GB at {machine['copy_gb_s']:.1f} GB/s)", case, ms(limit), ms(mine),
                            f"{ratio:.2f}x the limit", "within 2x", ratio <= 2)


def measure_systems(session):
    measure_steps_of(session, SYSTEMS)


def measure_routers(session):
    """Of the mixture of experts, whose default router is that of measure_step()."""
    measure_steps_of(session, ROUTERS)


def measure_steps_of(session, systems):
    """By processor time, the least of all rounds: it says the most on a machine that does other things, too."""
    print(checked("check_systems", *systems, python=with_sklearn(session.newest)).strip(), flush=True)
    options = {"threads": 1, "modalities": 3, "batch": 32}
    for system in systems:
        careful, mine = session.alternate(
            lambda: peer(session.newest, "systems_careful", part=system, repeats=2 if session.quick else 5, **options),
            first("step", part=system, **options))
        agree(f"parameters of {system}", careful["params"], mine["params"], 0)
        ratio = careful["least_cpu_ms"] / mine["least_cpu_ms"]
        session.add(f"step of {system} against {careful['peer']}", f"{mine['params']:,} parameters",
                    f"{careful['least_cpu_ms']:.3g} ms", f"{mine['least_cpu_ms']:.3g} ms", f"{ratio:.2f}x", "no slower", ratio >= 1)


def measure_epoch(session):
    n = 300 if session.quick else MOSI
    for threads in (1, 2):
        options = {"threads": threads, "n": n}
        python, mine = session.alternate(lambda: peer(DEBIAN, "epoch", repeats=1, **options), first("epoch", **options))
        ratio = python["median_ms"] / mine["median_ms"]
        session.add("epoch: batches, evaluation of every split, weight update", f"{n} instances, batch 32, {threads} "
                    f"thread{'s' * (threads > 1)}", ms(python), ms(mine), f"{ratio:.2f}x", "5x", ratio >= 5)


# --- the statistics ---------------------------------------------------------------------------------------------------

def measure_weights(session):
    print(checked("check_weights", PROGRAM).strip(), flush=True)
    n = 1000 if session.quick else WEIGHTED
    for threads in (1, 2):
        pandas, numpy, mine = session.alternate(
            lambda: peer(DEBIAN, "weights_pandas", threads=1, n=n, repeats=1),
            lambda: peer(DEBIAN, "weights_numpy", threads=1, n=n, repeats=3),
            first("weights", threads=threads, n=n))
        agree("mean weight", numpy["mean_weight"], mine["mean_weight"], 1e-6)
        case = f"{n} x 3, {threads} thread{'s' * (threads > 1)}"
        ratio = pandas["median_ms"] / mine["median_ms"]
        session.add("weight update against row-wise pandas", case, ms(pandas), ms(mine), f"{ratio:.0f}x", "300x",
                    ratio >= 300)
        ratio = numpy["median_ms"] / mine["median_ms"]
        session.add("weight update against vectorised numpy", case, ms(numpy), ms(mine), f"{ratio:.1f}x", "none", None)
    epoch, mine = session.alternate(first("epoch", threads=2, n=n), first("weights", threads=2, n=n), rounds=1)
    share = mine["median_ms"] / epoch["median_ms"]
    session.add("weight update within an epoch", f"{n} x 3, batch 32, 2 threads", ms(epoch), ms(mine), f"{share:.2%}",
                "under 3%", share < 0.03)


def growth(results):
    """Exponent of time against n log n: 1 is n log n."""
    return slope([math.log(r["n"] * math.log(r["n"])) for r in results], [math.log(r["median_ms"]) for r in results])


def slope(xs, ys):
    x, y = statistics.mean(xs), statistics.mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def measure_mi(session):
    seen = []
    for n in (1000, 10_000) if session.quick else (1000, 10_000, 100_000, 1_000_000):
        sklearn, mine = session.alternate(
            lambda: peer(DEBIAN, "mi_sklearn", threads=2, n=n, repeats=1 if n >= 100_000 else 5),
            first("mi", threads=2, n=n))
        agree("mutual information", sklearn["mi"], mine["mi"], 1e-6)
        seen.append(mine)
        ratio = sklearn["median_ms"] / mine["median_ms"]
        session.add("mutual information against scikit-learn", f"{n:,} pairs, 2 threads", ms(sklearn), ms(mine),
                    f"{ratio:.1f}x", "5x", ratio >= 5)
    exponent = growth(seen)
    session.add("mutual information, growth", f"{seen[0]['n']:,} to {seen[-1]['n']:,} pairs, 2 threads", "", ms(seen[-1]),
                f"(n log n)^{exponent:.2f}", "n log n", exponent <= 1.15)


def measure_kde(session):
    for n in (100_000,) if session.quick else (100_000, 1_000_000):
        scipy, mine = session.alternate(
            lambda: peer(DEBIAN, "kde_scipy", threads=2, n=n, repeats=2), first("kde", threads=2, n=n))
        error = max(abs(scipy[key] - mine[key]) for key in ("peak", "at_quarter")) / scipy["peak"]
        if error >= 1e-4:
            raise SystemExit(f"density: {error:.1e} of the peak away from SciPy's.")
        ratio = scipy["median_ms"] / mine["median_ms"]
        session.add("density against SciPy", f"{n:,} points, error {error:.0e} of the peak", ms(scipy), ms(mine),
                    f"{ratio:.0f}x", "50x", ratio >= 50)


# --- the rest of the program ------------------------------------------------------------------------------------------

def measure_store(session):
    (mine,) = session.alternate(first("store", threads=1, n=MOSEI, modalities=4))
    size = mine["epoch_kb"]
    session.add("store, one epoch", f"{MOSEI:,} x 4 weights and predictions", "", ms(mine), f"{size:.0f} kB",
                "5 ms, 1 MB", mine["median_ms"] < 5 and size < 1000)


def measure_overhead(session):
    for batch in (256, 32):
        (mine,) = session.alternate(first("overhead", threads=2, n=300 if session.quick else MOSI, batch=batch))
        good = mine["ratio"] <= 2 if batch == 256 else None
        session.add("unimodal models and weighted model over the baseline alone", f"{mine['n']} instances, batch {batch}",
                    f"{mine['baseline_ms'] / 1e3:.3g} s", f"{(mine['unimodal_ms'] + mine['median_ms']) / 1e3:.3g} s",
                    f"{mine['ratio']:.2f}", "2.0" if good is not None else "none", good)


def measure_gui(session):
    threads = max(1, cores() - 1)
    mine, start, *pages, subgroup = ours("gui", threads=threads, n=1200 if session.quick else MOSEI)
    session.raw.extend([mine, start, *pages, subgroup])
    session.add("window while it trains", f"{mine['n']:,} instances, {mine['epochs']:.0f} epochs, {threads} of {cores()} cores", "",
                f"median {mine['median_ms']:.2f} ms", f"worst gap {mine['worst_ms']:.0f} ms", "16 ms, 50 ms",
                mine["median_ms"] < 16 and mine["worst_ms"] <= 50)
    session.add("start to window", f"1,000 runs in the store, {start['repeats']} starts", "", f"median {start['median_ms']:.0f} ms",
                f"processor time {start['cpu_ms']:.0f} ms", "700 ms", start["median_ms"] < 700)
    for page in pages:
        session.add(f"page {page['against']} while it trains", f"{page['n']:,} instances, 1,000 runs in the store", "",
                    f"median {page['median_ms']:.2f} ms", f"worst gap {page['worst_ms']:.0f} ms", "16 ms, 50 ms",
                    page["median_ms"] < 16 and page["worst_ms"] <= 50)
    session.add("half of the people are chosen and drawn while it trains", f"{subgroup['n']:,} people of a finished run", "",
                f"median {subgroup['median_ms']:.2f} ms", f"worst gap {subgroup['worst_ms']:.0f} ms", "16 ms, 50 ms",
                subgroup["median_ms"] < 16 and subgroup["worst_ms"] <= 50)


def measure_memory(session):
    (mine,) = session.alternate(first("memory", threads=2, **({"n": 2000} if session.quick else {})), rounds=1)
    session.add("memory, MOSEI's size", f"{mine['n']:,} instances: ragged {mine['cohort_mb']:.0f} MB, model "
                f"{mine['model_mb']:.0f} MB", "", f"peak {mine['peak_mb']:.0f} MB", f"{mine['ratio']:.2f}x", "1.5x",
                mine["ratio"] < 1.5)


def measure_scale(session):
    rows = ours("scale", threads=2, **({"n": 10_000} if session.quick else {}))
    session.raw.extend(rows)
    for against in ("n", "modalities", "experts", "width"):
        session.curve(against, [row for row in rows if row["against"] == against])


# --- sequences --------------------------------------------------------------------------------------------------------

def part_of(bench, part, **options):
    return lambda: ours(bench, part=part, **options)[0]


def measure_sequences(session):
    n = 200 if session.quick else MOSI
    for threads in (1, 2):
        options = {"threads": threads, "n": n}
        packed, padded, mine = session.alternate(
            *(lambda form=form: peer(session.newest, "sequences_careful", repeats=1, form=form, **options)
              for form in ("packed", "padded")),
            part_of("sequences", "baseline", **options))
        agree("parameters", packed["params"], mine["params"], 0)
        case = f"{n:,} instances, batch 32, {threads} thread{'s' * (threads > 1)}"
        ratio = packed["median_ms"] / mine["median_ms"]
        session.add(f"epoch of CMU-MOSI's size, baseline, against {packed['peer']}", case, ms(packed), ms(mine), f"{ratio:.1f}x",
                    "8x, aim 12x", ratio >= 8)
        ratio = padded["median_ms"] / mine["median_ms"]
        session.add(f"the same against {padded['peer']}", case, ms(padded), ms(mine), f"{ratio:.1f}x", "none", None)


def measure_parts(session):
    """What a training adds to its baseline (Table 10 of the paper), CMU-MOSI's size."""
    options = {"threads": 2, "n": 200 if session.quick else MOSI}
    names = ("text", "audio", "video", "baseline", "weighted")
    found = session.alternate(*(part_of("sequences", name, **options) for name in names),
                              rounds=min(session.rounds, 3))
    seconds = {name: result["median_ms"] / 1e3 for name, result in zip(names, found)}
    whole = sum(seconds[name] for name in names if name != "baseline")
    ratio = whole / seconds["baseline"]
    session.add("unimodal models and weighted model over the baseline alone, sequences", f"{options['n']:,} instances, batch 32",
                f"{seconds['baseline']:.3g} s", f"{whole:.3g} s", f"{ratio:.2f}", "2.15", ratio <= 2.15)


def measure_long(session):
    """CMU-MOSEI's size: a tenth of its rows, since every row costs the same."""
    tenth = 100 if session.quick else MOSEI_ROWS // 10
    options = {"threads": 2, "n": tenth}
    total = 0.0
    for name in ("text", "audio", "video", "baseline", "weighted"):
        packed, padded, mine = session.alternate(
            *(lambda form=form: peer(session.newest, "sequences_careful", repeats=1, cohort="mosei", part=name, form=form,
                                     **options) for form in ("packed", "padded")),
            part_of("longsequences", name, **options), rounds=1)
        agree("parameters", packed["params"], mine["params"], 0)
        ratio = packed["median_ms"] / mine["median_ms"]
        session.add(f"epoch of CMU-MOSEI's sequences, {name}, against {packed['peer']}",
                    f"{tenth:,} of {MOSEI_ROWS:,} instances, 2 threads", ms(packed), ms(mine), f"{ratio:.1f}x", "8x", ratio >= 8)
        ratio = padded["median_ms"] / mine["median_ms"]
        session.add(f"the same against {padded['peer']}", f"{tenth:,} instances, 2 threads", ms(padded), ms(mine),
                    f"{ratio:.1f}x", "none", None)
        total += mine["median_ms"] / 1e3 * MOSEI_ROWS / tenth
    session.add("the whole training, 40 epochs of each of its five models, estimated", f"{MOSEI_ROWS:,} instances, 2 threads", "",
                f"{total * 40 / 3600:.1f} h", f"{total:.0f} s for one epoch of each", "none", None)


def measure_long_memory(session):
    mine = ours("longmemory", threads=2, **({"n": 500} if session.quick else {}))[0]
    session.raw.append(mine)
    session.add("memory, CMU-MOSEI's sequences", f"{mine['n']:,} instances: ragged {mine['cohort_mb']:.0f} MB, model "
                f"{mine['model_mb']:.0f} MB", "", f"peak {mine['peak_mb']:.0f} MB", f"{mine['ratio']:.2f}x", "1.35x",
                mine["ratio"] <= 1.35)


def measure_lstm(session):
    for threads in (1, 2):
        limit = peer(DEBIAN, "machine", threads=threads, repeats=3)["gflops"]
        rows = ours("lstm", threads=threads)
        session.raw.extend(rows)
        for row in rows:
            if row["against"] in AXES_OF_LSTM:
                continue
            floor = {"median_ms": row["gflop"] / limit * 1e3}
            ratio = row["median_ms"] / floor["median_ms"]
            session.add(f"recurrent layer, forward and backward, against its products ({row['gflop']:.2f} GFLOP at {limit:.0f} "
                        "GFLOP/s)", f"{row['against']}, batch 32, {threads} thread{'s' * (threads > 1)}", ms(floor), ms(row),
                        f"{ratio:.2f}x the products", "within 3x", ratio <= 3)
    for against in AXES_OF_LSTM:
        session.curve(against, [row for row in rows if row["against"] == against])


AXES_OF_LSTM = ("length", "rows", "state")
MOSEI_ROWS = 22856
SYSTEMS = ("early", "attention", "ithp", "mult", "mcr", "mmim", "tmc", "qmf", "i2moe", "flexmoe", "early-transformer", "series")
ROUTERS = ("moe-joint", "moe-disjoint")
SECTIONS = {"step": measure_step, "systems": measure_systems, "routers": measure_routers, "overhead": measure_overhead, "epoch": measure_epoch, "weights": measure_weights,
            "mi": measure_mi, "kde": measure_kde, "store": measure_store, "memory": measure_memory, "gui": measure_gui,
            "scale": measure_scale, "reading": measure_reading, "longtraining": measure_reading_training,
            "sequences": measure_sequences, "parts": measure_parts, "long": measure_long, "longmemory": measure_long_memory,
            "lstm": measure_lstm, "attention": measure_attention}
# Sections whose rows stand in tables of their own.
OF_SEQUENCES = ("sequences", "parts", "long", "longmemory", "lstm", "attention")
BLOCKS = dict.fromkeys(OF_SEQUENCES, "sequences") | {name: name for name in ("systems", "routers", "attention")}  # others: figures
