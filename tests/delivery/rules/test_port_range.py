"""A security-group rule opens the port that is needed, not a range."""

from typing import Any

import pytest

from delivery.rules.port_range import PortRange as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources

TYPES = ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"]
TO = ("Way", "Properties", "ToPort")


def way(first: Any, last: Any, protocol: Any = "tcp", type_: str = TYPES[0]) -> dict[str, Any]:
    return resources(Way=resource(type_, IpProtocol=protocol, FromPort=first, ToPort=last))


@pytest.mark.parametrize(("first", "last"), [(443, 443), ("8080", "8090"), (8000, 8099)])
def test_a_port_or_a_few_are_fine(first: Any, last: Any) -> None:
    assert found(Rule, way(first, last)) == []


@pytest.mark.parametrize("type_", TYPES)
def test_a_range_is_found(type_: str) -> None:
    assert findings(Rule, way(0, 65535, type_=type_)) == [(place(*TO), f"The ports 0 to 65535 are open. {Rule.advice}")]
    assert found(Rule, way("443", "65535", type_=type_)) == [place(*TO)]


@pytest.mark.parametrize("side", ["SecurityGroupIngress", "SecurityGroupEgress"])
def test_a_range_within_a_group_is_found_too(side: str) -> None:
    way = {"IpProtocol": "tcp", "FromPort": 1024, "ToPort": 2047, "SourceSecurityGroupId": "sg-1"}
    ways: dict[str, Any] = {side: [way]}
    template = resources(Group=resource("AWS::EC2::SecurityGroup", **ways))
    assert found(Rule, template) == [place("Group", "Properties", side, 0, "ToPort")]


@pytest.mark.parametrize(("first", "last"), [(32768, 65535), (49152, 65535)])
def test_ephemeral_ports_come_as_a_range(first: int, last: int) -> None:
    """A container instance gives its tasks any of them."""
    assert found(Rule, way(first, last)) == []


@pytest.mark.parametrize("protocol", ["udp", "icmp", "-1", {"Ref": "Protocol"}])
def test_other_protocols_are_left_alone(protocol: Any) -> None:
    """Voice and video need ranges of UDP ports; in ICMP the numbers are no ports."""
    assert found(Rule, way(0, 65535, protocol)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, way({"Ref": "First"}, 65535)) == []
    assert found(Rule, way(0, {"Ref": "Last"})) == []
    assert found(Rule, changed(way(0, 0), "Way", "Properties", to={"IpProtocol": "tcp"})) == []


def test_only_the_answer_that_opens_a_range_is_found() -> None:
    assert found(Rule, conditional(way(443, {"Fn::If": ["Open", 65535, 443]}), "Open")) == [place(*TO, "Fn::If", 1)]
