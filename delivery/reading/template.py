"""Reads anybody's CloudFormation template, JSON or YAML, into plain data with functions in their long form."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from delivery.problems import Refused, refuse
from delivery.reading.files import text_of
from delivery.reading.long_form import in_long_form
from delivery.reading.template_shape import check_shape

MOST_BYTES = 5 * 1024 * 1024
MOST_LEVELS = 100
EVALUATED_HERE = "AWS::LanguageExtensions"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_template(path: Path) -> dict[str, Any]:
    """The template in a file; raises Refused with what is wrong with it."""
    return parse_template(text_of(path, MOST_BYTES), path)


def parse_template(text: str, path: Path) -> dict[str, Any]:
    """The template in a text: JSON where it begins with a brace or bracket, else YAML."""
    text = text.removeprefix("\ufeff")
    begin = text.lstrip()[:1]
    if not begin:
        raise refuse("this file is empty: name a CloudFormation template", path)
    if begin in "{[":
        found = _json(text, path)
    else:
        from delivery.reading.template_yaml import plain_yaml

        found = plain_yaml(text, path, MOST_LEVELS)
    return check_shape(found, path, may_lack_resources=isinstance(found, dict) and bool(macros(found)))


def macros(template: Mapping[str, Any]) -> tuple[str, ...]:
    """What changes this template in the account before it is deployed; what becomes of it is not known here."""
    named = [*_names(template.get("Transform")), *_transforms_in(template)]
    return tuple(name for name in dict.fromkeys(named) if name != EVALUATED_HERE)


def _transforms_in(template: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[Any] = [template]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if "Fn::Transform" in one:
                yield from _names(one["Fn::Transform"])
            waiting.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _names(transform: Any) -> list[str]:
    """The macros that a Transform names; one whose name is put together is called by what stands there."""
    if transform is None:
        return []
    if isinstance(transform, list):
        return [name for item in transform for name in _names(item)]
    name = transform.get("Name") if isinstance(transform, Mapping) else transform
    return [name if isinstance(name, str) else "Fn::Transform"]


class _Twice(Exception):
    """A key stands twice in one object."""


def _json(text: str, path: Path) -> Any:
    try:
        found = json.loads(
            text, object_pairs_hook=_mapping, parse_constant=_endless, parse_float=_float, parse_int=_whole
        )
    except _Twice:
        raise _twice(text, path) from None
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        raise refuse(f"this is not JSON ({what}): mend the line or the one above it", path, error.lineno) from None
    except RecursionError:
        raise _too_deep(path) from None
    except ValueError as error:
        raise refuse(f"{error}: write a number or a text", path) from None
    _check_levels(found, path)
    if _SURROGATE.search(text):
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise refuse("an escape such as \\ud83d stands for half a character: write the whole one", path) from None
    return found


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return in_long_form(found)


def _endless(word: str) -> Any:
    raise ValueError(f"this holds {word}, which is no number")


def _float(word: str) -> float:
    value = float(word)
    if value in (float("inf"), float("-inf")):
        raise ValueError("this holds a number without end")
    return value


def _whole(word: str) -> int:
    if len(word) > 100:
        raise ValueError("this holds a number of more than 100 digits")
    return int(word)


def _check_levels(found: Any, path: Path) -> None:
    level = [found]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(one.values())
            elif isinstance(one, list):
                below.extend(one)
        if not below:
            return
        level = below
    raise _too_deep(path)


def _too_deep(path: Path) -> Refused:
    return refuse(f"this is nested deeper than {MOST_LEVELS} levels: make it flatter", path)


def _twice(text: str, path: Path) -> Refused:
    """Says which key stands twice in a text that is otherwise JSON, and where."""
    open_: list[dict[str, int]] = []
    waiting = ("", 0)
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            open_.append({})
        elif sign in "}]":
            open_.pop()
        elif sign == ":":
            key, line = waiting
            if key in open_[-1]:
                lines = f"in lines {open_[-1][key]} and {line}"
                return refuse(f'"{key[:60]}" is written twice, {lines}: keep one', path, line)
            open_[-1][key] = line
        elif sign != ",":
            waiting = (json.loads(sign, strict=False), text.count("\n", 0, token.start()) + 1)
    return refuse("a key is written twice: keep one", path)
