#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the program against its peers in Python and against the machine, on a quiet machine: prints the table of what
was to be reached and writes it into docs/performance.md. Builds and installs what is missing.

Exits 0 where everything was reached, 1 where a line falls short or could not be measured. README.md says more."""
import argparse
import json
import os
import sys
from pathlib import Path

import environment
import measuring
import report


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true",
                        help="small cohorts and two rounds: shows in some minutes that everything works; writes nothing")
    parser.add_argument("--only", metavar="NAME,NAME",
                        help=f"of {', '.join(measuring.SECTIONS)}; `all-sequences` is {', '.join(measuring.OF_SEQUENCES)}; writes "
                             "nothing without --write")
    parser.add_argument("--write", action="store_true", help="with --only: whole tables that were measured go into docs/performance.md")
    parser.add_argument("--rounds", type=int, default=10, help="how often peer and program take turns (10)")
    parser.add_argument("--no-build", action="store_true", help="measure the program and the Pythons as they are")
    parser.add_argument("--scratch", type=Path, help="where the large files to be read go, 20 GB at most (build/bench/scratch)")
    parser.add_argument("--instances", type=int, default=22856, help="of the arrays and pickles to be read (22856, MOSEI's)")
    parser.add_argument("--megabytes", type=float, default=1000, help="of the tables to be read (1000)")
    parser.add_argument("--memory-alone", action="store_true",
                        help="of attention: how long it takes stays as docs/performance.md has it; for busy machines")
    parser.add_argument("--before", type=Path, metavar="BTW",
                        help="an earlier build of the program; what it takes to read is measured in turns with this one")
    return parser.parse_args()


def chosen(names):
    wanted = names.replace("all-sequences", ",".join(measuring.OF_SEQUENCES)).split(",") if names else list(measuring.SECTIONS)
    unknown = [name for name in wanted if name not in measuring.SECTIONS]
    if unknown:
        raise SystemExit(f"--only: there is no '{unknown[0]}'; there are {', '.join(measuring.SECTIONS)}.")
    return wanted


def main():
    asked = options()
    wanted = chosen(asked.only)
    if asked.memory_alone and wanted != ["attention"]:
        raise SystemExit("--memory-alone is of attention: it needs --only attention.")
    session = measuring.Session(environment.prepare(asked.no_build), 2 if asked.quick else asked.rounds,
                                asked.scratch or environment.RESULTS / "scratch", asked.instances, asked.megabytes, asked.quick,
                                asked.memory_alone, asked.before)
    machine = environment.machine()
    print(machine, flush=True)
    if os.getloadavg()[0] > 0.5:
        print("This machine is busy: the times below say little.", flush=True)
    failures = []
    writes = not asked.quick and (asked.write or not asked.only)
    for name in wanted:
        session.block = measuring.BLOCKS.get(name, "figures")
        try:
            measuring.SECTIONS[name](session)
            session.done.append(name)
            # It takes an hour or two: what is measured stays, whatever comes after it.
            (environment.RESULTS / "results.json").write_text(json.dumps(session.raw, indent=1))
            if writes:
                report.write(session, machine, missing=[part for part in wanted if part not in session.done])
        except environment.Failed as failure:
            failures.append(f"{name}: {failure}")
            print(failures[-1], file=sys.stderr, flush=True)
    print()
    print(report.table(session.rows))
    if session.curves:
        print()
        print(report.scale_table(session.curves))
    if writes and not failures:
        print(f"\nWritten into {report.DOCUMENT.relative_to(environment.ROOT)}.")
    return 1 if failures or any(row.good is False for row in session.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
