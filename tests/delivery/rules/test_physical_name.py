"""What may have to be replaced, or is kept after its stack, has no physical name."""

from typing import Any

import pytest

from delivery.rules.physical_name import PhysicalName as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources

NAMED = [
    ("AWS::DynamoDB::Table", "TableName"),
    ("AWS::EC2::SecurityGroup", "GroupName"),
    ("AWS::ECR::Repository", "RepositoryName"),
    ("AWS::ECS::Service", "ServiceName"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::RDS::DBCluster", "DBClusterIdentifier"),
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::SQS::Queue", "QueueName"),
]
UNIQUE = {"Fn::Sub": ["/web/${Id}", {"Id": {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}}]}
GOOD = resources(
    Bucket=resource("AWS::S3::Bucket"),
    Logs=resource("AWS::Logs::LogGroup", attributes={"DeletionPolicy": "Retain"}, LogGroupName=UNIQUE),
    Alarm=resource("AWS::CloudWatch::Alarm", AlarmName={"Fn::Sub": "${AWS::StackName}-errors"}),
    Published=resource("AWS::SSM::Parameter", attributes={"DeletionPolicy": "Retain"}, Name="/web/vpc-id"),
    Scaling=resource("AWS::ApplicationAutoScaling::ScalingPolicy", PolicyName="cpu"),
    Zone=resource("AWS::Route53::HostedZone", Name="example.com"),
    Task=resource("AWS::ECS::TaskDefinition", Family="web"),
    FlowLog=resource("AWS::EC2::FlowLog", LogGroupName="flow"),
    Db=resource("AWS::RDS::DBInstance", DBSubnetGroupName="main", DBName="web"),
    Filter=resource("AWS::Logs::MetricFilter", FilterName="errors", LogGroupName={"Ref": "Logs"}),
    Custom=resource("Custom::Thing", Name="mine"),
    Unheard=resource("AWS::Not::Known", Name="mine"),
)


def test_names_that_hinder_nothing_are_fine() -> None:
    """Names of other things, names that must be given or are meant, names that no update replaces."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(("type_", "name"), NAMED)
@pytest.mark.parametrize("value", ["hard", {"Ref": "Name"}, {"Fn::Sub": "${AWS::StackName}-web"}])
def test_a_name_that_an_update_cannot_replace_is_found(type_: str, name: str, value: Any) -> None:
    assert found(Rule, resources(Thing=resource(type_, **{name: value}))) == [f"Thing/Properties/{name}"]


def test_the_message_says_what_replaces_it() -> None:
    assert findings(Rule, resources(Web=resource("AWS::ECS::Service", ServiceName="web"))) == [
        (
            "Web/Properties/ServiceName",
            "ServiceName is set, and an update of Role, SchedulingStrategy, LaunchType replaces the resource. "
            + Rule.advice,
        )
    ]


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_a_name_that_is_kept_has_to_contain_the_stacks_id(policy: str) -> None:
    template = changed(GOOD, "Logs", "Properties", "LogGroupName", to={"Fn::Sub": "/web/${AWS::StackName}"})
    assert found(Rule, changed(template, "Logs", "DeletionPolicy", to=policy)) == ["Logs/Properties/LogGroupName"]
    assert found(Rule, changed(template, "Logs", "DeletionPolicy", to="Delete")) == []


def test_a_name_that_only_some_stacks_have_is_found_in_its_branch() -> None:
    name = {"Fn::If": ["HasName", {"Ref": "Name"}, {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Bucket", "Properties", to={"BucketName": name})
    template["Parameters"] = {"Name": {"Type": "String", "Default": ""}}
    template["Conditions"] = {"HasName": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Name"}, ""]}]}}
    assert found(Rule, template) == ["Bucket/Properties/BucketName/Fn::If/1"]
