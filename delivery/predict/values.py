"""Values as far as they are known offline: what is not known has a name, and is equal to itself only.

`Ref`, `Fn::GetAtt`, a value in Parameter Store: each becomes an `Unknown` ("id of Vpc", "value of /hello/vpc-id"),
alone or as a piece of a text, however the template puts the text together.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from delivery.change_set import HIDDEN, KNOWN_AFTER_APPLY
from delivery.intrinsics import as_text

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
Reference = tuple[str, str]
"""A resource, and the attribute that is asked of it; "" is its id."""


@dataclass(frozen=True)
class Unknown:
    """Something that only the account knows."""

    key: str  # equal keys are equal values
    words: str = field(compare=False)
    references: tuple[Reference, ...] = field(default=(), compare=False)
    certain: bool = field(default=True, compare=False)  # False: another key may have the same value all the same
    is_new: bool = field(default=False, compare=False)  # surely another value than any that was there before
    secret: bool = field(default=False, compare=False)
    pieces: tuple[Any, ...] = field(default=(), compare=False)  # of a text: texts and Unknowns


Plain = Any
"""JSON whose scalars are text, with Unknowns in it."""


@dataclass(frozen=True)
class Names:
    """What the names in a template stand for."""

    template: Mapping[str, Any]
    values: Mapping[str, str]
    moved: Mapping[str, bool] = field(
        default_factory=dict
    )  # names in Parameter Store that get another value: certainly?

    def ref(self, name: str) -> Unknown:
        declared = self.template.get("Parameters", {}).get(name)
        if declared is None:
            if name in self.template["Resources"]:
                return Unknown(f"Ref {name}", f"id of {name}", ((name, ""),))
            return Unknown(f"Ref {name}", name)
        given = self.values.get(name)
        if is_hidden(declared):
            return _hidden(name, given)
        type_ = str(declared.get("Type"))
        if given is not None and type_.startswith("AWS::SSM::Parameter::Value"):
            moved = self.moved.get(given)
            words = f"value of {given}" if moved is None else f"new value of {given}"
            return Unknown(f"{type_} {given} {moved is not None}", words, certain=False, is_new=bool(moved))
        return Unknown(f"Ref {name}", f"value of the parameter {name}", certain=False)


def is_hidden(declared: Any) -> bool:
    """Whether a parameter's value must never be shown."""
    return isinstance(declared, Mapping) and as_text(declared.get("NoEcho", False)) == "true"


def _hidden(name: str, given: str | None) -> Unknown:
    import hashlib

    digest = "" if given is None else hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
    return Unknown(f"hidden {digest}", HIDDEN, secret=True, certain=given is not None)


def plain(value: Any, names: Names) -> Plain:
    """A resolved value with its unknowns named."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref" and isinstance(argument, str):
                return names.ref(argument)
            if name.startswith("Fn::"):
                return _FUNCTIONS.get(name, _some)(name, argument, names)
        return {key: plain(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, names) for item in value]
    return value if isinstance(value, str) else None if value is None else as_text(value)


def unknowns(value: Plain) -> Iterator[Unknown]:
    """Every unknown in a value."""
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from unknowns(item)
    elif isinstance(value, list):
        for item in value:
            yield from unknowns(item)


def shown(value: Plain, fresh: Callable[[Reference], bool] = lambda _: False) -> Any:
    """The value as a change set writes it; `fresh` says which references are only known after the deployment."""
    if isinstance(value, Unknown):
        if value.pieces:
            return "".join(piece if isinstance(piece, str) else str(shown(piece, fresh)) for piece in value.pieces)
        if value.secret:
            return HIDDEN
        return KNOWN_AFTER_APPLY if any(map(fresh, value.references)) else f"‹{value.words}›"
    if isinstance(value, dict):
        return {key: shown(item, fresh) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item, fresh) for item in value]
    return value


def text_of(value: Any) -> str:
    """A shown value as one text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _get_att(name: str, argument: Any, names: Names) -> Plain:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if isinstance(parts, list) and len(parts) == 2 and all(isinstance(part, str) for part in parts):
        resource, attribute = parts
        return Unknown(f"GetAtt {resource}.{attribute}", f"{attribute} of {resource}", ((resource, attribute),))
    return _some(name, argument, names)


def _sub(name: str, argument: Any, names: Names) -> Plain:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(given, dict):
        return _some(name, argument, names)
    pieces: list[Any] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        pieces.append(text[end : match.start()])
        variable = match[2].strip()
        if match[1]:
            pieces.append(f"${{{match[2]}}}")
        elif variable in given:
            pieces.append(plain(given[variable], names))
        elif "." in variable:
            pieces.append(_get_att("Fn::GetAtt", variable, names))
        else:
            pieces.append(names.ref(variable))
        end = match.end()
    return _text([*pieces, text[end:]])


def _join(name: str, argument: Any, names: Names) -> Plain:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):
        return _some(name, argument, names)
    items = plain(argument[1], names)
    if not isinstance(items, list):
        return _some(name, argument, names)
    pieces: list[Any] = []
    for item in items:
        pieces += [argument[0], item] if pieces else [item]
    return _text(pieces)


def _text(pieces: Iterable[Any]) -> Plain:
    """A text with unknowns in it, the same however it was put together."""
    flat: list[Any] = []
    for piece in pieces:
        for part in piece.pieces if isinstance(piece, Unknown) and piece.pieces else (piece,):
            if isinstance(part, str) and flat and isinstance(flat[-1], str):
                flat[-1] += part
            elif part != "":
                flat.append(part)
    if not flat:
        return ""
    if len(flat) == 1:
        return flat[0]
    key = json.dumps(flat, default=lambda piece: {"Unknown": piece.key})
    words = "".join(piece if isinstance(piece, str) else f"‹{_words(piece)}›" for piece in flat)
    return _unknown(key, words, flat, tuple(flat))


def _get_azs(name: str, argument: Any, names: Names) -> Plain:
    region = plain(argument, names)
    where = (
        "the region" if region == "" or (isinstance(region, Unknown) and region.key == "Ref AWS::Region") else region
    )
    return _unknown(f"GetAZs {_key(where)}", f"zones of {_words(where)}", [where])


def _select(name: str, argument: Any, names: Names) -> Plain:
    parts = plain(argument, names)
    if isinstance(parts, list) and len(parts) == 2:
        return _unknown(f"Select {_key(parts)}", f"item {_words(parts[0])} of {_words(parts[1])}", parts)
    return _some(name, argument, names)


def _import_value(name: str, argument: Any, names: Names) -> Plain:
    export = plain(argument, names)
    return _unknown(f"ImportValue {_key(export)}", f"export {_words(export)}", [export], certain=False)


def _stack_output(name: str, argument: Any, names: Names) -> Plain:
    asked = plain(argument, names)
    if isinstance(asked, dict) and "StackName" in asked and "OutputName" in asked:
        words = f"output {_words(asked['OutputName'])} of the stack {_words(asked['StackName'])}"
        return _unknown(f"GetStackOutput {_key(asked)}", words, [asked], certain=False)
    return _some(name, argument, names)


def _if(name: str, argument: Any, names: Names) -> Plain:
    if not (isinstance(argument, list) and len(argument) == 3):
        return _some(name, argument, names)
    yes, no = plain(argument[1], names), plain(argument[2], names)
    words = f"{_words(yes)} if {argument[0]}, else {_words(no)}"
    return _unknown(f"If {argument[0]} {_key([yes, no])}", words, [yes, no], certain=False)


def _some(name: str, argument: Any, names: Names) -> Plain:
    """Any other function: its name and what it is given."""
    given = plain(argument, names)
    short = name.removeprefix("Fn::")
    return _unknown(f"{short} {_key(given)}", f"{short} of {_words(given)}", [given], certain=name in _ONE_TO_ONE)


_ONE_TO_ONE = ("Fn::Base64", "Fn::ToJsonString")
_FUNCTIONS: dict[str, Callable[[str, Any, Names], Plain]] = {
    "Fn::GetAZs": _get_azs,
    "Fn::GetAtt": _get_att,
    "Fn::GetStackOutput": _stack_output,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Sub": _sub,
}


def _unknown(key: str, words: str, inside: list[Any], pieces: tuple[Any, ...] = (), *, certain: bool = True) -> Unknown:
    found = [item for part in inside for item in unknowns(part)]
    references = tuple(dict.fromkeys(reference for item in found for reference in item.references))
    return Unknown(
        key,
        words,
        references,
        certain=certain and all(item.certain for item in found),
        secret=any(item.secret for item in found),
        pieces=pieces,
    )


def _key(value: Plain) -> str:
    return json.dumps(value, sort_keys=True, default=lambda piece: {"Unknown": piece.key})


def _words(value: Plain) -> str:
    return value.words if isinstance(value, Unknown) else text_of(shown(value))
