"""The names that an expression refers to."""

import re
from collections.abc import Mapping
from typing import Any

from delivery.intrinsics.known import section

VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


def named_parameters(expression: Any, template: Mapping[str, Any]) -> list[str]:
    """The parameters that an expression mentions, in its order."""
    known = section(template, "Parameters")
    return [name for name in dict.fromkeys(mentions(expression)) if name in known]


def mentions(expression: Any) -> list[str]:
    """Every name that an expression refers to, known or not."""
    found: list[str] = []
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if len(one) == 1 and isinstance(one.get("Ref"), str):
                found.append(one["Ref"])
                continue
            if "Fn::Sub" in one:
                found.extend(_variables(one["Fn::Sub"]))
            waiting.extend(reversed(one.values()))
    return found


def _variables(argument: Any) -> list[str]:
    text = argument[0] if isinstance(argument, list) and argument else argument
    if not isinstance(text, str):
        return []
    return [match[2].strip() for match in VARIABLE.finditer(text) if not match[1]]
