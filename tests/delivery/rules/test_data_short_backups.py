"""Databases and tables can go back for seven days or longer."""

import pytest

from delivery.rules.data_short_backups import ShortBackups as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Database=resource("AWS::RDS::DBInstance", BackupRetentionPeriod=7),
    Aurora=resource("AWS::RDS::DBCluster", BackupRetentionPeriod="35"),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Replica=resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier={"Ref": "Database"}),
    Table=resource("AWS::DynamoDB::Table", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}),
)
RETENTION = ("Properties", "BackupRetentionPeriod")
CHOSEN = {"Fn::If": ["IsLarge", 35, 1]}


def test_a_week_or_longer_is_fine() -> None:
    """A table whose recovery is on goes back 35 days; members and replicas make no backups of their own."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("days", [0, 1, 6, "1"])
@pytest.mark.parametrize("name", ["Database", "Aurora"])
def test_fewer_days_are_found(name: str, days: int | str) -> None:
    ((place, message),) = findings(Rule, changed(GOOD, name, *RETENTION, to=days))
    assert place == f"{name}/Properties/BackupRetentionPeriod"
    assert message.startswith(f"Backups are kept for {days} day")


@pytest.mark.parametrize("name", ["Database", "Aurora"])
def test_saying_nothing_is_one_day(name: str) -> None:
    ((place, message),) = findings(Rule, without(GOOD, name, *RETENTION))
    assert place == f"{name}/Properties"
    assert message.startswith("Backups are kept for 1 day, because nothing is said")


def test_a_replica_that_asks_for_too_few_is_found() -> None:
    assert found(Rule, changed(GOOD, "Replica", *RETENTION, to=2)) == ["Replica/Properties/BackupRetentionPeriod"]


def test_a_table_that_goes_back_one_day_is_found() -> None:
    recovery = ("Properties", "PointInTimeRecoverySpecification")
    assert found(Rule, changed(GOOD, "Table", *recovery, "RecoveryPeriodInDays", to=1)) == [
        "Table/Properties/PointInTimeRecoverySpecification/RecoveryPeriodInDays"
    ]
    assert found(Rule, changed(GOOD, "Table", *recovery, to={"Ref": "Recovery"})) == []


def test_a_parameter_is_not_judged() -> None:
    assert found(Rule, changed(GOOD, "Database", *RETENTION, to={"Ref": "Days"})) == []


def test_a_template_that_offers_enough_may_offer_less() -> None:
    template = changed(GOOD, "Database", *RETENTION, to=CHOSEN)
    template["Parameters"] = {"Size": {"Type": "String"}}
    template["Conditions"] = {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]}}
    assert found(Rule, template) == []
    both = changed(template, "Database", *RETENTION, to={"Fn::If": ["IsLarge", 3, 1]})
    assert len(found(Rule, both)) == 2


@pytest.mark.parametrize(("environment", "count"), [("dev", 0), ("staging", 0), ("production", 1)])
def test_with_values_in_place_only_production_is_held_to_it(environment: str, count: int) -> None:
    template = changed(GOOD, "Database", *RETENTION, to=1)
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert len(found(Rule, template)) == count
