"""`python -m benchmarks`: measures every bar in one run, shows the tables and writes them down."""

import sys
from collections.abc import Callable, Mapping

import click
from rich.console import Console

from benchmarks import against_cdk, against_troposphere, growing, helping, linting, reviewing
from benchmarks.machine import machine
from benchmarks.measure import Cost, tell
from benchmarks.picture import growth_picture
from benchmarks.report import Report, markdown, show
from benchmarks.workplace import ROOT, Workplace, workplace

README = ROOT / "benchmarks" / "README.md"
PICTURE = ROOT / "benchmarks" / "growth.svg"
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
WIDTH = 160

STEPS: Mapping[str, Callable[[Workplace], "Report | tuple[Report, dict[int, Cost]]"]] = {
    "help": helping.measure,
    "cdk": against_cdk.measure,
    "troposphere": against_troposphere.measure,
    "lint": linting.measure,
    "review": reviewing.measure,
    "growth": growing.measure,
}


@click.command()
@click.option("--only", type=click.Choice(list(STEPS)), help="Measure one bar; nothing is written down.")
@click.option("--quick", is_flag=True, help="Fewer rounds; nothing is written down.")
def main(only: str | None, quick: bool) -> None:
    """Measure, show, and after a full run write README.md and growth.svg."""
    about = machine()
    reports: list[Report] = []
    curve: dict[int, Cost] = {}
    with workplace(quick=quick) as place:
        for name, step in STEPS.items():
            if only in (None, name):
                tell(f"{name}:")
                done = step(place)
                report, curve = done if isinstance(done, tuple) else (done, curve)
                reports.append(report)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(about, highlight=False)
    show(reports, console)
    if not only and not quick:
        _write_down(about, reports, curve)


def _write_down(about: str, reports: list[Report], curve: Mapping[int, Cost]) -> None:
    PICTURE.write_text(growth_picture(curve), encoding="utf-8")
    results = markdown(reports, lambda report: f"![The curve]({PICTURE.name})" if report.title == growing.TITLE else "")
    text = README.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n{about}\n\n{results}{END}{after}", encoding="utf-8")
    tell(f"written: {README.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
