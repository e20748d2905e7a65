from collections.abc import Iterator

from delivery.rules._containers import SERVICE, SHIFTING, parts, rollout
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

NEEDED = ("AlternateTargetGroupArn", "ProductionListenerRule", "RoleArn")


class TrafficShift(Rule):
    id = "E9121"
    shortdesc = "A service that shifts traffic has two target groups, a listener rule and a role for it"
    description = (
        "ECS moves the traffic of a blue/green, linear or canary deployment between two target groups. Without the "
        "second one, the rule that it is to change or the role to change it with, there is nothing to shift."
    )
    advice = f"Give each load balancer of the service AdvancedConfiguration with {', '.join(NEEDED)}"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html"
    rows = ("REL-4", "SVC-4")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            how = rollout(service)
            if how in SHIFTING:
                for balancer in parts(service.properties.at("LoadBalancers")):
                    yield from _gaps(balancer, str(how))


def _gaps(balancer: Node, how: str) -> Iterator[Found]:
    shift = balancer["AdvancedConfiguration"]
    if shift.absent:
        yield shift.says(f"The strategy is {how}, and this load balancer has no AdvancedConfiguration")
    elif not shift.unknown:
        for name in NEEDED:
            if shift[name].absent:
                yield shift[name].says(f"The strategy is {how}, and this load balancer has no {name}")
        other = shift["AlternateTargetGroupArn"]
        if other.present and other.value == balancer["TargetGroupArn"].value:
            yield other.says("AlternateTargetGroupArn is the same target group as TargetGroupArn")
