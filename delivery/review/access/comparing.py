"""Two sets of grants compared by what they mean, not by how they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from delivery.review.access.conditions import Condition, can_be_parted, implies
from delivery.review.access.found import is_unknown
from delivery.review.access.globs import covers, has_wildcard, meet
from delivery.review.access.policies import PUBLIC, Grant, Part

_PIECES = 64  # of grants whose conditions have several values


class _Circumstances(NamedTuple):
    """All of a grant but its action: documents have few of these, and many actions."""

    allow: bool
    who: Part
    which: Part
    when: tuple[Condition, ...]


@dataclass
class _Actions:
    """Actions, those that are compared as they are apart from those that are patterns."""

    plain: set[Part] = field(default_factory=set)
    patterns: list[Part] = field(default_factory=list)

    def add(self, what: Part) -> None:
        if what.but or has_wildcard(what.words[0]):
            self.patterns.append(what)
        else:
            self.plain.add(what)

    def cover(self, what: Part) -> bool:
        return what in self.plain or any(_part_covers(pattern, what) for pattern in self.patterns)


def uncovered(these: Iterable[Grant], by: Iterable[Grant]) -> frozenset[Grant]:
    """Those grants that none of the others covers."""
    known = frozenset(by)
    left: dict[_Circumstances, list[Grant]] = {}
    for grant in frozenset(these) - known:
        left.setdefault(_circumstances(grant), []).append(grant)
    others: dict[_Circumstances, _Actions] = {}
    for grant in known if left else ():
        others.setdefault(_circumstances(grant), _Actions()).add(grant.what)
    found: list[Grant] = []
    for circumstances, grants in left.items():
        reached = [
            [actions for wide, actions in others.items() if _reaches(wide, piece)] for piece in _pieces(circumstances)
        ]
        found += [
            grant
            for grant in grants
            if not all(any(actions.cover(grant.what) for actions in choices) for choices in reached)
        ]
    return frozenset(found)


def covered_in_part(grant: Grant, others: Iterable[Grant]) -> frozenset[Grant]:
    """Those of the others that say less than a grant does, but some of it."""
    return frozenset(other for other in others if other != grant and grant_covers(grant, other))


def grant_covers(wide: Grant, narrow: Grant) -> bool:
    """Whether `wide` says all that `narrow` says."""
    return _part_covers(wide.what, narrow.what) and _reaches(_circumstances(wide), _circumstances(narrow))


def _circumstances(grant: Grant) -> _Circumstances:
    return _Circumstances(grant.allow, grant.who, grant.which, grant.when)


def _reaches(wide: _Circumstances, narrow: _Circumstances) -> bool:
    return (
        wide.allow == narrow.allow
        and _who_covers(wide.who, narrow.who)
        and _part_covers(wide.which, narrow.which)
        and all(any(implies(strict, loose) for strict in narrow.when) for loose in wide.when)
    )


def _pieces(whole: _Circumstances) -> list[_Circumstances]:
    """One for each combination of the values of the conditions: together they mean the same."""
    found = [whole]
    for place, condition in enumerate(whole.when):
        if can_be_parted(condition) and len(found) * len(condition.values) <= _PIECES:
            found = [
                piece._replace(
                    when=(*piece.when[:place], condition._replace(values=(value,)), *piece.when[place + 1 :])
                )
                for piece in found
                for value in condition.values
            ]
    return found


def _who_covers(wide: Part, narrow: Part) -> bool:
    if wide in (narrow, Part((PUBLIC,))):
        return True
    return wide.but and narrow.but and set(wide.words) <= set(narrow.words)


def _part_covers(wide: Part, narrow: Part) -> bool:
    if not wide.but and not narrow.but:
        return covers(wide.words[0], narrow.words[0])
    if not wide.but:
        return wide.words[0] == "*"
    if narrow.but:
        return all(any(covers(left_out, word) for left_out in narrow.words) for word in wide.words)
    return not any(_may_meet(word, narrow.words[0]) for word in wide.words)


def _may_meet(one: str, other: str) -> bool:
    return is_unknown(one) or is_unknown(other) or meet(one, other)
