"""A parameter that takes a secret is hidden and has no default."""

from typing import Any

import pytest

from delivery.rules.hidden_parameter import HiddenParameter as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD: dict[str, Any] = {
    "Parameters": {
        "DbPassword": {"Type": "String", "NoEcho": True},
        "ApiToken": {"Type": "String", "NoEcho": "true", "Default": ""},
        "User": {"Type": "String", "Default": "admin"},
    },
    **resources(
        Plain=resource("AWS::SecretsManager::Secret", SecretString={"Ref": "DbPassword"}),
        Joined=resource(
            "AWS::SecretsManager::Secret",
            SecretString={"Fn::Sub": '{"username": "${User}", "password": "${DbPassword}"}'},
        ),
    ),
}


def _parameters(**bodies: Any) -> dict[str, Any]:
    return {**GOOD, "Parameters": {**GOOD["Parameters"], **bodies}}


def test_hidden_parameters_without_defaults_are_fine() -> None:
    """A user's name beside a password is no secret."""
    assert found(Rule, GOOD) == []


def test_a_default_of_a_hidden_parameter_is_for_all_to_read() -> None:
    hidden = {"Type": "String", "NoEcho": True, "Default": "hunter2-hunter2"}
    assert found(Rule, _parameters(Hidden=hidden)) == ["Parameters/Hidden/Default"]


@pytest.mark.parametrize("name", ["AdminPassword", "GitHubToken", "ApiKey", "ClientSecret", "PrivateKey"])
def test_a_parameter_that_sounds_secret_has_to_be_hidden(name: str) -> None:
    assert found(Rule, _parameters(**{name: {"Type": "String"}})) == [f"Parameters/{name}"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("PasswordLength", {"Type": "Number"}),
        ("TokenUrl", {"Type": "String"}),
        ("HasApiKey", {"Type": "String", "AllowedValues": ["yes", "no"]}),
        ("DbSecret", {"Type": "String", "Description": "The ARN of the secret"}),
        ("DbSecret", {"Type": "String", "AllowedPattern": "^arn:aws:secretsmanager:.*$"}),
        ("DbPassword2Secret", {"Type": "String", "Default": "/prod/db/password"}),
        ("DbSecret", {"Type": "AWS::SSM::Parameter::Name"}),
        ("KmsKey", {"Type": "String"}),
        ("Odd", "text"),
    ],
)
def test_near_misses_are_fine(name: str, body: Any) -> None:
    assert found(Rule, _parameters(**{name: body})) == []


def test_a_secret_comes_from_a_hidden_parameter() -> None:
    assert found(Rule, changed(GOOD, "Plain", "Properties", "SecretString", to={"Ref": "User"})) == [
        "Plain/Properties/SecretString"
    ]
    joined = {"Fn::Sub": '{"username": "${User}", "password": "${User}"}'}
    assert found(Rule, changed(GOOD, "Joined", "Properties", "SecretString", to=joined)) == [
        "Joined/Properties/SecretString"
    ]


def test_the_branch_of_a_condition_that_is_not_hidden_is_found() -> None:
    chosen = {"Fn::If": ["IsShared", {"Ref": "User"}, {"Ref": "DbPassword"}]}
    template = changed(GOOD, "Plain", "Properties", "SecretString", to=chosen)
    template["Conditions"] = {"IsShared": {"Fn::Equals": [{"Ref": "User"}, "shared"]}}
    assert found(Rule, template) == ["Plain/Properties/SecretString/Fn::If/1"]
