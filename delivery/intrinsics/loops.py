"""Fn::ForEach: a piece of a template, repeated for each value of a collection."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.intrinsics.known import Unfit, as_text, is_open, kind

LOOP = "Fn::ForEach::"
_OTHER_SIGNS = re.compile(r"[^0-9A-Za-z]+")


@dataclass
class Allowance:
    """How much loops and functions may still make, so that no template is without end."""

    left: int = 1_000_000

    def take(self, much: int) -> None:
        self.left -= much
        if self.left < 0:
            raise Unfit(
                "the loops and functions here make more than CloudFormation would take: shorten a collection or a text"
            )


@dataclass(frozen=True)
class _Round:
    """One value of a loop, and where its identifier stands in a text."""

    identifier: str
    value: str
    pattern: re.Pattern[str]

    def text(self, written: str, *, in_sub: bool = False) -> str:
        """`${Name}` becomes the value, `&{Name}` its letters and digits only."""
        if "{" not in written:
            return written
        value = self.value.replace("${", "${!") if in_sub else self.value
        return self.pattern.sub(lambda found: value if found[1] == "$" else _OTHER_SIGNS.sub("", value), written)


def is_loop(key: Any) -> bool:
    return isinstance(key, str) and key.startswith(LOOP)


def unrolled(mapping: Mapping[str, Any], known: Callable[[Any], Any], allowance: Allowance) -> dict[str, Any]:
    """A mapping with what its loops make in their place; a loop over what is not known stays."""
    found: dict[str, Any] = {}
    for key, item in mapping.items():
        _add(_rounds(key, item, known, allowance) if is_loop(key) else {key: item}, found, key)
    return found


def _add(made: Mapping[str, Any], found: dict[str, Any], source: str) -> None:
    for name, body in made.items():
        if name in found:
            raise Unfit(f"{source} makes {name} a second time: use its identifier in the key")
        found[name] = body


def _rounds(key: str, item: Any, known: Callable[[Any], Any], allowance: Allowance) -> dict[str, Any]:
    if not isinstance(item, list) or len(item) != 3:
        raise Unfit(f"{key} takes an identifier, a collection and a mapping, not {kind(item)}")
    identifier, collection, body = item
    if not isinstance(identifier, str) or not isinstance(body, dict):
        raise Unfit(f"{key} takes the name of an identifier, a collection and a mapping")
    values = known(collection)
    if is_open(values):
        return {key: [identifier, values, body]}
    if not isinstance(values, list) or any(isinstance(value, list) for value in values):
        raise Unfit(f"{key} goes through a list of texts, not {kind(values)}")
    allowance.take(_weight(body) * len(values))
    pattern = re.compile(r"([$&])\{\s*" + re.escape(identifier) + r"\s*\}")
    found: dict[str, Any] = {}
    for value in values:
        piece = _replaced(body, _Round(identifier, as_text(value), pattern))
        made = unrolled(piece, known, allowance)
        if any(is_loop(name) for name in made):  # one inside that goes on being open
            return {key: [identifier, values, body]}
        _add(made, found, key)
    return found


def _replaced(value: Any, now: _Round) -> Any:
    if isinstance(value, str):
        return now.text(value)
    if isinstance(value, list):
        return [_replaced(item, now) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        if value.get("Ref") == now.identifier:
            return now.value
        if "Fn::Sub" in value:
            return {"Fn::Sub": _in_sub(value["Fn::Sub"], now)}
    found: dict[str, Any] = {}
    for key, item in value.items():
        if is_loop(key) and isinstance(item, list) and item and item[0] == now.identifier:
            raise Unfit(f"{key} has the identifier {now.identifier}, as a loop around it has: rename one")
        _add({now.text(key): _replaced(item, now)}, found, "a loop")
    return found


def _in_sub(argument: Any, now: _Round) -> Any:
    if isinstance(argument, str):
        return now.text(argument, in_sub=True)
    if not isinstance(argument, list) or not argument or not isinstance(argument[0], str):
        return _replaced(argument, now)
    hidden = len(argument) > 1 and isinstance(argument[1], dict) and now.identifier in argument[1]
    text = argument[0] if hidden else now.text(argument[0], in_sub=True)
    return [text, *(_replaced(item, now) for item in argument[1:])]


def _weight(value: Any) -> int:
    """How much a value is to copy."""
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        total += 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, str):
            total += len(one) // 64
    return total
