"""Values and tags that a stack is deployed with, in every form of file that AWS's own tools take."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from delivery.problems import refuse
from delivery.reading.document import shown

Pairs = Iterator[tuple[str, Any]]
_FORMS = (
    "write a list of ParameterKey and ParameterValue, a list of Key=Value, or a mapping of names to values, "
    "alone or under Parameters"
)
_WRAPPERS = ("Parameters", "parameters", "Tags", "tags")


@dataclass(frozen=True)
class Given:
    """What a file says. Values that it leaves to what is deployed are not known, and told in notes."""

    values: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class _Twice(ValueError):
    """A key that a mapping has twice."""


def parameters_in(content: bytes, file: Path) -> Given:
    """The values in a parameters file, with tags where it holds them too."""
    data = _data(content, file)
    if isinstance(data, dict) and isinstance(data.get("Resources"), dict):
        raise refuse("this is a template, not a file of parameters: name the file with the values", file)
    wrapped = isinstance(data, dict) and any(isinstance(data.get(name), dict | list) for name in _WRAPPERS)
    if not wrapped:
        values, notes = _known(_pairs(data, file), file)
        return Given(values, {}, notes)
    values, notes = _known(_pairs(_either(data, "Parameters"), file), file)
    tags, _ = _known(_tag_pairs(_either(data, "Tags"), file), file)
    return Given(values, tags, notes)


def tags_in(content: bytes, file: Path) -> Mapping[str, str]:
    """The tags in a file of nothing else."""
    data = _data(content, file)
    if isinstance(data, dict) and isinstance(_either(data, "Tags"), dict | list) and _either(data, "Tags"):
        data = _either(data, "Tags")
    tags, _ = _known(_tag_pairs(data, file), file)
    return tags


def words_given(words: Iterable[str]) -> Mapping[str, str]:
    """`Name=Value` as it is given on the command line."""
    values = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise refuse(f"--parameter {shown(word)} names no value: write Name=Value")
        values[name] = value
    return values


def _either(data: Mapping[str, Any], name: str) -> Any:
    """A member under its name or, as Git sync writes it, in small letters."""
    return data.get(name, data.get(name.lower(), {}))


def _known(pairs: Pairs, file: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Names with the values that are plain text; of the others a note is left."""
    values: dict[str, str] = {}
    notes: list[str] = []
    for name, value in pairs:
        if name in values:
            raise refuse(f"{shown(name)} is given twice: keep one", file)
        text = _text(value)
        if text is None:
            why = "keeps its previous value" if value is _PREVIOUS else "is worked out elsewhere"
            notes.append(
                f"{file}: {shown(name)} {why} and is not known here: a default in the template stands in for it"
            )
        else:
            values[name] = text
    return values, tuple(notes)


_PREVIOUS = object()


def _text(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if all(isinstance(item, str | bool) for item in value):
            return ",".join(str(_text(item)) for item in value)
        case _:
            return None


def _pairs(data: Any, file: Path) -> Pairs:
    match data:
        case dict():
            yield from data.items()
        case list():
            for item in data:
                yield _pair(item, file)
        case _:
            raise refuse(f"this is no file of parameters: {_FORMS}", file)


def _pair(item: Any, file: Path) -> tuple[str, Any]:
    match item:
        case {"ParameterKey": str(name), "UsePreviousValue": True | "true"}:
            return name, _PREVIOUS
        case {"ParameterKey": str(name), "ParameterValue": value}:
            return name, value
        case {"ParameterKey": str(name)}:
            raise refuse(f"{shown(name)} has no ParameterValue: add it", file)
        case str() if "=" in item.strip()[1:]:
            name, _, text = item.partition("=")
            return name.strip(), text
        case {"Key": _, "Value": _}:
            raise refuse("these are tags, not parameters: name the file with the values", file)
        case _:
            raise refuse(f"{shown(json.dumps(item, default=str))} is no parameter: {_FORMS}", file)


def _tag_pairs(data: Any, file: Path) -> Pairs:
    match data:
        case dict():
            yield from data.items()
        case list():
            for item in data:
                match item:
                    case {"Key": str(name), "Value": value}:
                        yield name, value
                    case _:
                        found = shown(json.dumps(item, default=str))
                        raise refuse(f"{found} is no tag: write a Key and a Value", file)
        case _:
            raise refuse("these are no tags: write a list of Key and Value, or a mapping", file)


def _data(content: bytes, file: Path) -> Any:
    """JSON or YAML with every number as the text that was written."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse("this is not UTF-8 text: save the file as UTF-8", file, line) from None
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once)
    except _Twice as error:
        raise refuse(f"{error} is given twice: keep one", file) from None
    except RecursionError:
        raise refuse("this is nested too deep: make it flatter", file) from None
    except json.JSONDecodeError as error:
        if file.suffix.lower() == ".json" or text.lstrip().startswith("["):
            raise refuse(f"this is not JSON ({error.msg.lower()}): mend this line", file, error.lineno) from None
    from delivery.reading.reader import parse

    document = parse(text, file)
    return _as_written(document.data, (), document.texts)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(shown(next(name for name in names if names.count(name) > 1)))
    return found


def _as_written(data: Any, place: tuple[str | int, ...], texts: Mapping[tuple[str | int, ...], str]) -> Any:
    if isinstance(data, dict):
        return {key: _as_written(value, (*place, key), texts) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_written(value, (*place, number), texts) for number, value in enumerate(data)]
    return None if data is None else texts.get(place, str(data))
