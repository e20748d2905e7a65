"""Somebody is told what happens to a database."""

import pytest

from delivery.rules.database_events import DatabaseEvents as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Database=resource("AWS::RDS::DBInstance"),
    Aurora=resource("AWS::RDS::DBCluster"),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Group=resource("AWS::RDS::DBParameterGroup"),
    InstanceEvents=resource(
        "AWS::RDS::EventSubscription", SourceType="db-instance", Enabled=True, SourceIds=[{"Ref": "Database"}]
    ),
    ClusterEvents=resource("AWS::RDS::EventSubscription", SourceType="db-cluster"),
    GroupEvents=resource("AWS::RDS::EventSubscription", SourceType="db-parameter-group", SourceIds=[]),
)
WHO = {"InstanceEvents": "Database", "ClusterEvents": "Aurora", "GroupEvents": "Group"}
EACH = pytest.mark.parametrize("name", WHO)


def test_databases_with_subscriptions_are_fine() -> None:
    """The members of a cluster are its affair."""
    assert found(Rule, GOOD) == []


@EACH
def test_a_database_without_a_subscription_is_found(name: str) -> None:
    ((place, message),) = findings(Rule, without(GOOD, name))
    assert place == WHO[name]
    assert message.startswith("No EventSubscription of the kind db-")


@EACH
def test_one_that_is_switched_off_is_none(name: str) -> None:
    assert found(Rule, changed(GOOD, name, "Properties", "Enabled", to=False)) == [WHO[name]]


@EACH
def test_one_for_something_else_is_none(name: str) -> None:
    assert found(Rule, changed(GOOD, name, "Properties", "SourceType", to="db-snapshot")) == [WHO[name]]


def test_one_for_another_database_is_none() -> None:
    template = changed(GOOD, "Other", to=resource("AWS::RDS::DBInstance"))
    template = changed(template, "InstanceEvents", "Properties", "SourceIds", to=[{"Ref": "Other"}])
    assert found(Rule, template) == ["Database"]


@pytest.mark.parametrize("ids", [{"Ref": "Names"}, ["main"], [{"Ref": "Other"}, {"Ref": "Name"}]])
def test_names_that_are_not_known_may_be_this_one(ids: object) -> None:
    template = changed(GOOD, "Other", to=resource("AWS::RDS::DBInstance", DBClusterIdentifier="x"))
    assert found(Rule, changed(template, "InstanceEvents", "Properties", "SourceIds", to=ids)) == []


@pytest.mark.parametrize("place", ["SourceType", "Enabled"])
def test_what_is_not_known_may_fit(place: str) -> None:
    assert found(Rule, changed(GOOD, "ClusterEvents", "Properties", place, to={"Ref": "Parameter"})) == []


def test_one_for_everything_is_enough() -> None:
    template = resources(Database=GOOD["Resources"]["Database"], Events=resource("AWS::RDS::EventSubscription"))
    assert found(Rule, template) == []


def test_one_that_a_condition_takes_away_is_missing() -> None:
    template = changed(GOOD, "ClusterEvents", "Condition", to="Tells")
    template["Parameters"] = {"Tell": {"Type": "String"}}
    template["Conditions"] = {"Tells": {"Fn::Equals": [{"Ref": "Tell"}, "yes"]}}
    assert found(Rule, template) == ["Aurora"]
    assert found(Rule, changed(template, "Aurora", "Condition", to="Tells")) == []
