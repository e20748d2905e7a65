"""Flow logs hold all traffic."""

from typing import Any

import pytest

from delivery.rules.flow_log_traffic import FlowLogTraffic as Rule
from tests.delivery.rules.container_lab import conditional
from tests.delivery.rules.lab import changed, findings, found, resource, resources


def logs(*kinds: Any) -> dict[str, Any]:
    """A flow log of each kind for one VPC: Log0, Log1."""
    bodies = {
        f"Log{number}": resource(
            "AWS::EC2::FlowLog",
            ResourceType="VPC",
            ResourceId={"Ref": "Vpc"},
            **({"TrafficType": kind} if kind else {}),
        )
        for number, kind in enumerate(kinds)
    }
    return resources(**bodies)


def test_all_traffic_is_fine() -> None:
    assert found(Rule, logs("ALL")) == []


@pytest.mark.parametrize("kind", ["ACCEPT", "REJECT"])
def test_half_of_the_traffic_is_found(kind: str) -> None:
    assert findings(Rule, logs(kind)) == [("Log0/Properties/TrafficType", f"TrafficType is {kind}. {Rule.advice}")]


def test_two_halves_are_all() -> None:
    assert found(Rule, logs("ACCEPT", "REJECT")) == []
    assert found(Rule, logs("ALL", "REJECT")) == []
    assert len(found(Rule, logs("REJECT", "REJECT"))) == 2


def test_the_other_half_of_another_vpc_does_not_help() -> None:
    template = changed(logs("ACCEPT", "REJECT"), "Log1", "Properties", "ResourceId", to={"Ref": "OtherVpc"})
    assert found(Rule, template) == ["Log0/Properties/TrafficType", "Log1/Properties/TrafficType"]


@pytest.mark.parametrize("kind", [None, {"Ref": "Kind"}])
def test_what_is_not_known_is_left_alone(kind: Any) -> None:
    """A transit gateway's flow log has no such choice."""
    assert found(Rule, logs(kind)) == []


def test_only_the_answer_that_leaves_half_out_is_found() -> None:
    template = logs({"Fn::If": ["Cheap", "REJECT", "ALL"]})
    assert found(Rule, conditional(template, "Cheap")) == ["Log0/Properties/TrafficType/Fn::If/1"]
