"""A resource with what stands around it, as a template of its own.

Checkers look at a resource, at what it refers to and at what refers to it. Judging a weakening in such a slice
takes a fraction of the time that the whole template takes.
"""

from collections.abc import Mapping
from typing import Any

from delivery.rules._world import mentioned

_SECTIONS = ("AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions")


def slice_of(template: Mapping[str, Any], name: str) -> frozenset[str]:
    """The resource, what it mentions, what mentions it, what those mention; and the policies of all these."""
    resources = template["Resources"]
    mentioned = {one: _near(body) & set(resources) for one, body in resources.items()}
    near = {name, *(one for one, others in mentioned.items() if name in others)}
    seen = near.union(*(mentioned[one] for one in near))
    policies = {one for one, others in mentioned.items() if others & seen and resources[one]["Type"].endswith("Policy")}
    return frozenset(seen | policies)


def cut(template: Mapping[str, Any], names: frozenset[str], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The slice as a template; `changed` replaces resources, or removes those that are None.

    References that lead out of it become parameters, so that checkers see something that they do not know.
    """
    every = {**template["Resources"], **changed}
    kept = {name: body for name, body in every.items() if name in names and body is not None}
    outside: dict[str, Any] = {}
    resources = {name: _closed(body, kept, template["Resources"], outside) for name, body in kept.items()}
    made = {section: template[section] for section in _SECTIONS if section in template}
    if outside:
        made["Parameters"] = {**made.get("Parameters", {}), **outside}
    return {**made, "Resources": resources}


def _closed(value: Any, kept: Mapping[str, Any], every: Mapping[str, Any], outside: dict[str, Any]) -> Any:
    """The value with what is not kept replaced by parameters."""
    match value:
        case {"Ref": str(name)} if name in every and name not in kept:
            return {"Ref": _parameter(name, "", outside)}
        case {"Fn::GetAtt": [str(name), str(attribute)]} if name in every and name not in kept:
            return {"Ref": _parameter(name, attribute, outside)}
        case {"Fn::Sub": str() | [str(), {}]} if any(one in every and one not in kept for one in mentioned(value)):
            return _closed_sub(value["Fn::Sub"], kept, every, outside)
        case {"Type": str(), **rest} if "DependsOn" in rest:
            there = [name for name in _names(rest["DependsOn"]) if name in kept]
            others = {key: item for key, item in value.items() if key != "DependsOn"}
            closed = {key: _closed(item, kept, every, outside) for key, item in others.items()}
            return closed | ({"DependsOn": there} if there else {})
        case Mapping():
            return {key: _closed(item, kept, every, outside) for key, item in value.items()}
        case list():
            return [_closed(item, kept, every, outside) for item in value]
        case _:
            return value


def _closed_sub(argument: Any, kept: Mapping[str, Any], every: Mapping[str, Any], outside: dict[str, Any]) -> Any:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    for variable in set(_variables(text)) - set(variables):
        name, _, attribute = variable.partition(".")
        if name in every and name not in kept:
            text = text.replace("${" + variable + "}", "${" + _parameter(name, attribute, outside) + "}")
    inner = {key: _closed(item, kept, every, outside) for key, item in variables.items()}
    return {"Fn::Sub": [text, inner] if inner else text}


def _parameter(name: str, attribute: str, outside: dict[str, Any]) -> str:
    parameter = "Outside" + name + "".join(letter for letter in attribute if letter.isalnum())
    outside[parameter] = {"Type": "String"}
    return parameter


def _near(body: Mapping[str, Any]) -> set[str]:
    """What a resource mentions or waits for."""
    return {*mentioned(body), *_names(body.get("DependsOn", []))}


def _variables(text: str) -> list[str]:
    """`Service.Name` of `service/${Service.Name}`."""
    found = []
    for piece in text.split("${")[1:]:
        variable, closed, _ = piece.partition("}")
        if closed and not variable.startswith("!"):
            found.append(variable.strip())
    return found


def _names(depends_on: Any) -> list[str]:
    """The resources that one waits for."""
    return [depends_on] if isinstance(depends_on, str) else list(depends_on)
