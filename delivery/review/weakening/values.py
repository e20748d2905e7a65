"""Values as they stand in the contexts of a change set: mostly text, and sometimes not known yet."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from delivery.change_set import KNOWN_AFTER_APPLY

FOREVER = "unlimited"
_MOST = 10**30
_NUMBER = re.compile(r"-?[0-9]{0,30}(\.[0-9]{1,30})?")
_MEASURE = re.compile(r"([0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}) ?(vcpu|gb)", re.IGNORECASE)
_ON = frozenset({"true", "enabled", "enable", "active", "on", "yes", "1"})
_OFF = frozenset({"false", "disabled", "disable", "inactive", "off", "no", "0", "suspended", "passthrough"})


def is_open(value: Any) -> bool:
    """Whether a value, where text or a figure is expected, is not known yet."""
    if isinstance(value, str):
        return KNOWN_AFTER_APPLY in value or "‹" in value
    return isinstance(value, dict | list)


def number(value: Any) -> Decimal | None:
    """The figure that a value is; vCPU and GB are counted as ECS counts them."""
    if value == FOREVER:
        return Decimal("Infinity")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value) if abs(value) < _MOST else None
    if isinstance(value, float):
        found = Decimal(repr(value))
        return found if found.is_finite() else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if measure := _MEASURE.fullmatch(text):
        return Decimal(measure[1]) * 1024
    return Decimal(text) if _NUMBER.fullmatch(text) and text[-1:].isdigit() else None


def switch(value: Any) -> bool | None:
    """Whether something is on; None where a value says neither."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    word = value.strip().lower()
    return True if word in _ON else False if word in _OFF else None


def shown(value: Any) -> str:
    """A figure or a word as a sentence says it."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{text} ({number(value):f})" if isinstance(value, str) and _MEASURE.fullmatch(text.strip()) else text


def is_there(value: Any) -> bool:
    """Whether something is set at all, known or not."""
    return value is not None and value not in ("", [], {})


def pairs(before: Any, after: Any, pointer: str) -> Iterator[tuple[str, Any, Any]]:
    """Both values at a place, with whose they are (`app: `).

    `@Key=x` is the item of a list whose Key is x; `*Name` is every item that has the same Name on both sides.
    """
    yield from _walk(before, after, pointer.split("/"), "")


def _walk(before: Any, after: Any, segments: list[str], whose: str) -> Iterator[tuple[str, Any, Any]]:
    if not segments:
        yield whose, before, after
        return
    head, rest = segments[0], segments[1:]
    if head.startswith("@"):
        key, name = head[1:].split("=", 1)
        yield from _walk(_item(before, key, name), _item(after, key, name), rest, whose)
    elif head.startswith("*"):
        old, new = by_name(before, head[1:]), by_name(after, head[1:])
        for name in old:
            if name in new:
                yield from _walk(old[name], new[name], rest, f"{whose}{name}: ")
    else:
        yield from _walk(member(before, head), member(after, head), rest, whose)


def member(value: Any, name: str) -> Any:
    """What an object holds under a name: open where the object itself is, None where nothing is."""
    if isinstance(value, dict):
        return KNOWN_AFTER_APPLY if _is_function(value) else value.get(name)
    return value if isinstance(value, str) and is_open(value) else None


def by_name(value: Any, key: str) -> dict[str, Any]:
    """The items of a list that have a name, by it; the first one counts."""
    found: dict[str, Any] = {}
    for item in value if isinstance(value, list) else ():
        name = item.get(key) if isinstance(item, dict) else None
        if isinstance(name, str) and not is_open(name):
            found.setdefault(name, item)
    return found


def _item(value: Any, key: str, name: str) -> Any:
    found = by_name(value, key).get(name)
    if found is None and isinstance(value, list):
        return next((item for item in value if is_open(member(item, key)) or is_open_text(item)), None)
    return value if found is None and is_open_text(value) else found


def is_open_text(value: Any) -> bool:
    """Whether something stands in the place of an object or a list that is not known yet."""
    return (isinstance(value, str) and is_open(value)) or _is_function(value)


def _is_function(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    name = next(iter(value))
    return isinstance(name, str) and (name in {"Ref", "Condition"} or name.startswith("Fn::"))
