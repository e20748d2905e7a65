"""A review with a number for everything that a link of the page leads to; names are never part of an address."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from delivery.change_set import HIDDEN
from delivery.render import graph, marked
from delivery.render.visible import cut_middle, visible
from delivery.render.words import around_of, ordered, short_type
from delivery.review.model import LATER, Cause, Difference, Level, Reason, Review, Row, StackReview, Statement

_DESTRUCTIVE = ("-", "-/+", "?/+")
_FORCES = {"": "", "never": "", "always": "forces replacement", "conditionally": "may force replacement"}
_NAME, _TYPE = 22, 26
"""How much text a box takes."""


@dataclass(frozen=True)
class ShownDifference:
    """A difference with both sides in pieces and what is to be said of it."""

    path: str
    attribute: str  # empty for properties
    before: marked.Value
    after: marked.Value
    deployed: marked.Value | None
    forces: str
    remarks: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ShownRow:
    """A row with its number and those of the rows that its causes lead to."""

    number: int
    row: Row
    destructive: bool
    sides: str  # both, or the only one that there is: before, after
    causes: tuple[tuple[Cause, int], ...]  # 0 where no row is spoken of
    differences: tuple[ShownDifference, ...]
    members: tuple["ShownRow", ...]
    raw: marked.Value | None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The dangerous first, then what is gained."""
        return tuple(sorted(self.row.statements, key=lambda said: (not said.dangerous, not said.gained)))


@dataclass(frozen=True)
class ShownBox:
    """A box of the picture with what is written in it."""

    box: graph.Box
    name: str
    kind: str
    symbol: str
    row: int  # 0 where nothing changes
    refers: tuple[str, ...]


@dataclass(frozen=True)
class ShownPicture:
    """A picture that is laid out."""

    number: int
    drawing: graph.Drawing
    boxes: tuple[ShownBox, ...]

    @property
    def levels(self) -> list[Level]:
        """Those that the legend explains."""
        found = {shown.box.node.level for shown in self.boxes}
        return [level for level in Level if level in found]


@dataclass(frozen=True)
class ShownStack:
    """A stack with its number, rows and pictures."""

    number: int
    stack: StackReview
    around: tuple[tuple[str, tuple[ShownDifference, ...]], ...]
    rows: tuple[ShownRow, ...]
    pictures: tuple[ShownPicture, ...]  # all resources, and only those that change where that is less


@dataclass(frozen=True)
class ShownReview:
    """All that the page shows."""

    review: Review
    stacks: tuple[ShownStack, ...]
    origin: str
    predicted: bool
    total: int


def numbered(review: Review) -> ShownReview:
    """Everything in the order of the page."""
    stacks, start = [], 1
    for number, stack in enumerate(review.stacks, 1):
        rows = list(_all(ordered(stack.rows)))
        numbers: dict[str, int] = {}
        for row_number, row in enumerate(rows, start):
            # A row that is folded may be told for itself, too: links lead to the first.
            numbers.setdefault(row.id, row_number)
        stacks.append(_stack(number, stack, numbers, iter(range(start, start + len(rows)))))
        start += len(rows)
    origin, predicted = _origin(review)
    return ShownReview(review, tuple(stacks), origin, predicted, sum(len(stack.rows) for stack in review.stacks))


def _all(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _all(row.members)


def _stack(number: int, stack: StackReview, numbers: Mapping[str, int], following: Iterator[int]) -> ShownStack:
    around = tuple((name, tuple(map(_difference, found))) for name, found in around_of(stack))
    rows = tuple(_row(row, numbers, following) for row in ordered(stack.rows))
    return ShownStack(number, stack, around, rows, tuple(_pictures(stack, numbers, 2 * number)))


def _row(row: Row, numbers: Mapping[str, int], following: Iterator[int]) -> ShownRow:
    return ShownRow(
        number=next(following),
        row=row,
        destructive=row.level is Level.DATA_LOSS or (row.symbol in _DESTRUCTIVE and row.level is not Level.ROUTINE),
        sides=_sides(row),
        causes=tuple((cause, numbers.get(cause.row, 0) if cause.row else 0) for cause in row.causes),
        differences=tuple(map(_difference, row.differences)),
        members=tuple(_row(member, numbers, following) for member in row.members),
        raw=marked.value(row.raw) if row.raw else None,
    )


def _sides(row: Row) -> str:
    """What is new has nothing before, and what goes has nothing after: to say so at each value would only be noise."""
    if row.symbol == "+" and all(found.before is None and not found.drifted for found in row.differences):
        return "after"
    if row.symbol == "-" and all(found.after is None and not found.drifted for found in row.differences):
        return "before"
    return "both"


def _difference(found: Difference) -> ShownDifference:
    deployed, before, after = (_masked(found, side) for side in (found.deployed, found.before, found.after))
    old, new = marked.values(before, after)
    later = LATER in (after or "")
    remarks = [
        *(["may turn out the same"] if not found.certain else []),
        *(["known after deploy"] if later else []),
        *(["masked"] if found.hidden else []),
        *(["drifted"] if found.drifted else []),
    ]
    return ShownDifference(
        path=found.path,
        attribute="" if found.attribute == "Properties" else found.attribute,
        before=old,
        after=new,
        deployed=marked.value(deployed) if found.drifted or deployed is not None else None,
        forces=_FORCES.get(found.recreation.lower(), f"replacement: {found.recreation}"),
        remarks=tuple(remarks),
        source=found.source,
    )


def _masked(found: Difference, side: str | None) -> str | None:
    """A secret is masked already; here it is made sure of."""
    return HIDDEN if found.hidden and side is not None else side


def _pictures(stack: StackReview, numbers: Mapping[str, int], number: int) -> Iterator[ShownPicture]:
    if not stack.picture.nodes:
        return
    whole, part = graph.drawing(stack.picture), graph.changes_only(stack.picture)
    if whole.boxes:
        yield _picture(number, whole, numbers)
    if 0 < len(part.boxes) < len(whole.boxes):
        yield _picture(number + 1, part, numbers)


def _picture(number: int, drawing: graph.Drawing, numbers: Mapping[str, int]) -> ShownPicture:
    names = {box.number: marked.plain(box.node.id) for box in drawing.boxes}
    refers: dict[int, list[str]] = {}
    for line in drawing.lines:
        refers.setdefault(line.start, []).append(names[line.end])
    boxes = tuple(
        ShownBox(
            box=box,
            name=cut_middle(visible(box.node.id), _NAME),
            kind=cut_middle(visible(short_type(box.node.type)), _TYPE),
            symbol=cut_middle(visible(box.node.symbol), 4),
            row=numbers.get(box.node.row, 0) if box.node.row else 0,
            refers=tuple(refers.get(box.number, ())),
        )
        for box in drawing.boxes
    )
    return ShownPicture(number, drawing, boxes)


def _origin(review: Review) -> tuple[str, bool]:
    predicted = sum(stack.predicted for stack in review.stacks)
    if not review.stacks:
        return "", False
    if predicted == len(review.stacks):
        return "predicted offline", True
    if not predicted:
        return "from CloudFormation", False
    return f"{predicted} of {len(review.stacks)} stacks predicted offline", True


def notes_worst_first(notes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What is said of a whole stack."""
    return tuple(sorted(notes, key=lambda note: note.level.rank))
