"""How time and memory of a build grow with the number of applications."""

from functools import partial

from benchmarks.applications import write_applications
from benchmarks.measure import Cost, Side, interleaved
from benchmarks.report import Report, cost_cells, seconds
from benchmarks.workplace import Workplace

TITLE = "Growth"
COUNTS = (1, 10, 100, 1000)


def measure(place: Workplace) -> tuple[Report, dict[int, Cost]]:
    """The table, and the points of the curve."""
    sides = {f"applications: {count}": _side(place, count) for count in COUNTS}
    found = dict(zip(COUNTS, interleaved(sides, place.rounds).values(), strict=True))
    rows = [(f"{count:,}", *cost_cells(cost), seconds(cost.wall / count)) for count, cost in found.items()]
    fewer, most = found[COUNTS[-2]], found[COUNTS[-1]]
    more = COUNTS[-1] - COUNTS[-2]
    wall, cpu, memory = ((getattr(most, of) - getattr(fewer, of)) / more for of in ("wall", "cpu", "memory"))
    note = (
        f"From {COUNTS[-2]:,} to {COUNTS[-1]:,} each further application takes {seconds(wall)} "
        f"({seconds(cpu)} of CPU time) and {memory / 1000:.0f} kB."
    )
    head = ("applications", "wall", "CPU", "peak memory", "wall for each")
    return Report(TITLE, head, rows, notes=(note,)), found


def _side(place: Workplace, count: int) -> Side:
    parameters = write_applications(place.folder / f"growth-{count}", count)
    return partial(place.afresh, lambda out: place.build(parameters, out, "--no-lint"))
