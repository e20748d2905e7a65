"""CloudWatch Logs may use a key only for log groups of the account."""

from typing import Any

import pytest

from delivery.rules.key_for_logs import KeyForLogs as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

BOUND = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:log-group:*"}}
GOOD = resources(
    Key=resource(
        "AWS::KMS::Key",
        KeyPolicy={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}},
                    "Action": "kms:Decrypt",
                    "Condition": BOUND,
                },
                {"Effect": "Allow", "Principal": {"Service": "dynamodb.amazonaws.com"}, "Action": "kms:Decrypt"},
            ]
        },
    )
)
STATEMENT = ("Key", "Properties", "KeyPolicy", "Statement", 0)
PLACE = "/".join(map(str, (*STATEMENT, "Principal", "Service")))


def test_asking_for_the_log_group_is_enough() -> None:
    assert found(Rule, GOOD) == []


def test_logs_of_anybody_are_found() -> None:
    assert found(Rule, without(GOOD, *STATEMENT, "Condition")) == [PLACE]
    other = {"Bool": {"aws:SecureTransport": "true"}}
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to=other)) == [PLACE]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        {"ArnEquals": {"KMS:EncryptionContext:aws:logs:arn": {"Ref": "LogArn"}}},
        {"Ref": "Somewhere"},
    ],
)
def test_another_bound_and_what_is_not_known_are_fine(condition: Any) -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Condition", to=condition)) == []


def test_a_condition_that_is_not_always_there_is_missed_where_it_is_not() -> None:
    template = changed(GOOD, *STATEMENT, "Condition", to={"Fn::If": ["IsStrict", BOUND, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Strict": {"Type": "String"}}
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "Strict"}, "yes"]}}
    assert found(Rule, template) == [PLACE]
