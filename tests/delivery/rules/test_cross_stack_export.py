"""Stacks are not joined by exports."""

from typing import Any

from delivery.rules.cross_stack_export import CrossStackExport as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD: dict[str, Any] = {
    **resources(
        Group=resource("AWS::EC2::SecurityGroup", VpcId={"Ref": "VpcId"}),
        Published=resource("AWS::SSM::Parameter", Type="String", Value={"Ref": "Group"}),
    ),
    "Outputs": {"Group": {"Value": {"Ref": "Group"}}},
}
VPC = ("Group", "Properties", "VpcId")


def test_parameters_and_plain_outputs_join_nothing() -> None:
    assert found(Rule, GOOD) == []


def test_an_export_is_found() -> None:
    output = {"Value": {"Ref": "Group"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-group"}}}
    assert found(Rule, {**GOOD, "Outputs": {"Group": output}}) == ["Outputs/Group/Export"]


def test_an_import_is_found_also_within_functions() -> None:
    imported = {"Fn::ImportValue": {"Fn::Sub": "${Network}-vpc"}}
    assert found(Rule, changed(GOOD, *VPC, to=imported)) == ["Group/Properties/VpcId/Fn::ImportValue"]
    joined = {"Fn::Join": ["", ["vpc-", imported]]}
    assert found(Rule, changed(GOOD, *VPC, to=joined)) == ["Group/Properties/VpcId/Fn::Join/1/1/Fn::ImportValue"]


def test_an_import_in_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *VPC, to={"Fn::If": ["IsOwn", {"Fn::ImportValue": "vpc"}, {"Ref": "VpcId"}]})
    template["Parameters"] = {"VpcId": {"Type": "String"}}
    template["Conditions"] = {"IsOwn": {"Fn::Equals": [{"Ref": "VpcId"}, ""]}}
    assert found(Rule, template) == ["Group/Properties/VpcId/Fn::If/1/Fn::ImportValue"]


def test_outputs_of_another_shape_are_somebody_elses_business() -> None:
    assert found(Rule, {**GOOD, "Outputs": {"Group": "text"}}) == []
