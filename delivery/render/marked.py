"""Values as a page shows them: what cannot be seen is written out, and what differs is marked."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from delivery.render.visible import visible
from delivery.review.model import LATER

SHOWN = 2_000
"""How many characters of a value are shown at once; the rest is folded."""
_COMPARED = 300
"""How many words of each side are compared; where more differ, all of them count as different."""
_ALIKE = 0.3
"""Below this share of common characters two values have nothing to do with each other: marks would only confuse."""
_WORDS = re.compile(r"\w+(?:\.\w+)*|\s+|[^\w\s]")  # 1.5.0 is one word


@dataclass(frozen=True)
class Piece:
    """Text of one kind: same, differs, escape, later."""

    kind: str
    text: str


@dataclass(frozen=True)
class Value:
    """A value in pieces: those that are shown at once, and those that are folded."""

    there: bool
    head: tuple[Piece, ...] = ()
    rest: tuple[Piece, ...] = ()
    rest_length: int = 0


def plain(value: Any) -> Any:
    """Any text with what cannot be seen written out; what is marked as HTML stays."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return visible(value)


def values(before: str | None, after: str | None) -> tuple[Value, Value]:
    """Both sides of a difference, with what differs marked where they are alike."""
    if before is None or after is None or before == after:
        return _value(before, [("same", before or "")]), _value(after, [("same", after or "")])
    left, right = _compared(before, after)
    return _value(before, left), _value(after, right)


def value(text: str | None) -> Value:
    """One value for itself."""
    return _value(text, [("same", text or "")])


def _compared(before: str, after: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    start = _common(left, right)
    end = _common(left[start:][::-1], right[start:][::-1])
    middle_left, middle_right = left[start : len(left) - end], right[start : len(right) - end]
    steps = [("equal", 0, start, 0, start), *_steps(middle_left, middle_right, start)]
    steps.append(("equal", len(left) - end, len(left), len(right) - end, len(right)))
    alike = sum(len("".join(left[first:last])) for kind, first, last, _, _ in steps if kind == "equal")
    if alike < _ALIKE * max(len(before), len(after)):
        return [("same", before)], [("same", after)]
    return (
        [("same" if kind == "equal" else "differs", "".join(left[a:b])) for kind, a, b, _, _ in steps],
        [("same" if kind == "equal" else "differs", "".join(right[c:d])) for kind, _, _, c, d in steps],
    )


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words are the same from the start."""
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _steps(left: list[str], right: list[str], start: int) -> list[tuple[str, int, int, int, int]]:
    if len(left) > _COMPARED or len(right) > _COMPARED:
        return [("replace", start, start + len(left), start, start + len(right))]
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return [(kind, start + a, start + b, start + c, start + d) for kind, a, b, c, d in matcher.get_opcodes()]


def _value(text: str | None, parts: Sequence[tuple[str, str]]) -> Value:
    if text is None:
        return Value(there=False)
    head, rest = _cut(parts, SHOWN) if len(text) > SHOWN * 1.2 else (parts, ())
    left_over = sum(len(text) for _, text in rest)
    return Value(there=True, head=_pieces(head), rest=_pieces(rest), rest_length=left_over)


def _cut(parts: Sequence[tuple[str, str]], length: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    head, rest = [], []
    for kind, text in parts:
        head.append((kind, text[:length]))
        rest.append((kind, text[length:]))
        length = max(0, length - len(text))
    return head, rest


def _pieces(parts: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(piece for kind, text in parts if text for piece in _split(kind, text))


def _split(kind: str, text: str) -> Iterator[Piece]:
    """The runs of what can be seen, what cannot, and what is only known later."""
    for number, part in enumerate(text.split(LATER)):
        if number:
            yield Piece("later", LATER.strip("‹›"))
        if part.replace("\n", "").isprintable() and part.isascii():
            yield from [Piece(kind, part)] if part else []
            continue
        for hidden, run in groupby(part, _hides):
            characters = "".join(run)
            yield Piece("escape", "".join(map(visible, characters))) if hidden else Piece(kind, characters)


def _hides(character: str) -> bool:
    """Whether it shows nothing, or changes how others show; line breaks may be, as a value keeps its lines."""
    return character not in "\n\t\\" and visible(character) != character
