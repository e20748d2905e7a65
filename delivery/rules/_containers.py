"""What rules on clusters, tasks and services share: which belongs to which, and what is known of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._world import Node, Resource, World

CLUSTER = "AWS::ECS::Cluster"
SERVICE = "AWS::ECS::Service"
TASK = "AWS::ECS::TaskDefinition"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"

SHIFTING = ("BLUE_GREEN", "LINEAR", "CANARY")
"""Strategies that start a second set of tasks and then move the traffic."""


def parts(node: Node) -> list[Node]:
    """The items of a list of objects, as far as they are written out."""
    return [item for item in node.items if isinstance(item.value, Mapping) and not item.unknown]


def stated(name: str, node: Node) -> str:
    """How a message says what stands in a property."""
    return f"{name} is not set" if node.absent else f"{name} is {node.text}"


def parameter(world: World, name: str) -> Mapping[str, Any]:
    """How the template declares a parameter; nothing where it does not."""
    declared = world.template.get("Parameters")
    found = declared.get(name) if isinstance(declared, Mapping) else None
    return found if isinstance(found, Mapping) else {}


# Tasks and containers.


def containers(world: World) -> Iterator[tuple[Resource, Node]]:
    """Each container of each task definition."""
    for task in world.of(TASK):
        for container in containers_of(task):
            yield task, container


def linux_containers(world: World) -> Iterator[tuple[Resource, Node]]:
    """Windows knows neither signals, nor capabilities, nor read-only root file systems."""
    return ((task, container) for task, container in containers(world) if not runs_windows(task))


def containers_of(task: Resource) -> list[Node]:
    return parts(task.properties.at("ContainerDefinitions"))


def called(container: Node) -> str:
    """How a message speaks of a container."""
    return f"The container {container['Name'].text or 'without a name'}"


def runs_windows(task: Resource) -> bool:
    family = task.properties.at("RuntimePlatform", "OperatingSystemFamily")
    return (family.default or "").startswith("WINDOWS")


def runs_on_fargate(task: Resource) -> bool:
    """It says so itself."""
    return "FARGATE" in {item.text for item in task.properties.at("RequiresCompatibilities").items}


# Services.


def tasks_of(service: Resource) -> list[Resource]:
    """The task definitions of this template that the service runs."""
    return service.world.named(service["TaskDefinition"].names, TASK)


def rollout(service: Resource) -> str | None:
    """ROLLING, a strategy that shifts traffic, or a controller other than ECS. None when that is unknown."""
    controller = service.properties.at("DeploymentController", "Type")
    if controller.present and controller.text != "ECS":
        return controller.text
    strategy = service.properties.at("DeploymentConfiguration", "Strategy")
    return "ROLLING" if strategy.absent else strategy.text


def is_balanced(service: Resource) -> bool | None:
    """Whether it is behind a load balancer. None when that is unknown."""
    balancers = service.properties.at("LoadBalancers")
    return None if balancers.unknown else bool(balancers.items)


def is_daemon(service: Resource) -> bool:
    """One task on each instance: nothing is added, so nothing can be there in advance."""
    return service["SchedulingStrategy"].text == "DAEMON"


# Scaling.


def scales_service(resource: Resource) -> bool:
    """A scalable target, or a policy, of ECS."""
    return resource["ServiceNamespace"].text == "ecs" or str(resource["ScalableDimension"].text).startswith("ecs:")


def targets_of(policy: Resource) -> list[Resource]:
    """The scalable targets of this template that a policy is for."""
    return policy.world.named(policy["ScalingTargetId"].names, TARGET)


def services_scaled_by(resource: Resource) -> list[Resource]:
    """The services of this template that a scalable target, or a policy, is for."""
    owners = [resource, *targets_of(resource)]
    return resource.world.named({name for owner in owners for name in owner["ResourceId"].names}, SERVICE)
