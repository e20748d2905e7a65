"""Where the boxes of a picture stand: in layers, who refers on the left, to what on the right.

The same picture always has the same layout, and no two boxes overlap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from delivery.review.model import Level, Node, Picture

MOST = 120
"""With more resources than this, only those that change and their neighbours are drawn."""
LIMIT = 300
"""However many change, no more are drawn than this: the worst."""
WIDTH, HEIGHT = 186, 46
_GAP_X, _GAP_Y, _MARGIN = 36, 14, 14
_TALLEST = 12
"""How many boxes stand above each other before a layer gets another column."""
_SWEEPS = 4


@dataclass(frozen=True)
class Box:
    """A resource with the place of its upper left corner."""

    number: int
    node: Node
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """Who refers to what, as the numbers of their boxes, and the path between them."""

    start: int
    end: int
    path: str


@dataclass(frozen=True)
class Drawing:
    """A picture with its layout, and how many resources are not in it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int = 0  # that do not change
    changes_left_out: int = 0


def drawing(picture: Picture) -> Drawing:
    """All resources, or those that change and their neighbours where there are too many."""
    nodes = _once(picture.nodes)
    if len(nodes) <= MOST:
        return _drawn(nodes, nodes, picture.edges)
    changed = {node.id for node in nodes if _changes(node)}
    near = changed | {end for edge in picture.edges if changed & set(edge) for end in edge}
    return _drawn(nodes, [node for node in nodes if node.id in near], picture.edges)


def changes_only(picture: Picture) -> Drawing:
    """Only the resources that change."""
    nodes = _once(picture.nodes)
    return _drawn(nodes, [node for node in nodes if _changes(node)], picture.edges)


def _drawn(nodes: Sequence[Node], wanted: Sequence[Node], edges: Iterable[tuple[str, str]]) -> Drawing:
    kept = sorted(wanted, key=_worst_first)[:LIMIT]
    drawn = _laid_out(kept, edges)
    changes_left_out = sum(map(_changes, nodes)) - sum(map(_changes, kept))
    return replace(drawn, left_out=len(nodes) - len(kept) - changes_left_out, changes_left_out=changes_left_out)


def _worst_first(node: Node) -> tuple[bool, int, str]:
    return not _changes(node), node.level.rank if node.level else len(Level), node.id


def _changes(node: Node) -> bool:
    return bool(node.row) or node.level is not None


def _once(nodes: Iterable[Node]) -> list[Node]:
    return list({node.id: node for node in nodes}.values())


def _laid_out(nodes: Sequence[Node], edges: Iterable[tuple[str, str]]) -> Drawing:
    ids = {node.id for node in nodes}
    kept = sorted({(start, end) for start, end in edges if start in ids and end in ids and start != end})
    joined = {end for edge in kept for end in edge}
    columns = _beside(_columns(sorted(joined), kept), sorted(ids - joined))
    places = {
        name: (_MARGIN + x * (WIDTH + _GAP_X), _MARGIN + y * (HEIGHT + _GAP_Y))
        for x, column in enumerate(columns)
        for y, name in enumerate(column)
        if name is not None
    }
    numbers = {name: number for number, name in enumerate(places)}
    by_id = {node.id: node for node in nodes}
    boxes = tuple(Box(numbers[name], by_id[name], *place) for name, place in places.items())
    lines = tuple(Line(numbers[start], numbers[end], _path(places[start], places[end])) for start, end in kept)
    tallest = max(map(len, columns), default=0)
    width = 2 * _MARGIN + len(columns) * (WIDTH + _GAP_X) - _GAP_X if columns else 0
    return Drawing(width, 2 * _MARGIN + tallest * (HEIGHT + _GAP_Y) - _GAP_Y if tallest else 0, boxes, lines)


def _columns(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    layers = _layers(names, edges)
    ordered: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for name in names:
        ordered[layers[name]].append(name)
    near: dict[str, list[str]] = {name: [] for name in names}
    for start, end in edges:
        near[start].append(end)
        near[end].append(start)
    for sweep in range(_SWEEPS):
        _sweep(ordered if sweep % 2 == 0 else ordered[::-1], near)
    return [part for column in ordered for part in _parts(column)]


def _layers(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """How far each is from those that nothing refers to, by the longest way; what closes a circle does not count."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    for start, end in edges:
        onward[start].append(end)
    order = _finished(names, onward)
    at = {name: place for place, name in enumerate(order)}
    layers = dict.fromkeys(order, 0)
    for name in order:
        for end in onward[name]:
            if at[end] > at[name]:
                layers[end] = max(layers[end], layers[name] + 1)
    return layers


def _finished(names: Sequence[str], onward: Mapping[str, Sequence[str]]) -> list[str]:
    """Every name before those that it refers to, except in circles."""
    pointed = {end for ends in onward.values() for end in ends}
    done: dict[str, None] = {}
    seen: set[str] = set()
    for root in sorted(names, key=lambda name: (name in pointed, name)):
        stack = [(root, iter(onward[root]))] if root not in seen else []
        seen.add(root)
        while stack:
            name, ends = stack[-1]
            following = next((end for end in ends if end not in seen), None)
            if following is None:
                done[name] = None
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(onward[following])))
    return list(done)[::-1]


def _sweep(columns: Sequence[list[str]], near: Mapping[str, Sequence[str]]) -> None:
    """Put each beside its neighbours that stand already."""
    places: dict[str, float] = {}
    for column in columns:
        wanted = {}
        for index, name in enumerate(column):
            standing = [places[other] for other in near[name] if other in places]
            wanted[name] = (sum(standing) / len(standing) if standing else index / max(1, len(column)), name)
        column.sort(key=wanted.__getitem__)
        places.update({name: (index + 0.5) / len(column) for index, name in enumerate(column)})


def _parts(column: list[str]) -> list[list[str]]:
    """A tall column as several that are equally tall."""
    count = -(-len(column) // _TALLEST)
    tall = -(-len(column) // count)
    return [column[start : start + tall] for start in range(0, len(column), tall)]


def _beside(columns: Sequence[Sequence[str]], alone: Sequence[str]) -> Sequence[Sequence[str | None]]:
    """Those that nothing refers to and that refer to nothing, below the others."""
    if not alone:
        return columns
    columns = columns or [()] * min(4, len(alone))
    floor = max(map(len, columns))
    cells: list[list[str | None]] = [[*column, *[None] * (floor - len(column))] for column in columns]
    for index, name in enumerate(alone):
        cells[index % len(cells)].append(name)
    return cells


def _path(start: tuple[int, int], end: tuple[int, int]) -> str:
    """From side to side; past other columns in the gap between two rows, so that no box is crossed."""
    half, right = HEIGHT // 2, end[0] > start[0]
    (x1, y1), (x2, y2) = (start[0], start[1] + half), (end[0], end[1] + half)
    if x1 == x2:
        x1 = x2 = x1 + WIDTH
        return f"M{x1} {y1}C{x1 + _GAP_X} {y1} {x2 + _GAP_X} {y2} {x2} {y2}"
    x1, x2, gap = (x1 + WIDTH, x2, _GAP_X) if right else (x1, x2 + WIDTH, -_GAP_X)
    if x2 - x1 == gap:
        return f"M{x1} {y1}{_curve(x1, y1, x2, y2)}"
    between = y1 + (half + _GAP_Y // 2) * (1 if y2 >= y1 else -1)
    return f"M{x1} {y1}{_curve(x1, y1, x1 + gap, between)}H{x2 - gap}{_curve(x2 - gap, between, x2, y2)}"


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    middle = (x1 + x2) // 2
    return f"C{middle} {y1} {middle} {y2} {x2} {y2}"
