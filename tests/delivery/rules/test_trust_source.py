"""A role that a service assumes asks for whom the service acts."""

from typing import Any

import pytest

from delivery.rules.trust_source import TrustSource as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
GOOD = resources(
    Task=resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Condition": ACCOUNT,
                }
            ]
        },
    ),
)
STATEMENT = ("Task", "Properties", "AssumeRolePolicyDocument", "Statement", 0)
CONDITION = (*STATEMENT, "Condition")
SERVICE = "/".join(map(str, (*STATEMENT, "Principal", "Service")))


def _arn(text: str) -> dict[str, Any]:
    return {"ArnLike": {"aws:SourceArn": {"Fn::Sub": text}}}


def test_asking_for_the_account_is_enough() -> None:
    assert found(Rule, GOOD) == []


def test_a_service_that_says_for_whom_it_acts_has_to_be_asked() -> None:
    assert found(Rule, without(GOOD, *CONDITION)) == [SERVICE]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"aws:SourceAccount": "*"}},
        {"StringNotEquals": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:*:*"}},
        _arn("arn:${AWS::Partition}:ecs:${AWS::Region}:*:*"),
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:SourceAccount": []}},
    ],
)
def test_a_condition_that_leaves_the_account_open_does_not_ask(condition: Any) -> None:
    assert found(Rule, changed(GOOD, *CONDITION, to=condition)) == [SERVICE]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEqualsIfExists": {"AWS:SourceAccount": ["111122223333"]}},
        {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/*"}},
        _arn("arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"),
        {"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:111122223333:*"}},
        {"Ref": "Somewhere"},
        {"StringEquals": {"Fn::Transform": {"Name": "Other"}}},
    ],
)
def test_one_account_one_organization_and_what_is_not_known_are_fine(condition: Any) -> None:
    assert found(Rule, changed(GOOD, *CONDITION, to=condition)) == []


@pytest.mark.parametrize("service", ["lambda.amazonaws.com", "ecs.amazonaws.com", "new-service.amazonaws.com"])
def test_a_service_that_does_not_say_it_would_be_locked_out(service: str) -> None:
    assert found(Rule, changed(without(GOOD, *CONDITION), *STATEMENT, "Principal", "Service", to=service)) == []


def test_each_service_of_several_is_looked_at() -> None:
    services = ["lambda.amazonaws.com", {"Fn::Sub": "vpc-flow-logs.${AWS::URLSuffix}"}]
    template = changed(without(GOOD, *CONDITION), *STATEMENT, "Principal", "Service", to=services)
    assert found(Rule, template) == [f"{SERVICE}/1"]


def test_a_condition_that_is_not_always_there_is_missed_where_it_is_not() -> None:
    template = changed(GOOD, *CONDITION, to={"Fn::If": ["IsStrict", ACCOUNT, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Strict": {"Type": "String"}}
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "Strict"}, "yes"]}}
    assert found(Rule, template) == [SERVICE]
