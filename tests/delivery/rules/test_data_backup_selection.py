"""A template that backs up data backs up all of it."""

from typing import Any

import pytest

from delivery.rules.data_backup_selection import LeftOutOfBackup as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

NAMED: list[Any] = [
    {"Fn::GetAtt": ["Database", "DBInstanceArn"]},
    {"Fn::Sub": "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Aurora}"},
    {"Fn::GetAtt": "Files.Arn"},
    {"Fn::GetAtt": ["Table", "Arn"]},
]
NAMES = ["Database", "Aurora", "Files", "Table"]
GOOD = resources(
    Database=resource("AWS::RDS::DBInstance"),
    Aurora=resource("AWS::RDS::DBCluster"),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Files=resource("AWS::EFS::FileSystem"),
    Table=resource("AWS::DynamoDB::Table", Tags=[{"Key": "Backup", "Value": "daily"}]),
    Selection=resource("AWS::Backup::BackupSelection", BackupSelection={"Resources": NAMED}),
)
SELECTION = ("Selection", "Properties", "BackupSelection")


def test_data_that_is_all_selected_is_fine() -> None:
    """A member of a cluster holds nothing of its own."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("index", range(4))
def test_what_is_left_out_is_found(index: int) -> None:
    rest = [*NAMED[:index], *NAMED[index + 1 :]]
    assert found(Rule, changed(GOOD, *SELECTION, "Resources", to=rest)) == [NAMES[index]]


def test_a_template_without_a_selection_may_be_backed_up_from_elsewhere() -> None:
    assert found(Rule, without(GOOD, "Selection")) == []


def test_a_second_selection_may_have_the_rest() -> None:
    template = changed(GOOD, *SELECTION, "Resources", to=NAMED[:2])
    rest = resource("AWS::Backup::BackupSelection", BackupSelection={"Resources": NAMED[2:]})
    assert found(Rule, changed(template, "Rest", to=rest)) == []


@pytest.mark.parametrize("wide", ["*", "arn:aws:rds:*:*:cluster:*", {"Ref": "Arn"}, {"Fn::ImportValue": "arn"}])
def test_what_names_no_resource_of_the_template_may_be_any(wide: object) -> None:
    assert found(Rule, changed(GOOD, *SELECTION, "Resources", to=[wide])) == []


def test_what_is_taken_out_again_is_found() -> None:
    template = changed(GOOD, *SELECTION, to={"Resources": ["*"], "NotResources": [NAMED[3]]})
    assert found(Rule, template) == ["Table"]


def test_tags_select_what_carries_them() -> None:
    tags = [{"ConditionType": "STRINGEQUALS", "ConditionKey": "Backup", "ConditionValue": "daily"}]
    assert found(Rule, changed(GOOD, *SELECTION, to={"ListOfTags": tags})) == ["Aurora", "Database", "Files"]


@pytest.mark.parametrize("selection", [{"Ref": "Selection"}, {}, {"Resources": {"Ref": "Arns"}}])
def test_a_selection_that_is_not_known_may_take_everything(selection: object) -> None:
    """One that lists nothing takes all there is."""
    assert found(Rule, changed(GOOD, *SELECTION, to=selection)) == []


def test_a_file_system_may_ask_for_its_own_backups() -> None:
    template = changed(GOOD, *SELECTION, "Resources", to=[*NAMED[:2], NAMED[3]])
    assert found(Rule, changed(template, "Files", "Properties", "BackupPolicy", to={"Status": "ENABLED"})) == []
    assert found(Rule, changed(template, "Files", "Properties", "BackupPolicy", to={"Status": "DISABLED"})) == ["Files"]


def test_a_selection_that_a_condition_takes_away_leaves_out() -> None:
    template = changed(GOOD, *SELECTION, "Resources", to=NAMED[:3])
    rest = resource("AWS::Backup::BackupSelection", BackupSelection={"Resources": NAMED[3:]})
    template = changed(template, "Rest", to={**rest, "Condition": "Has"})
    template["Parameters"] = {"More": {"Type": "String"}}
    template["Conditions"] = {"Has": {"Fn::Equals": [{"Ref": "More"}, "yes"]}}
    assert found(Rule, template) == ["Table"]
