"""Drift that CloudFormation leaves alone is no change: AWS manages the value itself, or nobody can read it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from delivery.change_set import Change, Detail
from delivery.review.masking import at


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
    return put(value, detail.path.split("/")[1:], at(change.before, detail.path))


def put(value: Any, path: list[str], item: Any) -> Any:
    """A copy with something else at a path; as it is where the path leads nowhere, or nothing is to be put."""
    if not path:
        return value if item is None else item
    step = path[0].replace("~1", "/").replace("~0", "~")
    if isinstance(value, Mapping) and step in value:
        return {**value, step: put(value[step], path[1:], item)}
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        index = int(step)
        return [*value[:index], put(value[index], path[1:], item), *value[index + 1 :]]
    return value
