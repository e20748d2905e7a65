"""The few ways in which a value can get weaker. Each is a function of the words for it and of both values."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from delivery.review.model import Level
from delivery.review.weakening.values import is_open, is_open_text, is_there, number, shown, switch


class Finding(NamedTuple):
    """What got weaker; not certain where the new value is not known yet."""

    sentence: str
    certain: bool = True


# words, before, after, what holds where nothing is set
Kind = Callable[[str, Any, Any, Any], Finding | None]


class Check(NamedTuple):
    """One place in the properties of a type, and how it gets weaker there."""

    pointer: str
    kind: Kind
    words: str
    level: Level
    absent: Any = None
    so: str = ""  # what follows from it
    unless: tuple[str, str] | None = None  # a property, and the value with which the check makes no sense


def falls(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """A figure that goes down."""
    return _moves(words, before, after, absent, up=False)


def rises(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """A figure that goes up, where more is weaker."""
    return _moves(words, before, after, absent, up=True)


def _moves(words: str, before: Any, after: Any, absent: Any, *, up: bool) -> Finding | None:
    old, new = absent if before is None else before, absent if after is None else after
    first, second = number(old), number(new)
    if first is not None and is_open(new):
        return _not_known(words, before)
    if first is None or second is None or first == second or (second > first) is not up:
        return None
    default = ", the default" if after is None else ""
    return Finding(f"{words} {'rises' if up else 'falls'} from {shown(old)} to {shown(new)}{default}")


def is_limited(words: str, before: Any, after: Any, _absent: Any) -> Finding | None:
    """A limit that was not there, or that falls."""
    if before is None and number(after) is not None:
        return Finding(f"{words} is limited to {shown(after)}")
    return _moves(words, before, after, None, up=False)


def goes_off(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """Something that was on and is no longer."""
    default = absent is True
    was_on = default if before is None else switch(before) is True
    if not was_on:
        return None
    if after is None:
        return None if default else Finding(f"{words} is no longer switched on here")
    if is_open(after) and before is not None:
        return Finding(f"whether {words} stays on is only known when the change is made", certain=False)
    return Finding(f"{words} is switched off") if switch(after) is False else None


def goes_on(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """Something that is weaker when it is on."""
    was_off = absent is not True if before is None else switch(before) is False
    if not was_off:
        return None
    if is_open(after) and before is not None:
        return Finding(f"whether {words} stays off is only known when the change is made", certain=False)
    is_on = absent is True if after is None else switch(after) is True
    return Finding(f"{words} is switched on") if is_on else None


def disappears(words: str, before: Any, after: Any, _absent: Any) -> Finding | None:
    """Something that was set and no longer is."""
    return Finding(f"{words} is taken away") if is_there(before) and not is_there(after) else None


def shrinks(words: str, before: Any, after: Any, _absent: Any) -> Finding | None:
    """A list, or a mapping, with fewer items than before."""
    if not isinstance(before, list | dict) or is_open_text(before) or is_open_text(after):
        return None
    left = after if isinstance(after, list | dict) else []
    if len(left) >= len(before):
        return None
    return Finding(f"{words}: {len(left)} of {len(before)} are left")


def grows(words: str, before: Any, after: Any, _absent: Any) -> Finding | None:
    """A list of rights with an item that was not in it."""
    if not isinstance(after, list) or is_open_text(before):
        return None
    old = before if isinstance(before, list) else []
    more = sorted({item for item in after if isinstance(item, str) and item not in old and not is_open(item)})
    return Finding(f"{words}: {', '.join(more)}") if more else None


def steps_down(ranks: Mapping[str, int]) -> Kind:
    """A word out of an order, in any case; words that are not in it say nothing."""

    def kind(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
        old, new = absent if before is None else before, absent if after is None else after
        first, second = _rank(ranks, old), _rank(ranks, new)
        if first is not None and first > min(ranks.values()) and is_open(new):
            return _not_known(words, before)
        if first is None or second is None or second >= first:
            return None
        default = ", the default" if after is None else ""
        return Finding(f"{words} goes from {shown(old)} to {shown(new)}{default}")

    return kind


def _rank(ranks: Mapping[str, int], value: Any) -> int | None:
    return ranks.get(shown(value).strip().lower()) if isinstance(value, str | bool) else None


def _not_known(words: str, before: Any) -> Finding | None:
    """What may get weaker; of what was left to its default nothing is said."""
    if before is None:
        return None
    sentence = f"{words} is {shown(before)} now, and what it becomes is only known when the change is made"
    return Finding(sentence, certain=False)


_SIZE = re.compile(r"(?:^|\.)([a-z][a-z0-9-]*)\.(nano|micro|small|medium|large|([0-9]{0,3})xlarge)(?:\.|$)")
_STEPS = {"nano": 1, "micro": 2, "small": 4, "medium": 8, "large": 16}


def gets_smaller(words: str, before: Any, after: Any, _absent: Any) -> Finding | None:
    """An instance class of a smaller size, or one that only bursts where the old one did not."""
    old, new = _size(before), _size(after)
    if old is not None and is_open(after) and before != after:
        return _not_known(words, before)
    if old is None or new is None:
        return None
    if new[1] < old[1]:
        return Finding(f"{words} gets smaller, from {shown(before)} to {shown(after)}")
    if new[1] == old[1] and new[0].startswith("t") and not old[0].startswith("t"):
        return Finding(f"{words} only bursts, from {shown(before)} to {shown(after)}")
    return None


def _size(value: Any) -> tuple[str, int] | None:
    """The family of an instance class, and its size in steps."""
    found = _SIZE.search(value) if isinstance(value, str) else None
    if found is None:
        return None
    return found[1], _STEPS.get(found[2]) or 32 * int(found[3] or 1)


_LOWEST_TLS = (
    re.compile(r"tls13[-_]1[-_](?P<minor>[0-3])"),
    re.compile(r"(?:tls|fs)[-_]?v?1[-_.](?P<minor>[0-3])"),
)
_OLD_TLS = re.compile(r"tlsv1(?:_2016)?|tls1|elbsecuritypolicy-(?:fs-)?20[0-9]{2}-[0-9]{2}")


def speaks_older_tls(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """A TLS policy that takes an older version of the protocol than before."""
    old, new = absent if before is None else before, absent if after is None else after
    first, second = _lowest_tls(old), _lowest_tls(new)
    if first is not None and is_open(new):
        return _not_known(words, before)
    if first is None or second is None or second >= first:
        return None
    protocol = f"TLS 1.{second}" if second >= 0 else "SSL"
    return Finding(f"{words} now takes {protocol}: {shown(old)} before, {shown(new)} now")


def _lowest_tls(value: Any) -> int | None:
    """The minor version of the oldest TLS 1 that a policy takes; -1 for SSL."""
    if not isinstance(value, str):
        return None
    text = value.lower()
    for pattern in _LOWEST_TLS:
        if found := pattern.search(text):
            return int(found["minor"])
    if text.startswith("ssl"):
        return -1
    return 0 if _OLD_TLS.fullmatch(text) else None


_CODES = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")


def takes_more(words: str, before: Any, after: Any, absent: Any) -> Finding | None:
    """A list of answer codes, such as 200-299,302, that lets some pass that did not."""
    old, new = absent if before is None else before, absent if after is None else after
    first, second = _codes(old), _codes(new)
    if first is None or second is None or len(second) <= len(first):
        return None
    return Finding(f"{words} takes more answers for healthy, from {shown(old)} to {shown(new)}")


def _codes(value: Any) -> frozenset[int] | None:
    if not isinstance(value, str) and number(value) is None:
        return None
    ranges = [_CODES.fullmatch(part.strip()) for part in shown(value).split(",")]
    if not all(ranges):
        return None
    return frozenset(code for found in ranges if found for code in range(int(found[1]), int(found[2] or found[1]) + 1))
