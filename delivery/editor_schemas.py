"""JSON Schemas for the files that people write, so that editors complete and underline."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from delivery.intrinsics import LIST_TYPES

if TYPE_CHECKING:
    from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
APP_SCHEMA = "app.schema.json"
ENVIRONMENT_SCHEMA = "environment.schema.json"
_SCALAR = ["string", "number", "boolean"]


def application_schema(model: "type[BaseModel]") -> dict[str, Any]:
    """The schema of `app.yaml`."""
    return {"$schema": DIALECT, **_closed(model.model_json_schema(by_alias=True))}


def _closed(schema: Any) -> Any:
    """Where names must fit a pattern, a name that does not fit is a mistake."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(item) for key, item in schema.items()}
    return closed | {"additionalProperties": False} if "patternProperties" in closed else closed


def environment_schema(application: str, templates: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The schema of an application's environment files: one group per stack, the templates' own parameters in it."""
    groups = {stack: _group(template) for stack, template in templates.items()}
    return {
        "$schema": DIALECT,
        "title": f"An environment of {application}",
        "type": "object",
        "additionalProperties": False,
        "required": ["region", *(stack for stack, group in groups.items() if group["required"])],
        "properties": {
            "region": {"type": "string", "description": "The AWS region, such as eu-west-1"},
            "account": {
                "type": "string",
                "pattern": "^[0-9]{12}$",
                "description": "The account, in quotes; delivery refuses any other",
            },
            "tags": {
                "type": ["object", "null"],
                "description": "Tags of every stack and resource",
                "additionalProperties": {"type": _SCALAR},
            },
            **groups,
        },
    }


def _group(template: Mapping[str, Any]) -> dict[str, Any]:
    fills = template.get("Metadata", {}).get("Stackwright", {}).get("Fills", {})
    parameters = template.get("Parameters", {})
    required = [name for name, body in parameters.items() if "Default" not in body and name not in fills]
    return {
        "type": "object" if required else ["object", "null"],
        "description": template.get("Description", ""),
        "additionalProperties": False,
        "required": required,
        "properties": {name: _parameter(body, fills.get(name)) for name, body in parameters.items()},
    }


def _parameter(declared: Mapping[str, Any], fill: str | None) -> dict[str, Any]:
    text = declared.get("Description", "")
    if fill is not None:
        text += f". Filled in: {fill}"
    described: dict[str, Any] = {"description": text}
    if "Default" in declared:
        is_number = declared["Type"] == "Number"
        described["default"] = int(declared["Default"]) if is_number else declared["Default"]
    if "AllowedValues" in declared:
        return described | {"enum": _as_written(declared["AllowedValues"])}
    if declared["Type"] == "Number":
        bounds = {"minimum": declared.get("MinValue"), "maximum": declared.get("MaxValue")}
        number = {"type": "integer"} | {key: value for key, value in bounds.items() if value is not None}
        return described | {"anyOf": [number, {"type": "string", "pattern": "^-?[0-9]+$"}]}
    if LIST_TYPES.match(declared["Type"]):
        return described | {"type": ["array", "string"], "items": {"type": _SCALAR}}
    pattern = {"pattern": declared["AllowedPattern"]} if "AllowedPattern" in declared else {}
    return described | {"type": _SCALAR} | pattern


def _as_written(values: list[str]) -> list[Any]:
    """Both as a person writes them in YAML (512, true) and as text."""
    plain: list[Any] = []
    for value in values:
        if value in ("true", "false"):
            plain.append(value == "true")
        elif value.isdigit():
            plain.append(int(value))
    return [*plain, *values]
