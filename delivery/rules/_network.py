"""What rules on networks share: the zone that a subnet stands in, and the service that an endpoint leads to."""

import json
import re

from delivery.rules._world import Node, Resource

VPC = "AWS::EC2::VPC"
SUBNET = "AWS::EC2::Subnet"
NAT = "AWS::EC2::NatGateway"
ROUTE = "AWS::EC2::Route"
ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
ENDPOINT = "AWS::EC2::VPCEndpoint"
GROUP = "AWS::EC2::SecurityGroup"
WAY_IN = "AWS::EC2::SecurityGroupIngress"
WAY_OUT = "AWS::EC2::SecurityGroupEgress"

IMAGES = ("ecr.api", "ecr.dkr")
_SERVICE = re.compile(r"(?:^|[ .])(ecr\.api|ecr\.dkr|s3|dynamodb|vpce\.\S*)$")


def zone(subnet: Resource) -> str:
    """Something that two subnets share only if they stand in one zone of one VPC, as far as the template says."""
    where = [subnet["AvailabilityZone"], subnet["AvailabilityZoneId"]]
    stated = [_text(node) for node in where if node.present]
    return " ".join([_text(subnet["VpcId"]), *(stated or [f"of {subnet.name}"])])


def zones_of(subnets: list[Node]) -> set[str]:
    """Of what stands in a list of subnets; one that is not of this template counts as a zone of its own."""
    found = set()
    for item in subnets:
        known = item.world.named(item.names, SUBNET) if not _is_choice(item) else []
        found |= {zone(subnet) for subnet in known} or {_text(item)}
    return found


def leads_to(endpoint: Resource) -> str | None:
    """`ecr.api` and the like, "" for a service that no rule asks about; None when that is unknown."""
    words = endpoint["ServiceName"].words.strip()
    if "amazonaws" not in words:
        return None
    found = _SERVICE.search(words)
    return found[1] if found else ""


def is_interface(endpoint: Resource) -> bool:
    return endpoint["VpcEndpointType"].text == "Interface"


def is_gateway(endpoint: Resource) -> bool:
    return endpoint["VpcEndpointType"].absent or endpoint["VpcEndpointType"].text == "Gateway"


def _is_choice(item: Node) -> bool:
    return isinstance(item.value, dict) and "Fn::If" in item.value


def _text(node: Node) -> str:
    return json.dumps(node.value, sort_keys=True, default=str)
