"""What the tests of rules on tasks and services share."""

from collections.abc import Mapping
from typing import Any

from tests.delivery.rules.lab import resource, resources

TASK = ("Task", "Properties")
CONTAINERS = (*TASK, "ContainerDefinitions")
CONTAINER: tuple[str | int, ...] = (*CONTAINERS, 0)
SERVICE = ("Service", "Properties")
DEPLOYMENT = (*SERVICE, "DeploymentConfiguration")


def place(*steps: str | int) -> str:
    """A path as findings name it."""
    return "/".join(map(str, steps))


def task(*containers: Any, **properties: Any) -> dict[str, Any]:
    """A template of one task definition, called Task."""
    return resources(Task=resource("AWS::ECS::TaskDefinition", ContainerDefinitions=list(containers), **properties))


def service(**properties: Any) -> dict[str, Any]:
    """A template of one service, called Service."""
    return resources(Service=resource("AWS::ECS::Service", **properties))


def conditional(template: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """The template with this condition: whether the parameter of the same name is yes."""
    return {
        **template,
        "Parameters": {**template.get("Parameters", {}), condition: {"Type": "String"}},
        "Conditions": {**template.get("Conditions", {}), condition: {"Fn::Equals": [{"Ref": condition}, "yes"]}},
    }


def with_parameter(template: Mapping[str, Any], name: str, **facts: Any) -> dict[str, Any]:
    """The template with this parameter."""
    return {**template, "Parameters": {**template.get("Parameters", {}), name: {"Type": "String", **facts}}}


def valued(template: Mapping[str, Any], environment: str) -> dict[str, Any]:
    """The template as one with an environment's values in place."""
    return {**template, "Metadata": {"Stackwright": {"ValuesOf": environment}}}
