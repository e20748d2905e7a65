"""What an unquoted word means in a template: YAML 1.1, as CloudFormation reads it, where that loses nothing.

Dates stay text, and so do numbers that begin with a zero, such as ids of accounts, and numbers written in sixties.
"""

import math
import re

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **{form: True for word in ("true", "yes", "on") for form in (word, word.title(), word.upper())},
    **{form: False for word in ("false", "no", "off") for form in (word, word.title(), word.upper())},
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,99})", re.ASCII)
_HEX = re.compile(r"[-+]?0x[0-9a-fA-F]{1,99}", re.ASCII)
_FLOAT = re.compile(r"([-+]?(0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)([eE][-+][0-9]+)?", re.ASCII)
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT = ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


class Endless(ValueError):
    """A number that JSON has no word for."""


def scalar(text: str, *, plain: bool, tag: str | None) -> str | int | float | bool | None:
    """The value of a scalar: only an unquoted one, or one with a tag that says so, is anything but text."""
    if not plain and (tag is None or tag in _TEXT):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _HEX.fullmatch(text):
        return int(text, 16)
    if _ENDLESS.fullmatch(text):
        raise Endless
    if _FLOAT.fullmatch(text):
        value = float(text)
        if math.isinf(value):
            raise Endless
        return value
    return text


def has_half_character(text: str) -> bool:
    return _SURROGATE.search(text) is not None
