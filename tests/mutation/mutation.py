#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants single faults (universalmutator's for C++) in the engine's sources, one at a time, in a copy of the tree, and runs
the tests of that room. Started by run.sh."""
import argparse
import csv
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build-mutation"
TREE = WORK / "tree"
RESULTS = WORK / "results.csv"
MUTATE = WORK / "venv/bin/mutate"
# Which tests look at a room: the labels of ctest, that is the folders of tests/.
TESTS = {"weighting": ["weighting"], "model": ["model", "training"], "training": ["training"], "analysis": ["analysis"],
         "data": ["data"], "trees": ["trees"], "systems": ["systems"]}
# A fault that makes the tests hang is a fault that they catch. Those of the systems train for minutes.
SECONDS = {"systems": 2400}
USUAL_SECONDS = 240
# Qt's trace of a crash can wait for ever for a heap that the fault has broken; a test that takes a minute hangs.
ENDS_SOON = os.environ | {"QTEST_DISABLE_STACK_DUMP": "1", "QTEST_FUNCTION_TIMEOUT": "60000"}


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", default=",".join(TESTS), help="of core/engine, separated by commas")
    parser.add_argument("--sample", type=int, default=40, help="faults of each room (40)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (1)")
    parser.add_argument("--again", action="store_true", help="try those that survived before once more")
    parser.add_argument("--report", action="store_true", help="only print what is known")
    return parser.parse_args()


def isBench(source):
    """Whether it only measures, and is no part of a model."""
    return source.stem.endswith("bench")


def mutants(room):
    """Every fault of a room: (file, line number, line as it is, line with the fault)."""
    found = []
    for source in sorted((ROOT / "core/engine" / room).rglob("*.cpp")):
        if isBench(source):
            continue
        version = hashlib.sha256(source.read_bytes()).hexdigest()[:8]
        folder = WORK / "mutants" / room / f"{source.stem}-{version}"
        if not folder.exists():
            folder.mkdir(parents=True)
            subprocess.run([MUTATE, source, "cpp", "--noCheck", "--mutantDir", folder], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        original = source.read_text().splitlines()
        for mutant in sorted(folder.glob("*.cpp"), key=lambda path: int(path.stem.rsplit(".", 1)[1])):
            lines = mutant.read_text().splitlines()
            changed = [i for i, (a, b) in enumerate(zip(original, lines)) if a != b]
            # A line that only a compiler or a reader looks at.
            if len(lines) == len(original) and len(changed) == 1 and not original[changed[0]].startswith(("#", "//")):
                i = changed[0]
                found.append((str(source.relative_to(ROOT)), i + 1, original[i].strip(), lines[i].strip()))
    return sorted(set(found))


def run(command, **more):
    return subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def prepare(labels):
    """A copy of the tree as it was committed, built, in which the tests pass. Files that have not changed since the last
    time keep their times, so that little is built again."""
    with tempfile.TemporaryDirectory() as fresh:
        archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", fresh], stdin=archive.stdout, check=True)
        for path in sorted(Path(fresh).rglob("*")):
            copy = TREE / path.relative_to(fresh)
            if path.is_dir():
                copy.mkdir(parents=True, exist_ok=True)
            elif not copy.exists() or copy.read_bytes() != path.read_bytes():
                copy.write_bytes(path.read_bytes())
                copy.chmod(path.stat().st_mode)
    run(["cmake", "--preset", "default"], cwd=TREE, check=True)
    if not passes(labels) == "survived":
        sys.exit(f"The tests of {', '.join(labels)} fail without any fault in {TREE}.")


def passes(labels):
    built = run(["cmake", "--build", "build", "--target", *(f"btw_tests_{label}" for label in labels)], cwd=TREE)
    if built.returncode != 0:
        return "no program"
    try:
        tested = run(["ctest", "--test-dir", "build", "-j2", "-L", f"^({'|'.join(labels)})$", "--stop-on-failure"], cwd=TREE,
                     timeout=max(SECONDS.get(label, USUAL_SECONDS) for label in labels), env=ENDS_SOON)
    except subprocess.TimeoutExpired:
        return "caught"
    return "survived" if tested.returncode == 0 else "caught"


def stands(file, line, text):
    """Whether the source still has this line there."""
    source = ROOT / file
    lines = source.read_text().splitlines() if source.exists() else []
    return int(line) <= len(lines) and lines[int(line) - 1].strip() == text


def known():
    """What was tried before, of sources as they are now. The last time counts."""
    if not RESULTS.exists():
        return {}
    with RESULTS.open(newline="") as file:
        return {tuple(row[:4]): row[4] for row in csv.reader(file) if stands(*row[:3])}


def equivalent():
    """Faults that change nothing that a test could see, each with the reason."""
    reasons = {}
    for line in (Path(__file__).parent / "equivalent.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            file, before, after, reason = line.split("\t")
            reasons[file, before, after] = reason
    return reasons


def countsUp(before, after):
    """Whether the fault is != for < in a loop that counts up by one, as all here do from no more than the bound."""
    return re.search(r"for \(.*; (\w+) < [^;]+; \+\+\1\)", before) and before.replace(" < ", " != ", 1) == after


def report(rooms):
    same = equivalent()
    for room in rooms:
        rows = {key: how for key, how in known().items()
                if key[0].startswith(f"core/engine/{room}/") and not isBench(Path(key[0]))}
        survived = [key for key, how in rows.items() if how == "survived"]
        open_ = [key for key in survived if (key[0], key[2], key[3]) not in same and not countsUp(*key[2:])]
        caught = sum(how == "caught" for how in rows.values())
        judged = caught + len(open_)
        share = f"{100 * caught / judged:.1f} %" if judged else "nothing judged"
        print(f"{room}: {share} caught ({caught} of {judged}; {len(survived) - len(open_)} equivalent, "
              f"{sum(how == 'no program' for how in rows.values())} no program)")
        for file, line, before, after in open_:
            print(f"  {file}:{line}\n    - {before}\n    + {after}")


def main():
    asked = options()
    rooms = asked.rooms.split(",")
    for room in rooms if not asked.report else []:
        every = mutants(room)
        chosen = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
        done = known()
        left = [one for one in chosen if tuple(map(str, one)) not in done]
        if asked.again:
            left = [one for one in every if done.get(tuple(map(str, one))) == "survived"]
        print(f"{room}: {len(every)} faults, {len(chosen)} chosen, {len(left)} to be tried", flush=True)
        if left:
            prepare(TESTS[room])
        for file, line, before, after in left:
            source = TREE / file
            text = source.read_text()
            lines = text.splitlines(keepends=True)
            lines[line - 1] = lines[line - 1].replace(before, after)
            try:
                source.write_text("".join(lines))
                how = passes(TESTS[room])
            finally:
                source.write_text(text)
            with RESULTS.open("a", newline="") as file_:
                csv.writer(file_).writerow([file, line, before, after, how])
            print(f"  {how:10s} {file}:{line}  {after}", flush=True)
    report(rooms)


if __name__ == "__main__":
    main()
