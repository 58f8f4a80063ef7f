#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes version1.sqlite: a store of schema version 1, made without the program. Both are frozen; later
versions must still open it."""
import json
import os
import sqlite3
import struct
import zlib

SCHEMA = """
CREATE TABLE cohorts(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    task TEXT NOT NULL, classes TEXT NOT NULL, label_low REAL, label_high REAL,
    modalities TEXT NOT NULL, strengths TEXT NOT NULL,
    ids BLOB NOT NULL, y BLOB NOT NULL, splits BLOB NOT NULL, groups BLOB NOT NULL,
    present BLOB NOT NULL);
CREATE TABLE yardsticks(
    cohort_id INTEGER NOT NULL REFERENCES cohorts(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    name TEXT NOT NULL, strength REAL, validation TEXT NOT NULL, test TEXT NOT NULL,
    width INTEGER NOT NULL, predictions BLOB NOT NULL, PRIMARY KEY(cohort_id, position));
CREATE TABLE runs(
    id INTEGER PRIMARY KEY AUTOINCREMENT, cohort_id INTEGER NOT NULL REFERENCES cohorts(id),
    name TEXT NOT NULL, variant TEXT NOT NULL, modality TEXT NOT NULL, model TEXT NOT NULL,
    seed INTEGER NOT NULL, threads INTEGER NOT NULL, device TEXT NOT NULL, version TEXT NOT NULL,
    step TEXT NOT NULL, spec TEXT NOT NULL, step_key TEXT NOT NULL,
    status TEXT NOT NULL, message TEXT NOT NULL, created TEXT NOT NULL, finished TEXT,
    best_epoch INTEGER NOT NULL, validation TEXT NOT NULL, test TEXT NOT NULL,
    last_checkpoint TEXT NOT NULL, best_checkpoint TEXT NOT NULL,
    host TEXT, boot TEXT, pid INTEGER, process_started INTEGER,
    width INTEGER, predictions BLOB);
CREATE INDEX runs_by_key ON runs(step_key);
CREATE INDEX runs_by_cohort ON runs(cohort_id);
CREATE TABLE run_inputs(
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, position INTEGER NOT NULL,
    input_id INTEGER NOT NULL REFERENCES runs(id), role TEXT NOT NULL, modality TEXT NOT NULL,
    PRIMARY KEY(run_id, position));
CREATE INDEX run_inputs_by_input ON run_inputs(input_id);
CREATE TABLE epochs(
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, epoch INTEGER NOT NULL,
    train_loss REAL, balance_loss REAL, validation_loss REAL, validation TEXT NOT NULL,
    best INTEGER NOT NULL, learning_rate REAL, alpha REAL, seconds REAL, weight_summary TEXT NOT NULL,
    width INTEGER NOT NULL, weights BLOB, predictions BLOB, routing BLOB,
    PRIMARY KEY(run_id, epoch));
"""


def compressed(data):  # Qt's qCompress: length, big-endian, then a zlib stream
    return struct.pack(">I", len(data)) + zlib.compress(data)


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "version1.sqlite")
if os.path.exists(path):
    os.remove(path)
db = sqlite3.connect(path)
db.executescript("PRAGMA page_size = 512; PRAGMA application_id = 0x42545753;" + SCHEMA)
db.execute("PRAGMA user_version = 1")
names = lambda *v: json.dumps(v)
db.execute(
    "INSERT INTO cohorts VALUES (1, 'old', '/data/old.npz', 'feed', 'classification', ?, NULL, NULL, ?, '{}', ?, ?, ?, ?, ?)",
    (
        names("no", "yes"),
        names("notes", "labs"),
        compressed(names("p1", "p2", "p3").encode()),
        compressed(struct.pack("<3d", 0, 1, 1)),
        compressed(bytes([0, 1, 2])),
        compressed(b"[]"),
        compressed(bytes([1, 1, 1, 0, 1, 1])),
    ),
)
db.execute(
    "INSERT INTO yardsticks VALUES (1, 0, 'all', 0.1, '{}', '{\"accuracy\":1}', 2, ?)",
    (floats(0, 1, 0, 1, 0, 1),),
)
alone = floats(0.5, 0.5, 0.25, 0.75, 0.125, 0.875)
run = "INSERT INTO runs VALUES (?,1,?,?,?,'moe',1,2,'cpu','0.1.0',?,'{\"variant\":\"btw\"}',?,?,'','2026-01-02T03:04:05.678Z',?,1,'{\"accuracy\":0.5,\"loss\":0.75}',?,'','',?,?,?,?,?,?)"
db.execute(run, (1, "notes alone", "unimodal", "notes", "unimodal", "k1", "finished", "2026-01-02T03:05:00.000Z",
                 '{"accuracy":0.25}', None, None, None, None, 2, alone))
db.execute(run, (2, "btw", "btw", "", "weighted", "k2", "running", None, "{}", "nowhere", "never", 0, 0, None, None))
db.execute("INSERT INTO run_inputs VALUES (2, 0, 1, 'unimodal', 'notes')")
epoch = "INSERT INTO epochs VALUES (?,1,1.0,0.5,0.75,'{\"accuracy\":0.5}',1,0.001,NULL,0.25,?,?,?,?,?)"
db.execute(epoch, (1, "[]", 0, b"", b"", floats(1)))
db.execute(epoch, (2, "[[0.75,0.75,0.75],[0.25,0.25,0.25]]", 2, floats(0.75, 0.25, 1, 0, 0.5, 0.5), alone, floats(0.5, 0.5)))
db.commit()
db.close()
