"""Drift that CloudFormation leaves alone is no change: AWS manages the value itself, or nobody can read it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from delivery.change_set import Change, Detail
from delivery.change_set.pointers import at, put, steps


def without_noise(change: Change) -> Change:
    """A change without the drift below paths that are ignored; a note of the row says which these are."""
    ignored = [path for path, _ in change.drift_ignored]
    noise = [detail for detail in change.details if detail.drift and _is_below(detail.path, ignored)]
    if not noise:
        return change
    after: Any = change.after
    for detail in noise:
        after = settled(change, detail, after)
    kept = tuple(detail for detail in change.details if detail not in noise)
    return replace(change, details=kept, after=after if isinstance(after, Mapping) else change.after)


def _is_below(path: str, ignored: list[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in ignored)


def settled(change: Change, detail: Detail, value: Any) -> Any:
    """A resource after the change, in which the place of a detail is as before."""
    return put(value, steps(detail.path), at(change.before, detail.path))
