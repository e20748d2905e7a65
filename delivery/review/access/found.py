"""What one look at a resource finds: lines that are gained or lost, notes, and what could not be read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.review.model import LATER


class Line(NamedTuple):
    """One thing that somebody may do, in words."""

    sentence: str
    dangers: tuple[str, ...] = ()  # why it is worth a second look, as whole sentences
    public: bool = False  # whether that is everybody on the internet
    reason: str = ""  # the sentence of a reason where nothing about it is dangerous


class Found(NamedTuple):
    """The difference between two sides of one resource."""

    gained: tuple[Line, ...] = ()
    lost: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # whole sentences; each needs a person


def together(parts: Iterable[Found]) -> Found:
    """Several looks as one."""
    parts = tuple(parts)
    return Found(
        tuple(line for part in parts for line in part.gained),
        tuple(line for part in parts for line in part.lost),
        tuple(note for part in parts for note in part.notes),
        tuple(sentence for part in parts for sentence in part.unread),
    )


def difference(before: Iterable[Line], after: Iterable[Line]) -> Found:
    """What only one side says."""
    old, new = tuple(before), tuple(after)
    old_sentences = {line.sentence for line in old}
    new_sentences = {line.sentence for line in new}
    return Found(
        tuple(line for line in new if line.sentence not in old_sentences),
        tuple(line for line in old if line.sentence not in new_sentences),
    )


def clean(value: Any) -> str:
    """A value as text of one line."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text.replace(KNOWN_AFTER_APPLY, LATER)
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def is_unknown(text: str) -> bool:
    """Whether part of a text is only known when the change has been made."""
    return KNOWN_AFTER_APPLY in text or "‹" in text


def canonical(value: Any) -> str:
    """The same text for the same value, whatever the order of its keys."""
    try:
        return json.dumps(value, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def items(value: Any) -> tuple[Any, ...]:
    """A list, or one thing that stands for a list of one."""
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def words(value: Any) -> tuple[str, ...]:
    """The texts of a list, each once, sorted; what is not a text is shown as JSON."""
    found = (canonical(item) if isinstance(item, Mapping | list) else clean(item) for item in items(value))
    return tuple(sorted({clean(text) for text in found if text}))


def is_true(value: Any) -> bool:
    """Whether a value is true, as CloudFormation reads it."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def listed(shown: Iterable[str], limit: int = 6, always: int = 0) -> str:
    """`a, b and 12 more`: at least the first `always` are named."""
    texts = tuple(shown)
    limit = max(limit, always)
    if len(texts) <= limit + 1:
        return ", ".join(texts)
    return f"{', '.join(texts[:limit])} and {len(texts) - limit} more"
