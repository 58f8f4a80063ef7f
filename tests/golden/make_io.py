# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/io: cohorts as numpy saves them, what they hold, and files that must be refused.

Run: python tests/golden/make_io.py   (numpy only)
"""
import hashlib
import io
import json
import math
import pathlib
import struct
import zipfile

import numpy as np

OUT = pathlib.Path(__file__).parent / "io"


def npy_bytes(array, version=None):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    return buffer.getvalue()


def write_zip(path, members, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, content)


def types():
    """One array of every element type that is read, in both byte orders and both memory orders."""
    values = np.array([[0, 1, 2], [3, 4, 100]])
    members = {}
    for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split():
        for order in "<>":
            for layout in "CF":
                dtype = np.dtype(order + code)
                key = f"{code}_{'big' if order == '>' else 'little'}_{layout}"
                members[key + ".npy"] = npy_bytes(np.asarray(values, dtype=dtype, order=layout))
    members["b1_C.npy"] = npy_bytes(values > 1)
    members["b1_F.npy"] = npy_bytes(np.asfortranarray(values > 1))
    cube = np.arange(24).reshape(2, 3, 4)
    members["cube_F.npy"] = npy_bytes(np.asfortranarray(cube.astype(">f4")))
    members["version2.npy"] = npy_bytes(values, (2, 0))
    members["version3.npy"] = npy_bytes(values, (3, 0))
    members["text_U.npy"] = npy_bytes(np.array(["a", "Grüße", "日本", ""]))
    members["text_U_big.npy"] = npy_bytes(np.array(["a", "Grüße", "日本", ""]).astype(">U5"))
    members["text_S.npy"] = npy_bytes(np.array([b"a", b"bcd", "é".encode()]))
    members["halves.npy"] = npy_bytes(
        np.array([1.5, -2.25, 65504, 6e-8, -0.0, np.inf, -np.inf, np.nan], dtype="f2"))
    members["exact_i8.npy"] = npy_bytes(np.array([2**53, -(2**53)]))
    members["empty.npy"] = npy_bytes(np.zeros((0, 5), "f4"))
    write_zip(OUT / "types.npz", members)


META = {"name": "made", "task": "regression", "label_range": [-3, 3]}


def canonical_hash(cohort):
    """SHA-256 as docs/formats defines it, built here from struct and hashlib alone."""
    h = hashlib.sha256()

    def text(s):
        raw = s.encode()
        h.update(struct.pack("<Q", len(raw)) + raw)

    def texts(items):
        h.update(struct.pack("<Q", len(items)))
        for item in items:
            text(item)

    def numbers(items, code):
        h.update(struct.pack("<Q", len(items)))
        for item in items:
            if code == "f" and item is None:
                h.update(struct.pack("<I", 0x7FC00000))
            else:
                h.update(struct.pack("<" + code, item))

    text("btw cohort 1")
    h.update(struct.pack("<B", 0 if cohort["task"] == "regression" else 1))
    texts(cohort["classes"])
    if cohort["label_range"]:
        h.update(struct.pack("<Bdd", 1, *cohort["label_range"]))
    else:
        h.update(b"\0")
    texts(cohort["ids"])
    numbers(cohort["y"], "d")
    numbers([["train", "val", "test"].index(s) for s in cohort["splits"]], "B")
    texts(cohort["groups"])
    h.update(struct.pack("<Q", len(cohort["modalities"])))
    for m in cohort["modalities"]:
        text(m["name"])
        h.update(struct.pack("<Bq", ["vector", "sequence", "series"].index(m["kind"]), m["dims"]))
        numbers(m["values"], "f")
        numbers(m["offsets"], "q")
        numbers(m["times"], "f")
        numbers(m["present"], "B")
    return h.hexdigest()


def plain(array):
    return [None if math.isnan(v) else float(v) for v in np.asarray(array, "f4").ravel()]


def modality(name, kind, dims, values, present, offsets=(), times=()):
    return {"name": name, "kind": kind, "dims": dims, "values": plain(values), "offsets": list(offsets),
            "times": plain(times), "present": list(present)}


def save_expected(name, cohort):
    cohort["hash"] = canonical_hash(cohort)
    (OUT / name).write_text(json.dumps(cohort, indent=None, sort_keys=True) + "\n")


def regression():
    """Vectors with a missing value and absent rows, a sequence with padding that is not zero, a series."""
    rng = np.random.default_rng(3)
    n, t = 12, 4
    labs = rng.normal(size=(n, 3)).astype("f4")
    labs[2, 1] = np.nan
    labs[5] = np.nan  # a row without any value: absent
    present = np.ones(n, bool)
    present[7] = False
    length = np.array([4, 1, 2, 3, 4, 4, 0, 1, 2, 3, 4, 2])
    speech = rng.normal(size=(n, t, 2)).astype(">f8")
    for i in range(n):
        speech[i, length[i]:] = np.inf  # padding is never looked at
    waves = rng.normal(size=(n, t, 1)).astype("f2")
    times = np.cumsum(rng.uniform(0.1, 1, size=(n, t)), axis=1)
    y = np.round(rng.uniform(-3, 3, n), 1)
    split = np.array(["train"] * 7 + ["val"] * 2 + ["test"] * 3)
    ids = np.array([f"stay {i}" for i in range(n)])
    group = np.repeat(np.arange(6), 2)
    np.savez_compressed(OUT / "regression.npz", y=y, id=ids, split=split, group=group, x_labs=np.asfortranarray(labs),
                        present_labs=present, x_speech=speech, len_speech=length, x_waves=waves, time_waves=times,
                        meta=json.dumps(META))
    has_labs = [int(present[i] and i != 5) for i in range(n)]
    labs[[5, 7]] = 0
    steps = np.concatenate([speech[i, :length[i]] for i in range(n)])
    save_expected("regression.json", {
        "name": "made", "task": "regression", "classes": [], "label_range": [-3.0, 3.0], "ids": ids.tolist(),
        "y": y.tolist(), "splits": split.tolist(), "groups": [str(g) for g in group],
        "modalities": [
            modality("labs", "vector", 3, labs, has_labs),
            modality("speech", "sequence", 2, steps, (length > 0).astype(int).tolist(),
                     [0] + np.cumsum(length).tolist()),
            modality("waves", "series", 1, waves, [1] * n, (np.arange(n + 1) * t).tolist(), times),
        ]})


def described():
    """Columns that describe the instances, and a series whose time stamps are milliseconds since 1970."""
    rng = np.random.default_rng(11)
    n, t = 5, 3
    hours = np.cumsum(rng.integers(1, 5, size=(n, t)), axis=1) / 4
    start = 1_600_000_000_000 + 86_400_000 * np.arange(n)
    waves = rng.normal(size=(n, t, 1)).astype("f4")
    y = np.arange(n) / 2
    np.savez(OUT / "described.npz", y=y, x_waves=waves, time_waves=start[:, None] + (hours * 3_600_000).astype("i8"),
             about_ward=np.array(["east", "west", "", "east", "NA"]), about_age=np.array([40, 51.5, np.nan, 60, 7]),
             meta=json.dumps({"name": "described", "task": "regression"}))
    save_expected("described.json", {
        "name": "described", "task": "regression", "classes": [], "label_range": None, "ids": [f"all:{i}" for i in range(n)],
        "y": y.tolist(), "splits": [], "groups": [],
        "modalities": [modality("waves", "series", 1, waves, [1] * n, (np.arange(n + 1) * t).tolist(),
                                hours - hours[:, :1])]})


def classification():
    """Text labels, numbered splits, no ids, no groups."""
    rng = np.random.default_rng(4)
    y = np.array(["short", "long", "long", "short", "medium", "long", "short", "medium"])
    split = np.array([0, 0, 0, 0, 0, 1, 1, 2])
    x = rng.integers(0, 9, size=(8, 2)).astype("u1")
    np.savez(OUT / "classification.npz", y=y, split=split, x_codes=x,
             meta=json.dumps({"name": "stays", "task": "classification", "classes": ["short", "medium", "long"]}))
    save_expected("classification.json", {
        "name": "stays", "task": "classification", "classes": ["short", "medium", "long"], "label_range": None,
        "ids": [f"train:{i}" for i in range(5)] + ["val:0", "val:1", "test:0"],
        "y": [float(["short", "medium", "long"].index(v)) for v in y],
        "splits": [["train", "val", "test"][s] for s in split], "groups": [],
        "modalities": [modality("codes", "vector", 2, x, [1] * 8)]})


def bad():
    """Files that must be refused, with the place that the message must name and words that it must hold."""
    cases = []
    y = np.arange(4.0)
    x = np.ones((4, 2), "f4")
    meta = np.array(json.dumps({"name": "bad", "task": "regression"}))
    classes = np.array(json.dumps({"name": "bad", "task": "classification", "classes": ["a", "b"]}))

    def case(name, where, what, members=None, **arrays):
        file = f"bad_{name}.npz"
        good = {"y": y, "x_m": x, "meta": meta}
        content = {k + ".npy": npy_bytes(np.asarray(v)) for k, v in {**good, **arrays}.items() if v is not None}
        for key, value in (members or {}).items():
            content[key + ".npy"] = value
        write_zip(OUT / file, content)
        cases.append({"file": file, "where": f"{file}, {where}", "what": what})

    def at(index, value, array=x):
        changed = array.astype("f8").copy()
        changed[index] = value
        return changed

    def changed_header(array, old, new):
        raw = npy_bytes(array)
        assert old in raw and len(old) == len(new)
        return raw.replace(old, new)

    sequence = np.ones((4, 3, 2), "f4")
    objects = io.BytesIO()
    np.lib.format.write_array(objects, np.array([{}, [], None, 1], object), allow_pickle=True)
    case("object", "array id", "Python objects", members={"id": objects.getvalue()})
    case("structured", "array x_m", "structured", x_m=np.zeros(4, [("a", "f4"), ("b", "f4")]))
    case("complex", "array x_m", "element type", x_m=x.astype("c8"))
    case("date", "array id", "element type", id=np.array(["2020-01-01"] * 4, "M8[D]"))
    case("more_than_there_is", "array x_m", "shape (9, 2)", members={"x_m": changed_header(x, b"(4, 2)", b"(9, 2)")})
    case("less_than_there_is", "array x_m", "shape (2, 2)", members={"x_m": changed_header(x, b"(4, 2)", b"(2, 2)")})
    case("absurd", "array x_m", "bytes follow",
         members={"x_m": changed_header(x, b"(4, 2), }" + b" " * 30, b"(4611686018427387904, 4611686018427), }"[:39].ljust(39))})
    case("negative", "array x_m", "header", members={"x_m": changed_header(x, b"(4, 2), }", b"(4,-2), }")})
    case("code_in_header", "array x_m", "header",
         members={"x_m": changed_header(x, b"False, ", b"exit(),")})
    case("no_array", "array x_m", "not a numpy array", members={"x_m": b"hello, this is text"})
    case("beyond_2_53", "array id", "beyond 2^53", id=np.array([1, 2, 2**53 + 1, 4]))
    case("infinite", "array x_m[2, 1]", "infinite", x_m=at((2, 1), np.inf))
    case("infinite_step", "array x_m[1, 2, 0]", "infinite", x_m=at((1, 2, 0), -np.inf, sequence))
    case("too_large", "array x_m[0, 0]", "too large", x_m=at((0, 0), 1e300))
    case("label_nan", "array y[3]", "missing", y=np.array([0, 1, 2, np.nan]))
    case("label_infinite", "array y[1]", "infinite", y=np.array([0, np.inf, 2, 3]))
    case("label_unknown", "array y[2]", "neither", y=np.array(["a", "b", "c", "a"]), meta=classes)
    case("label_word", "array y[2]", "missing: 'NA' is a word", y=np.array(["a", "b", "NA", "a"]),
         meta=np.array('{"task": "classification"}'))
    case("label_beyond", "array y[0]", "neither", y=np.array([2, 1, 0, 1]), meta=classes)
    case("label_text", "array y", "text", y=np.array(["1", "2", "3", "4"]))
    case("no_y", "array y", "missing", y=None)
    case("empty_y", "array y", "empty", y=np.zeros(0))
    case("no_meta", "array meta", "missing", meta=None)
    case("no_features", "array x_<name>", "no features", x_m=None)
    case("meta_no_json", "array meta", "JSON", meta=np.array("regression"))
    case("no_task", "array meta, key task", "missing", meta=np.array("{}"))
    case("unknown_task", "array meta, key task", "not known", meta=np.array('{"task": "ranking"}'))
    case("range", "array meta, key label_range", "two numbers", meta=np.array('{"task": "regression", "label_range": [3, -3]}'))
    case("rows", "array x_m", "3 rows where y has 4", x_m=x[:3])
    case("dimensions", "array x_m", "(N, D)", x_m=np.ones(4))
    case("ids_few", "array id", "3 values where y has 4", id=np.array(["a", "b", "c"]))
    case("ids_twice", "array id[3]", "already", id=np.array(["a", "b", "c", "a"]))
    case("split", "array split[1]", "not known", split=np.array(["train", "dove", "val", "test"]))
    case("split_number", "array split[0]", "not known", split=np.array([3, 0, 1, 2]))
    case("present", "array present_m[2]", "neither 0 nor 1", present_m=np.array([0, 1, 2, 1]))
    case("length_long", "array len_m[1]", "from 0 to 3", x_m=sequence, len_m=np.array([1, 4, 2, 3]))
    case("length_negative", "array len_m[0]", "from 0 to 3", x_m=sequence, len_m=np.array([-1, 3, 2, 3]))
    case("length_zero", "array len_m[2]", "0 although", x_m=sequence, len_m=np.array([1, 3, 0, 3]),
         present_m=np.ones(4, bool))
    case("length_of_vector", "array len_m", "no steps in x_m", len_m=np.array([1, 1, 1, 1]))
    case("time_shape", "array time_m", "(N, T)", x_m=sequence, time_m=np.zeros((4, 2)))
    case("time_nan", "array time_m[1, 0]", "missing", x_m=sequence, time_m=at((1, 0), np.nan, np.zeros((4, 3))))
    case("time_back", "array time_m[2, 2]", "earlier than the one before", x_m=sequence,
         time_m=at((2, 2), 0.5, np.tile([0.0, 1, 2], (4, 1))))
    case("ids_few_time_back", "array id", "3 values where y has 4", id=np.array(["a", "b", "c"]), x_m=sequence,
         time_m=at((2, 2), 0.5, np.tile([0.0, 1, 2], (4, 1))))
    case("called_all", "array x_all", "cannot be called", x_all=x)
    (OUT / "bad.json").write_text(json.dumps(cases, indent=1) + "\n")


def csv_folder():
    """A folder as numpy.savetxt writes it: no header, 18 digits, one file a split."""
    folder = OUT / "savetxt"
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(5)
    parts = {"train": 5, "val": 2, "test": 3}
    values, labels = [], []
    for split, n in parts.items():
        x = rng.normal(size=(n, 3)) * 10.0 ** rng.integers(-20, 20, size=(n, 3))
        y = rng.integers(0, 2, n).astype(float)
        np.savetxt(folder / f"x_{split}.csv", x, delimiter=",")
        np.savetxt(folder / f"y_{split}.csv", y)
        values.append(x)
        labels += y.tolist()
    (folder / "manifest.json").write_text(json.dumps({
        "name": "savetxt", "task": "classification", "classes": ["no", "yes"],
        "modalities": [{"name": "genes", "kind": "vector", "header": False,
                        "files": {s: f"x_{s}.csv" for s in parts}}],
        "labels": {"header": False, "files": {s: f"y_{s}.csv" for s in parts}}}, indent=1) + "\n")
    save_expected("savetxt.json", {
        "name": "savetxt", "task": "classification", "classes": ["no", "yes"], "label_range": None,
        "ids": [f"{s}:{i}" for s, n in parts.items() for i in range(n)], "y": labels,
        "splits": [s for s, n in parts.items() for _ in range(n)], "groups": [],
        "modalities": [modality("genes", "vector", 3, np.concatenate(values), [1] * 10)]})


def long_table():
    """A table of measurements in minutes, read in three ways: as it is, in bins as a series, in bins as a sequence."""
    folder = OUT / "long"
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(8)
    n = 10
    ids = [f"stay{i}" for i in range(n)]
    rows = []  # id, minute, variable, value
    for i in range(n):
        if i == 4:
            continue  # no measurement at all
        for minute in np.sort(rng.integers(0, 600, rng.integers(3, 25))):
            rows.append((i, int(minute), ["hr", "bp", "temp"][rng.integers(0, 3)], round(float(rng.normal(50, 9)), 2)))
    order = rng.permutation(n)
    rows.sort(key=lambda r: order[r[0]])  # instances in another order than the labels'; stable: times stay sorted
    (folder / "events.csv").write_text("id,minute,item,value\n" + "".join(
        f"{ids[i]},{m},{v},{'' if k % 17 == 3 else x}\n" for k, (i, m, v, x) in enumerate(rows)))
    kept = [r for k, r in enumerate(rows) if k % 17 != 3]
    y = np.round(rng.normal(size=n), 3)
    (folder / "labels.csv").write_text("id,y\n" + "".join(f"{a},{b}\n" for a, b in zip(ids, y)))
    common = {"file": "events.csv", "layout": "long", "id": "id", "time": "minute", "variable": "item",
              "value": "value", "unit": "minutes"}
    (folder / "manifest.json").write_text(json.dumps({"name": "long", "task": "regression", "modalities": [
        {"name": "raw", "kind": "series", **common},
        {"name": "binned", "kind": "series", "bin": 60, "first": 480, **common},
        {"name": "grid", "kind": "sequence", "bin": 90, "columns": ["hr", "t*"], **common}],
        "labels": {"file": "labels.csv", "label": "y", "id": "id"}}, indent=1) + "\n")

    def expected(name, kind, variables, step_of, hours_of, first=None, grid=False):
        values, times, offsets, present = [], [], [0], []
        for i in range(n):
            own = [(step_of(m), v, x) for j, m, v, x in kept
                   if j == i and v in variables and (first is None or m < first)]
            steps = sorted({s for s, _, _ in own})
            if grid and steps:
                steps = list(range(steps[-1] + 1))
            table = np.full((len(steps), len(variables)), np.nan, "f4")
            for a, s in enumerate(steps):
                for b, v in enumerate(variables):
                    cell = np.array([x for t, w, x in own if t == s and w == v], "f4")
                    if len(cell):
                        table[a, b] = cell.astype("f8").mean()
            has = bool(len(steps)) and not np.isnan(table).all()
            values += list(table.ravel())
            times += [] if grid else [hours_of(s) for s in steps]
            offsets.append(offsets[-1] + len(steps))
            present.append(int(has))
        return modality(name, kind, len(variables), np.array(values, "f4"), present, offsets, times)

    save_expected("long.json", {
        "name": "long", "task": "regression", "classes": [], "label_range": None, "ids": ids, "y": y.tolist(),
        "splits": [], "groups": [], "modalities": [
            expected("raw", "series", ["bp", "hr", "temp"], lambda m: m, lambda s: s / 60),
            expected("binned", "series", ["bp", "hr", "temp"], lambda m: m // 60, lambda s: float(s), 480),
            expected("grid", "sequence", ["hr", "temp"], lambda m: m // 90, None, grid=True)]})


def quantiles():
    """Thresholds between classes of equal share, with numpy's default interpolation."""
    rng = np.random.default_rng(6)
    cases = []
    for n, classes in [(2, 2), (5, 2), (10, 3), (11, 4), (100, 4), (101, 7)]:
        values = np.round(rng.gamma(2, 3, n), 2)
        shares = np.arange(1, classes) / classes
        cases.append({"values": values.tolist(), "classes": classes,
                      "thresholds": np.quantile(values, shares).tolist()})
    (OUT / "quantiles.json").write_text(json.dumps(cases) + "\n")


def archives():
    """Zips that are not what they seem."""
    manifest = (OUT / "savetxt" / "manifest.json").read_bytes()
    files = {p.name: p.read_bytes() for p in sorted((OUT / "savetxt").iterdir())}
    write_zip(OUT / "savetxt.zip", {"savetxt/" + k: v for k, v in files.items()}, zipfile.ZIP_DEFLATED)
    write_zip(OUT / "traversal.zip", {"manifest.json": manifest, "../x_train.csv": files["x_train.csv"]})
    write_zip(OUT / "absolute.zip", {"manifest.json": manifest, "/tmp/x_train.csv": files["x_train.csv"]})
    write_zip(OUT / "nomanifest.zip", {"x_train.csv": files["x_train.csv"]})
    write_zip(OUT / "nested.zip", {"manifest.json": manifest, "data.zip": (OUT / "savetxt.zip").read_bytes()})
    write_zip(OUT / "nested.npz", {"y.npy": npy_bytes(np.arange(4.0)), "x_m.npy": npy_bytes(np.ones((4, 2), "f4")),
                                   "meta.npy": npy_bytes(np.array(json.dumps(META))),
                                   "more.npz": (OUT / "bad_object.npz").read_bytes()})
    # A megabyte of zeros in a member that declares 100 bytes: the real size is what counts.
    bomb = OUT / "bomb.zip"
    write_zip(bomb, {"manifest.json": manifest, "x_train.csv": b"0,0,0\n" * 170000,
                     **{k: v for k, v in files.items() if k not in ("manifest.json", "x_train.csv")}}, zipfile.ZIP_DEFLATED)
    raw = bytearray(bomb.read_bytes())
    for signature, name_at, size_at in [(b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)]:
        at = 0
        while (at := raw.find(signature, at)) >= 0:
            if raw[at + name_at:at + name_at + 11] == b"x_train.csv":
                struct.pack_into("<I", raw, at + size_at, 100)
            at += 4
    bomb.write_bytes(raw)
    with zipfile.ZipFile(OUT / "link.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("manifest.json", (1980, 1, 1, 0, 0, 0)), manifest)
        info = zipfile.ZipInfo("x_train.csv", (1980, 1, 1, 0, 0, 0))
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    # A directory that declares 64 times what the stored bytes can hold.
    path = OUT / "liar.npz"
    write_zip(path, {"y.npy": npy_bytes(np.arange(4.0))}, zipfile.ZIP_DEFLATED)
    raw = bytearray(path.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, central + 24, 2**31 - 1)
    path.write_bytes(raw)
    # One flipped bit in the values: only the checksum can tell.
    path = OUT / "flipped.npz"
    write_zip(path, {"y.npy": npy_bytes(np.arange(4.0)), "x_m.npy": npy_bytes(np.ones((4, 2), "f4")),
                     "meta.npy": npy_bytes(np.array(json.dumps(META)))})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"x_m.npy") + 7 + 128 + 2] ^= 0x10
    path.write_bytes(raw)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    types()
    regression()
    described()
    classification()
    bad()
    csv_folder()
    long_table()
    quantiles()
    archives()
