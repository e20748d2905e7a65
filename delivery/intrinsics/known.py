"""What is a value, what is still a function, and what is said when CloudFormation would refuse one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

LIST_TYPES = re.compile(r"^(List<.*>|CommaDelimitedList)$")
NOTHING = {"Ref": "AWS::NoValue"}
OPEN: Any = object()
"""What a function answers when its arguments are not all known."""
MOST_SIGNS = 1_000_000
_WHOLE = re.compile(r"[-+]?[0-9]{1,100}", re.ASCII)


class CannotResolve(Exception):
    """A function that CloudFormation would refuse, with the parameters that it was given."""

    def __init__(self, sentence: str, parameters: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parameters = parameters


class Unfit(Exception):
    """What is wrong with a call; who made the call adds its parameters."""


def section(template: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section of a template; empty where it is not there or no mapping."""
    found = template.get(name)
    return found if isinstance(found, Mapping) else {}


def is_function(value: Any) -> bool:
    """Whether a value is a call that remains."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (name,) = value
    return isinstance(name, str) and (name == "Ref" or name.startswith("Fn::"))


def is_open(value: Any) -> bool:
    """Whether something in a scalar or list is not known yet."""
    if isinstance(value, list):
        return any(is_open(item) for item in value)
    return isinstance(value, dict)


def holds_function(value: Any) -> bool:
    """Whether a function remains anywhere in a value."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if is_function(one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def as_text(value: Any) -> str:
    """A value as CloudFormation passes it on: everything is text, and true is not True."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def joined(pieces: Iterable[str], between: str = "") -> str:
    """One text of all pieces; functions in functions could make one without end."""
    listed = list(pieces)
    if sum(map(len, listed)) + len(between) * len(listed) > MOST_SIGNS:
        raise Unfit("this makes a text that is longer than a template may be: make it shorter")
    return between.join(listed)


def whole(value: Any) -> int | None:
    """The whole number that a number or text is, if it is one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value.strip()) else None


def kind(value: Any) -> str:
    """A value in a sentence, without showing what may be secret."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "nothing" if value is None else "a single value"
