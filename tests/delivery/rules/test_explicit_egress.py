"""A security group says what may go out, and that is not everything."""

from typing import Any

import pytest

from delivery.rules.explicit_egress import ExplicitEgress as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

EGRESS = ("Group", "Properties", "SecurityGroupEgress")
NOWHERE = {"IpProtocol": "tcp", "FromPort": 65535, "ToPort": 65535, "CidrIp": "255.255.255.255/32"}
HTTPS: dict[str, Any] = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}


def group(*ways: Any) -> dict[str, Any]:
    return resources(Group=resource("AWS::EC2::SecurityGroup", SecurityGroupEgress=list(ways)))


def test_ways_out_that_are_written_down_are_fine() -> None:
    assert found(Rule, group(NOWHERE)) == []
    assert found(Rule, group(HTTPS)) == []


def test_a_group_that_does_not_say_is_found() -> None:
    assert findings(Rule, without(group(), *EGRESS)) == [
        (
            place(*EGRESS[:2]),
            f"This security group does not say what may go out: everything may. {Rule.advice}",
        )
    ]
    assert found(Rule, group()) == [place(*EGRESS)]


def test_a_way_out_of_its_own_comes_only_after_the_group() -> None:
    """What is open until then, nothing says that it closes."""
    way = resource("AWS::EC2::SecurityGroupEgress", GroupId={"Ref": "Group"}, **HTTPS)
    assert found(Rule, changed(group(), "Way", to=way)) == [place(*EGRESS)]
    assert found(Rule, changed(group(NOWHERE), "Way", to=way)) == []


@pytest.mark.parametrize("everywhere", [{"CidrIp": "0.0.0.0/0"}, {"CidrIpv6": "::/0"}])
def test_everything_to_everywhere_is_found(everywhere: dict[str, str]) -> None:
    everything: dict[str, Any] = {"IpProtocol": "-1", **everywhere}
    assert found(Rule, group(everything)) == [place(*EGRESS, 0, "IpProtocol")]
    assert found(Rule, group({**everything, "IpProtocol": -1})) == [place(*EGRESS, 0, "IpProtocol")]
    way = resource("AWS::EC2::SecurityGroupEgress", GroupId={"Ref": "Group"}, **everything)
    assert found(Rule, changed(group(NOWHERE), "Way", to=way)) == ["Way/Properties/IpProtocol"]


def test_everything_to_somewhere_is_for_other_rules() -> None:
    assert found(Rule, group({"IpProtocol": "-1", "DestinationSecurityGroupId": "sg-1"})) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(group(), *EGRESS, to={"Ref": "Ways"})) == []
    assert found(Rule, group({"IpProtocol": "-1", "CidrIp": {"Ref": "Range"}})) == []


def test_only_the_answer_that_leaves_everything_open_is_found() -> None:
    ways = {"Fn::If": ["Closed", [NOWHERE], {"Ref": "AWS::NoValue"}]}
    assert found(Rule, conditional(changed(group(), *EGRESS, to=ways), "Closed")) == [place(*EGRESS, "Fn::If", 2)]
