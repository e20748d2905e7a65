"""A review as a comment on a pull request: what is dangerous first, and never longer than GitHub allows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from delivery.render import words
from delivery.render.escaping import code, sentence
from delivery.render.markdown_row import in_full, in_short, statement_lines, table, that_fit
from delivery.review.model import Level, Reason, Review, Row, StackReview

SMALLEST = 12_000
"""A limit below this is taken as this: less has no room for the totals."""


@dataclass(frozen=True)
class _Entry:
    """Something that is shown in full, in short, or only counted and named."""

    rank: int
    stack: int
    name: str
    short: str
    full: str


def markdown(review: Review, *, limit: int = 60_000) -> str:
    """The whole review in at most `limit` bytes; what does not fit is counted and named."""
    if not review.changes and not words.all_notes(review):
        return sentence(words.nothing(review)) + "\n"
    room = max(limit, SMALLEST)
    blocks = [*_opening(review, room // 8), *_destructive(review, room // 4)]
    access, told = _access(review, room // 4)
    blocks += access
    closing = _unchanged(review)
    left = room - _size(blocks) - _size(closing)
    return "\n\n".join([*blocks, *_stacks(review, told, left), *closing]) + "\n"


def _size(blocks: Iterable[str]) -> int:
    return sum(len(block.encode()) + 2 for block in blocks)


def _opening(review: Review, room: int) -> Iterator[str]:
    yield f"## {sentence(review.title, 120)}"
    yield f"**{sentence(' '.join(words.verdict(review)))}**"
    if review.counts:
        rows = [f"| {level.value} | {number:,} | {level.meaning} |" for level, number in review.counts.items()]
        yield table(("level", "changes", "what it means"), rows)
    if review.notes:
        yield _notes(review.notes, room)


def _notes(notes: Iterable[Reason], room: int) -> str:
    found = sorted(notes, key=lambda note: note.level.rank)
    lines = [f"- **{note.level.value}**: {sentence(note.sentence)}" for note in found]
    fitting = that_fit(lines, room)
    left = len(lines) - len(fitting)
    return "\n".join([*fitting, *[f"- and {words.count(left, 'more note')}"] * bool(left)])


def _rows(review: Review) -> list[tuple[StackReview, Row]]:
    """All rows with their stacks, the worst first."""
    found = [(stack, row) for stack in review.stacks for row in words.ordered(stack.rows)]
    return sorted(found, key=lambda pair: pair[1].level.rank)


def _destructive(review: Review, room: int) -> Iterator[str]:
    found = [(stack, row) for stack, row in _rows(review) if row.level in words.DESTRUCTIVE]
    yield "### Blocked, data loss, outage risk"
    if not found:
        yield "None."
        return
    lines = [_destructive_line(stack, row) for stack, row in found]
    fitting = that_fit(lines, room)
    if fitting:
        yield table(("", "level", "resource", "stack", "what happens"), fitting)
    yield from _left_over([row.id for _, row in found[len(fitting) :]])


def _destructive_line(stack: StackReview, row: Row) -> str:
    happens = ": ".join(part.rstrip(".") for part in (row.summary, *(reason.sentence for reason in row.reasons[:1])))
    names = f"{code(row.id, 80)} ({sentence(words.short_type(row.type), 60)})"
    return (
        f"| {code(row.symbol, 8)} | {row.level.value} | {names} | {code(stack.name, 60)} | {sentence(happens, 300)} |"
    )


def _left_over(names: Sequence[str]) -> Iterator[str]:
    """How many did not fit, and which: that much is always said."""
    if names:
        yield f"… and {words.count(len(names), 'more row')}: {_named(names)}"


def _named(names: Sequence[str]) -> str:
    shown = that_fit([code(name, 60) for name in names], 600)
    return words.listed([*shown, *names[len(shown) :]], len(shown))


def _access(review: Review, room: int) -> tuple[list[str], frozenset[tuple[str, str]]]:
    """Who may do what, and of which rows (stack and id) that tells all."""
    found = [
        (stack.name, member)
        for stack, row in _rows(review)
        for _, member in words.with_members(row)
        if member.statements
    ]
    found.sort(key=lambda pair: not any(statement.dangerous for statement in pair[1].statements))
    texts = ["\n".join(statement_lines(member, f"{name}: {member.id}")) for name, member in found]
    fitting = that_fit(texts, room)
    if not texts:
        return [], frozenset()
    blocks = ["### Who may do what"]
    if fitting:
        blocks.append("\n".join(["```diff", *fitting, "```"]))
    untold = found[len(fitting) :]
    blocks += _left_over([member.id for _, member in untold])
    return blocks, frozenset((name, member.id) for name, member in found) - {(name, row.id) for name, row in untold}


def _stacks(review: Review, told: frozenset[tuple[str, str]], room: int) -> Iterator[str]:
    """Every stack with what changes in it, as far as there is room."""
    heads = [_head(stack, room // 8) for stack in review.stacks]
    entries = []
    for number, stack in enumerate(review.stacks):
        of_stack = frozenset(id_ for name, id_ in told if name == stack.name)
        entries += list(_entries(stack, number, of_stack, room // 8))
    entries.sort(key=lambda entry: entry.rank)
    texts = _chosen(entries, heads, room - 1_000)  # that much for naming what is left over
    yield "### Changes"
    for number, head in enumerate(heads):
        of_this = [text for entry, text in zip(entries, texts, strict=False) if entry.stack == number]
        yield from [head, *filter(None, of_this)] if of_this else []
    yield from _left_over([entry.name for entry in entries[len(texts) :]])


def _chosen(entries: Sequence[_Entry], heads: Sequence[str], room: int) -> list[str]:
    """In full what is destructive, up to half of the room; then all others in short; then those in full, too."""
    texts: list[str] = []
    headed: set[int] = set()
    half = room // 2
    for entry in entries:
        head = 0 if entry.stack in headed else _size([heads[entry.stack]])
        whole = head + _size([entry.full])
        full = entry.rank <= Level.OUTAGE.rank and whole <= half
        half = half - whole if full else 0  # the next one is less dangerous and shall not be told more of
        room -= whole if full else head + _size([entry.short])
        if room < 0:
            return texts
        headed.add(entry.stack)
        texts.append(entry.full if full else entry.short)
    for number, entry in enumerate(entries):
        room -= _size([entry.full]) - _size([texts[number]])
        if room < 0:
            break
        texts[number] = entry.full
    return texts


def _entries(stack: StackReview, number: int, told: frozenset[str], room: int) -> Iterator[_Entry]:
    around = words.around_of(stack)
    worst = stack.level or Level.ROUTINE
    if not stack.rows and not around:
        yield _Entry(worst.rank, number, stack.name, "", "")
    for row in words.ordered(stack.rows):
        yield _Entry(row.level.rank, number, row.id, in_short(row), in_full(row, told, room))
    for name, differences in around:
        holder = Row(name, "change", "~", name, Level.ROUTINE, f"{len(differences):,} changed", differences=differences)
        yield _Entry(Level.ROUTINE.rank, number, name, in_short(holder), in_full(holder, told, room))


def _head(stack: StackReview, room: int) -> str:
    source = " (predicted offline)" if stack.predicted else ""
    facts = ", ".join(f"{name} {value}" for name, value in stack.facts)
    parts = [f"#### {code(stack.name, 120)}{source}", sentence(facts, 400)]
    if stack.same_as:
        names = [code(name, 60) for name in stack.same_as]
        parts.append(f"The same holds for {words.listed(names, 10 if len(names) > 11 else 0)}.")
    if stack.notes:
        parts.append(_notes(stack.notes, room))
    return "\n\n".join(part for part in parts if part)


def _unchanged(review: Review) -> list[str]:
    if not review.unchanged:
        return []
    number = words.count(len(review.unchanged), "stack is", "stacks are")
    return [f"{number} unchanged: {_named(review.unchanged)}"]
