"""One row of a review in Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from delivery.render import words
from delivery.render.escaping import code, html_code, html_sentence, sentence
from delivery.render.visible import Visible, cut_middle, visible
from delivery.review.model import Difference, Row

_MOST = 40
_ROOM = 160


def table(heads: Sequence[str], rows: Iterable[str]) -> str:
    """A table of rows that are already written."""
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *rows])


def that_fit(texts: Sequence[str], room: int) -> Sequence[str]:
    """The first ones that fit together, each on its line."""
    for number, text in enumerate(texts):
        room -= len(text.encode()) + 1
        if room < 0:
            return texts[:number]
    return texts


def in_short(row: Row) -> str:
    """One line."""
    kind = "" if row.type == row.id else f" ({sentence(words.short_type(row.type), 60)})"
    level = f" **{row.level.value}**" if not words.is_plain(row) else ""
    return f"- {code(row.symbol, 8)} {code(row.id, 120)}{kind}{level} {sentence(words.summary(row), 300)}"


def in_full(row: Row, told: frozenset[str], room: int) -> str:
    """A line that opens; of a row that has nothing more to say, the line alone."""
    if not words.says_more(row) and not row.raw:
        return in_short(row)
    return "\n\n".join(part for part in [f"<details>{_opener(row)}", *_inside(row, told, room), "</details>"] if part)


def _opener(row: Row) -> str:
    """What is always seen; there Markdown is not read, only HTML."""
    kind = "" if row.type == row.id else f" ({html_sentence(words.short_type(row.type), 60)})"
    level = f" <b>{row.level.value}</b>" if not words.is_plain(row) else ""
    name = f"{html_code(row.symbol, 8)} <b>{html_code(row.id, 120)}</b>"
    return f"<summary>{name}{kind}{level} {html_sentence(words.summary(row), 300)}</summary>"


def _inside(row: Row, told: frozenset[str], room: int) -> Iterator[str]:
    lines: list[str] = []
    differences: list[str] = []
    for depth, found in words.with_members(row):
        if depth:
            lines.append(in_short(found))
        lines += _points(found)
        owner = f"{code(found.id, 60)} " if depth else ""
        differences += [_difference(difference, owner) for difference in found.differences]
    points = that_fit(lines, room // 2)
    yield "\n".join(points)
    yield _more(len(lines) - len(points), "more point")
    rows = that_fit(differences, room // 2)
    if rows:
        yield table(("what", "before", "after", ""), rows)
    yield _more(len(differences) - len(rows), "more difference")
    untold = [member for _, member in words.with_members(row) if member.statements and member.id not in told]
    if untold:
        names = ", ".join(code(member.id, 60) for member in untold[:10])
        number = sum(len(member.statements) for member in untold)
        yield f"{words.count(number, 'statement')} of {names} did not fit into this comment."


def _more(number: int, unit: str) -> str:
    return f"… and {words.count(number, unit)}" if number else ""


def _points(row: Row) -> Iterator[str]:
    if words.names_the_real_one(row):
        yield f"- is {code(row.physical_id, 200)}"
    for reason in sorted(row.reasons, key=lambda reason: reason.level.rank)[:_MOST]:
        level = f" ({reason.level.value})" if reason.level is not row.level else ""
        yield f"- {sentence(reason.sentence)}{level}"
    if row.causes:
        yield f"- {sentence(words.because(row))}"
    for note in row.notes[:_MOST]:
        yield f"- note: {sentence(note)}"
    if row.raw:
        yield f"- not understood: {code(row.raw, 600)}"


def _difference(difference: Difference, owner: str) -> str:
    shown = words.values(difference, _ROOM)
    said = Visible(", ".join([*words.marks(difference), *["shortened"] * shown.cut]))
    values = (_value(difference.before, shown.before), _value(difference.after, shown.after))
    return f"| {owner}{code(words.place(difference), 120)} | {values[0]} | {values[1]} | {sentence(said, 200)} |"


def _value(value: str | None, shown: str) -> str:
    return words.ABSENT if value is None else code(shown, 3 * _ROOM)


def statement_lines(row: Row, title: str) -> Iterator[str]:
    """Lines for a block of code that GitHub colours as a difference; ! is worth a second look."""
    yield f"# {cut_middle(visible(title), 200)}"
    found = row.statements
    if len(found) > _MOST:
        found = tuple(sorted(found, key=lambda statement: not statement.dangerous))[:_MOST]
    for statement in found:
        mark = ("! " if statement.dangerous else "") + ("+" if statement.gained else "-")
        yield f"{mark} {cut_middle(visible(statement.sentence), 600)}"
    if len(found) < len(row.statements):
        yield f"# and {len(row.statements) - len(found):,} more"
