"""Databases and caches do not listen on the port of their engine that everybody knows."""

import pytest

from delivery.rules.data_default_port import DefaultPort as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Aurora=resource("AWS::RDS::DBCluster", Engine="aurora-postgresql", Port=15432),
    Member=resource("AWS::RDS::DBInstance", Engine="aurora-postgresql", DBClusterIdentifier={"Ref": "Aurora"}),
    Database=resource("AWS::RDS::DBInstance", Engine="postgres", Port="3306"),
    Replica=resource("AWS::RDS::DBInstance", Engine="postgres", SourceDBInstanceIdentifier={"Ref": "Database"}),
    Cache=resource("AWS::ElastiCache::ReplicationGroup", Engine="valkey", Port=16379),
)


def test_other_ports_are_fine() -> None:
    """Also that of another engine; a member has the port of its cluster, a replica that of its origin."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    ("name", "engine", "port"),
    [
        ("Aurora", "aurora-postgresql", 5432),
        ("Aurora", "aurora-mysql", "3306"),
        ("Aurora", "mysql", 3306),
        ("Database", "postgres", "5432"),
        ("Database", "oracle-ee", "1521"),
        ("Database", "sqlserver-se", 1433),
        ("Cache", "valkey", 6379),
        ("Cache", "Redis", "6379"),
    ],
)
def test_the_default_of_the_engine_is_found(name: str, engine: str, port: int | str) -> None:
    template = changed(GOOD, name, "Properties", "Engine", to=engine)
    assert found(Rule, changed(template, name, "Properties", "Port", to=port)) == [f"{name}/Properties/Port"]


@pytest.mark.parametrize("name", ["Aurora", "Database", "Cache"])
def test_saying_nothing_is_the_default(name: str) -> None:
    assert found(Rule, without(GOOD, name, "Properties", "Port")) == [f"{name}/Properties"]


def test_a_cache_without_an_engine_is_redis() -> None:
    template = without(GOOD, "Cache", "Properties", "Engine")
    assert found(Rule, changed(template, "Cache", "Properties", "Port", to=6379)) == ["Cache/Properties/Port"]


@pytest.mark.parametrize("engine", ["neptune", {"Ref": "Engine"}, {"Fn::GetAtt": ["Other", "Engine"]}])
def test_engines_that_are_not_known_are_not_judged(engine: object) -> None:
    template = changed(GOOD, "Database", "Properties", "Engine", to=engine)
    assert found(Rule, without(template, "Database", "Properties", "Port")) == []


def test_a_port_that_is_not_known_is_fine() -> None:
    assert found(Rule, changed(GOOD, "Aurora", "Properties", "Port", to={"Ref": "Port"})) == []


def test_only_the_branch_with_the_default_is_found() -> None:
    template = changed(GOOD, "Aurora", "Properties", "Port", to={"Fn::If": ["IsOld", 5432, 15432]})
    template["Parameters"] = {"Old": {"Type": "String"}}
    template["Conditions"] = {"IsOld": {"Fn::Equals": [{"Ref": "Old"}, "yes"]}}
    assert found(Rule, template) == ["Aurora/Properties/Port/Fn::If/1"]
