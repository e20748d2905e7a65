"""Lints a folder of applications once, without a cache, and prints what that cost: `lint_once FOLDER JOBS`.

A process of its own, because cfn-lint's rules are loaded once in a process.
"""

import json
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from delivery.build import build
from delivery.lint import Sheet, lint
from delivery.sheets import sheets
from templates.application import Application
from templates.stacks import render


def sheets_of(parameters: Path) -> list[Sheet]:
    """Every document of every application in a folder."""
    folders = sorted(parameters.iterdir())
    return [sheet for folder in folders for sheet in sheets(build(folder, Application, render))]


def main(parameters: str, jobs: str) -> None:
    documents = sheets_of(Path(parameters))
    started, used = time.perf_counter(), _cpu()
    distinct: set[int] = set()
    findings = lint(documents, cache=None, jobs=int(jobs), progress=lambda done, total: distinct.add(total))
    wall, cpu = time.perf_counter() - started, _cpu() - used
    peak = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) * 1024
    cost = {"wall": wall, "cpu": cpu, "memory": peak}
    counts = {"documents": len(documents), "distinct": max(distinct), "findings": len(findings)}
    print(json.dumps({"cost": cost, "counts": counts}))


def _cpu() -> float:
    return sum(getrusage(who).ru_utime + getrusage(who).ru_stime for who in (RUSAGE_SELF, RUSAGE_CHILDREN))


if __name__ == "__main__":
    main(*sys.argv[1:])
