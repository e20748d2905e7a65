"""RDS makes the owner's password and keeps it in Secrets Manager."""

import pytest

from delivery.rules.database_password import DatabasePassword as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Database=resource("AWS::RDS::DBInstance", MasterUsername="app_owner", ManageMasterUserPassword=True),
    Aurora=resource("AWS::RDS::DBCluster", MasterUsername="app_owner", ManageMasterUserPassword="true"),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}),
    Replica=resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier={"Ref": "Database"}),
    Restored=resource("AWS::RDS::DBCluster", SnapshotIdentifier="before"),
)
BOTH = pytest.mark.parametrize("name", ["Database", "Aurora"])
PARAMETERS = {"Password": {"Type": "String", "NoEcho": True}, "Managed": {"Type": "String"}}


def test_managed_passwords_are_fine() -> None:
    """Replicas and restored databases have the password of their origin."""
    assert found(Rule, GOOD) == []


@BOTH
def test_a_database_without_a_password_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, "Properties", "ManageMasterUserPassword")) == [f"{name}/Properties"]
    assert found(Rule, changed(GOOD, name, "Properties", "ManageMasterUserPassword", to=False)) == [
        f"{name}/Properties/ManageMasterUserPassword"
    ]


@BOTH
def test_a_written_password_is_found_and_not_repeated(name: str) -> None:
    template = changed(GOOD, name, "Properties", "MasterUserPassword", to="correct-horse")
    for one in (template, without(template, name, "Properties", "ManageMasterUserPassword")):
        ((place, message),) = findings(Rule, one)
        assert place == f"{name}/Properties/MasterUserPassword"
        assert "horse" not in message


@pytest.mark.parametrize("password", [{"Ref": "Password"}, {"Fn::Sub": "${Password}!"}])
def test_a_parameter_is_found(password: object) -> None:
    """Also one with NoEcho: somebody types it, and somebody keeps it."""
    template = changed(GOOD, "Database", "Properties", "MasterUserPassword", to=password)
    template["Parameters"] = PARAMETERS
    ((place, message),) = findings(Rule, template)
    assert place == "Database/Properties/MasterUserPassword"
    assert message.startswith("The owner's password is the parameter Password")


def test_a_plain_ssm_parameter_is_found() -> None:
    template = changed(GOOD, "Database", "Properties", "MasterUserPassword", to="{{resolve:ssm:/db/password}}")
    ((_, message),) = findings(Rule, template)
    assert message.startswith("The owner's password is a plain SSM parameter")


@pytest.mark.parametrize(
    "password",
    [
        "{{resolve:secretsmanager:app/db:SecretString:password}}",
        "{{resolve:ssm-secure:/app/db}}",
        {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}"},
        {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Password"}, ":SecretString:password}}"]]},
        {"Fn::ImportValue": "somewhere"},
    ],
)
def test_a_reference_to_a_secret_is_fine(password: object) -> None:
    template = changed(GOOD, "Database", "Properties", "MasterUserPassword", to=password)
    template["Parameters"] = PARAMETERS
    assert found(Rule, without(template, "Database", "Properties", "ManageMasterUserPassword")) == []


def test_a_database_that_knows_no_passwords_needs_none() -> None:
    template = without(GOOD, "Aurora", "Properties", "ManageMasterUserPassword")
    where = ("Aurora", "Properties", "MasterUserAuthenticationType")
    assert found(Rule, changed(template, *where, to="iam-db-auth")) == []
    assert found(Rule, changed(template, *where, to="password")) == ["Aurora/Properties"]


def test_a_switch_that_is_not_known_is_fine() -> None:
    template = changed(GOOD, "Aurora", "Properties", "ManageMasterUserPassword", to={"Ref": "Managed"})
    template["Parameters"] = PARAMETERS
    assert found(Rule, template) == []


def test_only_the_branch_without_a_password_is_found() -> None:
    template = changed(GOOD, "Aurora", "Properties", "ManageMasterUserPassword", to={"Fn::If": ["Is", True, False]})
    template["Parameters"] = PARAMETERS
    template["Conditions"] = {"Is": {"Fn::Equals": [{"Ref": "Managed"}, "yes"]}}
    assert found(Rule, template) == ["Aurora/Properties/ManageMasterUserPassword/Fn::If/2"]
