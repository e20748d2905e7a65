"""What is called a password, a token or a secret is not written out."""

from typing import Any

import pytest

from delivery.rules.named_secret import NamedSecret as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources

GOOD = resources(
    Parameter=resource("AWS::SSM::Parameter", Name="/web/token", Type="String", Value={"Ref": "Secret"}),
    Function=resource("AWS::Lambda::Function", Environment={"Variables": {"API_KEY_ARN": "x", "LEVEL": "info"}}),
    Build=resource(
        "AWS::CodeBuild::Project",
        Environment={"EnvironmentVariables": [{"Name": "TOKEN", "Type": "SECRETS_MANAGER", "Value": "web:token"}]},
    ),
    Broker=resource("AWS::AmazonMQ::Broker", Users=[{"Username": "admin", "Password": {"Ref": "Password"}}]),
    Task=resource(
        "AWS::ECS::TaskDefinition", ContainerDefinitions=[{"Environment": [{"Name": "TOKEN", "Value": "x"}]}]
    ),
)


def test_references_and_names_that_are_none_are_fine() -> None:
    """The variables of containers are another rule's."""
    assert found(Rule, GOOD) == []


def test_a_parameter_that_is_named_as_a_secret_holds_none() -> None:
    assert found(Rule, changed(GOOD, "Parameter", "Properties", "Value", to="hunter2")) == [
        "Parameter/Properties/Value"
    ]
    named = changed(GOOD, "Parameter", "Properties", "Name", to={"Fn::Sub": "/${AWS::StackName}/db/password"})
    assert findings(Rule, changed(named, "Parameter", "Properties", "Value", to="hunter2")) == [
        ("Parameter/Properties/Value", f"/${{AWS::StackName}}/db/password is written out. {Rule.advice}")
    ]


def test_a_variable_of_a_function_or_a_build_holds_none() -> None:
    variables = ("Function", "Properties", "Environment", "Variables")
    assert found(Rule, changed(GOOD, *variables, to={"API_KEY": "hunter2", "LEVEL": "info"})) == [
        "/".join((*variables, "API_KEY"))
    ]
    plain = {"Name": "TOKEN", "Type": "PLAINTEXT", "Value": "hunter2"}
    build = ("Build", "Properties", "Environment", "EnvironmentVariables", 0)
    assert found(Rule, changed(GOOD, *build, to=plain)) == ["/".join(map(str, (*build, "Value")))]


def test_a_property_of_that_name_is_not_written_out() -> None:
    user = ("Broker", "Properties", "Users", 0, "Password")
    assert found(Rule, changed(GOOD, *user, to="hunter2")) == ["/".join(map(str, user))]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD_LENGTH", "32 characters"),
        ("TOKEN_URL", "example.com"),
        ("PWD", "app"),
        ("ClientToken", "once"),
        ("AccessToken", "hours"),
        ("Credential", "registry"),
        ("SECRET", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:web"),
        ("PASSWORD", "{{resolve:secretsmanager:web}}"),
        ("PASSWORD", "/run/secrets/password"),
        ("PASSWORD", ""),
        ("API_TOKEN", "false"),
        ("EncryptionKey", "alias/main"),
        ("EncryptionKey", "12345678-1234-1234-1234-123456789abc"),
        ("method.request.header.X-Auth-Token", "method.request.header.token"),
        ("PASSWORD", {"Fn::Sub": "${Password}"}),
    ],
)
def test_near_misses_are_fine(name: str, value: Any) -> None:
    assert found(Rule, changed(GOOD, "Function", "Properties", "Environment", "Variables", to={name: value})) == []


def test_each_branch_of_a_condition_is_looked_at() -> None:
    user = ("Broker", "Properties", "Users", 0)
    chosen = {"Fn::If": ["IsMain", {"Username": "a", "Password": "hunter2"}, {"Username": "b"}]}
    template = changed(GOOD, *user, to=chosen)
    template["Parameters"] = {"Main": {"Type": "String"}}
    template["Conditions"] = {"IsMain": {"Fn::Equals": [{"Ref": "Main"}, "yes"]}}
    assert found(Rule, template) == ["Broker/Properties/Users/0/Fn::If/1/Password"]
