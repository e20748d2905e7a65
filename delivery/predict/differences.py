"""Where two values differ, as small as it can be said. What `b` has over `a` is what `a` has over `b`, turned round."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from delivery.predict.values import Plain, Unknown, unknowns

Step = str | int
NOT_THERE: Any = object()
# What tells the items of a list apart, where they all have it and none has the same.
_KEYS = (
    "Key", "Name", "Id", "Sid", "ContainerName", "CapacityProvider", "ParameterName", "AttributeName", "IndexName",
    "DeviceName", "OptionName", "LogicalResourceId", "PolicyName", "ContainerPort", "DomainName",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One place where two values differ."""

    path: tuple[Step, ...]  # as in the value after; where only the one before has it, as in that
    before: Plain  # NOT_THERE where it is not there
    after: Plain
    path_before: tuple[Step, ...]

    @property
    def kind(self) -> str:
        return "Add" if self.before is NOT_THERE else "Remove" if self.after is NOT_THERE else "Modify"

    @property
    def certain(self) -> bool:
        """False where both sides may turn out to be the same: what only the account knows is another thing on each."""
        if self.before is NOT_THERE or self.after is NOT_THERE:
            return True
        return _open(self.before) == _open(self.after) or any(
            piece.is_new for unknown in unknowns(self.after) for piece in _pieces(unknown)
        )


def differences(before: Plain, after: Plain, unordered: Sequence[tuple[str, ...]] = ()) -> Iterator[Difference]:
    """Every difference once. `unordered` are the lists whose order means nothing ("*" is any item)."""
    yield from _between(before, after, (), (), unordered)


def _between(
    before: Plain, after: Plain, old: tuple[Step, ...], new: tuple[Step, ...], unordered: Sequence[tuple[str, ...]]
) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            one, other = before.get(key, NOT_THERE), after.get(key, NOT_THERE)
            yield from _between(one, other, (*old, key), (*new, key), unordered)
    elif isinstance(before, list) and isinstance(after, list) and (before and after):
        free = any(_matches(pattern, new) for pattern in unordered)
        yield from _between_lists(before, after, old, new, unordered, free=free)
    else:
        yield Difference(old if after is NOT_THERE else new, before, after, old)


def _between_lists(
    before: list[Plain],
    after: list[Plain],
    old: tuple[Step, ...],
    new: tuple[Step, ...],
    unordered: Sequence[tuple[str, ...]],
    *,
    free: bool,
) -> Iterator[Difference]:
    pairs = _by_key(before, after) or (_any_order(before, after) if free else _in_order(before, after))
    found = False
    for one, other in pairs:
        was = NOT_THERE if one is None else before[one]
        will = NOT_THERE if other is None else after[other]
        for difference in _between(was, will, (*old, _step(one)), (*new, _step(other)), unordered):
            found = True
            yield difference
    if not found and not free:  # the same items in another order
        yield Difference(new, before, after, old)


def _step(index: int | None) -> int:
    return 0 if index is None else index


Pairs = list[tuple[int | None, int | None]]


def _by_key(before: list[Plain], after: list[Plain]) -> Pairs | None:
    """Items that have the same name, whatever their place."""
    for key in _KEYS:
        old, new = _names(before, key), _names(after, key)
        if old is not None and new is not None:
            pairs: Pairs = [(index, new.get(name)) for name, index in old.items()]
            return [*pairs, *((None, index) for name, index in new.items() if name not in old)]
    return None


def _names(items: list[Plain], key: str) -> dict[str, int] | None:
    names = [item.get(key) for item in items if isinstance(item, dict)]
    if len(names) != len(items) or not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        return None
    return {str(name): index for index, name in enumerate(names)}


def _in_order(before: list[Plain], after: list[Plain]) -> Pairs:
    """What begins and ends alike is the same; what lies between is compared item by item."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return _paired(range(start, len(before) - end), range(start, len(after) - end))


def _any_order(before: list[Plain], after: list[Plain]) -> Pairs:
    """What is in both is the same, wherever it stands."""
    keys = [canonical(item) for item in before], [canonical(item) for item in after]
    common = Counter(keys[0]) & Counter(keys[1])
    return _paired(_left(keys[0], common), _left(keys[1], common))


def _left(keys: list[str], common: Counter[str]) -> list[int]:
    taken = Counter[str]()
    left = []
    for index, key in enumerate(keys):
        taken[key] += 1
        if taken[key] > common[key]:
            left.append(index)
    return left


def _paired(old: Sequence[int], new: Sequence[int]) -> Pairs:
    both: Pairs = list(zip(old, new, strict=False))
    gone: Pairs = [(index, None) for index in old[len(new) :]]
    return [*both, *gone, *((None, index) for index in new[len(old) :])]


def canonical(value: Plain) -> str:
    """A text that equal values share and others do not."""
    return json.dumps(value, sort_keys=True, default=lambda unknown: {"Unknown": unknown.key})


def _matches(pattern: tuple[str, ...], path: tuple[Step, ...]) -> bool:
    return len(pattern) == len(path) and all(wanted in ("*", step) for wanted, step in zip(pattern, path, strict=True))


def _open(value: Plain) -> set[str]:
    """What of a value could be the same as something with another name."""
    return {piece.key for unknown in unknowns(value) for piece in _pieces(unknown) if not piece.certain}


def _pieces(unknown: Unknown) -> list[Unknown]:
    return [piece for piece in unknown.pieces or (unknown,) if isinstance(piece, Unknown)]
