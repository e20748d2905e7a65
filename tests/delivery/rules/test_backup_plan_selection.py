"""A backup plan selects what it backs up."""

from delivery.rules.backup_plan_selection import BackupPlanSelection as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Plan=resource("AWS::Backup::BackupPlan"),
    Selection=resource("AWS::Backup::BackupSelection", BackupPlanId={"Ref": "Plan"}),
)


def test_a_plan_with_a_selection_is_fine() -> None:
    assert found(Rule, GOOD) == []
    template = changed(GOOD, "Selection", "Properties", "BackupPlanId", to={"Fn::GetAtt": ["Plan", "BackupPlanId"]})
    assert found(Rule, template) == []


def test_one_without_is_found() -> None:
    assert found(Rule, without(GOOD, "Selection")) == ["Plan"]


def test_the_selection_of_another_plan_does_not_help() -> None:
    assert found(Rule, changed(GOOD, "Other", to=resource("AWS::Backup::BackupPlan"))) == ["Other"]


def test_a_plan_that_is_given_to_other_stacks_may_be_used_there() -> None:
    alone = without(GOOD, "Selection")
    assert found(Rule, {**alone, "Outputs": {"PlanId": {"Value": {"Ref": "Plan"}}}}) == []
    assert found(Rule, changed(alone, "Published", to=resource("AWS::SSM::Parameter", Value={"Ref": "Plan"}))) == []


def test_a_condition_may_take_the_selection_away() -> None:
    template = changed(GOOD, "Selection", "Condition", to="IsHome")
    template["Conditions"] = {"IsHome": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Plan"]
