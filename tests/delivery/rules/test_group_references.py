"""Rules between two security groups are resources of their own."""

from typing import Any

import pytest

from delivery.rules.group_references import GroupReferences as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources

WEB = {"Fn::GetAtt": ["Web", "GroupId"]}


def groups(ways_in: Any = (), ways_out: Any = ()) -> dict[str, Any]:
    """The groups Web and Data; Data has these rules within itself."""
    ways = {"SecurityGroupIngress": ways_in, "SecurityGroupEgress": ways_out}
    data: dict[str, Any] = {side: list(way) if isinstance(way, tuple) else way for side, way in ways.items()}
    return resources(
        Web=resource("AWS::EC2::SecurityGroup", GroupDescription="Web"),
        Data=resource("AWS::EC2::SecurityGroup", GroupDescription="Data", **data),
    )


INGRESS = place("Data", "Properties", "SecurityGroupIngress", 0, "SourceSecurityGroupId")
EGRESS = place("Data", "Properties", "SecurityGroupEgress", 0, "DestinationSecurityGroupId")


def test_a_rule_of_its_own_is_fine() -> None:
    rule = resource("AWS::EC2::SecurityGroupIngress", GroupId={"Ref": "Data"}, SourceSecurityGroupId=WEB)
    assert found(Rule, changed(groups(), "FromWeb", to=rule)) == []


def test_a_range_within_a_group_is_fine() -> None:
    assert found(Rule, groups(({"CidrIp": "10.0.0.0/8"},), ({"CidrIp": "10.0.0.0/8"},))) == []


@pytest.mark.parametrize("named", [WEB, {"Ref": "Web"}, {"Fn::Sub": "${Web.GroupId}"}])
def test_a_group_within_another_is_found(named: dict[str, Any]) -> None:
    assert findings(Rule, groups(({"SourceSecurityGroupId": named},))) == [
        (INGRESS, f"Data names Web within itself. {Rule.advice}")
    ]
    assert found(Rule, groups((), ({"DestinationSecurityGroupId": named},))) == [EGRESS]


def test_a_single_rule_counts_as_a_list() -> None:
    assert found(Rule, groups({"SourceSecurityGroupId": WEB})) == [INGRESS.replace("/0/", "/")]


@pytest.mark.parametrize("named", ["sg-0123456789abcdef0", {"Ref": "GroupId"}, {"Fn::GetAtt": ["Data", "GroupId"]}])
def test_groups_that_are_there_already_are_fine(named: Any) -> None:
    assert found(Rule, groups(({"SourceSecurityGroupId": named},))) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, groups({"Ref": "Ways"}, ("everything",))) == []


def test_only_the_answer_that_names_the_group_is_found() -> None:
    way = {"Fn::If": ["Open", {"SourceSecurityGroupId": WEB}, {"Ref": "AWS::NoValue"}]}
    assert found(Rule, conditional(groups((way,)), "Open")) == [
        place("Data", "Properties", "SecurityGroupIngress", 0, "Fn::If", 1, "SourceSecurityGroupId")
    ]
