"""What rules on load balancers share: attributes, which listener leads where, and the figures of health checks."""

from collections.abc import Iterator

from delivery.rules._containers import containers_of, parts, tasks_of
from delivery.rules._world import ABSENT, Node, Resource, World

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"

DRAIN = "deregistration_delay.timeout_seconds"
DEFAULT_DRAIN = 300
DEFAULT_STOP = 30
OVER_HTTP = ("HTTP", "HTTPS")


def attribute(owner: Resource, key: str) -> Node:
    """The value of an attribute of a balancer or target group. Unknown where something unknown might be it."""
    attributes = owner["LoadBalancerAttributes" if owner.type == BALANCER else "TargetGroupAttributes"]
    if attributes.unknown:
        return attributes
    unclear = None
    for item in attributes.items:
        if item["Key"].text == key:
            return item["Value"]
        if item.unknown or item["Key"].unknown:
            unclear = item
    return unclear or Node(ABSENT, attributes.path, owner.world)


def kind(balancer: Resource) -> str | None:
    """application, network or gateway; None when that is unknown."""
    return "application" if balancer["Type"].absent else balancer["Type"].text


def takes_requests(group: Resource) -> bool:
    """It belongs to an Application Load Balancer, and its targets are not functions."""
    return group["Protocol"].text in OVER_HTTP and group["TargetType"].text != "lambda"


# Who leads to whom.


def senders(world: World, group: str) -> list[Resource]:
    """The listeners and rules of this template that send traffic to a target group."""
    listeners = [one for one in world.of(LISTENER) if group in one["DefaultActions"].names]
    return listeners + [one for one in world.of(LISTENER_RULE) if group in one["Actions"].names]


def balancers_of(world: World, group: str) -> list[Resource]:
    """The balancers of this template that send traffic to a target group."""
    listeners: set[str] = set()
    for sender in senders(world, group):
        listeners |= {sender.name} if sender.type == LISTENER else sender["ListenerArn"].names
    owners = {name for listener in world.named(listeners, LISTENER) for name in listener["LoadBalancerArn"].names}
    return world.named(owners, BALANCER)


def groups_of(service: Resource) -> list[Resource]:
    """The target groups of this template that hold the service's tasks, now or after traffic has shifted."""
    names: set[str] = set()
    for balancer in parts(service.properties.at("LoadBalancers")):
        other = balancer.at("AdvancedConfiguration", "AlternateTargetGroupArn")
        names |= balancer["TargetGroupArn"].names | other.names
    return service.world.named(names, TARGET_GROUP)


def containers_behind(service: Resource) -> Iterator[Node]:
    """The containers that the service's balancers send requests to; every one where that is not said."""
    named = {one["ContainerName"].text for one in parts(service.properties.at("LoadBalancers"))}
    for task in tasks_of(service):
        for container in containers_of(task):
            if None in named or container["Name"].text in named:
                yield container


# Figures, with what AWS takes where nothing is written. None is unknown.


def figure(node: Node, otherwise: float) -> float | None:
    return otherwise if node.absent else node.number


def check_interval(group: Resource) -> float | None:
    return figure(group["HealthCheckIntervalSeconds"], 30)


def seconds_until_healthy(group: Resource) -> float | None:
    """How long good answers must last before a target that has failed a check gets traffic."""
    interval, answers = check_interval(group), figure(group["HealthyThresholdCount"], 5)
    return None if interval is None or answers is None else interval * answers


def seconds_until_unhealthy(group: Resource) -> float | None:
    interval, answers = check_interval(group), figure(group["UnhealthyThresholdCount"], 2)
    return None if interval is None or answers is None else interval * answers


def seconds_to_stop(service: Resource) -> float:
    """How long the service's containers may take to stop, as far as that is known."""
    timeouts = [figure(one["StopTimeout"], DEFAULT_STOP) for task in tasks_of(service) for one in containers_of(task)]
    return max((timeout for timeout in timeouts if timeout is not None), default=0)
