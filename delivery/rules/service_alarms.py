from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP, groups_of, takes_requests
from delivery.rules._choices import unavoidable
from delivery.rules._containers import SERVICE
from delivery.rules._publishing import ALARM
from delivery.rules._rule import Rule
from delivery.rules._watching import watches
from delivery.rules._world import Found, Resource, World

TYPES = (SERVICE, TARGET_GROUP, ALARM)
HEALTH: dict[str, tuple[str, ...]] = {"unhealthy tasks": ("UnHealthyHostCount", "HealthyHostCount")}
REQUESTS: dict[str, tuple[str, ...]] = {
    "errors": ("HTTPCode_Target_5XX_Count",),
    "slow answers": ("TargetResponseTime",),
}


class ServiceAlarms(Rule):
    id = "W9607"
    shortdesc = "Errors, slow answers and unhealthy tasks behind a load balancer raise alarms"
    description = (
        "What users suffer from is seen at the load balancer: answers with errors, slow answers, tasks that do not "
        "answer their health check. Without alarms on these, the users are the alarm."
    )
    advice = (
        "Add alarms on HTTPCode_Target_5XX_Count, TargetResponseTime and UnHealthyHostCount of the target group; for a "
        "target group without requests the last is enough"
    )
    source_url = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    rows = ("REL-46",)
    subjects = (SERVICE,)
    beside = TYPES

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, TYPES, _look)


def _look(world: World) -> Iterator[Found]:
    for service in world.of(SERVICE):
        groups = groups_of(service)
        for what, metrics in _wanted(groups).items():
            if not watches(world, metrics, "TargetGroup", {group.name for group in groups}):
                yield service.says(f"No alarm tells of {what} of this service: {metrics[0]} is not watched")


def _wanted(groups: list[Resource]) -> dict[str, tuple[str, ...]]:
    if not groups:
        return {}
    return REQUESTS | HEALTH if any(map(takes_requests, groups)) else HEALTH
