"""Which listener rule comes first, decided from the rule alone.

The more a rule says, the earlier it is asked. Within one band a rule's place comes from its name, so that a
service that is added moves nobody else's rule: two rules that swap places in two stacks would collide half way.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from templates.matching import Match
from templates.settings import complaint

BANDS = 100
PLACES = 500


@dataclass(frozen=True)
class Placed:
    """A rule: where it is written, what it is called, what it matches."""

    at: tuple[str | int, ...]
    what: str
    match: Match


def prioritized(rules: Sequence[Placed]) -> dict[str, int]:
    """The priority of every rule, by what the rule is called."""
    found = {rule.what: rule.match.priority or _place(rule) for rule in rules}
    taken: dict[int, str] = {}
    for rule in rules:
        priority = found[rule.what]
        if priority in taken:
            free = _free_near(priority, set(found.values()))
            raise complaint(
                f"{rule.what} and {taken[priority]} both come to priority {priority}",
                f"write priority: {free} here",
                *rule.at,
            )
        taken[priority] = rule.what
    return found


def _free_near(priority: int, taken: set[int]) -> int:
    """Below if there is room, else above."""
    last = BANDS * PLACES
    return next(number for number in chain(range(priority, 0, -1), range(priority, last + 1)) if number not in taken)


def _place(rule: Placed) -> int:
    digest = hashlib.sha256(rule.what.encode()).digest()
    return _band(rule.match) * PLACES + int.from_bytes(digest[:4], "big") % PLACES + 1


def _band(match: Match) -> int:
    """0 for the most specific rule, 99 for one that says nothing but `/*`."""
    weight = 0
    if match.path:
        weight += min(60, _letters(match.path)) + _exactness(match.path)
    if match.host:
        weight += 10 + min(14, _letters(match.host) // 2) if _exactness(match.host) < 3 else 25
    weight += sum(3 if _exactness(value) < 3 else 4 for value in match.headers.values())
    return BANDS - max(1, weight)


def _letters(pattern: str) -> int:
    return len(pattern) - pattern.count("*") - pattern.count("?")


def _exactness(pattern: str) -> int:
    """3 without a wildcard, 1 if each stands for one letter, 0 if one stands for anything."""
    return 0 if "*" in pattern else 1 if "?" in pattern else 3
