"""No physical name is the same in every stack of a template."""

from typing import Any

import pytest

from delivery.rules.literal_name import LiteralName as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Alarm=resource("AWS::CloudWatch::Alarm", AlarmName={"Fn::Sub": "${AWS::StackName}-errors"}),
    Cluster=resource("AWS::ECS::Cluster"),
    Published=resource("AWS::SSM::Parameter", Name="/web/vpc-id"),
    Group=resource("AWS::Cognito::UserPoolGroup", GroupName="admins", UserPoolId="eu-west-1_a"),
    Filter=resource("AWS::Logs::MetricFilter", FilterName="errors", LogGroupName="web"),
    Live=resource("AWS::StepFunctions::StateMachineAlias", Name="live"),
    Bucket=resource("AWS::S3::Bucket", BucketName="another-rules-business"),
)
ALARM = ("Alarm", "Properties", "AlarmName")


def test_a_name_within_something_else_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", ["errors", {"Fn::Sub": "errors"}, {"Fn::Join": ["-", ["web", "errors"]]}])
def test_a_name_that_is_written_out_is_found(name: Any) -> None:
    assert found(Rule, changed(GOOD, *ALARM, to=name)) == ["/".join(ALARM)]
    assert found(Rule, changed(GOOD, "Cluster", "Properties", to={"ClusterName": name})) == [
        "Cluster/Properties/ClusterName"
    ]


@pytest.mark.parametrize(
    "name", [{"Ref": "Name"}, {"Fn::Sub": "${Environment}-errors"}, {"Fn::ImportValue": {"Ref": "Name"}}]
)
def test_a_name_that_varies_is_fine(name: Any) -> None:
    assert found(Rule, changed(GOOD, *ALARM, to=name)) == []


def test_with_an_environments_values_in_place_every_name_is_written_out() -> None:
    template = {**changed(GOOD, *ALARM, to="prod-errors"), "Metadata": {"Stackwright": {"ValuesOf": "prod"}}}
    assert found(Rule, template) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *ALARM, to={"Fn::If": ["IsMain", "errors", {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Main": {"Type": "String"}}
    template["Conditions"] = {"IsMain": {"Fn::Equals": [{"Ref": "Main"}, "yes"]}}
    assert found(Rule, template) == ["Alarm/Properties/AlarmName/Fn::If/1"]
