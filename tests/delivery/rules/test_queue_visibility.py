"""A message that somebody works on is hidden from the others."""

import pytest

from delivery.rules.queue_visibility import QueueVisibility as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Jobs=resource("AWS::SQS::Queue", VisibilityTimeout=120),
    Plain=resource("AWS::SQS::Queue"),
    Worker=resource("AWS::Lambda::Function", Timeout=20),
    Joined=resource(
        "AWS::Lambda::EventSourceMapping",
        EventSourceArn={"Fn::GetAtt": ["Jobs", "Arn"]},
        FunctionName={"Ref": "Worker"},
    ),
)
HIDDEN = ("Jobs", "Properties", "VisibilityTimeout")


@pytest.mark.parametrize("seconds", [20, 43200, "120", {"Ref": "Seconds"}])
def test_messages_that_are_hidden_long_enough_are_fine(seconds: object) -> None:
    assert found(Rule, changed(GOOD, *HIDDEN, to=seconds)) == []


@pytest.mark.parametrize("seconds", [0, "0"])
def test_messages_that_are_not_hidden_are_found(seconds: object) -> None:
    ((place, message),) = findings(Rule, changed(GOOD, *HIDDEN, to=seconds))
    assert place == "Jobs/Properties/VisibilityTimeout"
    assert message.startswith("VisibilityTimeout is 0")


def test_a_function_that_may_take_longer_is_found() -> None:
    ((place, message),) = findings(Rule, changed(GOOD, *HIDDEN, to=10))
    assert place == "Jobs/Properties/VisibilityTimeout"
    assert message.startswith("Messages are hidden for 10 s, and Worker may take 20 s")


def test_saying_nothing_hides_for_thirty_seconds() -> None:
    assert found(Rule, without(GOOD, *HIDDEN)) == []
    longer = changed(without(GOOD, *HIDDEN), "Worker", "Properties", "Timeout", to=31)
    assert found(Rule, longer) == ["Jobs/Properties"]


def test_a_function_that_says_nothing_takes_three_seconds() -> None:
    template = without(GOOD, "Worker", "Properties", "Timeout")
    assert found(Rule, changed(template, *HIDDEN, to=3)) == []
    assert found(Rule, changed(template, *HIDDEN, to=2)) == ["Jobs/Properties/VisibilityTimeout"]


def test_a_function_whose_time_is_not_known_is_not_judged() -> None:
    template = changed(GOOD, "Worker", "Properties", "Timeout", to={"Ref": "Seconds"})
    assert found(Rule, changed(template, *HIDDEN, to=1)) == []


def test_a_function_that_a_condition_takes_away_takes_no_time() -> None:
    template = changed(changed(GOOD, *HIDDEN, to=10), "Joined", "Condition", to="IsJoined")
    template["Parameters"] = {"Join": {"Type": "String"}}
    template["Conditions"] = {"IsJoined": {"Fn::Equals": [{"Ref": "Join"}, "yes"]}}
    assert found(Rule, template) == ["Jobs/Properties/VisibilityTimeout"]
    assert found(Rule, changed(template, *HIDDEN, to=20)) == []
