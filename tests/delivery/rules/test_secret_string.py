"""No secret is written out in SecretString."""

from typing import Any

import pytest

from delivery.rules.secret_string import SecretString as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources

GOOD = resources(
    Made=resource("AWS::SecretsManager::Secret", GenerateSecretString={"PasswordLength": 32}),
    Empty=resource("AWS::SecretsManager::Secret"),
    Given=resource("AWS::SecretsManager::Secret", SecretString={"Ref": "ApiKey"}),
)
GIVEN = ("Given", "Properties", "SecretString")
PLACE = "Given/Properties/SecretString"


def test_a_secret_is_made_given_or_put_in_later() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    "text",
    [
        "hunter2-hunter2",
        '{"username": "admin", "password": "hunter2-hunter2"}',
        '{"value": "hunter2-hunter2"}',
        {"Fn::Sub": '{"password": "hunter2-hunter2"}'},
        {"Fn::Join": ["", ["hunter2-", "hunter2"]]},
        {"Fn::Sub": '{"username": "${User}", "password": "hunter2-hunter2"}'},
    ],
)
def test_a_text_is_found_and_not_repeated(text: Any) -> None:
    (place, message), *others = findings(Rule, changed(GOOD, *GIVEN, to=text))
    assert (place, others) == (PLACE, [])
    assert "hunter2" not in message


@pytest.mark.parametrize(
    "text",
    [
        {"Fn::Sub": '{"username": "${User}", "password": "${Password}"}'},
        {"Fn::Sub": '{"username": "admin", "password": "${Password}"}'},
        "{{resolve:secretsmanager:other:SecretString:password}}",
        '{"password": "{{resolve:ssm-secure:password}}"}',
        "{}",
        "",
        '{"password": ""}',
        {"Fn::ImportValue": "password"},
    ],
)
def test_references_and_nothing_are_fine(text: Any) -> None:
    assert found(Rule, changed(GOOD, *GIVEN, to=text)) == []


def test_the_members_that_are_written_out_are_named() -> None:
    text = {"Fn::Sub": '{"host": "${Db.Endpoint.Address}", "password": "hunter2", "apiToken": "hunter3"}'}
    assert findings(Rule, changed(GOOD, *GIVEN, to=text)) == [
        (PLACE, f"SecretString has apiToken, password written out. {Rule.advice}")
    ]


def test_a_text_that_a_condition_chooses_is_found_in_its_branch() -> None:
    template = changed(GOOD, *GIVEN, to={"Fn::If": ["IsGiven", {"Ref": "ApiKey"}, "hunter2-hunter2"]})
    template["Parameters"] = {"ApiKey": {"Type": "String", "NoEcho": True}}
    template["Conditions"] = {"IsGiven": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ApiKey"}, ""]}]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/2"]
