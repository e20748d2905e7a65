"""What is secret is not shown: values of NoEcho parameters, what they bring about, what looks like a credential."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from delivery.change_set import HIDDEN, Change, ChangeSet, Detail, context
from delivery.change_set.pointers import at
from delivery.credentials import hidden, kind_of
from delivery.rules._secret_words import may_be_secret, names_a_secret

_SHORTEST = 6
"""A shorter secret is masked where it stands; everywhere else, too many words would be taken for it."""
_PAIR = re.compile(r'"(?:Name"\s*:\s*")?(\w+)"\s*(?:,\s*"Value"\s*)?:\s*"([^"]*)')
"""A member of a mapping, or a name with its value behind it, in JSON that may end anywhere."""
_HOLDS_ONE = "SecretString"


@dataclass(frozen=True)
class Mask:
    """What must not be shown of one change set."""

    parameters: frozenset[str] = frozenset()  # NoEcho
    secrets: tuple[str, ...] = ()  # the longest first

    def text(self, text: str) -> str:
        """A text without any secret."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return hidden(text)

    def hides(self, detail: Detail) -> bool:
        """Whether both values of a detail must stay hidden."""
        return detail.entity in self.parameters or _path_is_secret(
            detail.path or detail.name, detail.before, detail.after
        )

    def value(self, value: Any, path: tuple[str, ...] = ()) -> Any:
        """JSON without any secret."""
        written = "\n".join(_texts(value))  # one look at everything is much cheaper than one at each
        found = kind_of(written) or any(secret in written for secret in self.secrets)
        return self._value(value, path, self.text if found else str)

    def _value(self, value: Any, path: tuple[str, ...], text: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return HIDDEN if value and path and _is_secret(path, value) else text(value)
        if isinstance(value, Mapping):
            if _names_a_secret_value(value):
                value = {**value, "Value": HIDDEN}
            return {text(str(key)): self._value(item, (*path, str(key)), text) for key, item in value.items()}
        return [self._value(item, path, text) for item in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[str]:
    """Every text in JSON, names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _names_a_secret_value(value: Mapping[str, Any]) -> bool:
    """Whether it is a variable with its name beside its value, and the name says secret."""
    text = value.get("Value")
    return "Name" in value and isinstance(text, str) and _is_secret((str(value["Name"]),), text)


def mask_of(change_set: ChangeSet, no_echo: Iterable[str] = ()) -> Mask:
    """What a change set gives away; `no_echo` are parameters that the template declares so."""
    told = {name for name, parameter in change_set.parameters.items() if parameter.value == HIDDEN}
    parameters = frozenset(told.union(no_echo))
    found = {value for change in change_set.changes for value in _given_away(change, parameters)}
    longest_first = sorted(
        (value for value in found if len(value) >= _SHORTEST), key=lambda value: (-len(value), value)
    )
    return Mask(parameters, tuple(longest_first))


def _given_away(change: Change, parameters: frozenset[str]) -> Iterator[str]:
    """What a hidden parameter brings about, and what stands under a name that says secret."""
    for side in (change.before, change.after, change.previous):
        yield from _secrets_in(side)
    for detail in change.details:
        values = [value for value in (detail.before, detail.after) if value and value != HIDDEN]
        for value in values:
            yield from _secrets_in_text(value)
        if detail.entity in parameters:
            yield from values
            yield from _brought_about(*(_opened_text(text) for text in (detail.before, detail.after)))
            yield from _brought_about(*(at(side, detail.path) for side in (change.before, change.after)))


def _brought_about(before: Any, after: Any) -> Iterator[str]:
    """The texts that only one side has."""
    old, new = set(_texts(before)), set(_texts(after))
    yield from (text for text in old ^ new if text and text != HIDDEN)


def _opened_text(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return text


def _secrets_in(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every text in JSON whose name says secret."""
    if isinstance(value, str):
        if value and value != HIDDEN and path and _is_secret(path, value):
            yield value
        else:
            yield from _secrets_in_text(value)
    elif isinstance(value, Mapping):
        if _names_a_secret_value(value):
            yield value["Value"]
        for key, item in value.items():
            yield from _secrets_in(item, (*path, str(key)))
    elif isinstance(value, list):
        for item in value:
            yield from _secrets_in(item, path)


def _secrets_in_text(text: str) -> Iterator[str]:
    """The same in JSON that is written as text, also where CloudFormation has cut it off."""
    if not text.startswith(("{", "[")):
        return
    try:
        yield from _secrets_in(json.loads(text))
    except (ValueError, RecursionError):
        for name, value in _PAIR.findall(text):
            if value and value != HIDDEN and _is_secret((name,), value):
                yield value


def _path_is_secret(path: str, *values: str | None) -> bool:
    steps = tuple(step for step in path.split("/") if step and not step.isdigit())
    return any(value and _is_secret(steps, value) for value in values)


def _is_secret(path: tuple[str, ...], value: str) -> bool:
    """By the name of the property; `****` is hidden already."""
    return bool(path) and _says_secret(path[-1]) and may_be_secret(value) and not value.startswith("‹")


@cache
def _says_secret(name: str) -> bool:
    return name == _HOLDS_ONE or names_a_secret(name)


def raw(mask: Mask, value: Any) -> str:
    """Something that was not understood, as JSON."""
    return json.dumps(mask.value(_opened(value)), indent=2, ensure_ascii=False, sort_keys=True, default=str)


def _opened(value: Any) -> Any:
    """A context is JSON in a text, in which names of properties would not be seen."""
    if not isinstance(value, Mapping):
        return value
    return {
        key: found if key.endswith("Context") and (found := context(item)) is not None else _opened(item)
        for key, item in value.items()
    }
