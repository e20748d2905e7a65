"""A container definition holds no dynamic reference to a secret."""

from typing import Any

import pytest

from delivery.rules.resolved_secret import ResolvedSecret as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task, with_parameter
from tests.delivery.rules.lab import changed, findings, found

GOOD = task(
    {
        "Name": "web",
        "Environment": [{"Name": "LOGIN", "Value": "app"}, {"Name": "HOST", "Value": "{{resolve:ssm:/db/host}}"}],
        "Secrets": [{"Name": "PASSWORD", "ValueFrom": {"Fn::Sub": "${Secret}:password::"}}],
    }
)
VALUE = (*CONTAINER, "Environment", 0, "Value")
REFERENCE = "{{resolve:secretsmanager:database:SecretString:password}}"


def test_secrets_by_arn_and_plain_parameters_are_good() -> None:
    """A parameter of SSM of the type String is plain text already."""
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    "value",
    [
        REFERENCE,
        "{{resolve:ssm-secure:/db/password:1}}",
        f"postgres://app:{REFERENCE}@db.example.com/app",
        {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}"},
        {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"}, ":SecretString:password}}"]]},
    ],
)
def test_a_reference_in_a_variable_is_found(value: Any) -> None:
    assert found(Rule, changed(GOOD, *VALUE, to=value)) == [place(*VALUE)]


def test_the_message_names_the_variable_and_the_service() -> None:
    assert findings(Rule, changed(GOOD, *VALUE, to=REFERENCE)) == [
        (
            place(*VALUE),
            f"The container web has {{{{resolve:secretsmanager:...}}}} in the variable LOGIN. {Rule.advice}",
        )
    ]


@pytest.mark.parametrize("name", ["Command", "EntryPoint"])
def test_a_reference_anywhere_else_in_the_container_is_found(name: str) -> None:
    assert found(Rule, changed(GOOD, *CONTAINER, name, to=["serve", f"--password={REFERENCE}"])) == [
        place(*CONTAINER, name)
    ]
    assert found(Rule, changed(GOOD, *CONTAINER, "Secrets", 0, "ValueFrom", to=REFERENCE)) == [
        place(*CONTAINER, "Secrets")
    ]


def test_a_reference_that_is_a_parameters_default_is_found() -> None:
    """CloudFormation looks these up as well."""
    template = changed(GOOD, *VALUE, to={"Ref": "Login"})
    assert found(Rule, with_parameter(template, "Login", Default=REFERENCE)) == [place(*VALUE)]
    assert found(Rule, with_parameter(template, "Login", Default="app")) == []
    assert found(Rule, template) == []


def test_a_reference_that_only_some_have_is_found() -> None:
    template = changed(GOOD, *VALUE, to={"Fn::If": ["Old", REFERENCE, "app"]})
    assert found(Rule, conditional(template, "Old")) == [place(*VALUE, "Fn::If", 1)]
