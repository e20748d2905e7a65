"""What an unquoted word of YAML means: the core schema of YAML 1.2, in which `no` is a word and `12:30` no number.

Where a number would lose something that was written, the text is refused instead.
"""

import math
import re

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_MOST_DIGITS = 100


class Lossy(ValueError):
    """A number that would not be what was written; its text says what would happen."""


def plain(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(_lossless(text))
    if _OTHER_BASE.fullmatch(text):
        return int(_short(text), 0)
    if _FLOAT.fullmatch(text):
        value = float(_lossless(text))
        if math.isinf(value):
            raise Lossy("would be read as a number without end")
        return value
    return float(text.lower().replace(".", "")) if _ENDLESS.fullmatch(text) else text


def _lossless(text: str) -> str:
    if _LEADING_ZERO.match(text):
        raise Lossy("would be read as a number and lose its zero")
    return _short(text)


def _short(text: str) -> str:
    if len(text) > _MOST_DIGITS:
        raise Lossy("would be read as a number and is too long for one")
    return text
