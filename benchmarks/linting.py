"""What linting costs: again, cold, in two processes, and after a change of one application in many."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.applications import write_application, write_applications, write_environments, write_structures
from benchmarks.measure import Cost, interleaved, tell
from benchmarks.report import Bar, Report, cost_cells, ratio
from benchmarks.workplace import Workplace

HEAD = ("what", "documents", "linted", "wall", "CPU", "peak memory")
ONE_JOB, TWO_JOBS = "lint from nothing, 1 process", "lint from nothing, 2 processes"


@dataclass
class _Results:
    rows: list[tuple[str, ...]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, what: str, documents: int | str, linted: int | str, cost: Cost | None) -> None:
        self.rows.append((what, str(documents), str(linted), *(cost_cells(cost) if cost else ("", "", ""))))


def measure(place: Workplace) -> Report:
    results = _Results()
    _from_nothing(place, results)
    _equal_documents(place, results)
    _many(place, results)
    notes = (
        "Documents: every template as it is, and once more with the values of each environment in place. Linted: how "
        "many of them cfn-lint looked at, the others being equal to one of these or known from the cache.",
        "Lint from nothing is the lint alone, cfn-lint's start included; the builds are whole processes. Two processes "
        "need two idle cores to show what they are worth by the clock; their ratio in CPU time is half of what both "
        "used over what one used: what it would be on two idle cores. Peak memory is that of the largest process.",
        "A change is a port in one app.yaml: it changes one template, hence two documents.",
    )
    return Report("Lint", HEAD, results.rows, results.bars, [*notes, *results.notes])


# The same documents, in one process and in two.


def _from_nothing(place: Workplace, results: _Results) -> None:
    tell("  six applications with different structures, linted from nothing")
    parameters = write_structures(place.folder / "structures")
    counts: dict[str, int] = {}

    def side(jobs: int) -> Cost:
        cost, counts_now = _lint_once(place, parameters, jobs)
        counts.update(counts_now)
        return cost

    found = interleaved({ONE_JOB: partial(side, 1), TWO_JOBS: partial(side, 2)}, place.rounds)
    for name, cost in found.items():
        results.row(f"6 applications: {name}", counts["documents"], counts["distinct"], cost)
    compared = ratio(found[TWO_JOBS], found[ONE_JOB])
    results.bars.append(Bar("lint from nothing, 2 processes over 1", 0.6, compared.wall, compared.cpu / 2))


def _lint_once(place: Workplace, parameters: Path, jobs: int) -> tuple[Cost, dict[str, int]]:
    command = [sys.executable, "-m", "benchmarks.lint_once", str(parameters), str(jobs)]
    answer = json.loads(subprocess.run(command, cwd=place.program, capture_output=True, text=True, check=True).stdout)
    if answer["counts"]["findings"]:
        raise RuntimeError(f"cfn-lint has {answer['counts']['findings']} findings in the applications to measure with")
    return Cost(**answer["cost"]), answer["counts"]


def _equal_documents(place: Workplace, results: _Results) -> None:
    """Three environments share their registry: its three resolved documents are one."""
    tell("  one application in three environments")
    _, counts = _lint_once(place, write_environments(place.folder / "environments"), 1)
    results.row("1 application in 3 environments", counts["documents"], counts["distinct"], None)
    # Four templates and, for each of three environments, network, platform and service; one registry for all.
    once = 4 + 3 * 3 + 1
    results.bars.append(Bar("documents linted where 16 are 14 different ones", once, counts["distinct"], unit=""))


# Builds with a cache.


def _many(place: Workplace, results: _Results) -> None:
    size = 20 if place.quick else 100
    parameters, out = write_applications(place.folder / "many", size), place.folder / "many-out"
    tell(f"  {size} applications, linted once (this takes minutes)")
    linted = _counting(place, lambda: place.build(parameters, out))
    documents = 8 * size
    results.row(f"{size} applications: first build", documents, linted.documents, linted.cost)
    _again(place, results, parameters, out)
    _one_changed(place, results, parameters, out, linted.cost)


def _again(place: Workplace, results: _Results, parameters: Path, out: Path) -> None:
    size = len(list(parameters.iterdir()))
    for some in (1, size):
        only = [] if some == size else ["app-0"]
        built, plain = f"{some} of {size}: build, nothing changed", f"{some} of {size}: build --no-lint"
        sides = {
            built: partial(place.build, parameters, out, *only),
            plain: partial(place.build, parameters, out, "--no-lint", *only),
        }
        before = _files(place)
        found = interleaved(sides, place.rounds)
        linted = len(_files(place) - before)
        results.row(built, 8 * some, linted, found[built])
        results.row(plain, "", "", found[plain])
        compared = ratio(found[built], found[plain])
        results.bars.append(Bar(f"{built}: documents linted", 0, linted, unit=""))
        results.bars.append(Bar(f"{built}, over --no-lint", 1.5, compared.wall, compared.cpu))


def _one_changed(place: Workplace, results: _Results, parameters: Path, out: Path, everything: Cost) -> None:
    """A change in one application of many, against linting that one application with an empty cache."""
    size, ports = len(list(parameters.iterdir())), count(20_000)
    alone = place.folder / "alone"
    changed, single = f"{size} applications: build after a change of one", "1 application: first build"
    linted: dict[str, int] = {}

    def one_of_many() -> Cost:
        write_application(parameters / "app-0", 0, next(ports))
        return noted(changed, lambda: place.build(parameters, out))

    def on_its_own() -> Cost:
        write_applications(alone, 1)
        kept = place.lint_cache.rename(place.folder / "kept-lint-cache")
        try:
            return noted(single, lambda: place.afresh(lambda fresh: place.build(alone, fresh)))
        finally:
            shutil.rmtree(place.lint_cache)
            kept.rename(place.lint_cache)

    def noted(name: str, work: Callable[[], Cost]) -> Cost:
        done = _counting(place, work)
        linted[name] = done.documents
        return done.cost

    found = interleaved({changed: one_of_many, single: on_its_own}, place.rounds)
    results.row(changed, 8 * size, linted[changed], found[changed])
    results.row(single, 8, linted[single], found[single])
    share = ratio(found[changed], everything)
    results.notes.append(
        f"The build after a change of one application takes {share.wall:.1%} of the time of the first build of all "
        f"{size} ({share.cpu:.1%} of its CPU time)."
    )
    compared = ratio(found[changed], found[single])
    few = f"{changed}: documents linted, of the {linted[single]} that it has"
    results.bars.append(Bar(few, linted[single], linted[changed], unit=""))
    results.bars.append(Bar(f"{changed}, over the first build of one application", 1, compared.wall, compared.cpu))


@dataclass(frozen=True)
class _Counted:
    cost: Cost
    documents: int


def _counting(place: Workplace, work: Callable[[], Cost]) -> _Counted:
    """What a build costs, and how many documents it linted: each leaves a file in the cache."""
    before = _files(place)
    return _Counted(work(), len(_files(place) - before))


def _files(place: Workplace) -> set[str]:
    return {path.name for path in place.lint_cache.glob("*.json")}
