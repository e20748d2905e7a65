"""Load balancers may write only the access logs of the account."""

from typing import Any

import pytest

from delivery.rules.balancer_log_delivery import BalancerLogDelivery as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Policy=resource(
        "AWS::S3::BucketPolicy",
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": ["s3:PutObject"],
                    "Resource": [{"Fn::Sub": "${Logs.Arn}/balancer/AWSLogs/${AWS::AccountId}/*"}],
                },
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                    "Action": "s3:GetBucketAcl",
                    "Resource": {"Fn::GetAtt": ["Logs", "Arn"]},
                },
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logging.s3.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": {"Fn::Sub": "${Logs.Arn}/*"},
                },
            ]
        },
    )
)
RESOURCE = ("Policy", "Properties", "PolicyDocument", "Statement", 0, "Resource")
PLACE = "/".join(map(str, RESOURCE))


def test_the_accounts_own_logs_are_fine() -> None:
    """So are other actions, and other services, which have paths of their own."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    "arn",
    [
        {"Fn::Sub": "${Logs.Arn}/*"},
        {"Fn::Sub": "${Logs.Arn}/AWSLogs/*"},
        {"Fn::Join": ["", [{"Fn::GetAtt": ["Logs", "Arn"]}, "/balancer/*"]]},
        "arn:aws:s3:::logs/*/AWSLogs/*/*",
    ],
)
def test_what_no_account_bounds_is_found(arn: Any) -> None:
    assert found(Rule, changed(GOOD, *RESOURCE, to=[arn])) == [f"{PLACE}/0"]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::logs/AWSLogs/111122223333/*",
        {"Fn::Join": ["/", [{"Fn::GetAtt": ["Logs", "Arn"]}, "AWSLogs", {"Ref": "AWS::AccountId"}, "*"]]},
        {"Fn::Sub": "${Logs.Arn}/balancer/AWSLogs/${LogAccount}/elasticloadbalancing/*"},
        {"Ref": "LogArn"},
    ],
)
def test_what_an_account_bounds_and_what_is_not_known_are_fine(arn: Any) -> None:
    assert found(Rule, changed(GOOD, *RESOURCE, to=arn)) == []


def test_the_branch_of_a_condition_is_found() -> None:
    narrow = {"Fn::Sub": "${Logs.Arn}/AWSLogs/${AWS::AccountId}/*"}
    template = changed(GOOD, *RESOURCE, to={"Fn::If": ["IsOpen", {"Fn::Sub": "${Logs.Arn}/*"}, narrow]})
    template["Parameters"] = {"Open": {"Type": "String"}}
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/1"]
