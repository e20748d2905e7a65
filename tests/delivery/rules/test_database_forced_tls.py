"""A database accepts no connection without TLS."""

import pytest

from delivery.rules.database_forced_tls import DatabaseForcesTls as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Group=resource("AWS::RDS::DBParameterGroup", Family="mysql8.4", Parameters={"require_secure_transport": "1"}),
    Database=resource("AWS::RDS::DBInstance", Engine="mysql", DBParameterGroupName={"Ref": "Group"}),
    AuroraGroup=resource(
        "AWS::RDS::DBClusterParameterGroup", Family="aurora-postgresql16", Parameters={"rds.force_ssl": 1}
    ),
    Aurora=resource(
        "AWS::RDS::DBCluster",
        Engine="aurora-postgresql",
        EngineVersion="16.10",
        DBClusterParameterGroupName={"Ref": "AuroraGroup"},
    ),
    Member=resource("AWS::RDS::DBInstance", Engine="aurora-postgresql", DBClusterIdentifier={"Ref": "Aurora"}),
    Oracle=resource("AWS::RDS::DBInstance", Engine="oracle-ee"),
)
ATTACHED = {"Database": "DBParameterGroupName", "Aurora": "DBClusterParameterGroupName"}
GROUPS = {"Group": "require_secure_transport", "AuroraGroup": "rds.force_ssl"}


def test_databases_whose_group_forces_tls_are_fine() -> None:
    """Members have the group of their cluster; Oracle has an option for it, and no parameter."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", ATTACHED)
def test_a_database_without_a_group_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, "Properties", ATTACHED[name])) == [f"{name}/Properties"]


@pytest.mark.parametrize("name", ATTACHED)
def test_the_group_of_aws_is_found(name: str) -> None:
    where = ("Properties", ATTACHED[name])
    ((place, message),) = findings(Rule, changed(GOOD, name, *where, to="default.any"))
    assert place == f"{name}/Properties/{ATTACHED[name]}"
    assert message.startswith("default.any is the parameter group of AWS")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_that_says_nothing_is_found(group: str) -> None:
    assert found(Rule, changed(GOOD, group, "Properties", "Parameters", to={"max_connections": "9"})) == [
        f"{group}/Properties/Parameters"
    ]
    assert found(Rule, without(GOOD, group, "Properties", "Parameters")) == [f"{group}/Properties"]


@pytest.mark.parametrize("off", ["0", 0, False, "OFF"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_that_switches_it_off_is_found(group: str, off: object) -> None:
    where = ("Properties", "Parameters", GROUPS[group])
    assert found(Rule, changed(GOOD, group, *where, to=off)) == [f"{group}/Properties/Parameters/{GROUPS[group]}"]


@pytest.mark.parametrize("on", ["1", 1, True, "ON", "on", {"Ref": "Parameter"}])
def test_every_way_to_say_that_it_is_on_is_fine(on: object) -> None:
    assert found(Rule, changed(GOOD, "Group", "Properties", "Parameters", "require_secure_transport", to=on)) == []


@pytest.mark.parametrize(
    ("engine", "version", "count"),
    [
        ("postgres", "14.19", 1),
        ("postgres", "15", 0),
        ("postgres", "17.6", 0),
        ("aurora-postgresql", "16.10", 1),
        ("aurora-postgresql", "17.4", 0),
        ("mariadb", "10.11", 1),
        ("mariadb", "11.4", 1),
        ("mariadb", "11.8.3", 0),
        ("mysql", "8.4.6", 1),
        ("sqlserver-se", "16.00", 1),
        ("postgres", {"Ref": "Version"}, 0),
        ("postgres", {"Ref": "AnyVersion"}, 1),
    ],
)
def test_versions_that_force_it_by_default_need_no_group(engine: str, version: object, count: int) -> None:
    template = resources(Main=resource("AWS::RDS::DBInstance", Engine=engine, EngineVersion=version))
    template["Parameters"] = {"Version": {"Type": "String", "Default": "16"}, "AnyVersion": {"Type": "String"}}
    assert found(Rule, template) == ["Main/Properties"] * count


def test_the_family_of_a_group_tells_the_version() -> None:
    group = resource("AWS::RDS::DBParameterGroup", Family="postgres16", Parameters={"log_statement": "all"})
    main = resource("AWS::RDS::DBInstance", Engine="postgres", DBParameterGroupName={"Ref": "Group"})
    assert found(Rule, resources(Group=group, Main=main)) == []
    off = changed(resources(Group=group, Main=main), "Group", "Properties", "Parameters", to={"rds.force_ssl": "0"})
    assert found(Rule, off) == ["Group/Properties/Parameters/rds.force_ssl"]


@pytest.mark.parametrize("name", ["shared-group", {"Ref": "GroupName"}, {"Fn::ImportValue": "group"}])
def test_a_group_from_elsewhere_is_not_judged(name: object) -> None:
    assert found(Rule, changed(GOOD, "Database", "Properties", "DBParameterGroupName", to=name)) == []


def test_an_engine_that_is_not_known_is_not_judged() -> None:
    template = changed(GOOD, "Database", "Properties", "Engine", to={"Ref": "Engine"})
    assert found(Rule, without(template, "Database", "Properties", "DBParameterGroupName")) == []


def test_only_the_branch_without_a_group_is_found() -> None:
    chosen = {"Fn::If": ["HasGroup", {"Ref": "Group"}, {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Database", "Properties", "DBParameterGroupName", to=chosen)
    template["Parameters"] = {"Own": {"Type": "String"}}
    template["Conditions"] = {"HasGroup": {"Fn::Equals": [{"Ref": "Own"}, "yes"]}}
    assert found(Rule, template) == ["Database/Properties/DBParameterGroupName/Fn::If/2"]
