from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._network import ASSOCIATION, NAT, ROUTE, SUBNET, zones_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class NatPerZone(Rule):
    id = "W9301"
    shortdesc = "Each zone has a NAT gateway of its own, or the NAT gateway is a regional one"
    description = (
        "A zonal NAT gateway falls with its zone. Where several zones go out through it, tasks in all of them then "
        "reach neither the image repository nor anything else outside: no new task starts anywhere."
    )
    advice = (
        "Make a NAT gateway and a route table for each zone, or one NAT gateway with AvailabilityMode regional; "
        "a parameter may choose fewer where production is not"
    )
    source_url = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html"
    rows = ("VPC-5", "REL-24")
    subjects = (NAT,)
    beside = (ROUTE, ASSOCIATION, SUBNET)

    def look(self, world: World) -> Iterator[Found]:
        if not for_production(world):
            return
        gateways = _zonal(world)
        behind = {gateway.name: _zones_behind(gateway) for gateway in gateways}
        every = set().union(*behind.values())
        chosen = len(gateways) < len(every) and world.environment is None and _has_one_for_each(World(world.template))
        for gateway in gateways:
            count = len(behind[gateway.name])
            if count > 1 and not chosen:
                yield gateway.says(f"{count} zones go out through this one NAT gateway, which is in a single zone")
            elif every and not count:
                yield gateway.says("No route leads to this NAT gateway: other zones depend on another one")


def _zonal(world: World) -> list[Resource]:
    modes = ((gateway, gateway["AvailabilityMode"]) for gateway in world.of(NAT))
    return [gateway for gateway, mode in modes if mode.absent or mode.text == "zonal"]


def _has_one_for_each(world: World) -> bool:
    """As many gateways as zones can exist: whether they do is the choice of an environment."""
    gateways = _zonal(world)
    return len(gateways) >= len(set().union(*(_zones_behind(gateway) for gateway in gateways)))


def _zones_behind(gateway: Resource) -> set[str]:
    """The zones that go out through it. A route table whose subnets are not of this template is one zone."""
    world = gateway.world
    tables = {
        table
        for route in world.of(ROUTE)
        if gateway.name in route["NatGatewayId"].names
        for table in route["RouteTableId"].names
    }
    found = set()
    for table in tables:
        subnets = [one["SubnetId"] for one in world.of(ASSOCIATION) if table in one["RouteTableId"].names]
        found |= zones_of(subnets) or {f"of {table}"}
    return found
