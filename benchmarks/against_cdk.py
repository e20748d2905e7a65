"""The same architecture by the AWS CDK and by Stackwright, from process start to the last file on disk."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.applications import write_applications
from benchmarks.measure import Cost, Side, interleaved, run, tell
from benchmarks.report import Bar, Report, cost_cells, ratio
from benchmarks.workplace import ROOT, Workplace

TITLE = "AWS CDK"
COUNTS = (1, 10, 100)
FOLDER = ROOT / "benchmarks" / "cdk"
VALIDATED, SYNTH_ONLY, OURS = "CDK, as it comes", "CDK, CDK_VALIDATION=false", "generate.py build --no-lint"
NOT_LINTED = "As it comes the CDK also validates what it wrote; generate.py build --no-lint leaves its own lint out."
HEAD = ("applications", "side", "wall", "CPU", "peak memory", "Stackwright is", "in CPU time", "resources", "templates")


def measure(place: Workplace) -> Report:
    missing = _what_is_missing()
    if missing:
        return Report(TITLE, ("AWS CDK",), ((f"not measured: {missing}",),))
    rows: list[tuple[str, ...]] = []
    bars: list[Bar] = []
    for count in COUNTS:
        found, sizes = _of(place, count)
        rows.extend(_row(count, name, found, sizes[name]) for name in found)
        bars.extend(_bars(count, found))
    return Report(TITLE, HEAD, rows, bars, (NOT_LINTED,))


def _what_is_missing() -> str:
    """Why the CDK cannot be measured; its packages are fetched if only they are missing."""
    if not shutil.which("node"):
        return "node is not installed"
    if (FOLDER / "node_modules" / "aws-cdk-lib").is_dir():
        return ""
    if not shutil.which("npm"):
        return "npm is not installed, and benchmarks/cdk/node_modules is not there"
    tell("  npm ci in benchmarks/cdk")
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, stdout=subprocess.DEVNULL, check=False)
    return f"npm ci ended with {done.returncode}" if done.returncode else ""


Sizes = tuple[int, int]
"""Resources and bytes of all templates."""


def _of(place: Workplace, count: int) -> tuple[dict[str, Cost], dict[str, Sizes]]:
    tell(f"  applications: {count}")
    parameters = write_applications(place.folder / f"cdk-{count}", count)
    sizes: dict[str, Sizes] = {}

    def cdk(name: str, validation: str) -> Cost:
        def work(out: Path) -> Cost:
            cost = run(["node", "app.js", str(count), str(out)], FOLDER, {"CDK_VALIDATION": validation})
            sizes[name] = _sizes(out.glob("*.template.json"))
            return cost

        return place.afresh(work)

    def ours() -> Cost:
        def work(out: Path) -> Cost:
            cost = place.build(parameters, out, "--no-lint")
            sizes[OURS] = _sizes(path for path in out.glob("*/*.json") if path.name != "manifest.json")
            return cost

        return place.afresh(work)

    sides: dict[str, Side] = {VALIDATED: partial(cdk, VALIDATED, "true")}
    sides |= {SYNTH_ONLY: partial(cdk, SYNTH_ONLY, "false"), OURS: ours}
    return interleaved(sides, place.rounds), sizes


def _sizes(templates: Iterable[Path]) -> Sizes:
    resources = size = 0
    for template in templates:
        content = template.read_bytes()
        resources += len(json.loads(content)["Resources"])
        size += len(content)
    return resources, size


def _row(count: int, name: str, found: dict[str, Cost], sizes: Sizes) -> tuple[str, ...]:
    compared = ratio(found[name], found[OURS])
    faster = ("", "") if name == OURS else (f"{compared.wall:.1f} times faster", f"{compared.cpu:.1f} times")
    return str(count), name, *cost_cells(found[name]), *faster, f"{sizes[0]:,}", f"{sizes[1] / 1000:,.0f} kB"


def _bars(count: int, found: dict[str, Cost]) -> list[Bar]:
    limit = {1: 10.0, 100: 5.0}.get(count)
    bars = []
    for name in (VALIDATED, SYNTH_ONLY):
        of = f"{count} application{'s' if count > 1 else ''}: {name}"
        faster = ratio(found[name], found[OURS])
        if limit:
            bars.append(Bar(f"{of}, its time over ours", limit, faster.wall, faster.cpu, at_least=True))
        bars.append(Bar(f"{of}, our memory over its", 0.1, ratio(found[OURS], found[name]).memory))
    return bars
