"""How long asking for help takes, against importing the library that answers."""

import sys
from functools import partial

from benchmarks.measure import interleaved, run
from benchmarks.report import Bar, Report, cost_cells, ratio
from benchmarks.workplace import Workplace

CLICK, HELP = 'python -c "import click"', "generate.py --help"


def measure(place: Workplace) -> Report:
    click = partial(run, [sys.executable, "-c", "import click"], place.program)
    found = interleaved({CLICK: click, HELP: partial(place.generate, "--help")}, 4 * place.rounds)
    compared = ratio(found[HELP], found[CLICK])
    rows = [(name, *cost_cells(cost)) for name, cost in found.items()]
    bar = Bar(f"{HELP} over {CLICK}", 3, compared.wall, compared.cpu)
    return Report("Asking for help", ("command", "wall", "CPU", "peak memory"), rows, (bar,))
