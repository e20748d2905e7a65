"""No text of a template looks like a key or a password."""

from typing import Any

import pytest

from delivery.rules.credential_text import CredentialText as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources

GOOD = resources(
    Text=resource("AWS::SSM::Parameter", Type="String", Value="eu-west-1"),
    Task=resource(
        "AWS::ECS::TaskDefinition",
        ContainerDefinitions=[{"Name": "web", "Environment": [{"Name": "KEY", "Value": "1"}], "Command": ["run"]}],
    ),
)
VALUE = ("Text", "Properties", "Value")
PLACE = "Text/Properties/Value"
SECRETS = {
    "an AWS access key": "AKIAIOSFODNN7EXAMPLE",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----",
    "a GitHub token": "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
    "a GitLab token": "glpat-0123456789abcdefghij",
    "a Slack token": "xoxb-0123456789-abcdefghij",
    "a Stripe key": "sk_" + "live_0123456789abcdef",
    "a Google key": "AIza0123456789abcdefghijklmnopqrstuvwxy",
    "an npm token": "npm_0123456789abcdefghijklmnopqrstuvwxyz",
    "a signed token": "eyJ0123456789.eyJ0123456789.0123456789",
    "a password in a URL": "postgres://admin:hunter2@db.example.com/main",
    "a password in a connection string": "jdbc:sqlserver://db;user=admin;password=hunter2",
}


def test_ordinary_texts_are_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(("what", "text"), SECRETS.items())
def test_known_shapes_are_found_and_not_repeated(what: str, text: str) -> None:
    assert findings(Rule, changed(GOOD, *VALUE, to=text)) == [(PLACE, f"This looks like {what}. {Rule.advice}")]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com:8443/users/@me",
        "ssh://git@example.com:22/repository",
        "postgres://db.example.com/main",
        "postgres://admin:*****@db.example.com/main",
        "postgres://<user>:<password>@db.example.com/main",
        "postgres://admin:{{resolve:secretsmanager:db}}@db.example.com/main",
        {"Fn::Sub": "postgres://${User}:${Password}@db.example.com/main"},
        {"Fn::Sub": "jdbc:sqlserver://db;user=admin;password=${Password}"},
        "-----BEGIN PUBLIC KEY-----",
        "AKIA is how they begin",
        "arn:aws:iam::111122223333:role/AKIAIOSFODNN7EXAMPLEROLE",
    ],
)
def test_near_misses_are_fine(text: Any) -> None:
    assert found(Rule, changed(GOOD, *VALUE, to=text)) == []


def test_within_functions_and_in_both_branches_of_a_condition() -> None:
    joined = {"Fn::Join": ["", ["Basic ", SECRETS["a GitHub token"]]]}
    template = changed(GOOD, *VALUE, to={"Fn::If": ["IsMain", joined, SECRETS["an AWS access key"]]})
    template["Parameters"] = {"Main": {"Type": "String"}}
    template["Conditions"] = {"IsMain": {"Fn::Equals": [{"Ref": "Main"}, "yes"]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/1/Fn::Join/1/1", f"{PLACE}/Fn::If/2"]


def test_also_outside_of_resources() -> None:
    template = {
        **GOOD,
        "Parameters": {"Key": {"Type": "String", "Default": SECRETS["an AWS access key"]}},
        "Mappings": {"Keys": {"main": {"key": SECRETS["an AWS access key"]}}},
        "Outputs": {"Key": {"Value": SECRETS["an AWS access key"]}},
    }
    assert found(Rule, template) == ["Mappings/Keys/main/key", "Outputs/Key/Value", "Parameters/Key/Default"]


def test_how_a_value_should_look_is_none() -> None:
    about = {"Type": "String", "AllowedPattern": "AKIA[A-Z0-9]{16}", "Description": "postgres://user:password@host"}
    assert found(Rule, {**GOOD, "Parameters": {"Address": about}}) == []


def test_environment_variables_of_containers_have_a_rule_of_their_own() -> None:
    container = ("Task", "Properties", "ContainerDefinitions", 0)
    key = SECRETS["an AWS access key"]
    assert found(Rule, changed(GOOD, *container, "Environment", 0, "Value", to=key)) == []
    assert found(Rule, changed(GOOD, *container, "Command", 0, to=key)) == [
        "Task/Properties/ContainerDefinitions/0/Command/0"
    ]
