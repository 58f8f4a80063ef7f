#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tiny SentencePiece model, texts, and their tokens by a program of its own.

Usage: make_tokens.py   (writes tokens/tiny.model, notes.csv and expected.csv beside itself; needs Debian's `sentencepiece`)

The model is made by spm_train. The tokens are not the library's: the best path over the pieces' log probabilities, which
are read from the vocabulary that spm_train writes, by dynamic programming.
"""
import csv
import math
import pathlib
import subprocess
import tempfile

FOLDER = pathlib.Path(__file__).parent / "tokens"
WORDS = ("cough fever chest pain short of breath no known allergies heart rate regular lungs clear oxygen given breathing painful "
         "coughing allergic regularly fevers Cough, Chest, hearts; given; clearly. painless. knows shortness").split()
NOTES = [("a1", "Cough and fever, no chest pain."), ("b2", "short of breath; oxygen given"), ("c3", ""), ("d4", "N/A"),
         ("e5", 'heart rate "regular", lungs clear\nno known allergies'), ("f6", "Müller: Fieber 39")]
BEGIN, END, UNKNOWN = 1, 2, 0


def train():
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "corpus.txt"
        lines = []
        state = 7
        for _ in range(400):
            line = []
            for _ in range(6):
                state = (state * 1103515245 + 12345) % 2**31
                line.append(WORDS[state // 65536 % len(WORDS)])
            lines.append(" ".join(line))
        corpus.write_text("\n".join(lines) + "\n")
        subprocess.run(["spm_train", f"--input={corpus}", f"--model_prefix={folder}/tiny", "--vocab_size=56",
                        "--model_type=unigram", "--normalization_rule_name=identity", "--num_threads=1"],
                       check=True, capture_output=True)
        (FOLDER / "tiny.model").write_bytes((pathlib.Path(folder) / "tiny.model").read_bytes())
        return [line.split("\t") for line in (pathlib.Path(folder) / "tiny.vocab").read_text().splitlines()]


def cut(text, pieces):
    """The path of the highest sum of log probabilities; a letter that is in no piece costs 10 more than the rarest one,
    and such letters in a row are one unknown token."""
    # Blanks at both ends are left out and runs of them are one; line breaks are letters like any other.
    text = "\u2581" + "\u2581".join(part for part in text.split(" ") if part)
    rarest = min(score for _, score in pieces.values())
    best = [(0.0, None, None)] + [(-math.inf, None, None)] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            piece = text[start:end]
            if piece in pieces:
                number, score = pieces[piece]
            elif end - start == 1:
                number, score = UNKNOWN, rarest - 10
            else:
                continue
            if best[start][0] + score > best[end][0]:
                best[end] = (best[start][0] + score, start, number)
    tokens, at = [], len(text)
    while at > 0:
        _, start, number = best[at]
        if not (number == UNKNOWN and tokens and tokens[-1] == UNKNOWN):
            tokens.append(number)
        at = start
    return tokens[::-1]


def main():
    FOLDER.mkdir(exist_ok=True)
    vocabulary = train()
    pieces = {piece: (number, float(score)) for number, (piece, score) in enumerate(vocabulary) if number > END}
    with open(FOLDER / "notes.csv", "w", newline="") as file:
        csv.writer(file).writerows([("patient", "note"), *NOTES])
    with open(FOLDER / "expected.csv", "w", newline="") as file:
        rows = [(who, token) for who, note in NOTES if note not in ("", "N/A") for token in cut(note, pieces)]
        csv.writer(file, lineterminator="\n").writerows([("id", "token"), *rows])


if __name__ == "__main__":
    main()
