"""What can be read off a template by itself: scope, capabilities, and the SSM names that join it to other stacks."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, TypeVar

IAM_NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
_ACKNOWLEDGED = (*IAM_NAMES, "AWS::IAM::AccessKey", "AWS::IAM::Policy", "AWS::IAM::UserToGroupAddition")


R = TypeVar("R")


class _TheVery:
    """Equal only to itself: applications share templates, and comparing them would cost more than working again."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self.template = template

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheVery) and other.template is self.template

    def __hash__(self) -> int:
        return id(self.template)


def once_per_template(function: Callable[[Mapping[str, Any]], R]) -> Callable[[Mapping[str, Any]], R]:
    """Remember what was worked out for the last few templates."""
    remembered = lru_cache(maxsize=8)(lambda very: function(very.template))

    @wraps(function)
    def remembering(template: Mapping[str, Any]) -> R:
        return remembered(_TheVery(template))

    return remembering


def scope(template: Mapping[str, Any]) -> str:
    """`environment`, or `account` for what all environments of one account and region share."""
    return str(template.get("Metadata", {}).get("Stackwright", {}).get("Scope", "environment"))


def stack_name(application: str, environment: str, stack: str, template: Mapping[str, Any]) -> str:
    return f"{application}-{stack}" if scope(template) == "account" else f"{application}-{environment}-{stack}"


@once_per_template
def capabilities(template: Mapping[str, Any]) -> list[str]:
    """What must be acknowledged before CloudFormation makes this stack; never more than needed."""
    if "Transform" in template or _has_macro(template):
        return ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
    resources = [body for body in template["Resources"].values() if body["Type"] in _ACKNOWLEDGED]
    if any(IAM_NAMES.get(body["Type"], "-") in body.get("Properties", {}) for body in resources):
        return ["CAPABILITY_NAMED_IAM"]
    return ["CAPABILITY_IAM"] if resources else []


@once_per_template
def publishes(template: Mapping[str, Any]) -> dict[str, str]:
    """SSM names that a stack publishes, as patterns like `/{Application}/{Environment}/network/vpc-id`."""
    names = {}
    for logical_id, body in template["Resources"].items():
        if body["Type"] == "AWS::SSM::Parameter":
            name = body["Properties"].get("Name")
            pattern = name.get("Fn::Sub") if isinstance(name, dict) else name
            if isinstance(pattern, str):
                names[re.sub(r"\$\{(\w+)\}", r"{\1}", pattern)] = logical_id
    return names


@once_per_template
def reads(template: Mapping[str, Any]) -> dict[str, str]:
    """SSM names that a stack reads unless it is told otherwise, by the parameter that holds the name."""
    fills = template.get("Metadata", {}).get("Stackwright", {}).get("Fills", {})
    types = {name: declared["Type"] for name, declared in template.get("Parameters", {}).items()}
    return {name: fill for name, fill in fills.items() if types.get(name, "").startswith("AWS::SSM::Parameter::Value")}


def _has_macro(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "Fn::Transform" in value or any(_has_macro(item) for item in value.values())
    return isinstance(value, list) and any(_has_macro(item) for item in value)
