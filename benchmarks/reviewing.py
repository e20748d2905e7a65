"""What a review costs: of two templates against importing and parsing, against cfn-lint, and of very much."""

import importlib.util
import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Cost, interleaved, run, tell
from benchmarks.report import Bar, Report, cost_cells, ratio
from benchmarks.review_templates import write_pair
from benchmarks.workplace import ROOT, Workplace

HEAD = ("what", "resources", "changes", "wall", "CPU", "peak memory", "page")
SMALL, LARGE = 100, 500
PAGE_STACKS = 12
"""Templates with 500 resources each: as many as 2,000 changes take."""
PARSE = "import json, yaml, click, sys; [json.load(open(name)) for name in sys.argv[1:]]"
PARSED = f'{SMALL} resources: python -c "import json, yaml, click" that parses both templates'
TAG = "ImageTag"


@dataclass
class _Results:
    rows: list[tuple[str, ...]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, what: str, resources: str, changes: str, cost: Cost, size: str = "") -> None:
        self.rows.append((what, resources, changes, *cost_cells(cost), size))


def measure(place: Workplace) -> Report:
    results = _Results()
    _against_parsing(place, results)
    _against_cfn_lint(place, results)
    _lazily(place, results)
    _one_tag(place, results)
    _page(place, results)
    notes = (
        "Both templates are JSON of the same resources: networks, balancers, services, roles, databases, buckets, "
        "queues, alarms. The release changes images, policies, retentions, limits of alarms, and the address range of "
        "one network, from which replacements follow. A change is a resource; what follows from others counts.",
        "cfn-lint lints one of the two templates, and has no findings.",
    )
    return Report("Review", HEAD, results.rows, results.bars, [*notes, *results.notes])


def _against_parsing(place: Workplace, results: _Results) -> None:
    tell(f"  two templates of {SMALL} resources, against importing and parsing")
    files = _pair(place, SMALL)
    ours = f"{SMALL} resources: generate.py diff"
    parse = partial(run, [sys.executable, "-c", PARSE, *files], place.program)
    found = interleaved({PARSED: parse, ours: partial(place.generate, "diff", *files)}, 4 * place.rounds)
    results.row(PARSED, f"2 x {SMALL}", "", found[PARSED])
    results.row(ours, f"2 x {SMALL}", f"{_changes(place, *files):,}", found[ours])
    compared = ratio(found[ours], found[PARSED])
    bar = f"{SMALL} resources: diff over python -c that imports and parses"
    results.bars.append(Bar(bar, 3, compared.wall, compared.cpu))


def _against_cfn_lint(place: Workplace, results: _Results) -> None:
    tell(f"  two templates of {LARGE} resources, against cfn-lint of one")
    files = _pair(place, LARGE)
    ours, theirs = f"{LARGE} resources: generate.py diff", f"{LARGE} resources: cfn-lint"
    cfn_lint = str(Path(sysconfig.get_path("scripts"), "cfn-lint"))
    sides = {
        ours: partial(place.generate, "diff", *files),
        theirs: partial(run, [cfn_lint, "--", files[0]], place.program),
    }
    found = interleaved(sides, place.rounds)
    results.row(ours, f"2 x {LARGE}", f"{_changes(place, *files):,}", found[ours])
    results.row(theirs, f"{LARGE}", "", found[theirs])
    compared = ratio(found[ours], found[theirs])
    results.bars.append(Bar(f"{LARGE} resources: diff over cfn-lint of one template", 2, compared.wall, compared.cpu))


def _lazily(place: Workplace, results: _Results) -> None:
    """The schema files that a diff opens, counted in a process that is watched."""
    files = _pair(place, LARGE)
    templates = [json.loads(Path(file).read_text(encoding="utf-8")) for file in files]
    types = {resource["Type"] for template in templates for resource in template["Resources"].values()}
    opened = schema_files(place, *files)
    schemas = [name for name in opened if name.startswith("resources/")]
    bar = f"schemas read, for the {len(types)} types that occur"
    results.bars.append(Bar(bar, len(types), len(schemas), unit=""))
    indexes = len(opened) - len(schemas)
    results.notes.append(f"Besides {len(schemas)} schemas, a diff reads {indexes} index that says where they are.")


def schema_files(place: Workplace, *words: str) -> list[str]:
    """Those of cfn-lint's files of schemas that a diff opens."""
    cfn_lint = importlib.util.find_spec("cfnlint")
    folder = Path(str(cfn_lint.origin)).parent / "data" / "schemas" if cfn_lint else Path()
    report = place.folder / "opened.json"
    command = [sys.executable, "-m", "benchmarks.opened", str(folder), str(report), "diff", *words]
    subprocess.run(command, cwd=place.program, capture_output=True, check=True)
    found: list[str] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _one_tag(place: Workplace, results: _Results) -> None:
    tell("  the whole of out/, against a copy with another image tag")
    old, new = place.folder / "out-before", place.folder / "out-after"
    for copy in (old, new):
        shutil.copytree(ROOT / "out", copy)
    change_a_tag(new)
    words = "diff", str(old), str(new)
    name = "out/ with one other image tag: generate.py diff"
    cost = interleaved({name: partial(place.generate, *words)}, place.rounds)[name]
    results.row(name, "", f"{_changes(place, *words[1:]):,}", cost)


def change_a_tag(out: Path) -> None:
    """Another image in the first environment that has one."""
    for file in sorted(out.rglob("*.parameters.json")):
        values: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        for value in values:
            if value["ParameterKey"] == TAG:
                value["ParameterValue"] += ".1"
                file.write_text(json.dumps(values), encoding="utf-8")
                return
    raise RuntimeError(f"no parameter {TAG} in {out}")


def _page(place: Workplace, results: _Results) -> None:
    """Very many changes, as the page that shows them all."""
    tell(f"  {PAGE_STACKS} templates of {LARGE} resources as a page")
    folder, page = place.folder / "page", place.folder / "page.html"
    for number in range(PAGE_STACKS):
        write_pair(folder, LARGE, number)
    words = str(folder / "before"), str(folder / "after")
    changes, resources = _changes(place, *words), f"2 x {PAGE_STACKS * LARGE:,}"
    for face, size_of in (("text", None), ("html", page)):
        name = f"{PAGE_STACKS} templates: generate.py diff --format {face}"
        shown = ["--format", face, *(["--output", str(page)] if size_of else [])]
        cost = interleaved({name: partial(place.generate, "diff", *words, *shown)}, place.rounds)[name]
        size = f"{page.stat().st_size / 1e6:.1f} MB" if size_of else ""
        results.row(name, resources, f"{changes:,}", cost, size)


def _pair(place: Workplace, count: int) -> tuple[str, str]:
    before, after = write_pair(place.folder / f"templates-{count}", count)
    return str(before), str(after)


def _changes(place: Workplace, *words: str) -> int:
    """The resources that change, as the review itself tells them."""
    told = place.folder / "review.json"
    place.generate("diff", *words, "--format", "json", "--output", str(told))
    return changed_resources(json.loads(told.read_text(encoding="utf-8")))


def changed_resources(review: Mapping[str, Any]) -> int:
    """What is folded into a row counts, not the row."""
    return sum(len(row["members"]) or 1 for stack in review["stacks"] for row in stack["rows"])
