from collections.abc import Iterator

from delivery.rules._containers import SERVICE, SHIFTING, is_daemon, parts, rollout, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

ZONE = "attribute:ecs.availability-zone"


class ZoneRebalancing(Rule):
    id = "W9124"
    shortdesc = "ECS spreads a service's tasks over the zones again after a zone was lost"
    description = (
        "After a zone has failed all tasks are in the others, and stay there when it is back: the next failure then "
        "hits more of them. Unless it is written, a service that once was without it stays without it."
    )
    advice = "Set AvailabilityZoneRebalancing to ENABLED"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"
    rows = ("REL-19",)
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            setting = service["AvailabilityZoneRebalancing"]
            if not setting.unknown and setting.text != "ENABLED" and _is_possible(service):
                yield setting.says(stated("AvailabilityZoneRebalancing", setting))


def _is_possible(service: Resource) -> bool:
    """ECS does it for services that it places itself, in more than one zone, with room for one task more."""
    most = service.properties.at("DeploymentConfiguration", "MaximumPercent").number
    subnets = service.properties.at("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")
    return (
        rollout(service) in ("ROLLING", *SHIFTING)
        and service["LaunchType"].text != "EXTERNAL"
        and not is_daemon(service)
        and (most is None or most > 100)
        and (subnets.absent or subnets.unknown or len(subnets.items) != 1)
        and ZONE not in service["PlacementConstraints"].words
        and _spreads_over_zones(service)
        and all(balancer["LoadBalancerName"].absent for balancer in parts(service.properties.at("LoadBalancers")))
    )


def _spreads_over_zones(service: Resource) -> bool:
    """Which is the default."""
    strategies = parts(service.properties.at("PlacementStrategies"))
    return not strategies or (strategies[0]["Type"].text, strategies[0]["Field"].text) == ("spread", ZONE)
