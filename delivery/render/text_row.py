"""One row of a review as lines of text."""

from collections.abc import Iterable, Iterator, Sequence

from delivery.render import words
from delivery.render.lines import Piece, Sheet, flow, size_of
from delivery.render.visible import Visible, cells
from delivery.review.model import Difference, Row, Statement

_SYMBOL, _STEP = 4, 4
_RAW_LINES = 12
_ARROW = "→"


def compact(rows: Sequence[Row], sheet: Sheet) -> Iterator[str]:
    """A line for each row, in columns where there is room for them."""
    ids = [sheet.short(row.id, sheet.width // 2) for row in rows]
    types = [sheet.short(words.short_type(row.type), sheet.width // 2) for row in rows]
    id_column = max(map(cells, ids), default=0)
    type_column = max(map(cells, types), default=0)
    in_columns = id_column + type_column <= sheet.width * 5 // 8
    for row, id_, type_ in zip(rows, ids, types, strict=True):
        gaps = (id_column - cells(id_), type_column - cells(type_)) if in_columns else (0, 0)
        head: list[Piece] = [*_symbol(row, sheet), (id_, "")]
        head += [(" " * (gaps[0] + 2), ""), (type_, "dim"), (" " * (gaps[1] + 2), "")]
        hang = 2 + _SYMBOL + (id_column + type_column + 4 if in_columns else 2)
        yield from flow(sheet, [*head, (words.summary(row), "")], first=2, hang=min(hang, sheet.width // 2))


def detailed(row: Row, sheet: Sheet, color: str, verbose: bool) -> Iterator[str]:
    """Everything about a row and what is folded into it."""
    for depth, found in words.with_members(row):
        indent = 2 + _STEP * min(depth, words.DEEPEST)
        yield from _heading(found, sheet, indent, color)
        if depth and not verbose and words.is_plain(found):
            continue
        yield from _body(found, sheet, indent + _SYMBOL, verbose)


def _heading(row: Row, sheet: Sheet, indent: int, color: str) -> Iterator[str]:
    inner = indent + _SYMBOL
    room = sheet.width - inner
    type_ = Visible(f"({sheet.short(words.short_type(row.type), room - 2)})")
    names: list[Piece] = [*_symbol(row, sheet, color), (sheet.short(row.id, room), "bold"), (" ", ""), (type_, "dim")]
    whole: list[Piece] = [*names, ("  ", ""), (row.summary, "")]
    if indent + size_of(sheet, whole) <= sheet.width:
        yield from flow(sheet, whole, first=indent, hang=inner)
    else:
        yield from flow(sheet, names, first=indent, hang=inner)
        yield from flow(sheet, [(row.summary, "")], first=inner, hang=inner)


def _symbol(row: Row, sheet: Sheet, color: str = "") -> list[Piece]:
    symbol = sheet.short(row.symbol, 8)
    return [(symbol, color), (" " * max(1, _SYMBOL - cells(symbol)), "")]


def _body(row: Row, sheet: Sheet, indent: int, verbose: bool) -> Iterator[str]:
    if row.physical_id and (verbose or words.names_the_real_one(row)):
        yield from flow(sheet, [(f"is {row.physical_id}", "dim")], first=indent, hang=indent + 2)
    for reason in sorted(row.reasons, key=lambda reason: reason.level.rank):
        other = f" ({reason.level.value})" if reason.level is not row.level else ""
        yield from flow(sheet, [("• ", "dim"), (reason.sentence + other, "")], first=indent, hang=indent + 2)
    yield from flow(sheet, [(words.because(row), "dim")], first=indent, hang=indent + 2)
    yield from statements(row.statements, sheet, indent)
    shown = [one for one in row.differences if verbose or not words.follows(one)]
    yield from differences(shown or row.differences, sheet, indent, verbose)
    if shown and len(shown) < len(row.differences):
        hidden = len(row.differences) - len(shown)
        more = f"and {words.count(hidden, 'value')} that only follow{'s' * (hidden == 1)} from what is told already"
        yield from flow(sheet, [(more, "dim")], first=indent, hang=indent + 2)
    for note in row.notes:
        yield from flow(sheet, [("note: ", "cyan"), (note, "")], first=indent, hang=indent + 2)
    if row.raw:
        yield from _raw(row.raw.splitlines(), sheet, indent, verbose)


def _raw(found: Sequence[str], sheet: Sheet, indent: int, verbose: bool) -> Iterator[str]:
    yield from flow(sheet, [("not understood:", "cyan")], first=indent, hang=indent + 2)
    for line in found if verbose else found[:_RAW_LINES]:
        inner = indent + 2 + min(len(line) - len(line.lstrip(" ")), sheet.width // 4)
        yield from flow(sheet, [(line.lstrip(" "), "dim")], first=inner, hang=inner + 2)
    if len(found) > _RAW_LINES and not verbose:
        yield from flow(sheet, [("… (--verbose shows all of it)", "dim")], first=indent + 2, hang=indent + 2)


def statements(found: Iterable[Statement], sheet: Sheet, indent: int) -> Iterator[str]:
    """Who may do what: + gained, - lost, ! worth a second look."""
    for statement in found:
        mark = ("! " if statement.dangerous else "  ") + ("+ " if statement.gained else "- ")
        color = "alarm" if statement.dangerous else "green" if statement.gained else "red"
        pieces: list[Piece] = [
            (mark.strip(), color),
            (" ", ""),
            (statement.sentence, color if color == "alarm" else ""),
        ]
        start = indent if statement.dangerous else indent + 2
        yield from flow(sheet, pieces, first=start, hang=indent + 6)


def differences(found: Sequence[Difference], sheet: Sheet, indent: int, verbose: bool) -> Iterator[str]:
    """`path: before → after`, the values of all of them one below the other where the paths are short enough."""
    room = sheet.width - indent
    labels = [Visible(sheet.short(words.place(difference), room - 1) + ":") for difference in found]
    column = max((cells(label) for label in labels if cells(label) <= room // 3), default=0)
    for difference, label in zip(found, labels, strict=True):
        if cells(label) > column:  # a long path has a line to itself
            yield from flow(sheet, [(label, "")], first=indent, hang=indent)
            yield from _values(difference, sheet, indent + 2, [], verbose)
        else:
            lead: list[Piece] = [(label, ""), (" " * (column - cells(label) + 1), "")]
            yield from _values(difference, sheet, indent, lead, verbose)


def _values(difference: Difference, sheet: Sheet, indent: int, lead: list[Piece], verbose: bool) -> Iterator[str]:
    hang = indent + size_of(sheet, lead)
    room = sheet.width - hang
    shown = words.values(difference, room * (20 if verbose else 2), unicode=sheet.unicode)
    said = [*words.marks(difference), *["shortened"] * shown.cut]
    notes: list[Piece] = [("  ", ""), (Visible(f"({', '.join(said)})"), _color(difference))] if said else []
    before: list[Piece] = [(shown.before, "red")]
    after: list[Piece] = [(f"{_ARROW} ", ""), (shown.after, "green")]
    whole = [*lead, *before, (" ", ""), *after]
    if indent + size_of(sheet, [*whole, *notes]) <= sheet.width:
        yield from flow(sheet, [*whole, *notes], first=indent, hang=hang)
    elif indent + size_of(sheet, whole) <= sheet.width:
        yield from flow(sheet, whole, first=indent, hang=hang)
        yield from flow(sheet, notes, first=hang, hang=hang)
    else:
        under = size_of(sheet, after[:1])  # so that both values begin in the same column
        yield from flow(
            sheet, [*lead, (" " * under, ""), *before], first=indent if lead else hang + under, hang=hang + under
        )
        yield from flow(sheet, [*after, *notes], first=hang, hang=hang + under)


def _color(difference: Difference) -> str:
    return "alarm" if difference.recreation.lower() == "always" else "dim"
