"""The curve of growth as SVG: two log-log panels, time and memory over the number of applications."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.measure import Cost
from benchmarks.report import megabytes

WIDTH, HEIGHT = 960, 420
PANEL_WIDTH, PANEL_HEIGHT = 370, 270
TOP, LEFTS = 80, (80, 560)
BLUE, GREY, GREEN = "#1f5fa8", "#8a94a0", "#1b7a4b"
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One curve; only a labelled one has figures beside its points."""

    name: str
    color: str
    points: Sequence[Point]
    labelled: bool = True


@dataclass(frozen=True)
class Panel:
    """A pair of logarithmic axes that reach over whole powers of ten."""

    left: int
    title: str
    lines: Sequence[Line]
    text: Callable[[float], str]

    @property
    def across(self) -> range:
        return _decades([x for line in self.lines for x, _ in line.points])

    @property
    def up(self) -> range:
        return _decades([y for line in self.lines for _, y in line.points])

    def place(self, point: Point) -> Point:
        """Where a point is in the picture."""
        return (
            self.left + _share(point[0], self.across) * PANEL_WIDTH,
            TOP + PANEL_HEIGHT - _share(point[1], self.up) * PANEL_HEIGHT,
        )


def growth_picture(found: Mapping[int, Cost]) -> str:
    time = Panel(
        LEFTS[0],
        "Time",
        (
            Line("CPU", GREY, [(count, cost.cpu) for count, cost in found.items()], labelled=False),
            Line("wall", BLUE, [(count, cost.wall) for count, cost in found.items()]),
        ),
        lambda value: f"{value:.3g} s",
    )
    memory = Panel(
        LEFTS[1], "Peak memory", (Line("memory", GREEN, [(n, c.memory) for n, c in found.items()]),), megabytes
    )
    body = "\n".join(line for panel in (time, memory) for line in _panel(panel))
    title = "generate.py build --no-lint: time and memory by number of applications"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title"
  font-family="system-ui, sans-serif" font-size="14" fill="#24292f">
<title id="title">{escape(title)}</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>
<text x="24" y="32" font-size="18" font-weight="600">{escape(title)}</text>
{body}
</svg>
"""


def _panel(panel: Panel) -> Iterator[str]:
    yield f'<text x="{panel.left}" y="{TOP - 16}" font-weight="600">{panel.title}</text>'
    yield from _axes(panel)
    for line in panel.lines:
        yield from _line(panel, line)
    if len(panel.lines) > 1:
        for number, line in enumerate(panel.lines):
            x, y = panel.left + PANEL_WIDTH - 110 + 60 * number, TOP - 20
            yield f'<circle cx="{x}" cy="{y}" r="4" fill="{line.color}"/>'
            yield f'<text x="{x + 9}" y="{y + 5}">{line.name}</text>'


def _axes(panel: Panel) -> Iterator[str]:
    bottom, right = TOP + PANEL_HEIGHT, panel.left + PANEL_WIDTH
    for power in panel.across:
        x, _ = panel.place((10.0**power, 10.0 ** panel.up[0]))
        yield f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#e3e7eb"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 22}" text-anchor="middle">{10**power:,}</text>'
    for power in panel.up:
        _, y = panel.place((10.0 ** panel.across[0], 10.0**power))
        yield f'<path d="M{panel.left} {y:.1f}H{right}" stroke="#e3e7eb"/>'
        yield f'<text x="{panel.left - 10}" y="{y + 5:.1f}" text-anchor="end">{panel.text(10.0**power)}</text>'
    yield f'<path d="M{panel.left} {TOP}V{bottom}H{right}" fill="none" stroke="#57606a"/>'
    middle = panel.left + PANEL_WIDTH // 2
    yield f'<text x="{middle}" y="{bottom + 46}" text-anchor="middle">applications, one environment each</text>'


def _line(panel: Panel, line: Line) -> Iterator[str]:
    places = [panel.place(point) for point in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path d="M{path}" fill="none" stroke="{line.color}" stroke-width="2"/>'
    for (x, y), (_, value) in zip(places, line.points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{line.color}"/>'
        if line.labelled:
            anchor, shift = ("start", 4) if x == panel.left else ("end", -2)  # above the curve, which rises
            yield (
                f'<text x="{x + shift:.1f}" y="{y - 12:.1f}" text-anchor="{anchor}" fill="{line.color}" '
                f'stroke="#ffffff" stroke-width="4" paint-order="stroke">{panel.text(value)}</text>'
            )


def _decades(values: Sequence[float]) -> range:
    """Exponents of the powers of ten around these values."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return range(first, max(last, first + 1) + 1)


def _share(value: float, decades: range) -> float:
    """How far along a logarithmic axis, from 0 to 1."""
    return (math.log10(value) - decades[0]) / (decades[-1] - decades[0])
