"""iam:PassRole says to which service a role may be passed."""

from typing import Any

import pytest

from delivery.rules.pass_role import PassRole as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Policy=resource(
        "AWS::IAM::ManagedPolicy",
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["ecs:UpdateService", "iam:PassRole"],
                    "Resource": "arn:aws:iam::111122223333:role/web",
                    "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
                },
                {"Effect": "Allow", "Action": "ecs:DescribeServices", "Resource": "arn:aws:ecs:::service/web"},
                {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"},
            ]
        },
    ),
)
STATEMENT = ("Policy", "Properties", "PolicyDocument", "Statement", 0)
ACTION = "/".join(map(str, (*STATEMENT, "Action", 1)))


def test_a_role_may_be_passed_to_one_service() -> None:
    assert found(Rule, GOOD) == []


def test_a_role_that_may_be_passed_to_every_service_is_found() -> None:
    assert found(Rule, without(GOOD, *STATEMENT, "Condition")) == [ACTION]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"iam:PassedToService": "*"}},
        {"StringNotEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        {"StringEquals": {"aws:ResourceTag/Team": "web"}},
    ],
)
def test_a_condition_that_leaves_the_service_open_is_none(condition: Any) -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to=condition)) == [ACTION]


def test_what_is_not_known_is_fine() -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to={"Ref": "Somewhere"})) == []
    service = {"StringEquals": {"iam:PassedToService": {"Ref": "Service"}}}
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to=service)) == []


def test_in_whatever_case_and_kind_of_policy() -> None:
    inline = {"Statement": {"Effect": "Allow", "Action": "IAM:passRole", "Resource": "*"}}
    role = resources(Ci=resource("AWS::IAM::Role", Policies=[{"PolicyName": "pass", "PolicyDocument": inline}]))
    assert found(Rule, role) == ["Ci/Properties/Policies/0/PolicyDocument/Statement/Action"]


def test_a_condition_that_is_not_always_there_is_missed_where_it_is_not() -> None:
    asked = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    template = changed(GOOD, *STATEMENT, "Condition", to={"Fn::If": ["IsStrict", asked, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Strict": {"Type": "String"}}
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "Strict"}, "yes"]}}
    assert found(Rule, template) == [ACTION]
