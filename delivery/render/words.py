"""What the faces of a review say alike: totals, the verdict, a difference in words."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from delivery.change_set import HIDDEN
from delivery.render.visible import Visible, cut_middle, escaped, in_ascii, visible
from delivery.review.model import LATER, Difference, Level, Reason, Review, Row, StackReview

ABSENT = "(not there)"
DESTRUCTIVE = (Level.BLOCKED, Level.DATA_LOSS, Level.OUTAGE)
DEEPEST = 4
_ATTENDED = "needs a look before this is released", "need a look before this is released"


@dataclass(frozen=True)
class Shown:
    """The two values of a difference as they are shown."""

    before: Visible
    after: Visible
    cut: bool  # whether something was left out of them


def count(number: int, one: str, many: str = "") -> str:
    """`1 change`, `3 changes`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ordered(rows: Iterable[Row]) -> list[Row]:
    """The worst first; those of one level as they came."""
    return sorted(rows, key=lambda row: row.level.rank)


def with_members(row: Row) -> Iterator[tuple[int, Row]]:
    """A row and everything folded into it, with how deep it lies."""
    waiting = [(0, row)]
    while waiting:
        depth, found = waiting.pop()
        yield depth, found
        waiting += [(depth + 1, member) for member in reversed(found.members)]


def short_type(type_: str) -> str:
    """`ECS::Service`; what is not AWS's own keeps its whole name."""
    parts = type_.split("::")
    return "::".join(parts[1:]) if len(parts) == 3 and parts[0] == "AWS" and parts[1] != "Custom" else type_


def because(row: Row) -> str:
    """`because Vpc is replaced, because VpcCidr changed`."""
    return ", ".join(f"because {cause.sentence.removeprefix('because ').rstrip('.')}" for cause in row.causes)


def is_plain(row: Row) -> bool:
    """Whether a line says enough of a row: it is routine, and so is everything in it."""
    return all(
        found.level is Level.ROUTINE
        and not found.raw
        and not found.notes
        and not any(statement.dangerous for statement in found.statements)
        and all(reason.level is Level.ROUTINE for reason in found.reasons)
        for _, found in with_members(row)
    )


def summary(row: Row) -> str:
    """Its line, with what is folded into it."""
    names = [member.id for _, member in with_members(row) if member.id != row.id]
    return f"{row.summary} (with {listed(names, 3 if len(names) > 4 else 0)})" if names else row.summary


def names_the_real_one(row: Row) -> bool:
    """Whether the physical id should be read before it is gone."""
    return bool(row.physical_id) and row.level in DESTRUCTIVE


def follows(one: Difference) -> bool:
    """Whether it is only the new id of something that is told already, and does no harm by itself."""
    return one.recreation == "never" and LATER in (one.after or "") and one.source not in ("", "edited")


def says_more(row: Row) -> bool:
    """Whether there is more to a row than its line."""
    return bool(row.reasons or row.causes or row.differences or row.statements or row.notes or row.members)


def all_notes(review: Review) -> list[Reason]:
    return [*review.notes, *(note for stack in review.stacks for note in stack.notes)]


def around_of(stack: StackReview) -> list[tuple[str, tuple[Difference, ...]]]:
    """What changes beside the resources: parameters, tags and outputs first."""
    known = ("parameters", "tags", "outputs")
    found = [(name, differences) for name, differences in stack.around.items() if differences]
    return sorted(found, key=lambda item: (known.index(item[0]) if item[0] in known else len(known), item[0]))


def place(difference: Difference) -> str:
    """Where a difference is; what is not a property says what it is instead."""
    attribute, path = difference.attribute, difference.path
    if attribute in ("", "Properties", "Parameters", "Outputs", path) or path.startswith(f"{attribute}/"):
        return path or attribute or "/"
    return f"{attribute}/{path}" if path else attribute


def marks(difference: Difference) -> tuple[Visible, ...]:
    """What is to be said of a difference beside its values."""
    recreation = difference.recreation.lower()
    found: list[str] = []
    if recreation == "always":
        found.append("forces replacement")
    elif recreation == "conditionally":
        found.append("may force replacement")
    elif recreation not in ("", "never"):
        found.append(f"replacement: {difference.recreation}")
    if not difference.certain:
        found.append("may be the same")
    if difference.hidden:
        found.append("masked")
    if difference.drifted or difference.deployed is not None:
        deployed = cut_middle(_value(masked(difference, difference.deployed)), 60)
        found.append(Visible(f"edited since: {deployed} was deployed"))
    if difference.source not in ("", "edited"):
        found.append(f"from {difference.source}")
    return tuple(map(visible, found))


def values(difference: Difference, room: int, *, unicode: bool = True) -> Shown:
    """Both values, each in about `room` characters: of long ones the part that differs."""
    before, after = masked(difference, difference.before), masked(difference, difference.after)
    cut = max(len(before or ""), len(after or "")) > room
    if cut:
        before, after = _around_what_differs(before, after, room)
    shown = _value(before), _value(after)
    if shown[0] != shown[1] and _look(shown[0], unicode) == _look(shown[1], unicode):
        shown = escaped(shown[0]), escaped(shown[1])
    return Shown(*shown, cut)


def masked(difference: Difference, value: str | None) -> str | None:
    """The value, unless it is not to be seen."""
    return HIDDEN if difference.hidden and value is not None else value


def _look(text: Visible, unicode: bool) -> str:
    return unicodedata.normalize("NFKC", text) if unicode else in_ascii(text)


def _value(value: str | None) -> Visible:
    """A value as it is shown: one that could be taken for our words, or whose ends are not seen, is quoted."""
    if value is None:
        return Visible(ABSENT)
    text = visible(value)
    quoted = not text or text == ABSENT or text != text.strip() or (text[0] == text[-1] == '"')
    return Visible(f'"{text}"') if quoted else text


def _around_what_differs(before: str | None, after: str | None, room: int) -> tuple[str | None, str | None]:
    both = [value for value in (before, after) if value is not None]
    same_start = _alike(both)
    left = min(map(len, both)) - same_start
    same_end = _alike([value[::-1][:left] for value in both])
    start = max(0, same_start - room // 4)

    def part(value: str | None) -> str | None:
        if value is None:
            return None
        end = max(same_start, len(value) - same_end) + room // 4
        lead, rest = "…" if start else "", value[start:end]
        return lead + cut_middle(rest, room) + ("…" if end < len(value) else "")

    return part(before), part(after)


def _alike(both: list[str]) -> int:
    """How many characters two texts have in common at their start; none where there is only one."""
    if len(both) < 2:
        return 0
    pairs = enumerate(zip(*both, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(map(len, both)))


def listed(names: Sequence[str], most: int = 0) -> str:
    """`a, b and c`, or `a, b and 7 more`."""
    shown = list(names[:most] if most else names)
    left = len(names) - len(shown)
    last = f"{left:,} more" if left else shown.pop() if len(shown) > 1 else ""
    return f"{', '.join(shown)} and {last}" if last else ", ".join(shown)


def nothing(review: Review) -> str:
    """The one sentence for a review without a change."""
    compared = len(review.stacks) + len(review.unchanged)
    if not compared:
        return f"There was nothing to compare: {review.title}."
    return f"Nothing would change: {review.title}, {count(compared, 'stack')} compared."


def verdict(review: Review) -> list[str]:
    """How it stands and what to do: sentences."""
    return [sentence for sentence in (_blocked(review), _to_look_at(review), _last_word(review)) if sentence]


def _blocked(review: Review) -> str:
    number = review.counts.get(Level.BLOCKED, 0) + sum(note.level is Level.BLOCKED for note in all_notes(review))
    if not number:
        return ""
    return f"This cannot be released: {count(number, 'point is', 'points are')} blocked and must be mended first."


def _losing(review: Review, number: int) -> str:
    rows = [row for stack in review.stacks for row in stack.rows if row.level is Level.DATA_LOSS]
    if all(row.action.startswith("maybe") for row in rows):
        return f"{number:,} may lose data"
    return f"{count(number, 'loses', 'lose')} data"


def _to_look_at(review: Review) -> str:
    rows = sum(number for level, number in review.counts.items() if level not in (Level.BLOCKED, Level.ROUTINE))
    notes = sum(note.level not in (Level.BLOCKED, Level.ROUTINE) for note in all_notes(review))
    losing = review.counts.get(Level.DATA_LOSS, 0)
    parts = [count(rows, "change")] * bool(rows) + [count(notes, "note")] * bool(notes)
    if parts:
        sentence = f"{' and '.join(parts)} {_ATTENDED[rows + notes > 1]}"
        return f"{sentence}; {_losing(review, losing)}." if losing else f"{sentence}."
    if review.level is Level.BLOCKED:
        return ""
    if not review.changes:
        return "Nothing would change."
    if not review.counts:
        around = {name: None for stack in review.stacks for name, _ in around_of(stack)}
        return f"No resource changes, only {cut_middle(listed(list(around)), 80)}."
    return "Every change is routine."


def _last_word(review: Review) -> str:
    if any(stack.predicted for stack in review.stacks) and review.changes:
        return "This is predicted offline: the last word has the change set that CloudFormation makes."
    return ""
