from collections.abc import Iterator

from delivery.rules._network import ENDPOINT, is_gateway
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class GatewayRoutes(Rule):
    id = "E9306"
    shortdesc = "A gateway endpoint stands in route tables"
    description = (
        "A gateway endpoint works by a route. Without one nothing goes through it, and image layers and objects "
        "take the way out through the NAT gateway, which costs money, or fail where there is none."
    )
    advice = "Set RouteTableIds to the route tables of the private subnets"
    source_url = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"
    rows = ("VPC-3",)
    subjects = (ENDPOINT,)

    def look(self, world: World) -> Iterator[Found]:
        for endpoint in world.of(ENDPOINT):
            tables = endpoint["RouteTableIds"]
            if is_gateway(endpoint) and not tables.unknown and not tables.items:
                yield tables.says("This gateway endpoint stands in no route table")
