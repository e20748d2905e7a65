"""What a database spends its time on is recorded."""

import pytest

from delivery.rules.database_performance import PerformanceInsights as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

SWITCH = ("Properties", "EnablePerformanceInsights")
GOOD = resources(
    Database=resource(
        "AWS::RDS::DBInstance", Engine="postgres", DBInstanceClass="db.t4g.micro", EnablePerformanceInsights=True
    ),
    Aurora=resource("AWS::RDS::DBCluster", Engine="aurora-mysql"),
    Member=resource(
        "AWS::RDS::DBInstance",
        Engine="aurora-mysql",
        DBInstanceClass="db.r7g.large",
        DBClusterIdentifier={"Ref": "Aurora"},
        EnablePerformanceInsights="true",
    ),
)


def test_databases_that_are_recorded_are_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", ["Database", "Member"])
def test_a_database_that_is_not_recorded_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, *SWITCH)) == [f"{name}/Properties"]
    assert found(Rule, changed(GOOD, name, *SWITCH, to=False)) == [f"{name}/Properties/EnablePerformanceInsights"]


@pytest.mark.parametrize("switch", [True, {"Ref": "Recorded"}])
def test_the_cluster_may_switch_it_on_for_its_members(switch: object) -> None:
    template = changed(GOOD, "Aurora", "Properties", "PerformanceInsightsEnabled", to=switch)
    assert found(Rule, without(template, "Member", *SWITCH)) == []


def test_a_cluster_that_makes_its_own_instances_has_its_own_switch() -> None:
    cluster = resources(Main=resource("AWS::RDS::DBCluster", Engine="mysql", DBClusterInstanceClass="db.m7g.large"))
    assert found(Rule, cluster) == ["Main/Properties"]
    assert found(Rule, changed(cluster, "Main", "Properties", "PerformanceInsightsEnabled", to=True)) == []


@pytest.mark.parametrize(
    ("engine", "size", "count"),
    [
        ("mysql", "db.t3.micro", 0),
        ("mysql", "db.t3.medium", 1),
        ("mariadb", "db.t4g.small", 0),
        ("postgres", "db.t3.micro", 1),
        ("aurora-mysql", "db.t3.large", 0),
        ("aurora-mysql", "db.t4g.small", 0),
        ("aurora-mysql", "db.t4g.medium", 1),
        ("aurora-postgresql", "db.t3.medium", 1),
        ("db2-se", "db.m6i.large", 0),
        ("custom-oracle-ee", "db.m6i.large", 0),
    ],
)
def test_where_aws_does_not_offer_it_nothing_is_found(engine: str, size: str, count: int) -> None:
    template = resources(Main=resource("AWS::RDS::DBInstance", Engine=engine, DBInstanceClass=size))
    assert len(found(Rule, template)) == count


def test_a_template_that_offers_it_may_leave_the_choice() -> None:
    template = changed(GOOD, "Database", *SWITCH, to={"Fn::If": ["IsLarge", True, False]})
    template["Parameters"] = {"Size": {"Type": "String"}}
    template["Conditions"] = {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]}}
    assert found(Rule, template) == []
    assert found(Rule, changed(GOOD, "Database", *SWITCH, to={"Ref": "Recorded"})) == []
