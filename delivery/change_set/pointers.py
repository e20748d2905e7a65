"""Where something stands in a resource, as a change set says it: /Properties/ContainerDefinitions/0/Image."""

from collections.abc import Mapping, Sequence
from typing import Any


def steps(pointer: str) -> list[str]:
    """The names and numbers on the way."""
    return [unescaped(step) for step in pointer.split("/")[1:]]


def unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def child(value: Any, step: str) -> Any:
    """What a mapping has under a name, or a list at a number; None where there is nothing."""
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return value[int(step)]
    return None


def at(value: Any, pointer: str) -> Any:
    """What stands at a pointer; None where there is nothing."""
    for step in steps(pointer):
        value = child(value, step)
    return value


def put(value: Any, way: Sequence[str], item: Any) -> Any:
    """A copy with something else at the end of a way; as it is where that leads nowhere, or nothing is to be put."""
    if not way:
        return value if item is None else item
    step = way[0]
    if isinstance(value, Mapping) and step in value:
        return {**value, step: put(value[step], way[1:], item)}
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        index = int(step)
        return [*value[:index], put(value[index], way[1:], item), *value[index + 1 :]]
    return value
