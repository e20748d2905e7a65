"""What CloudFormation would refuse before it looks at any resource: values that a template does not take."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.change_set import HIDDEN
from delivery.intrinsics import LIST_TYPES, as_text
from delivery.predict.resources import Stack
from delivery.predict.values import is_hidden
from delivery.resolve import broken_rules


def refusals(stack: Stack) -> Iterator[str]:
    """A sentence for each value, and for each rule that the values break."""
    template = stack.side.template
    for name, declared in template.get("Parameters", {}).items():
        if name in stack.values and isinstance(declared, Mapping):
            yield from _of_value(name, declared, stack.values[name])
    if template.get("Rules"):
        yield from (sentence for sentence, _ in broken_rules(template, stack.values))


def _of_value(name: str, declared: Mapping[str, Any], value: str) -> Iterator[str]:
    said = HIDDEN if is_hidden(declared) else value
    type_ = str(declared.get("Type"))
    items = [item.strip() for item in value.split(",")] if LIST_TYPES.match(type_) else [value]
    allowed = declared.get("AllowedValues")
    if isinstance(allowed, list) and not set(items) <= {as_text(one) for one in allowed}:
        yield f'{name} is "{said}", which is none of its AllowedValues'
    pattern = declared.get("AllowedPattern")
    if isinstance(pattern, str) and not all(_matches(pattern, item) for item in items):
        yield f'{name} is "{said}", which does not match its AllowedPattern'
    if type_ == "Number" and not _is_within(declared, value):
        yield f'{name} is "{said}", which is no number that it takes'


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:
        return True  # Java's patterns can say more than Python's


def _is_within(declared: Mapping[str, Any], value: str) -> bool:
    try:
        number = float(value)
        low, high = (float(declared.get(key, number)) for key in ("MinValue", "MaxValue"))
    except (TypeError, ValueError):
        return False
    return low <= number <= high
