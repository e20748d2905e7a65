"""What was put aside is kept longer than what waits."""

from typing import Any

import pytest

from delivery.rules.queue_dead_letters import QueueDeadLetters as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

DAY = 86400


def _policy(target: object) -> dict[str, Any]:
    return {"deadLetterTargetArn": target, "maxReceiveCount": 5}


GOOD = resources(
    Jobs=resource("AWS::SQS::Queue", RedrivePolicy=_policy({"Fn::GetAtt": ["Dead", "Arn"]})),
    Dead=resource("AWS::SQS::Queue", MessageRetentionPeriod=14 * DAY),
)
PERIOD = ("Properties", "MessageRetentionPeriod")


def test_a_queue_that_keeps_longer_is_fine() -> None:
    """Four days are what a queue keeps when nothing is said."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("seconds", [DAY, 4 * DAY, str(4 * DAY)])
def test_a_queue_that_keeps_no_longer_is_found(seconds: object) -> None:
    assert found(Rule, changed(GOOD, "Dead", *PERIOD, to=seconds)) == ["Dead/Properties/MessageRetentionPeriod"]


def test_saying_nothing_is_four_days() -> None:
    ((place, message),) = findings(Rule, without(GOOD, "Dead", *PERIOD))
    assert place == "Dead/Properties"
    assert message.startswith("Dead keeps messages for 96 hours, and Jobs for 96")
    assert found(Rule, changed(without(GOOD, "Dead", *PERIOD), "Jobs", *PERIOD, to=DAY)) == []


def test_the_first_queue_may_keep_too_long() -> None:
    assert found(Rule, changed(GOOD, "Jobs", *PERIOD, to=14 * DAY)) == ["Dead/Properties/MessageRetentionPeriod"]


def test_among_fifo_queues_a_message_is_young_again() -> None:
    template = changed(GOOD, "Dead", "Properties", "FifoQueue", to=True)
    assert found(Rule, changed(template, "Dead", *PERIOD, to=DAY)) == []


@pytest.mark.parametrize("name", ["Jobs", "Dead"])
def test_a_time_that_is_not_known_is_not_judged(name: str) -> None:
    assert found(Rule, changed(GOOD, name, *PERIOD, to={"Ref": "Seconds"})) == []


@pytest.mark.parametrize("target", ["arn:aws:sqs:eu-west-1:111122223333:dead", {"Ref": "DeadArn"}])
def test_a_queue_from_elsewhere_is_not_judged(target: object) -> None:
    template = changed(GOOD, "Dead", *PERIOD, to=60)
    assert found(Rule, changed(template, "Jobs", "Properties", "RedrivePolicy", to=_policy(target))) == []


def test_only_the_branch_that_keeps_too_short_is_found() -> None:
    template = changed(GOOD, "Dead", *PERIOD, to={"Fn::If": ["IsShort", DAY, 14 * DAY]})
    template["Parameters"] = {"Short": {"Type": "String"}}
    template["Conditions"] = {"IsShort": {"Fn::Equals": [{"Ref": "Short"}, "yes"]}}
    assert found(Rule, template) == ["Dead/Properties/MessageRetentionPeriod/Fn::If/1"]


def test_the_queue_for_undelivered_events_outlasts_a_weekend() -> None:
    """An event is young when it comes there; what is not written is four days."""
    target = {"Id": "a", "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Aside", "Arn"]}}}
    template = resources(
        Aside=resource("AWS::SQS::Queue", MessageRetentionPeriod=86400),
        Rule=resource("AWS::Events::Rule", Targets=[target]),
    )
    assert found(Rule, template) == ["Aside/Properties/MessageRetentionPeriod"]
    assert found(Rule, changed(template, "Aside", "Properties", "MessageRetentionPeriod", to=345600)) == []
    assert found(Rule, without(template, "Aside", "Properties", "MessageRetentionPeriod")) == []
