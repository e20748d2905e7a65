"""Places below a resource's Properties: `ContainerDefinitions[*].User`, `Attributes[Key=idle_timeout].Value`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.findings import CheckFailed

ABSENT = object()
Path = tuple[str | int, ...]
_STEP = re.compile(r"([^.\[\]]+)|\[(\*|\d+|[^=\]]+=[^\]]*)\]|(\.)")


@dataclass(frozen=True)
class Step:
    """A name, or which items of a list: all, one, or those whose Key has a value."""

    name: str = ""
    index: int | None = None
    key: str = ""
    value: str = ""

    @property
    def picks_items(self) -> bool:
        return not self.name


def parse(place: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    at = 0
    while at < len(place):
        found = _STEP.match(place, at)
        if found is None:
            raise CheckFailed(f"{place!r} is not a place: see audit/mutation/places.py for how places are written")
        name, items, _ = found.groups()
        if name:
            steps.append(Step(name=name))
        elif items:
            key, equals, value = items.partition("=")
            is_index = not equals and items != "*"
            steps.append(Step(index=int(items) if is_index else None, key=key if equals else "", value=value))
        at = found.end()
    if not steps:
        raise CheckFailed("a place needs a name")
    return tuple(steps)


def matches(root: Any, place: str) -> Iterator[Path]:
    """Every path that exists below `root` and fits the place."""
    yield from _matches(root, parse(place), ())


def parents(root: Any, place: str) -> Iterator[tuple[Path, str]]:
    """Every object that could have the last name of the place and lacks it, with that name."""
    *before, last = parse(place)
    for path in _matches(root, tuple(before), ()):
        parent = value_at(root, path)
        if last.name and isinstance(parent, Mapping) and last.name not in parent and not is_function(parent):
            yield path, last.name


def value_at(root: Any, path: Path) -> Any:
    for step in path:
        root = root[step]
    return root


def is_function(value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))


def _matches(value: Any, steps: tuple[Step, ...], path: Path) -> Iterator[Path]:
    if not steps:
        yield path
        return
    step, rest = steps[0], steps[1:]
    if not step.picks_items:
        if isinstance(value, Mapping) and step.name in value:
            yield from _matches(value[step.name], rest, (*path, step.name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if _picks(step, index, item):
                yield from _matches(item, rest, (*path, index))


def _picks(step: Step, index: int, item: Any) -> bool:
    if step.key:
        return isinstance(item, Mapping) and str(item.get(step.key)) == step.value
    return step.index is None or step.index == index
