# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/io/marks.tsv: cells as people write numbers, and the bits of the number that each stands for.

Run: python tests/golden/make_marks.py   (Python only). The number is Python's float() of the plain spelling.
"""
import pathlib
import random
import struct

OUT = pathlib.Path(__file__).parent / "io" / "marks.tsv"
GROUPS = {"comma": ",", "dot": ".", "blank": " ", "apostrophe": "'", "narrow": "\u202f", "no-break": "\u00a0",
          "quote": "\u2019"}


def bits(value):
    return struct.pack(">d", value).hex()


def in_threes(digits, mark):
    head = len(digits) % 3
    parts = [digits[:head]] if head else []
    parts += [digits[k:k + 3] for k in range(head, len(digits), 3)]
    return mark.join(parts)


def cells(rng):
    for _ in range(400):
        whole = str(rng.randrange(10 ** rng.randrange(1, 13)))
        places = rng.choice([0, 1, 2, 4, 5, 9])
        decimals = "".join(rng.choice("0123456789") for _ in range(places))
        sign = rng.choice(["", "", "-", "\u2212", "+"])
        plain = ("-" if sign in "-\u2212" and sign else "") + whole + ("." + decimals if places else "")
        value = float(plain)
        mark = rng.choice([".", ","])
        name = rng.choice(sorted(GROUPS))
        group = GROUPS[name]
        body = whole
        # A single group of commas or dots alone could be decimals: that is another test.
        if group != mark and (places or len(whole) > 6 or name not in ("comma", "dot")):
            body = in_threes(whole, group)
        text = sign + body + (mark + decimals if places else "")
        dress = rng.randrange(8)
        text = {0: f'="{text}"', 1: f"'{text}", 2: f" {text} ", 3: f"{text}%", 4: f"{text} mg/dL",
                5: f"\u20ac {text}"}.get(dress, text)
        yield text, value


def main():
    rng = random.Random(15)
    lines = [f"{text}\t{bits(value)}" for text, value in cells(rng)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
