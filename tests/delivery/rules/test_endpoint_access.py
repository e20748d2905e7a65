"""Only the tasks' security groups reach an interface endpoint, on port 443."""

from typing import Any

import pytest

from delivery.rules.endpoint_access import EndpointAccess as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without
from tests.delivery.rules.network_lab import ENDPOINT, endpoint

GUARD = {"Fn::GetAtt": ["Guard", "GroupId"]}
WAY = ("Guard", "Properties", "SecurityGroupIngress", 0)
FROM_TASKS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": {"Ref": "TaskGroupId"}}


def guarded(*ways: Any) -> dict[str, Any]:
    """An endpoint whose group has these ways in within itself."""
    return resources(
        Endpoint=endpoint("logs", SecurityGroupIds=[GUARD]),
        Guard=resource("AWS::EC2::SecurityGroup", GroupDescription="Endpoints", SecurityGroupIngress=list(ways)),
    )


def with_way(**properties: Any) -> dict[str, Any]:
    """The same with a way in of its own, called Way."""
    way = resource("AWS::EC2::SecurityGroupIngress", GroupId=GUARD, **{"IpProtocol": "tcp", **properties})
    return changed(guarded(), "Way", to=way)


def test_a_group_that_may_call_is_fine() -> None:
    assert found(Rule, guarded(FROM_TASKS)) == []
    assert found(Rule, with_way(FromPort=443, ToPort=443, SourceSecurityGroupId="sg-1")) == []


@pytest.mark.parametrize("source", ["CidrIp", "CidrIpv6", "SourcePrefixListId"])
@pytest.mark.parametrize("value", ["10.0.0.0/16", {"Fn::GetAtt": ["Vpc", "CidrBlock"]}, {"Ref": "Range"}])
def test_a_range_that_may_call_is_found(source: str, value: Any) -> None:
    assert found(Rule, guarded({"FromPort": 443, "ToPort": 443, source: value})) == [place(*WAY, source)]
    assert found(Rule, with_way(FromPort=443, ToPort=443, **{source: value})) == [place("Way", "Properties", source)]


def test_the_message_names_the_range() -> None:
    assert findings(Rule, guarded({"FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"})) == [
        (place(*WAY, "CidrIp"), f"10.0.0.0/16 may reach an interface endpoint. {Rule.advice}")
    ]


def test_one_address_is_one_caller() -> None:
    assert found(Rule, guarded({"FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.7/32"})) == []
    assert found(Rule, guarded({"FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:db8::7/128"})) == []


def test_other_ports_are_found() -> None:
    assert found(Rule, guarded({**FROM_TASKS, "FromPort": 0, "ToPort": 65535})) == [
        place(*WAY, "FromPort"),
        place(*WAY, "ToPort"),
    ]
    everything = {"IpProtocol": "-1", "SourceSecurityGroupId": "sg-1"}
    assert found(Rule, guarded(everything)) == [place(*WAY, "IpProtocol")]


def test_an_endpoint_without_a_group_gets_the_default_one() -> None:
    assert found(Rule, without(guarded(), *ENDPOINT, "SecurityGroupIds")) == [place(*ENDPOINT)]
    assert found(Rule, changed(guarded(), *ENDPOINT, "SecurityGroupIds", to=[])) == [
        place(*ENDPOINT, "SecurityGroupIds")
    ]


def test_other_groups_are_no_matter_here() -> None:
    template = guarded({"FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"})
    assert found(Rule, changed(template, *ENDPOINT, "SecurityGroupIds", to=["sg-2"])) == []
    assert found(Rule, changed(template, *ENDPOINT, "VpcEndpointType", to="Gateway")) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(guarded(), *ENDPOINT, "SecurityGroupIds", to={"Ref": "Groups"})) == []
    assert found(Rule, guarded({**FROM_TASKS, "FromPort": {"Ref": "Port"}}, "everything")) == []


def test_only_the_answer_that_opens_a_range_is_found() -> None:
    way = {"Fn::If": ["Open", {"FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}, FROM_TASKS]}
    assert found(Rule, conditional(guarded(way), "Open")) == [place(*WAY, "Fn::If", 1, "CidrIp")]
