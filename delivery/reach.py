"""Whether tasks would reach AWS: without a way out they cannot fetch their image, and a deployment hangs."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.intrinsics import Scope, value_of

Values = Mapping[str, Mapping[str, str]]


def stranded_services(templates: Mapping[str, Mapping[str, Any]], values: Values) -> Iterator[str]:
    """The stacks whose tasks stand in private subnets of a network of ours that nothing leads out of."""
    scopes = {stack: Scope(template, values[stack]) for stack, template in templates.items()}
    makes_network = any(_there(scope, "AWS::EC2::VPC") for scope in scopes.values())
    if not makes_network or any(_leads_out(scope) for scope in scopes.values()):
        return
    for stack, scope in scopes.items():
        for service in _there(scope, "AWS::ECS::Service"):
            network = value_of(service.get("NetworkConfiguration", {}), scope)
            if network.get("AwsvpcConfiguration", {}).get("AssignPublicIp") == "DISABLED":
                yield stack


def _leads_out(scope: Scope) -> bool:
    if _there(scope, "AWS::EC2::NatGateway"):
        return True
    return any(endpoint.get("VpcEndpointType") == "Interface" for endpoint in _there(scope, "AWS::EC2::VPCEndpoint"))


def _there(scope: Scope, type_: str) -> list[Mapping[str, Any]]:
    """The properties of the resources of a type that exist with these values."""
    return [
        resource.get("Properties", {})
        for resource in scope.template["Resources"].values()
        if resource["Type"] == type_ and scope.may_have(resource)
    ]
