"""Permissions that are properties of a resource, written out as the policy that they mean."""

from collections.abc import Mapping
from typing import Any

from delivery.review.access.found import clean

WRITTEN_OUT = frozenset(
    ("AWS::Lambda::Permission", "AWS::Lambda::LayerVersionPermission", "AWS::Events::EventBusPolicy")
)


def written_out(type_: str, properties: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The policy document of such a resource; None where the type is another or it is not there."""
    if type_ not in WRITTEN_OUT or properties is None:
        return None
    if type_ == "AWS::Events::EventBusPolicy":
        return {"Statement": [_of_event_bus(properties)]}
    if type_ == "AWS::Lambda::Permission":
        return {"Statement": [_of_function(properties)]}
    return {"Statement": [_of_layer(properties)]}


def _of_function(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": _principal(properties.get("Principal")),
        "Action": properties.get("Action"),
        "Resource": properties.get("FunctionName", ""),
        "Condition": {
            **_asked(properties, "ArnLike", {"aws:SourceArn": "SourceArn"}),
            **_asked(
                properties,
                "StringEquals",
                {
                    "aws:SourceAccount": "SourceAccount",
                    "aws:PrincipalOrgID": "PrincipalOrgID",
                    "lambda:EventSourceToken": "EventSourceToken",
                    "lambda:FunctionUrlAuthType": "FunctionUrlAuthType",
                },
            ),
            **_asked(properties, "Bool", {"lambda:InvokedViaFunctionUrl": "InvokedViaFunctionUrl"}),
        },
    }


def _of_layer(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": _principal(properties.get("Principal")),
        "Action": properties.get("Action"),
        "Resource": properties.get("LayerVersionArn", ""),
        "Condition": _asked(properties, "StringEquals", {"aws:PrincipalOrgID": "OrganizationId"}),
    }


def _of_event_bus(properties: Mapping[str, Any]) -> Any:
    statement = properties.get("Statement")
    if statement is not None:
        return statement
    condition = properties.get("Condition")
    asked: Any = {}
    if isinstance(condition, Mapping):
        asked = {clean(condition.get("Type")): {clean(condition.get("Key")): condition.get("Value")}}
    elif condition is not None:
        asked = condition
    return {
        "Effect": "Allow",
        "Principal": _principal(properties.get("Principal")),
        "Action": properties.get("Action"),
        "Condition": asked,
    }


def _principal(value: Any) -> Any:
    if isinstance(value, str) and value.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return {"Service": value}
    return value


def _asked(properties: Mapping[str, Any], operator: str, keys: Mapping[str, str]) -> dict[str, Any]:
    asked = {key: properties[name] for key, name in keys.items() if properties.get(name) not in (None, "")}
    return {operator: asked} if asked else {}
