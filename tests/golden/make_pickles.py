# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/pickles: what CPython's pickle makes of numpy's values, data sets in the layouts in which they
are distributed, what these hold, and files that must be refused.

Run with numpy 2:  python tests/golden/make_pickles.py
then with numpy 1: python tests/golden/make_pickles.py values   (its names lie in numpy.core, not numpy._core)
"""
import json
import math
import pathlib
import pickle
import pickletools
import struct
import sys

import numpy as np

OUT = pathlib.Path(__file__).parent / "pickles"


# ---- values: every protocol, both generations of numpy

def everything():
    table = np.array([[0, 1, 2], [3, 4, 100]])
    arrays = {}
    for code in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split():
        for order in "<>":
            for layout in "CF":
                arrays[f"{code}{order}{layout}"] = np.asarray(table, dtype=order + code, order=layout)
    arrays["cube"] = np.asfortranarray(np.arange(24, dtype=">f4").reshape(2, 3, 4))
    arrays["view"] = np.arange(24, dtype="f4").reshape(4, 6)[::2, 1::2]
    arrays["bool"] = table > 1
    arrays["zero axes"] = np.array(2.5)
    arrays["empty"] = np.zeros((0, 5), "f4")
    arrays["special"] = np.array([np.inf, -np.inf, np.nan, -0.0])
    arrays["U"] = np.array(["a", "Grüße", "日本", ""])
    arrays["U>"] = np.array(["a", "Grüße", "日本", ""]).astype(">U5")
    arrays["S"] = np.array([b"a", b"bcd", "é".encode()])
    arrays["high bytes"] = np.arange(256, dtype="u1")
    texts = np.empty((2, 2), object)
    texts[:] = [["one", "two"], [None, "four"]]
    arrays["objects"] = texts
    arrays["objects F"] = np.asfortranarray(texts)
    ragged = np.empty(2, object)
    ragged[:] = [np.ones((2, 1), "f4"), np.zeros((3, 1), "f4")]
    arrays["ragged"] = ragged
    shared = ["used", "twice"]
    return {
        "none": None, "bools": [True, False],
        "ints": [0, 1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -1, -128, -2**31, -2**31 - 1, 2**62, -2**63],
        "floats": [0.5, -1e300, 5e-324, 1 / 3, math.inf, -math.inf, math.nan],
        "text": "Grüße, 日本 \U0001f600\n\\u0041 \\ 'quoted' \"twice\"", "long text": "x" * 300,
        "bytes": bytes(range(256)), "no bytes": b"", "bytearray": bytearray(b"\x00\x80\xff"),
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], "set": {7}, "frozenset": frozenset([8]),
        "shared": [shared, shared], "empty": [[], {}], 3: "key that is a number",
        "scalars": [np.float32(1.5), np.float64(-2), np.int64(2**53 + 1), np.uint8(200), np.bool_(True),
                    np.str_("é")],
        "arrays": arrays,
    }


def kind_of(dtype):
    return dtype.kind if dtype.kind in "biufSUO" else "?"


def described(value):
    """The same as tst_pickle.cpp writes of what the program read."""
    if isinstance(value, np.generic):
        value = np.asarray(value)
    if isinstance(value, np.ndarray):
        items = [described(v.item() if value.dtype != object else v) for v in value.flatten("C")]
        if value.dtype.kind == "S":
            items = [{"text": v.decode()} for v in value.flatten("C")]
        return {"array": list(value.shape), "kind": kind_of(value.dtype), "values": items}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": "nan" if math.isnan(value) else struct.pack(">d", value).hex()}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, list):
        return {"list": [described(v) for v in value]}
    if isinstance(value, tuple):
        return {"tuple": [described(v) for v in value]}
    if isinstance(value, (set, frozenset)):
        return {"set": [described(v) for v in value]}
    if isinstance(value, dict):
        return {"dict": [[described(k), described(v)] for k, v in value.items()]}
    assert value is None
    return None


def values():
    generation = int(np.__version__.split(".")[0])
    for protocol in range(6):
        data = pickle.dumps(everything(), protocol)
        (OUT / f"values_numpy{generation}_protocol{protocol}.pkl").write_bytes(data)
    (OUT / "values.json").write_text(json.dumps(described(everything())) + "\n")


def python2():
    """As Python 2 wrote it: strings are bytes (BINSTRING), longs LONG1, arrays made of BINSTRING."""
    raw = np.array([[1.5, -2], [3, 4]], "<f4").tobytes()
    array = (b"cnumpy.core.multiarray\n_reconstruct\nq\x01(cnumpy\nndarray\nq\x02K\x00\x85U\x01btRq\x03"
             b"(K\x01K\x02K\x02\x86cnumpy\ndtype\nq\x04(U\x02f4K\x00K\x01tRq\x05(K\x03U\x01<NNNJ\xff\xff\xff\xff"
             b"J\xff\xff\xff\xffK\x00tb\x89T" + struct.pack("<i", len(raw)) + raw + b"tb")
    binary = b"\x80\x02}q\x00(U\x05arrayq\x06" + array + b"U\x05namesq\x07]q\x08(U\x01aU\x02\xc3\xa9eu."
    (OUT / "python2_protocol2.pkl").write_bytes(binary)
    text = (b"(dp0\nS'names'\np1\n(lp2\nS'a'\np3\naS'\\xc3\\xa9'\np4\nasS'number'\np5\nL12L\nsS'truth'\np6\nI01\n"
            b"sS'half'\np7\nF0.5\ns.")
    (OUT / "python2_protocol0.pkl").write_bytes(text)
    (OUT / "python2_protocol0_crlf.pkl").write_bytes(text.replace(b"\n", b"\r\n"))


def large():
    """What stands before and behind the bytes of an array of 25,000,000 zeros; the test puts a hole between."""
    data = pickle.dumps(np.zeros(25_000_000, "f4"), 5)
    size = 100_000_000
    start = data.index(struct.pack("<Q", size)) + 8
    (OUT / "large_head.bin").write_bytes(data[:start])
    (OUT / "large_tail.bin").write_bytes(data[start + size:])


def bomb():
    """A small file whose 2,000 instances all name one block of features: 8 MB once they are copied."""
    features = ([], np.ones((100, 10), "f4"), np.ones((1, 1), "f4"), [])
    (OUT / "bomb.bin").write_bytes(pickle.dumps([(features, i / 1000 - 1.0, f"v{i}") for i in range(2000)], 4))


# ---- data sets in the layouts in which they are distributed

def plain(numbers):
    return [None if math.isnan(v) else float(v) for v in np.asarray(numbers, "f4").ravel()]


def modality(name, kind, blocks, times=None, dims=None, present=None):
    """blocks: one (T, D) array an instance, what the workbench is to keep."""
    dims = dims or next(b.shape[1] for b in blocks if len(b))
    offsets = [0] + [int(x) for x in np.cumsum([len(b) for b in blocks])]
    data = np.concatenate([np.asarray(b, "f4").reshape(-1, dims) for b in blocks])
    stamps = [] if times is None else [float(np.float32(t)) for row in times for t in row]
    return {"name": name, "kind": kind, "dims": dims, "values": plain(data),
            "offsets": [] if kind == "vector" else offsets, "times": stamps,
            "present": [int(len(b) > 0) for b in blocks] if present is None else present}


def expected(file, /, **cohort):
    base = {"task": "regression", "classes": [], "label_range": None, "groups": []}
    (OUT / file).write_text(json.dumps(base | cohort, sort_keys=True) + "\n")


SPLITS = {"train": 6, "valid": 3, "test": 3}
NAMES = {"train": "train", "valid": "val", "test": "test"}
ALL_SPLITS = [NAMES[s] for s, n in SPLITS.items() for _ in range(n)]
DIMS = {"text": 4, "audio": 3, "vision": 2}


def sequences(rng, n, steps, dims, longest=None):
    return [rng.normal(size=(int(k), dims)).astype("f4") for k in rng.integers(1, (longest or steps) + 1, n)]


def padded(blocks, steps, front):
    out = np.zeros((len(blocks), steps, blocks[0].shape[1]), blocks[0].dtype)
    for i, block in enumerate(blocks):
        if len(block):
            out[i, steps - len(block):] = block if front else 0
            if not front:
                out[i, :len(block)] = block
    return out


def mult():
    """Padding in front, -inf and NaN in audio, one face never found, identifiers as bytes (MOSI)."""
    rng = np.random.default_rng(1)
    data, kept = {}, {m: [] for m in DIMS}
    ids, labels = [], []
    for s, n in SPLITS.items():
        blocks = {m: sequences(rng, n, 5, d) for m, d in DIMS.items()}
        blocks["vision"][1] = np.zeros((0, 2), "f4")
        if s == "train":
            blocks["vision"][0] = np.array([[1, 2], [0, 0], [3, 4], [0, 0]], "f4")  # zero rows inside and last
            blocks["audio"][2] = np.array([[1, -np.inf, 2], [np.nan, 3, 4]], "f4")
        y = np.round(rng.uniform(-3, 3, (n, 1, 1)), 1).astype("f4")
        names = [[f"{'abc'[i % 3]}{s}_{i}".encode(), b"1.5", b"2.5"] for i in range(n)]
        data[s] = {m: padded(b, 5, True) for m, b in blocks.items()} | {"labels": y, "id": np.array(names)}
        for m in DIMS:
            kept[m] += blocks[m]
        ids += [name[0].decode() for name in names]
        labels += [float(v) for v in y.ravel()]
    (OUT / "mult.pkl").write_bytes(pickle.dumps(data, 4))
    kept["audio"][2] = np.array([[1, np.nan, 2], [np.nan, 3, 4]], "f4")
    cohort = dict(name="mult", label_range=[-3, 3], ids=ids, y=labels, splits=ALL_SPLITS,
                  groups=[i.rsplit("_", 1)[0] for i in ids], modalities=[modality(m, "sequence", kept[m]) for m in DIMS])
    expected("mult.json", **cohort)
    # The same as float64 in Fortran's order and as big-endian, under other protocols.
    for name, change, protocol in (("mult_fortran", lambda a: np.asfortranarray(a.astype("f8")), 2),
                                   ("mult_big_endian", lambda a: a.astype(">f4"), 5)):
        other = {s: {k: change(v) if k in DIMS else v for k, v in part.items()} for s, part in data.items()}
        (OUT / f"{name}.pkl").write_bytes(pickle.dumps(other, protocol))


def mmsa():
    rng = np.random.default_rng(2)
    data, kept = {}, {m: [] for m in DIMS}
    dims = DIMS | {"text": 768}
    ids, labels, names = [], [], []
    for s, n in SPLITS.items():
        blocks = {m: sequences(rng, n, 3, d) for m, d in dims.items()}
        # A real step that is zero: only the lengths tell.
        blocks["audio"][0][-1] = 0
        mask = np.zeros((n, 3, 3))
        for i, block in enumerate(blocks["text"]):
            mask[i, :, :len(block)] = [[101], [1], [0]]
        text = rng.integers(-2, 3, (n, 3, 768)).astype("f4")  # BERT puts something at padding, too
        blocks["text"] = [text[i, :len(b)] for i, b in enumerate(blocks["text"])]
        y = np.round(rng.uniform(-3, 3, n), 1)
        classes = ["Negative" if v < 0 else "Positive" if v > 0 else "Neutral" for v in y]
        clips = [f"v{s}{i // 2}$_${i % 2}" for i in range(n)]
        data[s] = {"raw_text": np.array([f"said {i}" for i in range(n)]), "id": clips, "text": text, "text_bert": mask,
                   "audio": padded(blocks["audio"], 3, False), "vision": padded(blocks["vision"], 3, False),
                   "audio_lengths": [len(b) for b in blocks["audio"]],
                   "vision_lengths": np.array([len(b) for b in blocks["vision"]]), "annotations": classes,
                   "classification_labels": np.sign(y), "regression_labels": y}
        for m in DIMS:
            kept[m] += blocks[m]
        ids += clips
        labels += [float(v) for v in y]
        names += classes
    (OUT / "mmsa.pkl").write_bytes(pickle.dumps(data, 3))
    cohort = dict(ids=ids, splits=ALL_SPLITS, groups=[i.split("$")[0] for i in ids],
                  modalities=[modality(m, "sequence", kept[m]) for m in DIMS])
    expected("mmsa.json", name="mmsa", label_range=[-3, 3], y=labels, **cohort)
    for part in data.values():
        del part["regression_labels"]
    (OUT / "mmsa_classes.pkl").write_bytes(pickle.dumps(data, 5))
    classes = sorted(set(names))
    expected("mmsa_classes.json", name="mmsa_classes", task="classification", classes=classes,
             y=[float(classes.index(c)) for c in names], **cohort)


def mmsa_tokens():
    """Token numbers as `text`: the mask tells the real ones, of which one is 0."""
    rng = np.random.default_rng(12)
    data, kept = {}, {"text": [], "audio": []}
    ids, labels = [], []
    for s, n in SPLITS.items():
        audio = sequences(rng, n, 3, 2)
        bert = np.zeros((n, 3, 4), "i8")
        lengths = rng.integers(1, 5, n)
        for i, length in enumerate(lengths):
            bert[i, 0, :length] = rng.integers(1, 30000, length)
            bert[i, 1, :length] = 1
        bert[0, 0, lengths[0] - 1] = 0
        text = bert[:, 0, :, None].astype("f4")
        text[:, :, 0] += (1 - bert[:, 1]) * 7  # something at padding, too
        y = np.round(rng.uniform(-3, 3, n), 1)
        clips = [f"v{s}{i // 2}$_${i % 2}" for i in range(n)]
        data[s] = {"id": clips, "text": text, "text_bert": bert, "audio": padded(audio, 3, False),
                   "audio_lengths": [len(b) for b in audio], "regression_labels": y}
        kept["text"] += [text[i, :length] for i, length in enumerate(lengths)]
        kept["audio"] += audio
        ids += clips
        labels += [float(v) for v in y]
    (OUT / "mmsa_tokens.pkl").write_bytes(pickle.dumps(data, 4))
    expected("mmsa_tokens.json", name="mmsa_tokens", label_range=[-3, 3], y=labels, ids=ids, splits=ALL_SPLITS,
             groups=[i.split("$")[0] for i in ids], modalities=[modality(m, "sequence", kept[m]) for m in kept])


def misa():
    rng = np.random.default_rng(3)
    for name, mmim in (("misa", False), ("mmim", True)):
        (OUT / name).mkdir(exist_ok=True)
        ids, labels, kept = [], [], {"audio": [], "vision": []}
        for s, n in SPLITS.items():
            items = []
            for i in range(n):
                length = int(rng.integers(1, 4))
                vision, audio = (rng.normal(size=(length, DIMS[m])).astype("f4") for m in ("vision", "audio"))
                if mmim:
                    vlen, alen = np.int64(rng.integers(0, length + 1)), np.int64(length)
                    audio[0, 0] = np.nan_to_num(np.float32(-np.inf))
                    features = ([], vision, audio, ["good"] * length, vlen, alen)
                    label = np.array([[round(rng.uniform(-3, 3), 1)] + [0] * 6], "f4")
                    vision, clip = vision[:vlen], f"v{s}{i // 2}_{i % 2}"
                else:
                    features = (np.arange(length), vision, audio, ["good"] * length)
                    label = np.array([[round(rng.uniform(-3, 3), 1)]], "f4")
                    clip = f"v{s}{i // 2}[{i % 2}]"
                items.append((features, label, clip))
                kept["vision"].append(vision)
                kept["audio"].append(np.where(audio < -1e38, np.nan, audio))
                ids.append(clip)
                labels.append(float(label[0, 0]))
            file = {"train": "train", "valid": "dev", "test": "test"}[s]
            (OUT / name / f"{file}.pkl").write_bytes(pickle.dumps(items, 4))
        expected(f"{name}.json", name=name, label_range=[-3, 3], ids=ids, y=labels, splits=ALL_SPLITS,
                 groups=[i.rstrip("]")[:-2] for i in ids],
                 modalities=[modality(m, "sequence", kept[m]) for m in ("audio", "vision")])


def stays():
    rng = np.random.default_rng(4)
    (OUT / "stays").mkdir(exist_ok=True)
    kept = {m: ([], []) for m in ("ts", "text", "cxr", "ecg")}
    regular = []
    width = {"ts": 3, "text": 4, "cxr": 2, "ecg": 2}
    ids, labels, groups = [], [], []
    for s, n in SPLITS.items():
        items = []
        for i in range(n):
            t = int(rng.integers(1, 5))
            mask = rng.integers(0, 2, (t, 3))
            mask[0] = 1
            series = rng.normal(size=(t, 3)) * mask
            stay = {"name": 100 * len(NAMES[s]) + i // 2, "hadm_id": 5, "stay_id": np.int64(30000000 + len(ids)),
                    "ts_tt": np.sort(rng.uniform(0, 48, t)), "irg_ts": series, "irg_ts_mask": mask,
                    "reg_ts": np.hstack([np.arange(48 * 3).reshape(48, 3) / 7 + len(ids),
                                         np.arange(48 * 3).reshape(48, 3) % 2]), "feature_names": ["pulse", "lactate", "urea"],
                    "label": int(rng.integers(0, 2)) if i > 1 else i}
            regular.append(stay["reg_ts"])
            kept["ts"][0].append(np.where(mask == 1, series, np.nan))
            kept["ts"][1].append(stay["ts_tt"])
            for m, values, times in (("text", "text_embeddings", "text_time_to_end"), ("cxr", "cxr_feats", "cxr_time"),
                                     ("ecg", "ecg_feats", "ecg_time")):
                k = int(rng.integers(0, 3)) if i > 1 else 2
                rows = rng.normal(size=(k, width[m])).astype("f4")
                if m == "ecg" and k:
                    rows[0, 1] = np.inf
                stamps = rng.uniform(0, 48, k)
                if m == "text":
                    stamps = np.sort(stamps)[::-1]  # hours to the end
                    stay["text_data"] = ["words"] * k
                stay[values] = list(rows)
                stay[times] = stamps if k else []
                stay[m + "_missing"] = int(k == 0)
                order = np.argsort(stamps, kind="stable") if m != "text" else np.arange(k)
                kept[m][0].append(np.where(np.isinf(rows), np.nan, rows)[order])
                kept[m][1].append((-stamps if m == "text" else stamps)[order])
            items.append(stay)
            ids.append(str(stay["stay_id"]))
            labels.append(float(stay["label"]))
            groups.append(str(stay["name"]))
        (OUT / "stays" / f"{NAMES[s]}_los-48-cxr-notes-ecg_stays.pkl").write_bytes(pickle.dumps(items, 4))
    unique = {NAMES[s]: 100 * len(NAMES[s]) for s in SPLITS}
    assert unique["val"] == 300 and unique["test"] == 400 and unique["train"] == 500
    expected("stays.json", name="stays", task="classification", classes=["0", "1"], ids=ids, y=labels,
             splits=ALL_SPLITS, groups=groups,
             modalities=[modality(m, "series", kept[m][0], kept[m][1], width[m]) for m in kept])
    # Without irg_ts: reg_ts.
    (OUT / "stays_regular").mkdir(exist_ok=True)
    for s in SPLITS:
        name = f"{NAMES[s]}_los-48-cxr-notes-ecg_stays.pkl"
        items = pickle.loads((OUT / "stays" / name).read_bytes())
        for stay in items:
            del stay["irg_ts"], stay["irg_ts_mask"], stay["ts_tt"]
        (OUT / "stays_regular" / name).write_bytes(pickle.dumps(items, 4))
    expected("stays_regular.json", name="stays_regular", task="classification", classes=["0", "1"], ids=ids, y=labels,
             splits=ALL_SPLITS, groups=groups,
             modalities=[modality("ts", "sequence", regular)]
             + [modality(m, "series", kept[m][0], kept[m][1], width[m]) for m in ("text", "cxr", "ecg")])
    expected("stays_binned.json", name="stays", task="classification", classes=["0", "1"], ids=ids, y=labels,
             splits=ALL_SPLITS, groups=groups, modalities=binned(kept, width))


def binned(kept, width, hours=6):
    """What bins of six hours make of the series: from the first time of each stay, the mean of what is there."""
    out = []
    for m, (blocks, times) in kept.items():
        made = []
        for block, stamps in zip(blocks, times):
            stamps = np.asarray(stamps, "f4").astype(float)
            place = np.floor((stamps - stamps[0]) / hours).astype(int) if len(stamps) else np.zeros(0, int)
            rows = np.full((place[-1] + 1 if len(place) else 0, width[m]), np.nan)
            for k in range(len(rows)):
                for d in range(width[m]):
                    there = np.asarray(block, "f4").astype(float)[place == k, d]
                    there = there[~np.isnan(there)]
                    if len(there):
                        rows[k, d] = there.mean()
            made.append(rows)
        out.append(modality(m, "sequence", made, None, width[m]))
    return out


def torn():
    """Ids of the form `video[segment]`, and video v1 in training and in test."""
    rng = np.random.default_rng(8)
    data = {}
    for split, videos in (("train", [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]), ("valid", [7, 7, 8, 8]), ("test", [1, 9, 9, 9])):
        n = len(videos)
        data[split] = {"text": rng.normal(size=(n, 3, 2)).astype("f4"), "audio": rng.normal(size=(n, 3, 2)).astype("f4"),
                       "labels": rng.uniform(-3, 3, (n, 1, 1)), "id": [f"v{v}[{k + len(split)}]" for k, v in enumerate(videos)]}
    (OUT / "torn.pkl").write_bytes(pickle.dumps(data, 4))


def people():
    """People whom a model of mult.pkl is to predict: no training split, few labels, one missing, one video in two
    splits; the same without labels; and a data set without ids."""
    rng = np.random.default_rng(9)

    def part(n, **more):
        return {m: rng.normal(size=(n, 4, d)).astype("f4") for m, d in DIMS.items()} | more

    data = {"valid": part(2, labels=np.array([1, np.nan]).reshape(2, 1, 1), id=["w1[1]", "w1[2]"]),
            "test": part(3, labels=np.array([0, 1, 1]).reshape(3, 1, 1), id=["w1[3]", "w2[1]", "w2[2]"])}
    (OUT / "people.pkl").write_bytes(pickle.dumps(data, 4))
    (OUT / "people_unlabelled.pkl").write_bytes(pickle.dumps({"test": part(3, id=["w1[1]", "w1[2]", "w2[1]"])}, 4))
    data = {s: part(n, labels=np.round(rng.uniform(-3, 3, (n, 1, 1)), 1)) for s, n in SPLITS.items()}
    (OUT / "without_ids.pkl").write_bytes(pickle.dumps(data, 4))


# ---- files that must be refused; the message is what the program says, word for word

def call(module, name, argument=b"N"):
    return b"\x80\x02c" + module.encode() + b"\n" + name.encode() + b"\n" + argument + b"\x85R."


def byte(data, opcode, argument=None):
    """Where in the pickle an instruction is, as CPython counts: "byte 1,234"."""
    return f"byte {next(p for op, a, p in pickletools.genops(data) if op.name == opcode and a == argument):,}"


def reduce_after(data, text):
    """Where the call is whose argument is this text."""
    seen = False
    for op, argument, place in pickletools.genops(data):
        seen = seen or argument == text
        if seen and op.name == "REDUCE":
            return f"byte {place:,}"


def bad():
    cases = []
    again = "Copy or download the file again."
    plain_data = "Save only dicts, lists, tuples, strings, numbers and numpy arrays of these."
    origin = ("Do not open it anywhere if you do not know where it is from; otherwise save only dicts, lists, tuples, strings, "
              "numbers and numpy arrays of these.")

    def case(name, content, where, what, remedy):
        (OUT / f"bad_{name}.pkl").write_bytes(content)
        cases.append({"file": f"bad_{name}.pkl",
                      "line": f"error: bad_{name}.pkl{', ' + where if where else ''}: {what} {remedy}"})

    ran = "which is not data; nothing in a pickle is ever run."
    case("os_system", call("os", "system", b"X\x04\x00\x00\x00echo"), "byte 2", f"The pickle asks for os.system, {ran}", origin)
    case("posix_stack", b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02ls\x85R.", "byte 17",
         f"The pickle asks for posix.system, {ran}", origin)
    case("eval", call("builtins", "eval"), "byte 2", f"The pickle asks for builtins.eval, {ran}", origin)
    case("load", call("numpy", "load"), "byte 2", f"The pickle asks for numpy.load, {ran}", origin)
    case("inst", b"(S'ls'\nios\nsystem\n.", "byte 7", f"The pickle asks for os.system, {ran}", origin)
    case("control_name", b"\x80\x02c\x1b[31mred\n\x07\n.", "byte 2",
         "The file is not a pickle, or a damaged one: ' [31mred' is not a name.",
         "Give a file that pickle.dump wrote.")
    case("torch", call("torch._utils", "_rebuild_tensor_v2"), "byte 2",
         "The pickle holds a torch object (torch._utils._rebuild_tensor_v2), which is not read.",
         "Save tensors as tensor.numpy().")
    case("pandas", call("pandas.core.frame", "DataFrame"), "byte 2",
         "The pickle holds a pandas object (pandas.core.frame.DataFrame), which is not read.",
         "Save tables as CSV, or their columns as numpy arrays.")
    case("newobj", b"\x80\x02cnumpy\ndtype\n)\x81.", "byte 16",
         "The pickle builds an object of a class, which is not data.", plain_data)
    case("persid", b"\x80\x02X\x01\x00\x00\x00aQ.", "byte 8",
         "The pickle refers to something outside itself (a persistent id), as torch.save writes it.",
         "Save numpy arrays with pickle.dump or numpy.savez.")
    case("extension", b"\x80\x02\x82\x01.", "byte 2",
         "The pickle names an entry of Python's extension registry, which is not data.", plain_data)
    case("out_of_band", b"\x80\x05\x97.", "byte 2", "The pickle keeps its arrays outside the file (out-of-band buffers).",
         "Save it without buffer_callback.")
    case("state", b"\x80\x02}}b.", "byte 4", "The pickle sets the state of an object, which is not data.", plain_data)
    case("protocol6", b"\x80\x06N.", "byte 0", "The pickle is of protocol 6, which is not known.",
         "Save it with pickle.dump(..., protocol=5) or less.")
    case("empty", b"", "", "The file is empty.", again)
    case("no_pickle", b"id,y\n1,2\n", "byte 0", "The file is not a pickle, or a damaged one: 'd,y' is not a name.",
         "Give a file that pickle.dump wrote.")
    case("no_stop", b"\x80\x02N", "byte 3", "The pickle is cut off: it ends without STOP.", again)
    whole = pickle.dumps(np.arange(100.0), 3)
    start = whole.index(b"B" + struct.pack("<I", 800))
    case("truncated", whole[:-300], f"byte {start}", f"The pickle is cut off or damaged: BINBYTES announces 800 bytes, "
         f"and {len(whole) - 300 - start - 5} follow.", again)
    case("length_lie", b"\x80\x04\x8e" + struct.pack("<Q", 2**63) + b"abc.", "byte 2",
         "The pickle is cut off or damaged: BINBYTES8 announces 9,223,372,036,854,775,807 bytes, and 4 follow.", again)
    case("frame_lie", b"\x80\x04\x95" + struct.pack("<Q", 1000) + b"N.", "byte 2",
         "The pickle is cut off or damaged: FRAME announces more bytes than follow.", again)
    case("unknown_opcode", b"\x80\x02\xff.", "byte 2",
         "The byte 255 is not a pickle instruction (protocols 0 to 5).", again)
    case("underflow", b"\x80\x02s.", "byte 2", "The pickle is damaged: a value is missing.", again)
    case("mark", b"\x80\x02t.", "byte 2", "The pickle is damaged: a MARK is missing.", again)
    case("memo", b"\x80\x02h\x05.", "byte 2", "The pickle is damaged: the memo has no entry 5.", again)
    case("memo_far", b"\x80\x02Nr\xff\xff\xff\xff.", "byte 3",
         "The pickle is damaged: the memo has no place 4294967295.", again)
    case("odd_dict", b"\x80\x02}(Nu.", "byte 5", "The pickle is damaged: a key of a dict has no value.", again)
    recursive = []
    recursive.append(recursive)
    case("recursive", pickle.dumps(recursive, 2), f"byte {len(pickle.dumps(recursive, 2)) - 1}",
         "A value contains itself (a recursive pickle).", "Save data without references to itself.")
    case("deep", b"\x80\x02" + b"]" * 5000 + b"a" * 4999 + b".", "byte 10,001", "Values are nested more than 100 deep.",
         "Save a dict or a list of arrays.")
    whole = pickle.dumps({"train": 2**70}, 2)
    case("big_int", whole, byte(whole, "LONG1", 2**70),
         "The pickle holds a whole number that needs more than 8 bytes, or is not one.", "Save it as a float or as text.")
    convert = "Convert it to float32, float64, an integer, bool or text before saving."
    whole = pickle.dumps(np.array(["2020-01-01"], "M8[D]"), 2)
    case("dates", whole, reduce_after(whole, "M8"), "The element type 'M8' of an array is not read.", convert)
    whole = pickle.dumps(np.array([1j]), 2)
    case("complex", whole, reduce_after(whole, "c16"), "The element type 'c16' of an array is not read.", convert)
    whole = pickle.dumps(np.zeros(2, [("a", "f4")]), 2)
    case("structured", whole, reduce_after(whole, "V4"), "An array is structured.",
         "Save each of its fields as an array of its own.")
    shape = pickle.dumps(np.zeros((3, 5), "f4"), 3).replace(b"K\x03K\x05\x86", b"K\x03K\x06\x86")
    last = [p for op, _, p in pickletools.genops(shape) if op.name == "BUILD"][-1]
    case("shape_lie", shape, f"byte {last}", "The pickle is damaged: an array says shape (3, 6) of 4-byte elements, "
         "yet has 60 bytes.", again)
    case("layout", pickle.dumps({"a": 1, "b": 2}, 4), "", "The layout of this pickle is not known: a dict of 'a', 'b'.",
         "Save a dict with train, valid and test, each a dict of text, audio, vision and labels.")

    # Layouts that are nearly right.
    rng = np.random.default_rng(5)

    def split(n=4, **changes):
        part = {"text": rng.normal(size=(n, 3, 2)).astype("f4"), "audio": rng.normal(size=(n, 3, 2)).astype("f4"),
                "labels": np.linspace(-1, 1, n).reshape(n, 1, 1), "id": [f"{rng.integers(10**9)}" for _ in range(n)]}
        part |= changes
        return {k: v for k, v in part.items() if v is not None}

    def layout(name, where, what, remedy, test=None, root=None, **changes):
        data = root or {"train": split(**changes), "valid": split(), "test": test or split()}
        case(name, pickle.dumps(data, 4), where, what, remedy)

    def at(shape, index, value):
        array = rng.normal(size=shape)
        array[index] = value
        return array

    layout("no_train", "['train']", "The training split is missing.", "Save it under the key 'train'.",
           root={"valid": split(), "test": split()})
    layout("no_labels", "['train']['labels']", "The labels are missing.", "Save one number per instance.", labels=None)
    layout("labels_many", "['train']['labels']", "There are 8 labels per instance, and one is read.",
           "Keep one of them, for example labels[:, 0].", labels=np.zeros((4, 4, 2)))
    layout("labels_text", "['train']['labels']", "Labels are expected, and this is an array (4,).",
           "Save one number per instance.", labels=np.array(["1", "2", "3", "4"]))
    layout("label_nan", "['train']['labels'][2]", "The label is missing (NaN).",
           "Give every instance a finite label, or leave it out.", labels=np.array([0, 1, np.nan, 1]))
    layout("label_infinite", "['test']['labels'][1]", "The label is infinite.",
           "Give every instance a finite label, or leave it out.", test=split(labels=np.array([0, np.inf, 1, 1])))
    layout("infinite", "['train']['text'][1][2, 0]", "The value is infinite or too large for float32.",
           "Write a finite number, or NaN where the value is missing.", text=at((4, 3, 2), (1, 2, 0), np.inf))
    layout("infinite_audio", "['train']['audio'][3][0, 1]", "The value is infinite or too large for float32.",
           "Write a finite number, or NaN where the value is missing.", audio=at((4, 3, 2), (3, 0, 1), np.inf))
    layout("rows", "['train']['text']", "There are 3 rows for 4 labels.",
           "Save one row per label, in the same order.", text=np.ones((3, 3, 2)))
    layout("rank", "['train']['text']", "The array (4, 3, 2, 1) is neither (N, T, D) nor (N, D).",
           "Save numbers, one row of features per instance or per step.", text=np.ones((4, 3, 2, 1)))
    layout("text_words", "['train']['text']", "The array (4, 2) of text or objects is neither (N, T, D) nor (N, D).",
           "Save numbers, one row of features per instance or per step.", text=np.array([["a", "b"]] * 4))
    layout("dims", "['test']['text'][0]", "There are 5 features where the instances before have 2.",
           "Give every instance the same features.", test=split(text=np.ones((4, 3, 5))))
    layout("big_whole", "['train']['text'][0]", "A whole number is beyond 2^53 and would change as a float.",
           "Save it as a float, or scale it.", text=np.array([[2**53 + 1, 1]] + [[1, 2]] * 3))
    layout("id_twice", "['train']['id'][3]", "The id 'b' was given already.", "Give every instance an id of its own.",
           id=["a", "b", "c", "b"])
    layout("id_few", "['train']['id']", "There are 3 ids for 4 labels.", "Save one id per instance.", id=["a", "b", "c"])
    layout("length", "['train']['audio_lengths'][1]", "The length 4 is not from 0 to the 3 steps of audio.",
           "Give the number of real steps.", audio_lengths=[1, 4, 2, 3], regression_labels=np.ones(4), labels=None,
           test=split(labels=None, regression_labels=np.ones(4)))
    cases[-1]["also"] = True  # the valid split has no such labels either
    layout("nothing", "", "There is no text, audio or vision.", "Save at least one of them.",
           root={s: split(text=None, audio=None) for s in SPLITS})
    case("item", pickle.dumps([(1, 2), (3, 4)], 4), "[0]",
         "((words, visual, acoustic, ...), label, id) is expected, and this is a tuple of 2.",
         "Save such a tuple per instance, or a dict of arrays per split.")

    def stay(name, where, what, remedy, **changes):
        one = {"name": 1, "ts_tt": [0.0, 1.0], "irg_ts": np.ones((2, 3)), "irg_ts_mask": np.ones((2, 3), int), "label": 1}
        case(name, pickle.dumps([one, one | {"name": 2} | changes], 4), where, what, remedy)

    stay("stay_times", "[1]['ts_tt']", "2 time stamps are expected, and this is a list.",
         "Give one time stamp per row of irg_ts.", ts_tt=[1.0])
    stay("stay_back", "[1]['ts_tt'][1]", "The time stamp goes back.", "Sort the steps by time.", ts_tt=[2.0, 1.0])
    stay("stay_mask", "[1]['irg_ts_mask']", "The mask does not have the shape of irg_ts.",
         "Save 1 for each measured value and 0 for the others.", irg_ts_mask=np.ones((2, 2)))
    stay("stay_label", "[1]['label']", "One label is expected, and this is an array (25,).",
         "Save one number per stay, for example one of the phenotypes.", label=np.zeros(25))
    stay("stay_dims", "[1]['irg_ts']", "There are 2 features where the stays before have 3.",
         "Give every stay the same features.", irg_ts=np.ones((2, 2)), irg_ts_mask=np.ones((2, 2)))
    stay("stay_infinite", "[1]['irg_ts'][1, 2]", "The value is infinite or too large for float32.",
         "Write a finite number, or NaN where the value is missing.", irg_ts=np.array([[1, 1, 1], [1, 1, np.inf]]))
    with_both = {"ts_tt": [0.0, 1.0], "irg_ts": np.ones((2, 3)), "irg_ts_mask": np.ones((2, 3), int), "label": 1}
    regular = {"reg_ts": np.ones((4, 6)), "label": 1}
    for name, first, second, what in (("regular", with_both, regular, "['irg_ts']: Irg_ts is missing, and stays before have it."),
                                      ("irregular", regular, with_both,
                                       "['reg_ts']: Irg_ts is here, and stays before have reg_ts only.")):
        where, what = what.split(": ")
        case(f"stay_{name}", pickle.dumps([first | {"name": 1}, second | {"name": 2}], 4), f"[1]{where}", what,
             "Save irg_ts, irg_ts_mask and ts_tt in every stay that has measurements.")
    (OUT / "bad.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    values()
    if sys.argv[1:] != ["values"]:
        python2()
        large()
        bomb()
        mult()
        mmsa()
        mmsa_tokens()
        misa()
        stays()
        torn()
        people()
        bad()
