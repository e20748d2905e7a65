from collections.abc import Iterator

from delivery.rules._containers import parts
from delivery.rules._network import ENDPOINT, GROUP, WAY_IN, is_interface
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

HTTPS = 443
RANGES = ("CidrIp", "CidrIpv6", "SourcePrefixListId")
SINGLE = ("/32", "/128")


class EndpointAccess(Rule):
    id = "W9307"
    shortdesc = "Only the tasks' security groups reach an interface endpoint, on port 443"
    description = (
        "An endpoint that is open to a range of addresses serves whatever gets into the network: stolen credentials "
        "work from any machine there, and flow logs show one allowed connection among many."
    )
    advice = "Give the endpoint a security group with one rule for each caller: its security group, port 443"
    source_url = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
    rows = ("VPC-3",)
    subjects = (ENDPOINT,)
    beside = (GROUP, WAY_IN)

    def look(self, world: World) -> Iterator[Found]:
        guarding: set[str] = set()
        for endpoint in world.of(ENDPOINT):
            groups = endpoint["SecurityGroupIds"]
            guarding |= groups.names if is_interface(endpoint) else set()
            if is_interface(endpoint) and not groups.unknown and not groups.items:
                yield groups.says("This endpoint has no security group, so that it gets the default one of the VPC")
        for group in world.named(guarding, GROUP):
            for way in _ways_in(group):
                yield from _too_open(way)


def _ways_in(group: Resource) -> Iterator[Node]:
    yield from parts(group.properties.at("SecurityGroupIngress"))
    for way in group.world.of(WAY_IN):
        if group.name in way["GroupId"].names:
            yield way.properties


def _too_open(way: Node) -> Iterator[Found]:
    for name in RANGES:
        source = way[name]
        if source.present and not str(source.text).endswith(SINGLE):
            written = source.text or "A range of addresses"
            yield source.says(f"{written} may reach an interface endpoint")
    for name in ("FromPort", "ToPort"):
        if way[name].number not in (None, HTTPS):
            yield way[name].says(f"{name} is {way[name].text} on the security group of an interface endpoint")
    if way["IpProtocol"].text == "-1":
        yield way["IpProtocol"].says("Every protocol may reach an interface endpoint")
