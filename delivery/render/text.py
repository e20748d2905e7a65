"""A review for a terminal or a pipe: the worst first, nothing wider than the window."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from delivery.render import words
from delivery.render.lines import NARROWEST, Sheet, flow
from delivery.render.text_row import compact, detailed, differences
from delivery.review.model import Level, Reason, Review, Row, StackReview

COLORS = {
    Level.BLOCKED: "alarm",
    Level.DATA_LOSS: "alarm",
    Level.OUTAGE: "yellow",
    Level.ACCESS: "magenta",
    Level.UNKNOWN: "cyan",
    Level.MAYBE: "cyan",
    Level.ROUTINE: "dim",
}


def text(review: Review, *, width: int, color: bool, verbose: bool = False, unicode: bool = True) -> str:
    """The whole review; a width below 40 columns is taken as 40."""
    sheet = Sheet(max(width, NARROWEST), color, unicode)
    if not review.changes and not words.all_notes(review):
        return "\n".join(flow(sheet, [(words.nothing(review), "bold")])) + "\n"
    blocks: list[Iterable[str]] = [_opening(review, sheet)]
    blocks += [_stack(stack, sheet, verbose) for stack in review.stacks]
    blocks += [_unchanged(review, sheet, verbose), _closing(review, sheet, verbose)]
    found = ("\n".join(block) for block in blocks)
    return "\n\n".join(block for block in found if block) + "\n"


def _opening(review: Review, sheet: Sheet) -> Iterator[str]:
    yield from flow(sheet, [(review.title, "bold")])
    counted: list[tuple[str, str]] = []
    for level, number in review.counts.items():
        counted += [(", ", "")] * bool(counted) + [(f"{number:,} {level.value}", COLORS[level])]
    yield from flow(sheet, counted or [("No resource changes.", "")])
    yield from _notes(review.notes, sheet, 0)


def _notes(notes: Iterable[Reason], sheet: Sheet, indent: int) -> Iterator[str]:
    for note in sorted(notes, key=lambda note: note.level.rank):
        lead = [] if note.level is Level.ROUTINE else [(f"{note.level.value}: ", COLORS[note.level])]
        yield from flow(sheet, [("• ", "dim"), *lead, (note.sentence, "")], first=indent, hang=indent + 2)


def _stack(stack: StackReview, sheet: Sheet, verbose: bool) -> Iterator[str]:
    source = "predicted offline" if stack.predicted else ""
    yield from flow(sheet, [(stack.name, "bold"), ("  ", ""), (source, "cyan")], hang=2)
    facts = ", ".join(f"{name} {value}" for name, value in stack.facts)
    yield from flow(sheet, [(facts, "dim")], first=2, hang=2)
    if stack.same_as:
        same = f"The same holds for {', '.join(stack.same_as)}."
        yield from flow(sheet, [(same, "")], first=2, hang=2)
    yield from _notes(stack.notes, sheet, 2)
    for name, around in words.around_of(stack):
        yield ""
        yield from flow(sheet, [(name[:1].upper() + name[1:], "bold")], first=2, hang=4)
        yield from differences(around, sheet, 4, verbose)
    for level, rows in groupby(words.ordered(stack.rows), key=lambda row: row.level):
        yield ""
        heading = [(level.value.upper(), COLORS[level]), (f"  {level.meaning}", "dim")]
        yield from flow(sheet, heading, first=2, hang=4)
        yield from _rows(list(rows), sheet, verbose)
    if not stack.changes:
        yield from flow(sheet, [("Nothing would change here.", "")], first=2, hang=2)


def _rows(rows: list[Row], sheet: Sheet, verbose: bool) -> Iterator[str]:
    plain = [] if verbose else [row for row in rows if words.is_plain(row)]
    for row in rows:
        if row.level is Level.ROUTINE and plain and words.is_plain(row):
            continue
        yield from detailed(row, sheet, COLORS[row.level], verbose)
    yield from compact(plain, sheet)


def _unchanged(review: Review, sheet: Sheet, verbose: bool) -> list[str]:
    """One line, unless all is asked for."""
    if not review.unchanged:
        return []
    lead = f"{words.count(len(review.unchanged), 'stack is', 'stacks are')} unchanged: "
    most = len(review.unchanged) if verbose else min(len(review.unchanged), sheet.width)
    for shown in range(most, 0, -1):
        lines = list(flow(sheet, [(lead + words.listed(review.unchanged, shown), "dim")], hang=2))
        if len(lines) == 1 or verbose:
            return lines
    return list(flow(sheet, [(lead.removesuffix(": ") + ".", "dim")], hang=2))


def _closing(review: Review, sheet: Sheet, verbose: bool) -> Iterator[str]:
    rows = [row for stack in review.stacks for top in stack.rows for _, row in words.with_members(top)]
    legend = sorted({(row.symbol, row.action) for row in rows})
    if legend:
        meant = ", ".join(f"{symbol} {action}" for symbol, action in legend)
        yield from flow(sheet, [(meant, "dim")], hang=2)
    if not verbose and any(words.is_plain(row) and words.says_more(row) for row in rows):
        yield from flow(sheet, [("--verbose shows the differences of routine changes too.", "dim")])
    color = COLORS[review.level] if review.level not in (None, Level.ROUTINE) else "green"
    yield from flow(sheet, [(" ".join(words.verdict(review)), color)])
