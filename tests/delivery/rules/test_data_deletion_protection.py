"""Databases and tables cannot be deleted by mistake."""

import pytest

from delivery.rules.data_deletion_protection import DataDeletionProtection as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Database=resource("AWS::RDS::DBInstance", DeletionProtection=True),
    Aurora=resource("AWS::RDS::DBCluster", DeletionProtection="true"),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Table=resource("AWS::DynamoDB::Table", DeletionProtectionEnabled=True),
    World=resource("AWS::DynamoDB::GlobalTable", Replicas=[{"Region": "eu-west-1", "DeletionProtectionEnabled": True}]),
)
SWITCHES = {"Database": "DeletionProtection", "Aurora": "DeletionProtection", "Table": "DeletionProtectionEnabled"}
EACH = pytest.mark.parametrize("name", SWITCHES)


def test_what_is_protected_is_fine() -> None:
    """A member can be made again: the data is the cluster's."""
    assert found(Rule, GOOD) == []


@EACH
def test_what_is_not_protected_is_found(name: str) -> None:
    switch = SWITCHES[name]
    assert found(Rule, without(GOOD, name, "Properties", switch)) == [f"{name}/Properties"]
    assert found(Rule, changed(GOOD, name, "Properties", switch, to=False)) == [f"{name}/Properties/{switch}"]


def test_each_replica_of_a_global_table_is_judged() -> None:
    replicas = [{"Region": "eu-west-1", "DeletionProtectionEnabled": True}, {"Region": "eu-west-3"}, {"Ref": "Third"}]
    assert found(Rule, changed(GOOD, "World", "Properties", "Replicas", to=replicas)) == ["World/Properties/Replicas/1"]


@EACH
def test_a_parameter_may_decide(name: str) -> None:
    assert found(Rule, changed(GOOD, name, "Properties", SWITCHES[name], to={"Ref": "Protected"})) == []


@EACH
def test_a_template_that_offers_it_may_leave_the_choice(name: str) -> None:
    chosen = {"Fn::If": ["IsProtected", True, {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, name, "Properties", SWITCHES[name], to=chosen)
    template["Parameters"] = {"Protected": {"Type": "String"}}
    template["Conditions"] = {"IsProtected": {"Fn::Equals": [{"Ref": "Protected"}, "yes"]}}
    assert found(Rule, template) == []


@pytest.mark.parametrize(("environment", "count"), [("dev", 0), ("prod", 1)])
def test_with_values_in_place_only_production_is_held_to_it(environment: str, count: int) -> None:
    template = changed(GOOD, "Table", "Properties", "DeletionProtectionEnabled", to="false")
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert len(found(Rule, template)) == count
