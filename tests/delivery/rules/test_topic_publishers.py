"""What is told to publish to a topic may do so."""

from typing import Any

import pytest

from delivery.rules.topic_publishers import TopicPublishers as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

STATEMENTS = ("Policy", "Properties", "PolicyDocument", "Statement")


def allow(service: str, **more: Any) -> dict[str, Any]:
    principal = {"Service": f"{service}.amazonaws.com"}
    return {"Effect": "Allow", "Principal": principal, "Action": ["sns:Publish"], "Resource": "*", **more}


def budget(address: Any) -> dict[str, Any]:
    return resource("AWS::Budgets::Budget", NotificationsWithSubscribers=[{"Subscribers": [{"Address": address}]}])


ALARM_ONLY = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
GOOD = resources(
    Topic=resource("AWS::SNS::Topic"),
    Policy=resource(
        "AWS::SNS::TopicPolicy",
        Topics=[{"Ref": "Topic"}],
        PolicyDocument={"Statement": [allow("cloudwatch", Condition=ALARM_ONLY), allow("events"), allow("budgets")]},
    ),
    Alarm=resource("AWS::CloudWatch::Alarm", AlarmActions=[{"Ref": "Topic"}]),
    Rule=resource("AWS::Events::Rule", Targets=[{"Id": "topic", "Arn": {"Ref": "Topic"}}]),
    Budget=budget({"Ref": "Topic"}),
)


def test_a_topic_that_admits_its_publishers_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    ("index", "place"),
    [
        (0, "Alarm/Properties/AlarmActions/0"),
        (1, "Rule/Properties/Targets/0/Arn"),
        (2, "Budget/Properties/NotificationsWithSubscribers/0/Subscribers/0/Address"),
    ],
)
def test_a_publisher_that_is_not_admitted_is_found(index: int, place: str) -> None:
    assert found(Rule, without(GOOD, *STATEMENTS, index)) == [place]


def test_without_a_policy_only_those_publish_that_sns_admits_itself() -> None:
    """CloudWatch is one; EventBridge and Budgets are none."""
    assert found(Rule, without(GOOD, "Policy")) == [
        "Budget/Properties/NotificationsWithSubscribers/0/Subscribers/0/Address",
        "Rule/Properties/Targets/0/Arn",
    ]


def test_a_policy_for_subscribers_alone_shuts_alarms_out() -> None:
    template = changed(without(without(GOOD, "Rule"), "Budget"), *STATEMENTS, 0, "Action", to=["sns:Subscribe"])
    assert found(Rule, template) == ["Alarm/Properties/AlarmActions/0"]


def test_eventbridge_meets_no_condition() -> None:
    ((place, message),) = findings(Rule, changed(GOOD, *STATEMENTS, 1, "Condition", to=ALARM_ONLY))
    assert place == "Rule/Properties/Targets/0/Arn"
    assert "asks it for a condition" in message


def test_a_target_with_a_role_needs_no_policy() -> None:
    template = changed(GOOD, "Rule", "Properties", "Targets", 0, "RoleArn", to={"Ref": "Role"})
    assert found(Rule, without(template, *STATEMENTS, 1)) == []


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"Service": ["events.amazonaws.com", "s3.amazonaws.com"]}])
def test_wider_principals_admit_it_too(principal: Any) -> None:
    assert found(Rule, changed(GOOD, *STATEMENTS, 1, "Principal", to=principal)) == []


@pytest.mark.parametrize(
    "account", ["111122223333", {"Ref": "AWS::AccountId"}, {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}]
)
def test_what_the_account_may_do_may_count_for_alarms_alone(account: Any) -> None:
    template = changed(GOOD, *STATEMENTS, 0, "Principal", to={"AWS": account})
    assert found(Rule, template) == []
    assert found(Rule, without(template, *STATEMENTS, 1)) == ["Rule/Properties/Targets/0/Arn"]


def test_topics_and_people_elsewhere_are_not_known() -> None:
    template = changed(without(GOOD, "Policy"), "Rule", "Properties", "Targets", 0, "Arn", to={"Ref": "TopicArn"})
    assert found(Rule, changed(template, "Budget", to=budget("somebody@example.com"))) == []
    assert found(Rule, changed(GOOD, *STATEMENTS, to={"Ref": "Statements"})) == []


def test_a_condition_may_choose_between_topics() -> None:
    chosen = {"Fn::If": ["IsLoud", {"Ref": "Topic"}, {"Ref": "Quiet"}]}
    template = changed(GOOD, "Quiet", to=resource("AWS::SNS::Topic"))
    template = changed(template, "Rule", "Properties", "Targets", 0, "Arn", to=chosen)
    template["Conditions"] = {"IsLoud": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Rule/Properties/Targets/0/Arn/Fn::If/2"]
