"""One side of a comparison as CloudFormation would see it: resources whose values are known or named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from delivery.intrinsics import Scope, as_text
from delivery.predict.values import Names, Plain, is_hidden, plain
from delivery.resolve import resolve
from delivery.sides import Side

ATTRIBUTES = ("Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy")
"""What of a resource can change beside its properties."""


@dataclass(frozen=True)
class Resource:
    """A resource with these values."""

    logical_id: str
    type: str
    properties: Mapping[str, Plain] = field(default_factory=dict)
    attributes: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Stack:
    """A side with everything put in."""

    side: Side
    values: Mapping[str, str]
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Plain]
    loops: tuple[str, ...] = ()  # Fn::ForEach over what only the account knows

    @cached_property
    def hidden_parameters(self) -> frozenset[str]:
        declared = self.side.template.get("Parameters", {})
        return frozenset(name for name, body in declared.items() if is_hidden(body))


NO_STACK = Stack(Side({"Resources": {}}), {}, {}, {})


def stack_of(side: Side | None, moved: Mapping[str, bool] | None = None) -> Stack:
    """What a side comes to. `moved` are names in Parameter Store whose values change, and whether that is certain."""
    if side is None:
        return NO_STACK
    template = side.template
    values = with_defaults(side)
    resolved = _resolved(template, values, side.pseudo)
    bodies = {name: body for name, body in resolved["Resources"].items() if isinstance(body, dict)}
    loops = tuple(name for section in ("Resources", "Outputs") for name in resolved.get(section, {}) if "::" in name)
    names = Names({**template, "Resources": bodies}, values, moved or {})
    resources = {name: _resource(name, body, names) for name, body in bodies.items()}
    outputs = {name: plain(body, names) for name, body in resolved.get("Outputs", {}).items()}
    return Stack(side, values, resources, outputs, loops)


def with_defaults(side: Side) -> dict[str, str]:
    """The value of every parameter that has one."""
    values: dict[str, str] = {}
    for name, declared in side.template.get("Parameters", {}).items():
        if name in side.values:
            values[name] = side.values[name]
        elif isinstance(declared, Mapping) and "Default" in declared:
            values[name] = as_text(declared["Default"])
    return values


def _resolved(template: Mapping[str, Any], values: Mapping[str, str], pseudo: Mapping[str, str]) -> dict[str, Any]:
    """Conditions are answered with all values; what must not be shown is then not put in."""
    hidden = {name for name, declared in template.get("Parameters", {}).items() if is_hidden(declared)}
    if not hidden:
        return resolve(template, values, pseudo)
    whole = Scope(template, values, pseudo)
    asked = {name: body for name, body in template.get("Conditions", {}).items() if isinstance(body, dict)}
    answers = {name: answer for name in asked if (answer := whole.holds(name)) is not None}
    answered = {**template, "Conditions": {**template.get("Conditions", {}), **answers}}
    return resolve(answered, {name: value for name, value in values.items() if name not in hidden}, pseudo)


def _resource(name: str, body: Mapping[str, Any], names: Names) -> Resource:
    properties = plain(body.get("Properties", {}), names)
    attributes = {key: plain(body[key], names) for key in ATTRIBUTES if key in body}
    return Resource(name, body["Type"], properties if isinstance(properties, dict) else {"Fn": properties}, attributes)
