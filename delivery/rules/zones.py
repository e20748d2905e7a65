from collections.abc import Iterator

from delivery.rules._balancing import BALANCER
from delivery.rules._containers import SERVICE
from delivery.rules._network import ENDPOINT, SUBNET, VPC, is_interface, zone, zones_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

FEWEST, FEWEST_IN_PRODUCTION = 2, 3
WORDS = ("no zone", "one zone", "two zones")

FOR_DATA = ("AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup")
"""Two zones are enough: what stands in them has one copy or two."""

ONCE_IN_A_ZONE = (BALANCER, ENDPOINT)
"""AWS refuses a second subnet in the same zone."""

LISTING = (SERVICE, BALANCER, ENDPOINT, *FOR_DATA)
"""What names subnets to stand in."""


class Zones(Rule):
    id = "W9214"
    shortdesc = "What serves users stands in several zones, in production in three"
    description = (
        "A zone can fail as a whole. What stands in one zone is then gone; what stands in two loses half, and the "
        "other half must carry everything."
    )
    advice = "Name subnets of different zones: at least two, and three where production is"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"
    rows = ("REL-23",)
    subjects = (*LISTING, VPC)
    beside = (SUBNET,)

    def look(self, world: World) -> Iterator[Found]:
        fewest = FEWEST_IN_PRODUCTION if _is_production(world) else FEWEST
        for resource in world.of(*LISTING):
            needed = FEWEST if resource.type in FOR_DATA else fewest
            for listed in _lists(resource):
                yield from _look_at(listed, resource, needed)
        for vpc in world.of(VPC):
            zones = _zones_within(vpc)
            if 0 < len(zones) < fewest and not _chosen(vpc.name, world):
                yield vpc.says(f"The subnets of this VPC stand in {WORDS[len(zones)]}")


def _look_at(listed: Node, resource: Resource, needed: int) -> Iterator[Found]:
    subnets, zones = _subnets(listed), zones_of(_subnets(listed))
    is_doubled = len(zones) < len(subnets)
    if 0 < len(zones) < needed and (is_doubled or not _chosen(resource.name, resource.world)):
        yield listed.says(f"{resource.name} stands in {WORDS[len(zones)]}")
    elif is_doubled and resource.type in ONCE_IN_A_ZONE:
        yield listed.says(
            f"{resource.name} has {len(subnets)} subnets in {len(zones)} zones, and AWS takes one of each"
        )


def _is_production(world: World) -> bool:
    return world.environment is not None and world.environment.lower().startswith("prod")


def _chosen(name: str, world: World) -> bool:
    """Whether an environment other than production wants it so, or could have more: the template offers that."""
    if world.environment is not None:
        return not _is_production(world)
    offered = World(world.template)
    lists = [listed for one in offered.named({name}, *LISTING) for listed in _lists(one)]
    zones = [zones_of(_subnets(listed)) for listed in lists if listed.items]
    zones += [_zones_within(vpc) for vpc in offered.named({name}, VPC)]
    return all(len(one) >= FEWEST for one in zones)


def _lists(resource: Resource) -> Iterator[Node]:
    """The lists of subnets that a resource names."""
    if resource.type == SERVICE:
        yield resource.properties.at("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")
    elif resource.type == BALANCER:
        yield resource["Subnets"]
        yield resource["SubnetMappings"]
    elif resource.type != ENDPOINT or is_interface(resource):
        yield resource["SubnetIds"]


def _subnets(listed: Node) -> list[Node]:
    """Nothing where one of the items may itself be several."""
    items = [item if item.unknown or item.text is not None else item["SubnetId"] for item in listed.items]
    return [] if any(_may_be_several(item) for item in items) else [item for item in items if item.present]


def _may_be_several(item: Node) -> bool:
    if not isinstance(item.value, dict) or "Fn::Split" in item.value:
        return item.unknown
    declared = item.world.template.get("Parameters", {}).get(str(item.value.get("Ref")), {})
    return "List" in str(declared.get("Type"))


def _zones_within(vpc: Resource) -> set[str]:
    return {zone(subnet) for subnet in vpc.world.of(SUBNET) if vpc.name in subnet["VpcId"].names}
