"""Databases and caches live in chosen subnets, behind a security group of their own."""

import pytest

from delivery.rules.data_network import DataNetwork as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Database=resource("AWS::RDS::DBInstance", DBSubnetGroupName={"Ref": "Subnets"}, VPCSecurityGroups=["sg-1"]),
    Aurora=resource("AWS::RDS::DBCluster", DBSubnetGroupName="data", VpcSecurityGroupIds={"Ref": "Groups"}),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Cache=resource(
        "AWS::ElastiCache::ReplicationGroup",
        CacheSubnetGroupName={"Ref": "CacheSubnets"},
        SecurityGroupIds=[{"Fn::GetAtt": ["Group", "GroupId"]}],
    ),
)
SUBNETS = {"Database": "DBSubnetGroupName", "Aurora": "DBSubnetGroupName", "Cache": "CacheSubnetGroupName"}
GROUPS = {"Database": "VPCSecurityGroups", "Aurora": "VpcSecurityGroupIds", "Cache": "SecurityGroupIds"}
EACH = pytest.mark.parametrize("name", SUBNETS)


def test_chosen_networks_are_fine() -> None:
    """Members live where their cluster does."""
    assert found(Rule, GOOD) == []


@EACH
def test_subnets_that_nobody_chose_are_found(name: str) -> None:
    ((place, message),) = findings(Rule, without(GOOD, name, "Properties", SUBNETS[name]))
    assert place == f"{name}/Properties"
    assert message.startswith(f"{SUBNETS[name]} is not set")
    assert found(Rule, changed(GOOD, name, "Properties", SUBNETS[name], to="default")) == [
        f"{name}/Properties/{SUBNETS[name]}"
    ]


@EACH
def test_the_default_security_group_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, "Properties", GROUPS[name])) == [f"{name}/Properties"]
    assert found(Rule, changed(GOOD, name, "Properties", GROUPS[name], to=[])) == [f"{name}/Properties/{GROUPS[name]}"]


def test_a_replica_lives_in_the_subnets_of_its_origin() -> None:
    """Its security group is the default one all the same."""
    replica = resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier={"Ref": "Database"})
    ((place, message),) = findings(Rule, changed(GOOD, "Replica", to=replica))
    assert place == "Replica/Properties"
    assert message.startswith("VPCSecurityGroups names no security group")


def test_only_the_branch_that_chooses_nothing_is_found() -> None:
    chosen = {"Fn::If": ["HasGroup", ["sg-1"], {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, "Aurora", "Properties", "VpcSecurityGroupIds", to=chosen)
    template["Parameters"] = {"Group": {"Type": "String"}}
    template["Conditions"] = {"HasGroup": {"Fn::Equals": [{"Ref": "Group"}, "yes"]}}
    assert found(Rule, template) == ["Aurora/Properties/VpcSecurityGroupIds/Fn::If/2"]
