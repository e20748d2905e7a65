from collections.abc import Iterator

from delivery.rules._balancing import BALANCER, LISTENER, LISTENER_RULE, TARGET_GROUP, attribute, balancers_of, kind
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

TERMINATION = "target_health_state.unhealthy.connection_termination.enabled"


class ZonalShiftTargets(Rule):
    id = "E9204"
    shortdesc = "The target groups of a Network Load Balancer allow its zonal shift"
    description = (
        "A Network Load Balancer that balances across zones takes zonal shift only if each of its target groups is "
        "TCP or TLS, holds no Application Load Balancer, and does not end the connections of unhealthy targets, "
        "which is the default."
    )
    advice = f"Set the target group attribute {TERMINATION} to false, Protocol to TCP or TLS, and TargetType to ip"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-zonal-shift.html"
    rows = ("REL-25",)
    subjects = (BALANCER,)
    beside = (TARGET_GROUP, LISTENER, LISTENER_RULE)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            if any(_shifts_across_zones(balancer) for balancer in balancers_of(world, group.name)):
                for node, what in _hindrances(group):
                    yield node.says(f"The zonal shift of its balancer is not possible while {what}")


def _shifts_across_zones(balancer: Resource) -> bool:
    wanted = ("zonal_shift.config.enabled", "load_balancing.cross_zone.enabled")
    return kind(balancer) == "network" and all(attribute(balancer, name).yes for name in wanted)


def _hindrances(group: Resource) -> Iterator[tuple[Node, str]]:
    protocol, target, ends = group["Protocol"], group["TargetType"], attribute(group, TERMINATION)
    if protocol.text not in (None, "TCP", "TLS"):
        yield protocol, f"the target group's Protocol is {protocol.text}"
    if target.text == "alb":
        yield target, "the target group's TargetType is alb"
    if ends.absent or ends.yes:
        yield ends, "the target group ends the connections of unhealthy targets"
