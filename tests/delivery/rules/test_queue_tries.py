"""A message is tried more than once before it is put aside."""

import json

import pytest

from delivery.rules.queue_tries import QueueTries as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Jobs=resource("AWS::SQS::Queue", RedrivePolicy={"deadLetterTargetArn": "arn", "maxReceiveCount": 5}),
    Dead=resource("AWS::SQS::Queue"),
)
POLICY = ("Jobs", "Properties", "RedrivePolicy")


@pytest.mark.parametrize("count", [2, "5", {"Ref": "Tries"}])
def test_several_tries_are_fine(count: object) -> None:
    assert found(Rule, changed(GOOD, *POLICY, "maxReceiveCount", to=count)) == []


@pytest.mark.parametrize("count", [1, "1", 0])
def test_a_single_try_is_found(count: object) -> None:
    assert found(Rule, changed(GOOD, *POLICY, "maxReceiveCount", to=count)) == [
        "Jobs/Properties/RedrivePolicy/maxReceiveCount"
    ]


@pytest.mark.parametrize(("count", "places"), [(1, ["Jobs/Properties/RedrivePolicy"]), (5, [])])
def test_also_in_a_policy_that_is_written_as_text(count: int, places: list[str]) -> None:
    text = json.dumps({"deadLetterTargetArn": "arn", "maxReceiveCount": count})
    assert found(Rule, changed(GOOD, *POLICY, to=text)) == places


@pytest.mark.parametrize("policy", [{"Ref": "Policy"}, "no JSON", [], 7])
def test_a_policy_that_cannot_be_read_is_not_judged(policy: object) -> None:
    assert found(Rule, changed(GOOD, *POLICY, to=policy)) == []


def test_only_the_branch_with_a_single_try_is_found() -> None:
    template = changed(GOOD, *POLICY, "maxReceiveCount", to={"Fn::If": ["Is", 1, 5]})
    template["Parameters"] = {"Once": {"Type": "String"}}
    template["Conditions"] = {"Is": {"Fn::Equals": [{"Ref": "Once"}, "yes"]}}
    assert found(Rule, template) == ["Jobs/Properties/RedrivePolicy/maxReceiveCount/Fn::If/1"]
