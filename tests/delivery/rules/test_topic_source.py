"""A service publishes to a topic only for the account."""

from typing import Any

import pytest

from delivery.rules.topic_source import TopicSource as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

STATEMENT = ("Policy", "Properties", "PolicyDocument", "Statement", 0)
PLACE = "Policy/Properties/PolicyDocument/Statement/0/Principal/Service"
GOOD = resources(
    Policy=resource(
        "AWS::SNS::TopicPolicy",
        Topics=["arn:aws:sns:eu-west-1:111122223333:alerts"],
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": ["sns:Publish"],
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
                }
            ]
        },
    )
)


def test_a_service_that_must_say_for_whom_it_acts_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_one_that_need_not_is_found() -> None:
    assert found(Rule, without(GOOD, *STATEMENT, "Condition")) == [PLACE]


@pytest.mark.parametrize(
    ("condition", "is_found"),
    [
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:cloudwatch:*:111122223333:alarm:*"}}, False),
        ({"StringEquals": {"aws:SourceOrgID": "o-0123456789"}}, False),
        ({"StringNotEquals": {"aws:SourceAccount": "444455556666"}}, True),
        ({"Bool": {"aws:SecureTransport": "true"}}, True),
        ({"Ref": "Condition"}, False),
    ],
)
def test_only_conditions_on_the_source_count(condition: Any, is_found: bool) -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to=condition)) == ([PLACE] if is_found else [])


def test_services_that_do_not_say_it_are_left_alone() -> None:
    """A condition would shut EventBridge out."""
    template = without(GOOD, *STATEMENT, "Condition")
    assert found(Rule, changed(template, *STATEMENT, "Principal", "Service", to="events.amazonaws.com")) == []


def test_each_of_several_services_is_found() -> None:
    template = without(GOOD, *STATEMENT, "Condition")
    many = ["budgets.amazonaws.com", "backup.amazonaws.com", "events.rds.amazonaws.com"]
    assert found(Rule, changed(template, *STATEMENT, "Principal", "Service", to=many)) == [f"{PLACE}/0", f"{PLACE}/2"]


@pytest.mark.parametrize(("name", "value"), [("Effect", "Deny"), ("Action", ["sns:Subscribe"])])
def test_what_lets_nobody_publish_is_fine(name: str, value: Any) -> None:
    assert found(Rule, changed(without(GOOD, *STATEMENT, "Condition"), *STATEMENT, name, to=value)) == []
