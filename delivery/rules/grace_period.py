from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP, containers_behind, groups_of, seconds_until_healthy
from delivery.rules._containers import SERVICE, TASK, called, is_balanced
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

NAME = "HealthCheckGracePeriodSeconds"


class GracePeriod(Rule):
    id = "W9212"
    shortdesc = "A new task behind a load balancer gets time to become healthy"
    description = (
        "Until an application has started it fails the balancer's health checks. Without a grace period that is long "
        "enough ECS kills the task for it and starts another, without end."
    )
    advice = (
        f"Set {NAME} to at least the time that the application takes to start, and no less than the target group's "
        "interval times its healthy threshold"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"
    rows = ("REL-14",)
    subjects = (SERVICE,)
    beside = (TARGET_GROUP, TASK)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            grace = service[NAME]
            if not is_balanced(service):
                continue
            if grace.absent:
                yield grace.says(f"This service is behind a load balancer, and {NAME} is not set")
            elif grace.number is not None:
                yield from _too_short(service, grace, grace.number)


def _too_short(service: Resource, grace: Node, seconds: float) -> Iterator[Found]:
    for group in groups_of(service):
        needed = seconds_until_healthy(group)
        if needed is not None and needed > seconds:
            yield grace.says(f"{NAME} is {seconds:g}, and {group.name} takes {needed:g} seconds to call a task healthy")
    for container in containers_behind(service):
        start = container.at("HealthCheck", "StartPeriod").number
        if start is not None and start > seconds:
            yield grace.says(f"{NAME} is {seconds:g}, and {called(container)} has {start:g} seconds to start")
