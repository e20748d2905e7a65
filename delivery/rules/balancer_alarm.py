from collections.abc import Iterator

from delivery.rules._balancing import BALANCER, kind
from delivery.rules._choices import unavoidable
from delivery.rules._publishing import ALARM, TOPIC
from delivery.rules._rule import Rule
from delivery.rules._watching import watches
from delivery.rules._world import Found, World

TYPES = (BALANCER, ALARM, TOPIC)
ERRORS = (
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_ELB_500_Count",
    "HTTPCode_ELB_502_Count",
    "HTTPCode_ELB_503_Count",
    "HTTPCode_ELB_504_Count",
)


class BalancerAlarm(Rule):
    id = "W9608"
    shortdesc = "A load balancer that answers with errors of its own raises an alarm"
    description = (
        "When no task is left, there is nothing that could be unhealthy or answer with errors: metrics of the targets "
        "are silent, and the load balancer answers every request with 503. Only its own errors show that. Templates "
        "that have neither an alarm nor a topic leave watching to others."
    )
    advice = "Add an alarm on HTTPCode_ELB_5XX_Count of the load balancer"
    source_url = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    rows = ("REL-46",)
    subjects = (BALANCER,)
    beside = TYPES

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, TYPES, _look)


def _look(world: World) -> Iterator[Found]:
    for balancer in world.of(BALANCER) if world.of(ALARM, TOPIC) else ():
        if kind(balancer) == "application" and not watches(world, ERRORS, "LoadBalancer", {balancer.name}):
            yield balancer.says(f"No alarm tells of errors of {balancer.name} itself: {ERRORS[0]} is not watched")
