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
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}


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
                "type": "object",
                "description": "Tags of every stack and resource",
                "additionalProperties": {"type": _SCALAR},
            },
            **groups,
        },
    }


def _group(template: Mapping[str, Any]) -> dict[str, Any]:
    fills = template.get("Metadata", {}).get("Stackwright", {}).get("Fills", {})
    parameters = template.get("Parameters", {})
    return {
        "type": "object",
        "description": template.get("Description", ""),
        "additionalProperties": False,
        "required": [name for name, body in parameters.items() if "Default" not in body and name not in fills],
        "properties": {name: _parameter(body, fills.get(name)) for name, body in parameters.items()},
    }


def _parameter(declared: Mapping[str, Any], fill: str | None) -> dict[str, Any]:
    text = declared.get("Description", "")
    if fill is not None:
        text += f". Filled in: {fill}"
    described: dict[str, Any] = {"description": text}
    if "Default" in declared:
        described["default"] = declared["Default"]
    if "AllowedValues" in declared:
        return described | {"enum": _as_written(declared["AllowedValues"])}
    if declared["Type"] == "Number":
        bounds = {"minimum": declared.get("MinValue"), "maximum": declared.get("MaxValue")}
        return described | {"type": "integer"} | {key: value for key, value in bounds.items() if value is not None}
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
