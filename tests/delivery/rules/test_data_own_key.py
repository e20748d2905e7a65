"""Data, and the passwords to it, are encrypted with a KMS key of one's own."""

import pytest

from delivery.rules.data_own_key import DataKeyOfOnesOwn as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

OWN = {"Fn::GetAtt": ["Key", "Arn"]}
GOOD = resources(
    Database=resource(
        "AWS::RDS::DBInstance", KmsKeyId=OWN, ManageMasterUserPassword=True, MasterUserSecret={"KmsKeyId": OWN}
    ),
    Aurora=resource(
        "AWS::RDS::DBCluster",
        KmsKeyId="arn:aws:kms:eu-west-1:111122223333:key/1",
        ManageMasterUserPassword=True,
        MasterUserSecret={"KmsKeyId": OWN},
    ),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Replica=resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier={"Ref": "Database"}),
    Restored=resource("AWS::RDS::DBCluster", SnapshotIdentifier="before"),
    Cache=resource("AWS::ElastiCache::ReplicationGroup", KmsKeyId={"Ref": "KeyArn"}),
    Files=resource("AWS::EFS::FileSystem", KmsKeyId="alias/files"),
    Table=resource("AWS::DynamoDB::Table", SSESpecification={"KMSMasterKeyId": OWN}),
)
KEYS = ["Database", "Aurora", "Cache", "Files"]


def test_own_keys_and_copies_and_members_are_fine() -> None:
    """Members have the key of their cluster, replicas and restored databases that of their origin."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", KEYS)
def test_data_without_a_key_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, "Properties", "KmsKeyId")) == [f"{name}/Properties"]


@pytest.mark.parametrize("alias", ["alias/aws/rds", "arn:aws:kms:eu-west-1:111122223333:alias/aws/rds"])
@pytest.mark.parametrize("name", KEYS)
def test_the_key_of_aws_is_found(name: str, alias: str) -> None:
    ((place, message),) = findings(Rule, changed(GOOD, name, "Properties", "KmsKeyId", to=alias))
    assert place == f"{name}/Properties/KmsKeyId"
    assert f"the key of AWS, {alias}" in message


def test_a_table_without_a_key_is_found() -> None:
    assert found(Rule, without(GOOD, "Table", "Properties", "SSESpecification")) == ["Table/Properties"]
    assert found(Rule, changed(GOOD, "Table", "Properties", "SSESpecification", to={"SSEEnabled": True})) == [
        "Table/Properties/SSESpecification"
    ]


def test_the_secret_with_the_password_needs_the_key_too() -> None:
    assert found(Rule, without(GOOD, "Database", "Properties", "MasterUserSecret")) == ["Database/Properties"]
    assert found(Rule, without(GOOD, "Aurora", "Properties", "MasterUserSecret", "KmsKeyId")) == [
        "Aurora/Properties/MasterUserSecret"
    ]


def test_a_database_without_such_a_secret_needs_none() -> None:
    template = without(GOOD, "Database", "Properties", "MasterUserSecret")
    assert found(Rule, changed(template, "Database", "Properties", "ManageMasterUserPassword", to=False)) == []


def test_what_is_not_known_is_fine() -> None:
    for unknown in ({"Ref": "Parameter"}, {"Fn::FindInMap": ["Keys", "prod", "Secret"]}):
        assert found(Rule, changed(GOOD, "Database", "Properties", "MasterUserSecret", to=unknown)) == []
        assert found(Rule, changed(GOOD, "Table", "Properties", "SSESpecification", to=unknown)) == []


def test_only_the_branch_without_a_key_is_found() -> None:
    template = changed(GOOD, "Files", "Properties", "KmsKeyId", to={"Fn::If": ["HasKey", OWN, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Key": {"Type": "String"}}
    template["Conditions"] = {"HasKey": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Key"}, ""]}]}}
    assert found(Rule, template) == ["Files/Properties/KmsKeyId/Fn::If/2"]
