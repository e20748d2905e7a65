# ruff: noqa: N802
"""Rows B1 to B4: the network, the ways in and out of it, and who may talk to whom."""

import pytest

from tests.templates.samples import existing, nodes, of_type, only, parameter, rendered

ENDPOINT = "AWS::EC2::VPCEndpoint"
INGRESS, EGRESS = "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"


@pytest.fixture
def network():
    return rendered("minimal")["network"]


@pytest.fixture
def platform():
    return rendered("minimal")["platform"]


@pytest.fixture
def web():
    return rendered("minimal")["web"]


@pytest.mark.parametrize("zones", ["2", "3"])
def test_B1_two_or_three_zones_have_a_public_and_a_private_subnet_each(network, zones):
    expected = {f"{kind}Subnet{number}" for kind in ("Public", "Private") for number in range(1, int(zones) + 1)}
    assert existing(network, "AWS::EC2::Subnet", ZoneCount=zones) == expected
    assert parameter(network, "ZoneCount")["AllowedValues"] == ["2", "3"]


@pytest.mark.parametrize(
    ("zones", "nat", "gateways"),
    [
        ("2", "per-zone", {"NatGateway1", "NatGateway2"}),
        ("3", "per-zone", {"NatGateway1", "NatGateway2", "NatGateway3"}),
        ("2", "one", {"NatGateway1"}),
        ("3", "one", {"NatGateway1"}),
        ("2", "none", set()),
        ("3", "none", set()),
    ],
)
def test_B1_nat_gateways_are_one_per_zone_one_or_none(network, zones, nat, gateways):
    values = {"ZoneCount": zones, "NatGateways": nat}
    assert existing(network, "AWS::EC2::NatGateway", **values) == gateways
    assert len(existing(network, "AWS::EC2::EIP", **values)) == len(gateways)


@pytest.mark.parametrize("zones", ["2", "3"])
@pytest.mark.parametrize("nat", ["per-zone", "one", "none"])
def test_B1_every_private_subnet_has_a_way_out_exactly_when_there_is_nat(network, zones, nat):
    ways = existing(network, "AWS::EC2::Route", ZoneCount=zones, NatGateways=nat)
    expected = {f"PrivateWayOut{number}" for number in range(1, int(zones) + 1)} if nat != "none" else set()
    assert {way for way in ways if way.startswith("Private")} == expected


def test_B1_zones_without_a_nat_gateway_use_the_first_one(network):
    second = of_type(network, "AWS::EC2::Route")["PrivateWayOut2"]["Properties"]
    assert second["NatGatewayId"] == {"Fn::If": ["HasNatPerZone", {"Ref": "NatGateway2"}, {"Ref": "NatGateway1"}]}


def test_B1_no_two_subnets_share_an_address_range(network):
    """Six ranges are cut from the VPC, each subnet takes another one."""
    cuts = [made["Properties"]["CidrBlock"]["Fn::Select"] for made in of_type(network, "AWS::EC2::Subnet").values()]
    assert sorted(index for index, _ in cuts) == list(range(6))
    assert all(cut["Fn::Cidr"][:2] == [{"Ref": "VpcCidr"}, 6] for _, cut in cuts)


def test_B1_nothing_in_a_subnet_gets_a_public_address_unasked(network):
    """VPC-1: not even in a public subnet."""
    given = {made["Properties"]["MapPublicIpOnLaunch"] for made in of_type(network, "AWS::EC2::Subnet").values()}
    assert given == {False}


def test_B1_public_subnets_lead_to_the_internet_and_private_ones_to_nat(network):
    """Everything that is not in the VPC goes that way."""
    routes = {name: made["Properties"] for name, made in of_type(network, "AWS::EC2::Route").items()}
    assert {(way.get("DestinationCidrBlock"), way.get("DestinationIpv6CidrBlock")) for way in routes.values()} == {
        ("0.0.0.0/0", None),
        (None, "::/0"),
    }
    gateways = {name: sorted({"GatewayId", "NatGatewayId"} & set(way)) for name, way in routes.items()}
    assert {name for name, found in gateways.items() if found == ["GatewayId"]} == {"PublicWayOut", "PublicWayOutIpv6"}
    associations = {
        made["Properties"]["SubnetId"]["Ref"]: made["Properties"]["RouteTableId"]["Ref"]
        for made in of_type(network, "AWS::EC2::SubnetRouteTableAssociation").values()
    }
    assert associations == {f"PublicSubnet{number}": "PublicRouteTable" for number in (1, 2, 3)} | {
        f"PrivateSubnet{number}": f"PrivateRouteTable{number}" for number in (1, 2, 3)
    }


def test_B1_prefix_length_becomes_the_host_bits_that_Cidr_wants(network):
    """A prefix of 20 leaves 12 bits."""
    assert network["Mappings"]["HostBits"]["20"] == {"Bits": "12"}
    assert set(network["Mappings"]["HostBits"]) == set(parameter(network, "SubnetPrefix")["AllowedValues"])


def test_B1_flow_logs_record_all_traffic_each_minute(network):
    log = only(network, "AWS::EC2::FlowLog")
    assert (log["TrafficType"], log["MaxAggregationInterval"], log["ResourceId"]) == ("ALL", 60, {"Ref": "Vpc"})
    assert log["LogGroupName"] == {"Ref": "FlowLogGroup"}


@pytest.mark.parametrize("service", ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages", "kms"])
def test_B2_interface_endpoint_by_choice(network, service):
    """Private DNS, in every zone's private subnet, for 443 of those that open it."""
    name = {"Fn::Sub": f"com.amazonaws.${{AWS::Region}}.{service}"}
    (logical_id,) = (
        title for title, made in of_type(network, ENDPOINT).items() if made["Properties"]["ServiceName"] == name
    )
    made = network["Resources"][logical_id]["Properties"]
    assert (made["VpcEndpointType"], made["PrivateDnsEnabled"]) == ("Interface", True)
    assert made["SubnetIds"][:2] == [{"Ref": "PrivateSubnet1"}, {"Ref": "PrivateSubnet2"}]
    assert made["SubnetIds"][2]["Fn::If"][:2] == ["HasThirdZone", {"Ref": "PrivateSubnet3"}]
    assert logical_id in existing(network, ENDPOINT, InterfaceEndpoints="true")
    assert logical_id not in existing(network, ENDPOINT, InterfaceEndpoints="false")


def test_B2_s3_endpoint_is_always_there_because_it_costs_nothing(network):
    """Layers of images come from S3; every private route table leads there."""
    assert existing(network, ENDPOINT, InterfaceEndpoints="false") == {"S3Endpoint"}
    made = network["Resources"]["S3Endpoint"]["Properties"]
    assert made["VpcEndpointType"] == "Gateway"
    assert made["RouteTableIds"][:2] == [{"Ref": "PrivateRouteTable1"}, {"Ref": "PrivateRouteTable2"}]


def test_B2_each_service_opens_its_own_way_into_the_endpoints(web):
    way = web["Resources"]["TasksToEndpoints"]["Properties"]
    assert (way["FromPort"], way["ToPort"]) == (443, 443)
    assert way["GroupId"] == {"Ref": "EndpointSecurityGroupId"}
    assert way["SourceSecurityGroupId"] == {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}


def test_B3_existing_network_creates_nothing_but_published_names():
    """The default VPC is as good as any: three pickers, three names."""
    network = rendered("existing-network")["network"]
    assert {made["Type"] for made in network["Resources"].values()} == {"AWS::SSM::Parameter"}
    assert parameter(network, "VpcId")["Type"] == "AWS::EC2::VPC::Id"
    assert parameter(network, "PublicSubnetIds")["Type"] == "List<AWS::EC2::Subnet::Id>"
    assert parameter(network, "PrivateSubnetIds")["Type"] == "List<AWS::EC2::Subnet::Id>"


def test_B3_tasks_of_an_existing_network_ask_for_no_endpoints():
    web = rendered("existing-network")["web"]
    assert "EndpointSecurityGroupId" not in web["Parameters"]
    assert "TasksToEndpoints" not in web["Resources"]


def test_B3_tasks_run_in_public_subnets_with_a_public_address_by_choice(web):
    placed = only(web, "AWS::ECS::Service")["NetworkConfiguration"]["AwsvpcConfiguration"]
    assert placed["AssignPublicIp"] == {"Ref": "AssignPublicIp"}
    assert placed["Subnets"] == {"Fn::If": ["TasksArePublic", {"Ref": "PublicSubnetIds"}, {"Ref": "PrivateSubnetIds"}]}
    declared = parameter(web, "AssignPublicIp")
    assert (declared["Default"], set(declared["AllowedValues"])) == ("DISABLED", {"DISABLED", "ENABLED"})


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        pytest.param({}, {"HttpFromCidr", "HttpsFromCidr"}, id="everybody"),
        pytest.param(
            {"AllowedCidr": "", "AllowedPrefixListId": "pl-12345678"},
            {"HttpFromPrefixList", "HttpsFromPrefixList"},
            id="a prefix list only",
        ),
        pytest.param(
            {"IpAddressType": "dualstack"},
            {"HttpFromCidr", "HttpsFromCidr", "HttpFromIpv6", "HttpsFromIpv6"},
            id="everybody by IPv6 too",
        ),
        pytest.param(
            {"IpAddressType": "dualstack", "AllowedCidr": "192.0.2.0/24"},
            {"HttpFromCidr", "HttpsFromCidr"},
            id="dual-stack does not open what a range closes",
        ),
    ],
)
def test_B4_balancer_is_open_to(platform, values, ways):
    assert existing(platform, INGRESS, **values) == ways


def test_B4_balancer_takes_80_and_443_from_anywhere_by_default(platform):
    """And from nowhere on any other port."""
    assert parameter(platform, "AllowedCidr")["Default"] == "0.0.0.0/0"
    ways = [made["Properties"] for made in of_type(platform, INGRESS).values()]
    assert {(way["FromPort"], way["ToPort"]) for way in ways} == {(80, 80), (443, 443)}
    assert of_type(platform, INGRESS)["HttpsFromCidr"]["Properties"]["CidrIp"] == {"Ref": "AllowedCidr"}


def test_B4_tasks_take_their_port_from_the_balancers_group_only(web):
    """The only way into the tasks' group is the balancer's group, on the container's port."""
    mine = {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}
    into = [made["Properties"] for made in of_type(web, INGRESS).values() if made["Properties"]["GroupId"] == mine]
    assert [(way["FromPort"], way["ToPort"], way["SourceSecurityGroupId"]) for way in into] == [
        (3000, 3000, {"Ref": "LoadBalancerSecurityGroupId"})
    ]


def test_B4_private_tasks_take_nothing():
    worker = rendered("private-worker")["worker"]
    mine = {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}
    assert not [made for made in of_type(worker, INGRESS).values() if made["Properties"]["GroupId"] == mine]


def test_B4_egress_is_named_and_not_open():
    """HTTPS for the AWS APIs, the two ways that app.yaml names, and nothing else."""
    ways = {name: made["Properties"] for name, made in of_type(rendered("full")["web"], EGRESS).items()}
    mine = {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}
    assert {
        (way["FromPort"], way.get("CidrIp", way.get("CidrIpv6")), way["Description"])
        for way in ways.values()
        if way["GroupId"] == mine
    } == {
        (443, "0.0.0.0/0", "Image, logs, secrets and other HTTPS"),
        (5432, "10.9.0.0/16", "The data warehouse"),
        (8443, "2001:db8::/32", "A partner by IPv6"),
    }


def test_B4_tiers_refer_to_each_other_by_group_id(web):
    """Between balancer and tasks no range of addresses is named."""
    for name in ("BalancerToTasks", "BalancerOut"):
        assert not [node for node in nodes(web["Resources"][name]) if isinstance(node, dict) and "CidrIp" in node]
    out = web["Resources"]["BalancerOut"]["Properties"]
    assert out["GroupId"] == {"Ref": "LoadBalancerSecurityGroupId"}
    assert out["DestinationSecurityGroupId"] == {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}
