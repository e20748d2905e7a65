"""A container's environment variables hold no secret."""

from typing import Any

import pytest

from delivery.rules.environment_secret import EnvironmentSecret as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task, with_parameter
from tests.delivery.rules.lab import changed, findings, found

VALUE = place(*CONTAINER, "Environment", 0, "Value")


def of(name: str, value: Any) -> dict[str, Any]:
    return task({"Name": "web", "Environment": [{"Name": name, "Value": value}]})


@pytest.mark.parametrize("name", ["DATABASE_PASSWORD", "PGPASSWORD", "apiKey", "SESSION_SECRET", "GITHUB_TOKEN"])
def test_a_text_in_a_variable_that_is_called_secret_is_found(name: str) -> None:
    assert found(Rule, of(name, "correct-horse-battery")) == [VALUE]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "debug"),
        ("DATABASE_PASSWORD_FILE", "database-password"),
        ("DATABASE_PASSWORD", "/run/secrets/password"),
        ("TOKEN_LIFETIME", "3600"),
        ("API_KEY", ""),
        ("USE_TOKEN", "true"),
        ("SESSION_SECRET", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:session-AbCdEf"),
        ("DATABASE_URL", "postgres://db.example.com/app"),
    ],
)
def test_where_a_secret_is_may_be_said(name: str, value: str) -> None:
    assert found(Rule, of(name, value)) == []


@pytest.mark.parametrize(
    "value",
    [
        "AKIA" + "QWERTYUIOPASDFGH",
        "ghp_" + "a1B2" * 9,
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "postgres://app:correct-horse@db.example.com/app",
    ],
)
def test_what_looks_like_a_key_is_found_whatever_it_is_called(value: str) -> None:
    (place_, message), *others = findings(Rule, of("SETTING", value))
    assert (place_, others) == (VALUE, [])
    assert value not in message


def test_a_hidden_parameter_is_no_longer_hidden_in_a_variable() -> None:
    for value in ({"Ref": "Password"}, {"Fn::Sub": "app:${Password}"}):
        template = of("LOGIN", value)
        assert found(Rule, with_parameter(template, "Password", NoEcho=True)) == [VALUE]
        assert found(Rule, with_parameter(template, "Password", NoEcho="true")) == [VALUE]
        assert found(Rule, with_parameter(template, "Password")) == []
        assert found(Rule, template) == []


def test_the_message_names_the_variable() -> None:
    assert findings(Rule, of("DATABASE_PASSWORD", "correct-horse-battery")) == [
        (VALUE, f"The container web gets a secret as plain text in the variable DATABASE_PASSWORD. {Rule.advice}")
    ]


def test_strange_environments_are_left_alone() -> None:
    for environment in ("DATABASE_PASSWORD=x", {"Ref": "Variables"}, [{"Ref": "Variable"}], [{"Value": "x"}]):
        assert found(Rule, changed(of("A", "b"), *CONTAINER, "Environment", to=environment)) == []


def test_a_secret_that_only_some_have_is_found() -> None:
    value = {"Fn::If": ["Old", "correct-horse-battery", {"Ref": "AWS::NoValue"}]}
    assert found(Rule, conditional(of("DATABASE_PASSWORD", value), "Old")) == [place(VALUE, "Fn::If", 1)]
