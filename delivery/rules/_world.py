"""A template as it can turn out, so that a rule never meets Fn::If.

A world is one way in which the conditions can be answered. A rule looks at each world that matters to the
resource types it is about; what is not known even then (a parameter's value, an attribute of a resource) is
unknown, and a rule says nothing against what it does not know.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Path = tuple[str | int, ...]
ABSENT = object()
NO_VALUE = {"Ref": "AWS::NoValue"}

MANY = 7
"""With more independent questions than this, no answers are tried out: the branches stay unknown."""

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")


@dataclass(frozen=True, order=True)
class Found:
    """What a rule has against a place of the template."""

    path: Path
    message: str


@dataclass(frozen=True)
class Node:
    """A value of the template in a world, and where it stands."""

    value: Any
    path: Path
    world: "World"

    def __getitem__(self, name: str) -> "Node":
        """A property; a missing one is absent and stands where it would be written, one of the unknown is unknown."""
        if self.unknown:
            return self
        inner = self.value.get(name, ABSENT) if isinstance(self.value, dict) else ABSENT
        return self.world.node(inner, self.path if inner is ABSENT else (*self.path, name))

    def at(self, *names: str) -> "Node":
        """A property of a property."""
        node = self
        for name in names:
            node = node[name]
        return node

    @cached_property
    def items(self) -> list["Node"]:
        """The items of a list; a single item where CloudFormation takes one for a list; nothing of what is unknown."""
        if self.absent or self.unknown:
            return []
        if not isinstance(self.value, list):
            return [self]
        nodes = (self.world.node(item, (*self.path, index)) for index, item in enumerate(self.value))
        return [node for node in nodes if not node.absent]

    @property
    def keys(self) -> list[str]:
        return list(self.value) if isinstance(self.value, dict) and not self.unknown else []

    @property
    def absent(self) -> bool:
        return self.value is ABSENT

    @property
    def present(self) -> bool:
        return self.value is not ABSENT

    @property
    def unknown(self) -> bool:
        """A function, whose value nobody knows here."""
        return _function(self.value) is not None

    @property
    def text(self) -> str | None:
        """A string that is written out, or a number or truth value as CloudFormation would write it."""
        match self.value:
            case bool():
                return "true" if self.value else "false"
            case str() | int() | float():
                return str(self.value)
            case _:
                return None

    @property
    def number(self) -> float | None:
        """A number that is written out, also as a string."""
        try:
            return None if self.text is None else float(self.text)
        except ValueError:
            return None

    @property
    def yes(self) -> bool:
        """Written out as true."""
        return self.text == "true"

    @property
    def no(self) -> bool:
        """Absent, or written out as false. For properties that are off unless they are switched on."""
        return self.absent or self.text == "false"

    @property
    def default(self) -> str | None:
        """What is written out, or else the default of the parameter that stands here."""
        match self.value:
            case {"Ref": str(name)}:
                parameters = self.world.template.get("Parameters")
                declared = parameters.get(name) if isinstance(parameters, dict) else None
                found = declared.get("Default") if isinstance(declared, dict) else None
                return None if found is None else str(found)
            case _:
                return self.text

    @property
    def words(self) -> str:
        """All the text that is written here, also within functions, without the variables of Fn::Sub."""
        return " ".join(_VARIABLE.sub(" ", word) for word in _strings(self.value))

    @property
    def names(self) -> set[str]:
        """The resources and parameters that are mentioned here, at any depth."""
        return set(mentioned(self.value))

    def says(self, message: str) -> Found:
        return Found(self.path, message)


@dataclass(frozen=True)
class Resource:
    """A resource that exists in a world, or may."""

    name: str
    type: str
    body: Mapping[str, Any]
    world: "World"

    @cached_property
    def properties(self) -> Node:
        path: Path = ("Resources", self.name)
        if "Properties" not in self.body:
            return self.world.node({}, path)
        return self.world.node(self.body["Properties"], (*path, "Properties"))

    def __getitem__(self, name: str) -> Node:
        return self.properties[name]

    def at(self, *names: str) -> Node:
        return self.properties.at(*names)

    def attribute(self, name: str) -> Node:
        """DeletionPolicy, DependsOn and the like."""
        path: Path = ("Resources", self.name)
        inner = self.body.get(name, ABSENT)
        return self.world.node(inner, path if inner is ABSENT else (*path, name))

    def says(self, message: str) -> Found:
        return Found(("Resources", self.name), message)


@dataclass(frozen=True)
class World:
    """The template with its conditions answered in one of the possible ways."""

    template: Mapping[str, Any]
    answers: Mapping[str, bool] = field(default_factory=dict)

    def of(self, *types: str) -> list[Resource]:
        """The resources of these types that exist, as far as is known."""
        return [
            Resource(name, body["Type"], body, self)
            for name, body in _resources(self.template).items()
            if body["Type"] in types and self.answers.get(str(body.get("Condition")), True)
        ]

    def named(self, names: set[str], *types: str) -> list[Resource]:
        """Those of these types that have one of these names."""
        return [resource for resource in self.of(*types) if resource.name in names]

    def node(self, value: Any, path: Path) -> Node:
        """With Fn::If chosen where the answer is known."""
        while isinstance(value, dict) and set(value) == {"Fn::If"} and isinstance(value["Fn::If"], list):
            question, *branches = value["Fn::If"] or [None]
            if not isinstance(question, str) or question not in self.answers or len(branches) != 2:
                break
            index = 1 if self.answers[question] else 2
            value, path = branches[index - 1], (*path, "Fn::If", index)
        return Node(ABSENT if value == NO_VALUE else value, path, self)

    @property
    def environment(self) -> str | None:
        """The environment whose values are in place; None for a template as it is written."""
        metadata = self.template.get("Metadata")
        found = metadata.get("Stackwright") if isinstance(metadata, dict) else None
        return found.get("ValuesOf") if isinstance(found, dict) else None


def worlds(template: Mapping[str, Any], types: Sequence[str]) -> Iterator[World]:
    """Every way in which the conditions that matter to resources of these types can be answered."""
    conditions = template.get("Conditions")
    if not isinstance(conditions, dict) or not conditions:
        yield World(template)
        return
    about = [body for body in _resources(template).values() if body["Type"] in types]
    asked = {name for body in about for name in _asked(body) if name in conditions}
    atoms = sorted({atom for name in asked for atom in _atoms({"Condition": name}, conditions)})
    if not asked or len(atoms) > MANY:
        yield World(template)
        return
    seen = set()
    for facts in itertools.product((True, False), repeat=len(atoms)):
        known = dict(zip(atoms, facts, strict=True))
        answers = {name: _answer({"Condition": name}, conditions, known) for name in sorted(asked)}
        if _possible(known) and tuple(answers.values()) not in seen:
            seen.add(tuple(answers.values()))
            yield World(template, answers)


Bodies = dict[str, Mapping[str, Any]]

_last: list[tuple[Any, Bodies]] = [(None, {})]
"""The template that was looked at last with its resources: every rule asks for them, often."""


def _resources(template: Mapping[str, Any]) -> Bodies:
    if _last[0][0] is not template:
        found = template.get("Resources", {})
        bodies = found.items() if isinstance(found, dict) else ()
        usable: Bodies = {
            name: body for name, body in bodies if isinstance(body, dict) and isinstance(body.get("Type"), str)
        }
        _last[0] = (template, usable)
    return _last[0][1]


def _function(value: Any) -> str | None:
    if isinstance(value, dict) and len(value) == 1:
        (name,) = value
        if isinstance(name, str) and (name in ("Ref", "Condition") or name.startswith("Fn::")):
            return name
    return None


def _asked(value: Any) -> Iterator[str]:
    """The conditions that a resource's existence or one of its values depends on."""
    if isinstance(value, dict):
        own, branch = value.get("Condition"), value.get("Fn::If")
        if isinstance(own, str):
            yield own
        if isinstance(branch, list) and branch and isinstance(branch[0], str):
            yield branch[0]
        for item in value.values():
            yield from _asked(item)
    elif isinstance(value, list):
        for item in value:
            yield from _asked(item)


# Conditions: every question comes down to atoms, comparisons whose answer is a fact about the parameters.

_DEEP = 20


def _atoms(question: Any, conditions: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    if depth > _DEEP:
        yield json.dumps(question, sort_keys=True)
        return
    match question:
        case {"Condition": str(name)} if name in conditions:
            yield from _atoms(conditions[name], conditions, depth + 1)
        case {"Fn::And": list(parts)} | {"Fn::Or": list(parts)} | {"Fn::Not": list(parts)}:
            for part in parts:
                yield from _atoms(part, conditions, depth + 1)
        case {"Fn::Equals": [str(), str()]}:
            pass
        case _:
            yield json.dumps(question, sort_keys=True)


def _answer(question: Any, conditions: Mapping[str, Any], known: Mapping[str, bool], depth: int = 0) -> bool:
    if depth <= _DEEP:
        match question:
            case {"Condition": str(name)} if name in conditions:
                return _answer(conditions[name], conditions, known, depth + 1)
            case {"Fn::And": list(parts)}:
                return all(_answer(part, conditions, known, depth + 1) for part in parts)
            case {"Fn::Or": list(parts)}:
                return any(_answer(part, conditions, known, depth + 1) for part in parts)
            case {"Fn::Not": [part]}:
                return not _answer(part, conditions, known, depth + 1)
            case {"Fn::Equals": [str(left), str(right)]}:
                return left == right
    return known[json.dumps(question, sort_keys=True)]


def _possible(known: Mapping[str, bool]) -> bool:
    """One thing does not equal two different texts."""
    equal = set()
    for atom, fact in known.items():
        match json.loads(atom):
            case {"Fn::Equals": [thing, str()]} | {"Fn::Equals": [str(), thing]} if fact:
                key = json.dumps(thing, sort_keys=True)
                if key in equal:
                    return False
                equal.add(key)
    return True


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case {"Ref": _} | {"Fn::GetAtt": _}:
            pass
        case dict():
            for item in value.values():
                yield from _strings(item)
        case list():
            for item in value:
                yield from _strings(item)


def mentioned(value: Any) -> Iterator[str]:
    """The resources and parameters that functions name, at any depth."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::GetAtt": str(name)}:
            yield name.split(".")[0]
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            for variable in _VARIABLE.findall(text):
                yield variable.split(".")[0].strip()
            for item in value["Fn::Sub"][1:] if isinstance(value["Fn::Sub"], list) else ():
                yield from mentioned(item)
        case dict():
            for item in value.values():
                yield from mentioned(item)
        case list():
            for item in value:
                yield from mentioned(item)
