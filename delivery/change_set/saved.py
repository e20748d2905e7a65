"""Reads a change set from files: what `aws cloudformation describe-change-set` printed, in one answer or several."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from delivery.change_set import ChangeSet, is_text
from delivery.change_set.answers import change_set, checked
from delivery.change_set.saved_kinds import COMMAND, is_answer, kind_of_data, kind_of_text
from delivery.problems import Refused, refuse
from delivery.reading.files import bytes_of

MOST_BYTES = 50 * 1024 * 1024
_DEEPEST = 60
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_SOMETHING = re.compile(r"\S")
_UNICODE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_saved(paths: Sequence[Path]) -> ChangeSet:
    """The change set that files hold: one answer or several each, in any order; raises Refused with what is wrong."""
    if not paths:
        raise refuse(f"no file is named: name what this prints: {COMMAND}")
    return change_set([answer for path in paths for answer in _answers(path)])


def _answers(path: Path) -> Iterator[Mapping[str, Any]]:
    text = _text_of(path)
    if not text.strip():
        raise refuse(f"this file is empty, so the command that wrote it failed: run it again: {COMMAND}", path)
    for data in _documents(text, path):
        for item in data if isinstance(data, list) and data else [data]:
            if not is_answer(item):
                raise refuse(kind_of_data(item), path)
            try:
                yield checked(item)
            except Refused as error:
                raise refuse(str(error), path) from None


def _documents(text: str, path: Path) -> Iterator[Any]:
    """One JSON document after the other."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
    may_be_torn = _HALF_CHARACTER.search(text) is not None
    end = _next(text, 0)
    while end < len(text):
        try:
            data, end = decoder.raw_decode(text, end)
        except json.JSONDecodeError as error:
            raise _no_json(text, end, error, path) from None
        except RecursionError:
            raise refuse("this is nested too deep for an answer: save it again", path) from None
        except ValueError as error:
            raise refuse(f"{error}: save the answer as it came", path) from None
        if _depth(data) > _DEEPEST:
            raise refuse("this is nested too deep for an answer: save it again", path)
        if may_be_torn and not is_text(data):
            raise refuse("there is half a character (a \\ud8xx without its second half): save the answer again", path)
        yield data
        end = _next(text, end)


def _next(text: str, start: int) -> int:
    """Where something other than white space follows."""
    found = _SOMETHING.search(text, start)
    return found.start() if found else len(text)


def _no_json(text: str, start: int, error: json.JSONDecodeError, path: Path) -> Refused:
    if text[start] not in "{[":
        sentence = kind_of_text(text[start:])
        return refuse(sentence, path, None if start == 0 else error.lineno)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return refuse(f"the JSON ends in the middle: save it again: {COMMAND}", path, error.lineno)
    return refuse(f"this is not JSON ({error.msg.lower()}): save the answer as it came", path, error.lineno)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"a mapping has {json.dumps(twice)} twice")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number that JSON knows")


def _depth(data: Any) -> int:
    """How deep lists and mappings lie in one another."""
    depth, layer = 0, [data]
    while layer and depth <= _DEEPEST:
        depth += 1
        inner = (item.values() if isinstance(item, dict) else item for item in layer if isinstance(item, dict | list))
        layer = [value for values in inner for value in values if isinstance(value, dict | list)]
    return depth


def _text_of(path: Path) -> str:
    """A file's text. PowerShell writes UTF-16, with a mark at the beginning."""
    raw = bytes_of(path, MOST_BYTES)
    encoding = "utf-16" if raw.startswith(_UNICODE_MARKS) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse("this is not UTF-8 text: save the answer as UTF-8", path, line) from None
