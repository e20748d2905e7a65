"""The build's own work against a bare troposphere script that makes the same resources, in one process."""

import contextlib
import importlib.util
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import generate
from benchmarks.applications import write_applications
from benchmarks.bare import bare_script
from benchmarks.measure import Cost, call, interleaved, tell
from benchmarks.report import Bar, Report, cost_cells, ratio
from benchmarks.workplace import Workplace
from delivery.build import application_of
from templates import stacks
from templates.application import Application

COUNTS = (1, 10, 100)
LIMIT = 2.5
SHIPPED, EACH_ANEW = "build, as shipped", "build, nothing shared between applications"
BARE = "bare troposphere script"
HEAD = ("applications", "side", "wall", "CPU", "times the bare script", "in CPU time")


def measure(place: Workplace) -> Report:
    script, lines = _script(place)
    rows: list[tuple[str, ...]] = []
    bars: list[Bar] = []
    for count in COUNTS:
        found = _of(place, script, count)
        for name, cost in found.items():
            compared = ratio(cost, found[BARE])
            times = ("", "") if name == BARE else (f"{compared.wall:.2f}", f"{compared.cpu:.2f}")
            rows.append((str(count), name, *cost_cells(cost)[:2], *times))
            if name != BARE:
                bars.append(Bar(f"{count}: {name}, over the bare script", LIMIT, compared.wall, compared.cpu))
    notes = (
        f"The script is written by this run, {lines:,} lines of constructor calls with literal values. What it makes "
        "was compared with what templates/ makes, for all applications: equal.",
        "The script builds, validates (as troposphere does) and writes templates. The build also reads and checks the "
        "parameter files and writes parameter files, tags, README and manifest.",
        "As shipped, applications share equal templates (registry, network, platform) within one build; caches are "
        "emptied before each run. Nothing shared: they are emptied before each application too.",
    )
    return Report("Bare troposphere", HEAD, rows, bars, notes)


def _script(place: Workplace) -> tuple[ModuleType, int]:
    """The script for the most applications, proved to make the same as templates/, and its number of lines."""
    tell("  writing the script")
    parameters = write_applications(place.folder / "bare-applications", max(COUNTS))
    rendered = {
        folder.name: stacks.render(application_of(folder, Application)) for folder in sorted(parameters.iterdir())
    }
    source = bare_script(rendered)
    path = place.folder / "bare_script.py"
    path.write_text(source, encoding="utf-8")
    script = _module(path)
    out = place.folder / "bare-out"
    script.build(list(rendered), out)
    for name, templates in rendered.items():
        for stack, template in templates.items():
            if json.loads((out / name / f"{stack}.json").read_text("utf-8")) != template:
                raise RuntimeError(f"the bare script makes another {stack} than templates/ for {name}")
    return script, source.count("\n")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _of(place: Workplace, script: ModuleType, count: int) -> dict[str, Cost]:
    tell(f"  applications: {count}")
    parameters = write_applications(place.folder / f"troposphere-{count}", count)
    names = [f"app-{number}" for number in range(count)]

    def bare(out: Path) -> Cost:
        return call(partial(script.build, names, out))

    def build(out: Path) -> Cost:
        _forget()
        return call(partial(_build, parameters, out))

    def build_each_anew(out: Path) -> Cost:
        with mock.patch.object(stacks, "render", _forgetful(stacks.render)):
            return build(out)

    sides = {BARE: bare, SHIPPED: build, EACH_ANEW: build_each_anew}
    for side in sides.values():
        place.afresh(side)  # so that nobody pays for what is done once in a process
    return interleaved({name: partial(place.afresh, side) for name, side in sides.items()}, _rounds(place, count))


def _rounds(place: Workplace, count: int) -> int:
    """Small runs are over soon; more of them make a steadier median."""
    return place.rounds if count > 10 else 3 * place.rounds


def _build(parameters: Path, out: Path) -> None:
    """What `generate.py build --no-lint` does, in this process."""
    words = ["build", "--no-lint", "--jobs", "1", "--parameters", str(parameters), "--out", str(out)]
    with contextlib.redirect_stdout(io.StringIO()):
        generate.commands.main(words, standalone_mode=False)


def _forgetful(render: Callable[[Application], Any]) -> Callable[[Application], Any]:
    def rendered_anew(application: Application) -> Any:
        _forget()
        return render(application)

    return rendered_anew


def _forget() -> None:
    """Empty every cache of the two halves."""
    for cached in _caches(["templates", "delivery"]):
        cached.cache_clear()


def _caches(packages: Sequence[str]) -> Iterator[Any]:
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in packages:
            yield from (value for value in vars(module).values() if hasattr(value, "cache_clear"))
