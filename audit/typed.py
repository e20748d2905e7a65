"""Literal values in the type that the registry's schema gives their property.

A parameter's value is a string until it stands in a property: CloudFormation makes a number or a truth value
of it there. Checkers compare types strictly, so this is done before they look.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

_WHOLE = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")


def typed(template: Mapping[str, Any], region: str) -> dict[str, Any]:
    """The template with every resource's literals as its schema wants them."""
    resources = {}
    for name, body in template["Resources"].items():
        schema = _schema(str(body.get("Type")), region)
        properties = body.get("Properties")
        known = schema is not None and isinstance(properties, Mapping)
        resources[name] = {**body, "Properties": _as(properties, [schema], schema)} if known else dict(body)
    return {**template, "Resources": resources}


@functools.cache
def _schema(type_: str, region: str) -> Any:
    """The registry's schema of a resource type; None where there is none."""
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        return PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, type_).schema
    except ResourceNotFoundError:
        return None


def _as(value: Any, schemas: list[Any], root: Any) -> Any:
    """The value as one of these schemas wants it."""
    every = [one for schema in schemas for one in _alternatives(schema, root)]
    if isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref", "Condition")):
            return value
        return {key: _as(item, list(_below(every, key)), root) for key, item in value.items()}
    if isinstance(value, list):
        inner = [one["items"] for one in every if isinstance(one.get("items"), Mapping)]
        return [_as(item, inner, root) for item in value]
    return _scalar(value, {kind for one in every for kind in _kinds(one)})


def _scalar(value: Any, kinds: set[str]) -> Any:
    if isinstance(value, str) and "string" not in kinds:
        if "integer" in kinds and _WHOLE.fullmatch(value):
            return int(value)
        if "number" in kinds and _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        if "boolean" in kinds and value in ("true", "false"):
            return value == "true"
    if kinds == {"string"} and isinstance(value, (bool, int, float)):
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return value


def _alternatives(schema: Any, root: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """A schema with what it refers to and what it combines."""
    if not isinstance(schema, Mapping) or depth > 12:
        return
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        found: Any = root
        for step in reference[2:].split("/"):
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        yield from _alternatives(found, root, depth + 1)
    yield schema
    for word in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(word, ()):
            yield from _alternatives(one, root, depth + 1)


def _below(schemas: list[Mapping[str, Any]], key: str) -> Iterator[Any]:
    for schema in schemas:
        named = schema.get("properties", {})
        if key in named:
            yield named[key]
        else:
            yield from schema.get("patternProperties", {}).values()


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)
