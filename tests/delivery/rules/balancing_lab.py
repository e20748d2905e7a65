"""What the tests of rules on load balancers share: a balancer, what it leads to, and the service behind it."""

from collections.abc import Mapping
from typing import Any

from tests.delivery.rules.lab import resource, resources

GROUP = ("Group", "Properties")
BALANCER = ("Balancer", "Properties")
SERVICE = ("Service", "Properties")


def attributes(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def group(having: Mapping[str, Any] | None = None, /, **properties: Any) -> dict[str, Any]:
    """A target group of tasks with these attributes."""
    listed = {} if having is None else {"TargetGroupAttributes": attributes(having)}
    return resource(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        **{"TargetType": "ip", "Protocol": "HTTP", "Port": 8080, **listed, **properties},
    )


def one_group(having: Mapping[str, Any] | None = None, /, **properties: Any) -> dict[str, Any]:
    """A template of one target group, called Group."""
    return resources(Group=group(having, **properties))


def balancer(having: Mapping[str, Any] | None = None, /, **properties: Any) -> dict[str, Any]:
    """A load balancer with these attributes."""
    listed: dict[str, Any] = {} if having is None else {"LoadBalancerAttributes": attributes(having)}
    return resource("AWS::ElasticLoadBalancingV2::LoadBalancer", **listed, **properties)


def listener(protocol: str = "HTTPS", group: str = "Group") -> dict[str, Any]:
    """A listener of Balancer that forwards to a target group."""
    return resource(
        "AWS::ElasticLoadBalancingV2::Listener",
        LoadBalancerArn={"Ref": "Balancer"},
        Protocol=protocol,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": {"Ref": group}}],
    )


def service(**properties: Any) -> dict[str, Any]:
    """A service behind Group that runs Task."""
    return resource(
        "AWS::ECS::Service",
        **{
            "TaskDefinition": {"Ref": "Task"},
            "LoadBalancers": [{"ContainerName": "web", "ContainerPort": 8080, "TargetGroupArn": {"Ref": "Group"}}],
            **properties,
        },
    )


def task(**container: Any) -> dict[str, Any]:
    """A task of the container web and of a log router."""
    router = {"Name": "router", "Image": "router:1"}
    return resource(
        "AWS::ECS::TaskDefinition",
        ContainerDefinitions=[{"Name": "web", "Image": "web:1", **container}, router],
    )
