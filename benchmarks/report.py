"""What was measured, as data, and its two faces: a terminal and Markdown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Cost

BARS_HEAD = ("bar", "wanted", "by the clock", "CPU time", "met")


@dataclass(frozen=True)
class Bar:
    """A promise, and how it looks: in wall time and in CPU time, or in one figure where time plays no part."""

    what: str
    limit: float
    measured: float
    cpu: float | None = None
    at_least: bool = False
    unit: str = " times"

    @property
    def wanted(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}{self.unit}"

    @property
    def verdict(self) -> str:
        met = self._meets(self.measured)
        if self.cpu is None or met == self._meets(self.cpu):
            return "met" if met else "not met"
        return "by the clock only" if met else "in CPU time only"

    def cells(self) -> tuple[str, ...]:
        cpu = "" if self.cpu is None else self._shown(self.cpu)
        return self.what, self.wanted, self._shown(self.measured), cpu, self.verdict

    def _shown(self, value: float) -> str:
        digits = 0 if isinstance(value, int) else 3 if self.limit < 1 else 2
        return f"{value:.{digits}f}{self.unit}"

    def _meets(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Report:
    """One chapter of the results."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    bars: Sequence[Bar] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Ratio:
    """One cost over another."""

    wall: float
    cpu: float
    memory: float


def ratio(this: Cost, that: Cost) -> Ratio:
    memory = this.memory / that.memory if this.memory and that.memory else 0.0
    return Ratio(this.wall / that.wall, this.cpu / that.cpu, memory)


def cost_cells(cost: Cost) -> tuple[str, str, str]:
    """Wall time, CPU time, peak memory."""
    return seconds(cost.wall), seconds(cost.cpu), megabytes(cost.memory) if cost.memory else ""


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def megabytes(value: float) -> str:
    return f"{value / 1e6:,.0f} MB"


def show(reports: Sequence[Report], console: Console) -> None:
    """All tables, for a terminal or a file."""
    for report in reports:
        _show_table(console, report.title, report.head, report.rows)
        for note in report.notes:
            console.print(f"  {note}", highlight=False, markup=False)
    if bars := bar_rows(reports):
        _show_table(console, "Bars", BARS_HEAD, bars)


def bar_rows(reports: Sequence[Report]) -> list[tuple[str, ...]]:
    return [bar.cells() for report in reports for bar in report.bars]


def markdown(reports: Sequence[Report], picture: Callable[[Report], str]) -> str:
    """The same as Markdown; `picture` may add a line to a chapter."""
    return "\n".join(_markdown_lines(reports, picture)) + "\n"


def _markdown_lines(reports: Sequence[Report], picture: Callable[[Report], str]) -> Iterator[str]:
    yield from ("### Bars", "", *_markdown_table(BARS_HEAD, bar_rows(reports)))
    for report in reports:
        yield from ("", f"### {report.title}", "")
        if shown := picture(report):
            yield from (shown, "")
        yield from _markdown_table(report.head, report.rows)
        if report.notes:
            yield from ("", *(f"- {note}" for note in report.notes))


def _markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _show_table(console: Console, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left")
    for number, name in enumerate(head):
        table.add_column(name, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    console.print()
    console.print(table)
