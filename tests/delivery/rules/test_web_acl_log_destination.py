"""The log of a web ACL goes to where AWS WAF accepts it."""

from typing import Any

import pytest

from delivery.rules.web_acl_log_destination import WebAclLogDestination as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

PLACE = ("Logging", "Properties", "LogDestinationConfigs", 0)
GOOD = resources(
    Logging=resource("AWS::WAFv2::LoggingConfiguration", LogDestinationConfigs=[{"Fn::GetAtt": ["Group", "Arn"]}]),
    Group=resource("AWS::Logs::LogGroup", LogGroupName={"Fn::Sub": "aws-waf-logs-${AWS::StackName}"}),
    Bucket=resource("AWS::S3::Bucket", BucketName={"Fn::Join": ["-", ["aws-waf-logs", {"Ref": "AWS::AccountId"}]]}),
    Stream=resource("AWS::KinesisFirehose::DeliveryStream"),
)


@pytest.mark.parametrize(
    "destination",
    [
        {"Fn::GetAtt": ["Group", "Arn"]},
        {"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}"},
        {"Fn::GetAtt": ["Bucket", "Arn"]},
        "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-web:*",
        "arn:aws:firehose:us-east-1:111122223333:deliverystream/aws-waf-logs-web",
        "arn:aws:s3:::aws-waf-logs-web",
        {"Fn::Sub": "arn:aws:s3:::aws-waf-logs-${AWS::AccountId}"},
        {"Fn::Sub": "arn:aws:s3:::${Prefix}-web"},
        {"Ref": "LogArn"},
    ],
)
def test_names_that_aws_waf_accepts_or_that_are_not_known_are_fine(destination: Any) -> None:
    assert found(Rule, changed(GOOD, *PLACE, to=destination)) == []


@pytest.mark.parametrize(
    "destination",
    [
        "arn:aws:logs:us-east-1:111122223333:log-group:web-acl",
        "arn:aws:s3:::waf-logs",
        {"Fn::Sub": "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/waf/${AWS::StackName}"},
    ],
)
def test_another_name_is_found(destination: Any) -> None:
    assert found(Rule, changed(GOOD, *PLACE, to=destination)) == ["/".join(map(str, PLACE))]


def test_the_name_of_a_resource_counts() -> None:
    assert found(Rule, changed(GOOD, "Group", "Properties", "LogGroupName", to="web-acl")) == [
        "/".join(map(str, PLACE))
    ]


def test_a_name_that_cloudformation_makes_up_is_found() -> None:
    ((place, message),) = findings(Rule, changed(GOOD, *PLACE, to={"Fn::GetAtt": ["Stream", "Arn"]}))
    assert place == "/".join(map(str, PLACE))
    assert "what CloudFormation makes up" in message


def test_a_condition_may_choose_a_wrong_one() -> None:
    chosen = {"Fn::If": ["IsOld", "arn:aws:s3:::old-logs", {"Fn::GetAtt": ["Bucket", "Arn"]}]}
    template = changed(GOOD, *PLACE, to=chosen)
    template["Conditions"] = {"IsOld": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(map(str, PLACE))}/Fn::If/1"]
    assert found(Rule, without(GOOD, "Logging", "Properties")) == []
