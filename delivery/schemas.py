"""What CloudFormation's registry says of a resource type, read from the schemas that cfn-lint ships."""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from delivery.change_set.pointers import steps
from delivery.problems import refuse
from delivery.registry_notes import Pointer, note_on, place

NEVER, CONDITIONALLY, ALWAYS = "Never", "Conditionally", "Always"
_WORSE = ("", NEVER, CONDITIONALLY, ALWAYS)
HOME_REGION = "us-east-1"
_CUSTOM = "AWS::CloudFormation::CustomResource"
_DEEPEST = 12


@dataclass(frozen=True)
class Handler:
    """What CloudFormation does with a resource: the permissions that it takes and how long it may take."""

    permissions: tuple[str, ...] = ()
    timeout_minutes: int = 120


@dataclass(frozen=True)
class Schema:
    """The facts of a resource type."""

    type: str
    properties: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    create_only: tuple[Pointer, ...] = ()
    conditional_create_only: tuple[Pointer, ...] = ()
    read_only: tuple[Pointer, ...] = ()
    write_only: tuple[Pointer, ...] = ()
    primary_identifier: tuple[Pointer, ...] = ()
    unordered: tuple[Pointer, ...] = ()  # lists whose order means nothing
    tag_property: str = ""  # empty where it cannot be tagged
    tag_updatable: bool = False
    handlers: Mapping[str, Handler] = field(default_factory=dict)  # create, read, update, delete, list
    replacement_order: str = "create then delete"  # or "delete then create": how a replacement goes

    @property
    def updatable(self) -> bool:
        """Whether it can be changed at all; types that publish no handlers are taken as those that can."""
        return not self.handlers or "update" in self.handlers


@cache
def schema_of(type_: str, region: str = HOME_REGION) -> Schema | None:
    """The facts of a type in a region; None for types that AWS does not publish. Custom::X is a custom resource."""
    published = _CUSTOM if is_custom(type_) else type_
    found = _hashes(region).get(published) or _hashes(HOME_REGION).get(published)
    if found is None:
        return None
    return _read_schema(type_, json.loads((_folder() / "resources" / f"{found}.json").read_text(encoding="utf-8")))


@cache
def known_types(region: str = HOME_REGION) -> tuple[str, ...]:
    """The types that the registry has in a region, sorted."""
    return tuple(sorted(_hashes(region)))


@cache
def _folder() -> Path:
    """Where the schemas are; cfn-lint itself is not imported, that takes seconds."""
    found = importlib.util.find_spec("cfnlint")
    places = found.submodule_search_locations if found else None
    return next((Path(place) / "data" / "schemas" for place in places or ()), Path("cfnlint"))


@cache
def _hashes(region: str) -> Mapping[str, str]:
    """The file of each type. A region that is not known has none of its own."""
    if not region.replace("-", "").isalnum():
        return {}
    file = _folder() / "providers" / f"{region}.json"
    if file.is_file():
        found: Mapping[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return found
    if region == HOME_REGION:
        raise refuse("cfn-lint's schemas of resource types are not there, without which nothing is known: run make")
    return {}


def _read_schema(type_: str, schema: Mapping[str, Any]) -> Schema:
    tag_property, tag_updatable = _tagging(schema)
    return Schema(
        type=type_,
        properties=tuple(sorted(schema.get("properties", {}))),
        required=tuple(sorted(schema.get("required", ()))),
        create_only=_pointers(schema, "createOnlyProperties"),
        conditional_create_only=_pointers(schema, "conditionalCreateOnlyProperties"),
        read_only=_pointers(schema, "readOnlyProperties"),
        write_only=_pointers(schema, "writeOnlyProperties"),
        primary_identifier=_pointers(schema, "primaryIdentifier"),
        unordered=tuple(sorted(set(_unordered(schema)))),
        tag_property=tag_property,
        tag_updatable=tag_updatable,
        handlers={name: _handler(body) for name, body in sorted(schema.get("handlers", {}).items())},
        replacement_order=schema.get("replacementStrategy", "create_then_delete").replace("_", " "),
    )


def _pointers(schema: Mapping[str, Any], name: str) -> tuple[Pointer, ...]:
    """The order of an identifier has a meaning, so it stays."""
    return tuple(_pointer(text) for text in schema.get(name, ()))


def _pointer(text: str) -> Pointer:
    """`/properties/Environment/*/Name` as its parts."""
    return tuple(steps(text)[1:])


def _handler(body: Mapping[str, Any]) -> Handler:
    return Handler(tuple(sorted(set(body.get("permissions", ())))), int(body.get("timeoutInMinutes", 120)))


def _tagging(schema: Mapping[str, Any]) -> tuple[str, bool]:
    """The property that holds the tags, and whether they can be changed."""
    told = schema.get("tagging", {})
    if not told.get("taggable", schema.get("taggable", True)):
        return "", False
    pointer = _pointer(told.get("tagProperty", "/properties/Tags"))
    name = pointer[0] if pointer else ""
    return (name, bool(told.get("tagUpdatable", True))) if name in schema.get("properties", {}) else ("", False)


def _unordered(schema: Mapping[str, Any]) -> Iterator[Pointer]:
    """The lists in which the order of the items has no meaning, wherever they are."""
    yield from _lists(schema, schema, (), ())


def _lists(part: Any, schema: Mapping[str, Any], at: Pointer, inside: tuple[str, ...]) -> Iterator[Pointer]:
    """Definitions may contain themselves: each is followed once on a way down."""
    if not isinstance(part, dict) or len(at) > _DEEPEST:
        return
    if reference := part.get("$ref"):
        if reference not in inside:
            yield from _lists(definition(schema, reference), schema, at, (*inside, reference))
        return
    if part.get("insertionOrder") is False:
        yield at
    for name, child in part.get("properties", {}).items():
        yield from _lists(child, schema, (*at, name), inside)
    yield from _lists(part.get("items"), schema, (*at, "*"), inside)
    for child in part.get("patternProperties", {}).values():
        yield from _lists(child, schema, (*at, "*"), inside)


def definition(schema: Mapping[str, Any], reference: str) -> Any:
    """What `#/definitions/Tag` stands for; None where there is nothing."""
    found: Any = schema
    for part in reference.lstrip("#/").split("/"):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def recreation(schema: Schema | None, path: tuple[str | int, ...]) -> str:
    """Whether a difference at a property replaces the resource: Never, Conditionally or Always."""
    if schema is None:
        return CONDITIONALLY
    if not schema.updatable:
        return ALWAYS
    note = note_on(schema.type, path)
    return max(_in_the_registry(schema, path), note.recreation if note else NEVER, key=_WORSE.index)


def _in_the_registry(schema: Schema, path: tuple[str | int, ...]) -> str:
    places = [place(pointer, path) for pointer in schema.create_only]
    if "within" in places:
        return ALWAYS
    if any(places) or any(place(pointer, path) for pointer in schema.conditional_create_only):
        return CONDITIONALLY
    return NEVER if _is_known(schema, path) else CONDITIONALLY


def _is_known(schema: Schema, path: tuple[str | int, ...]) -> bool:
    """A custom resource takes any property, and its function may answer each with another resource."""
    return not path or (path[0] in schema.properties and not is_custom(schema.type))


def recreation_reason(type_: str, path: tuple[str | int, ...]) -> str:
    """What it depends on whether the resource is replaced, in words; empty where that is not known."""
    if is_custom(type_):
        return "replaced if the function that is behind it answers with another physical id"
    schema = schema_of(type_)
    if schema is None:
        return f"AWS does not publish what replaces a resource of the type {type_}"
    if recreation(schema, path) != CONDITIONALLY:
        return ""
    if note := note_on(type_, path):
        return note.reason
    if not _is_known(schema, path):
        return f"the registry does not have the property {path[0]}"
    within = [pointer for pointer in schema.create_only if place(pointer, path) == "above"]
    if within:
        return f"replaced if {_listed(sorted({pointer[-1] for pointer in within}))} changes with it"
    return ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def is_custom(type_: str) -> bool:
    """Whether a function of the account makes the resource."""
    return type_ == _CUSTOM or type_.startswith("Custom::")
