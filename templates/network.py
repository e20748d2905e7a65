"""The network of an environment: a VPC over two or three zones, and what leads in and out of it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from troposphere import (
    And,
    AWSObject,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    Join,
    Not,
    NoValue,
    Output,
    Ref,
    Select,
    Template,
    ec2,
)
from troposphere import Cidr as SubnetsOf
from troposphere.ssm import Parameter as SsmParameter

from templates.endpoints import endpoints
from templates.flow_logs import flow_logs
from templates.identity import identity
from templates.inputs import VPC_CIDR, Input, Table, choice, text
from templates.part import Question, StackIdentity, assemble, part, under
from templates.published import publish, publish_list

NETWORK = StackIdentity(
    "network",
    "environment",
    "The network of an environment: VPC, subnets, NAT gateways, endpoints and flow logs",
)
ZONES = (1, 2, 3)
SUBNETS = 2 * len(ZONES)
PREFIXES = range(18, 28)


@part
class Layout:
    """How big the network is. Structure is three zones; the parameters say how much of it exists."""

    title: ClassVar[str] = "Size and shape of the network"
    vpc_cidr: Input
    subnet_prefix: Input
    zone_count: Input
    nat_gateways: Input
    host_bits: Table
    has_third_zone: Question
    has_nat: Question
    has_nat_per_zone: Question
    has_third_nat: Question
    has_third_way_out: Question


@part
class Vpc:
    """IPv6 costs nothing and nothing gets an address unasked: only a dual-stack balancer uses it."""

    title: ClassVar[str] = "VPC"
    vpc: ec2.VPC
    ipv6_block: ec2.VPCCidrBlock
    internet_gateway: ec2.InternetGateway
    attachment: ec2.VPCGatewayAttachment
    public_routes: ec2.RouteTable
    way_out: ec2.Route
    way_out_ipv6: ec2.Route


@part
class Zone:
    """One availability zone: a public subnet for balancers, a private one for tasks, and the way out of it."""

    title: ClassVar[str] = "Zone"
    public_subnet: ec2.Subnet
    public_association: ec2.SubnetRouteTableAssociation
    nat_address: ec2.EIP
    nat: ec2.NatGateway
    private_subnet: ec2.Subnet
    private_routes: ec2.RouteTable
    private_association: ec2.SubnetRouteTableAssociation
    private_way_out: ec2.Route


@part
class PublishedNetwork:
    """The names that other stacks read; publishing the first three is all that a VPC of one's own needs."""

    title: ClassVar[str] = "Published names"
    vpc_id: SsmParameter
    public_subnets: SsmParameter
    private_subnets: SsmParameter
    endpoint_group: SsmParameter | None
    outputs: tuple[Output, ...]


def network_stack() -> Template:
    layout = _layout()
    vpc = _vpc(layout)
    zones: list[Zone] = []
    for number in ZONES:
        zones.append(_zone(number, layout, vpc, zones[0].nat if zones else None))
    reach = endpoints(
        vpc.vpc,
        _in_each_zone([zone.private_subnet for zone in zones], layout),
        _in_each_zone([zone.private_routes for zone in zones], layout),
    )
    return assemble(
        NETWORK,
        identity("environment"),
        layout,
        vpc,
        *zones,
        reach,
        flow_logs(vpc.vpc),
        _published(layout, vpc, zones, reach.group),
    )


def _layout() -> Layout:
    zone_count = choice("ZoneCount", "Zones", "How many availability zones to use; production uses 3", (2, 3), 2)
    nat = choice(
        "NatGateways",
        "NAT gateways",
        "per-zone survives the loss of a zone; one is cheaper; none needs interface endpoints or public tasks",
        ("per-zone", "one", "none"),
        "per-zone",
    )
    third_zone = Question("HasThirdZone", Equals(Ref(zone_count), "3"))
    has_nat = Question("HasNat", Not(Equals(Ref(nat), "none")))
    per_zone = Question("HasNatPerZone", Equals(Ref(nat), "per-zone"))
    return Layout(
        vpc_cidr=text(
            "VpcCidr",
            "VPC CIDR",
            "The IPv4 range of the VPC; it cannot change later",
            VPC_CIDR,
            "an IPv4 CIDR from /16 to /28",
            "10.0.0.0/16",
        ),
        subnet_prefix=choice(
            "SubnetPrefix",
            "Subnet prefix length",
            f"Each of {SUBNETS} subnets has this prefix length: 20 is 4,096 addresses; it cannot change later",
            tuple(PREFIXES),
            20,
        ),
        zone_count=zone_count,
        nat_gateways=nat,
        host_bits=Table("HostBits", {str(prefix): {"Bits": str(32 - prefix)} for prefix in PREFIXES}),
        has_third_zone=third_zone,
        has_nat=has_nat,
        has_nat_per_zone=per_zone,
        has_third_nat=Question("HasThirdNat", And(per_zone.holds, third_zone.holds)),
        has_third_way_out=Question("HasThirdWayOut", And(has_nat.holds, third_zone.holds)),
    )


def _vpc(layout: Layout) -> Vpc:
    vpc = ec2.VPC("Vpc", CidrBlock=Ref(layout.vpc_cidr), EnableDnsSupport=True, EnableDnsHostnames=True)
    gateway = ec2.InternetGateway("InternetGateway")
    attachment = ec2.VPCGatewayAttachment("InternetGatewayAttachment", VpcId=Ref(vpc), InternetGatewayId=Ref(gateway))
    routes = ec2.RouteTable("PublicRouteTable", VpcId=Ref(vpc))
    return Vpc(
        vpc=vpc,
        ipv6_block=ec2.VPCCidrBlock("Ipv6Block", VpcId=Ref(vpc), AmazonProvidedIpv6CidrBlock=True),
        internet_gateway=gateway,
        attachment=attachment,
        public_routes=routes,
        way_out=ec2.Route(
            "PublicWayOut",
            DependsOn=attachment,
            RouteTableId=Ref(routes),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=Ref(gateway),
        ),
        way_out_ipv6=ec2.Route(
            "PublicWayOutIpv6",
            DependsOn=attachment,
            RouteTableId=Ref(routes),
            DestinationIpv6CidrBlock="::/0",
            GatewayId=Ref(gateway),
        ),
    )


def _zone(number: int, layout: Layout, vpc: Vpc, first_nat: ec2.NatGateway | None) -> Zone:
    here = under(layout.has_third_zone if number == 3 else None)
    private_index = len(ZONES) + number - 1
    public = _subnet(f"PublicSubnet{number}", number, number - 1, layout, vpc, here, has_ipv6=True)
    private = _subnet(f"PrivateSubnet{number}", number, private_index, layout, vpc, here, has_ipv6=False)
    private_routes = ec2.RouteTable(f"PrivateRouteTable{number}", **here, VpcId=Ref(vpc.vpc))
    has_own_nat = {1: layout.has_nat, 2: layout.has_nat_per_zone, 3: layout.has_third_nat}[number]
    address = ec2.EIP(f"NatAddress{number}", Condition=has_own_nat.name, DependsOn=vpc.attachment, Domain="vpc")
    nat = ec2.NatGateway(
        f"NatGateway{number}",
        Condition=has_own_nat.name,
        AllocationId=GetAtt(address, "AllocationId"),
        SubnetId=Ref(public),
    )
    return Zone(
        public_subnet=public,
        public_association=_association(f"PublicAssociation{number}", public, vpc.public_routes, here),
        nat_address=address,
        nat=nat,
        private_subnet=private,
        private_routes=private_routes,
        private_association=_association(f"PrivateAssociation{number}", private, private_routes, here),
        private_way_out=_private_way_out(number, layout, private_routes, nat, first_nat),
    )


def _subnet(
    title: str, zone: int, index: int, layout: Layout, vpc: Vpc, here: dict[str, Any], *, has_ipv6: bool
) -> ec2.Subnet:
    bits = FindInMap(layout.host_bits.name, Ref(layout.subnet_prefix), "Bits")
    subnet = ec2.Subnet(
        title,
        **here,
        VpcId=Ref(vpc.vpc),
        AvailabilityZone=Select(zone - 1, GetAZs()),
        CidrBlock=Select(index, SubnetsOf(Ref(layout.vpc_cidr), SUBNETS, bits)),
        MapPublicIpOnLaunch=False,
    )
    if has_ipv6:
        blocks = SubnetsOf(Select(0, GetAtt(vpc.vpc, "Ipv6CidrBlocks")), SUBNETS, 64)
        subnet.Ipv6CidrBlock = Select(index, blocks)
        subnet.DependsOn = vpc.ipv6_block
    return subnet


def _association(
    title: str, subnet: ec2.Subnet, routes: ec2.RouteTable, here: dict[str, Any]
) -> ec2.SubnetRouteTableAssociation:
    return ec2.SubnetRouteTableAssociation(title, **here, SubnetId=Ref(subnet), RouteTableId=Ref(routes))


def _private_way_out(
    number: int, layout: Layout, routes: ec2.RouteTable, own: ec2.NatGateway, first: ec2.NatGateway | None
) -> ec2.Route:
    """Through the zone's own NAT gateway, or through the first zone's where there is only one."""
    has_own = layout.has_third_nat if number == 3 else layout.has_nat_per_zone
    through: Any = Ref(own) if first is None else has_own.choose(Ref(own), Ref(first))
    return ec2.Route(
        f"PrivateWayOut{number}",
        Condition=(layout.has_third_way_out if number == 3 else layout.has_nat).name,
        RouteTableId=Ref(routes),
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=through,
    )


def _published(layout: Layout, vpc: Vpc, zones: list[Zone], endpoint_group: AWSObject) -> PublishedNetwork:
    return published_network(
        Ref(vpc.vpc),
        _ids([zone.public_subnet for zone in zones], layout),
        _ids([zone.private_subnet for zone in zones], layout),
        GetAtt(endpoint_group, "GroupId"),
    )


def _in_each_zone(resources: Sequence[AWSObject], layout: Layout) -> list[Any]:
    """References to one resource of each zone; the third may not exist."""
    first, second, third = (Ref(resource) for resource in resources)
    return [first, second, layout.has_third_zone.choose(third, NoValue)]


def _ids(subnets: list[ec2.Subnet], layout: Layout) -> Join:
    ids = [Ref(subnet) for subnet in subnets]
    return Join(",", layout.has_third_zone.choose(ids, ids[:2]))


def published_network(vpc_id: Any, public: Any, private: Any, endpoint_group: Any = None) -> PublishedNetwork:
    group = None
    if endpoint_group is not None:
        group = publish(NETWORK, "endpoint-security-group-id", endpoint_group, "Security group of the VPC endpoints")
    return PublishedNetwork(
        vpc_id=publish(NETWORK, "vpc-id", vpc_id, "The VPC"),
        public_subnets=publish_list(NETWORK, "public-subnet-ids", public, "Subnets for balancers"),
        private_subnets=publish_list(NETWORK, "private-subnet-ids", private, "Subnets for tasks"),
        endpoint_group=group,
        outputs=(
            Output("VpcId", Description="The VPC of this environment", Value=vpc_id),
            Output("PublicSubnetIds", Description="Subnets in which load balancers stand", Value=public),
            Output("PrivateSubnetIds", Description="Subnets in which tasks run", Value=private),
        ),
    )
