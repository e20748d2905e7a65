# ruff: noqa: N802
"""Rows G1 to G3: secrets and configuration without a value anywhere."""

import json

import pytest

from templates.stacks import render
from tests.templates.samples import (
    accepts,
    attributes,
    build,
    container,
    every_template,
    of_type,
    only,
    parameter,
    public,
    rendered,
    statements,
)

SECRET = "AWS::SecretsManager::Secret"


@pytest.fixture
def web():
    return rendered("full")["web"]


def sources(template):
    """Where each secret variable of the container comes from."""
    return {found["Name"]: found["ValueFrom"] for found in container(template)["Secrets"]}


def by_sid(template):
    return {statement["Sid"]: statement for statement in statements(template["Resources"]["ExecutionPolicy"])}


def test_G1_secret_is_generated_from_a_json_template_and_a_key(web):
    generate = web["Resources"]["ApiKeySecret"]["Properties"]["GenerateSecretString"]
    assert json.loads(generate["SecretStringTemplate"]) == {"user": "shop"}
    assert (generate["GenerateStringKey"], generate["PasswordLength"]) == ("key", 40)


def test_G1_one_field_of_a_generated_secret_is_an_environment_variable(web):
    """The field by its name, the current version."""
    assert sources(web)["API_KEY"] == {"Fn::Sub": "${ApiKeySecret}:key::"}


def test_G1_default_secret_has_32_characters_in_the_field_value():
    template = render(build(web=public(secrets={"API_KEY": {"generate": {}}})))["web"]
    generate = only(template, SECRET)["GenerateSecretString"]
    assert (generate["PasswordLength"], generate["GenerateStringKey"]) == (32, "value")
    assert sources(template)["API_KEY"] == {"Fn::Sub": "${ApiKeySecret}:value::"}


def test_G1_execution_role_reads_exactly_the_secrets_of_this_service(web):
    reading = by_sid(web)["ReadSecrets"]
    assert reading["Action"] == ["secretsmanager:GetSecretValue"]
    assert reading["Resource"] == [
        {"Ref": "ApiKeySecret"},
        {"Ref": "RotatedSecret"},
        {"Ref": "PartnerSecretArn"},
        {"Ref": "WholeSecretArn"},
    ]


def test_G1_execution_role_decrypts_only_through_the_services_that_keep_secrets(web):
    decrypting = by_sid(web)["DecryptThroughServices"]
    assert decrypting["Resource"] == [{"Ref": "KeyArn"}]
    hosts = [host["Fn::Sub"] for host in decrypting["Condition"]["StringEquals"]["kms:ViaService"]]
    assert hosts == ["secretsmanager.${AWS::Region}.amazonaws.com", "ssm.${AWS::Region}.amazonaws.com"]


def test_G1_without_secrets_the_execution_role_reads_none():
    assert not {"ReadSecrets", "ReadParameters", "DecryptThroughServices"} & set(by_sid(rendered("minimal")["web"]))


def test_G1_existing_secret_by_field_or_as_a_whole(web):
    assert sources(web)["PARTNER"] == {"Fn::Sub": "${PartnerSecretArn}:token::"}
    assert sources(web)["WHOLE"] == {"Ref": "WholeSecretArn"}


def test_G1_generated_secret_outlives_its_stack(web):
    assert web["Resources"]["ApiKeySecret"]["DeletionPolicy"].startswith("Retain")
    assert web["Resources"]["ApiKeySecret"]["UpdateReplacePolicy"] == "Retain"


def test_G2_ssm_parameter_is_an_environment_variable(web):
    """By name in the console, by ARN for ECS; the execution role reads exactly that one."""
    arn = {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${LicenceParameter}"}
    assert sources(web)["LICENCE"] == arn
    assert by_sid(web)["ReadParameters"]["Resource"] == [arn]
    fills = web["Metadata"]["Stackwright"]["Fills"]
    assert fills["LicenceParameter"] == "/{Application}/{Environment}/web/LICENCE"


def test_G2_generated_secret_rotates_with_a_function_of_ones_own(web):
    """Every 30 days; the function's ARN is a parameter without a default."""
    (schedule,) = of_type(web, "AWS::SecretsManager::RotationSchedule").values()
    assert schedule["Properties"] == {
        "SecretId": {"Ref": "RotatedSecret"},
        "RotationLambdaARN": {"Ref": "RotatedRotationFunctionArn"},
        "RotationRules": {"AutomaticallyAfterDays": 30},
    }
    assert "Default" not in parameter(web, "RotatedRotationFunctionArn")


def test_G3_no_secret_variable_stands_in_the_plain_environment(web):
    secret = {"API_KEY", "ROTATED", "LICENCE", "PARTNER", "WHOLE"}
    assert set(sources(web)) == secret
    assert not secret & set(attributes(container(web)["Environment"]))


@pytest.mark.parametrize("name", every_template())
def test_G3_no_template_holds_a_secret_value_or_a_dynamic_reference(name):
    """A dynamic reference in a task definition would be expanded to plain text."""
    template = every_template()[name]
    for made in of_type(template, SECRET).values():
        assert "SecretString" not in made["Properties"]
    assert "{{resolve:" not in json.dumps({key: template[key] for key in template if key != "Parameters"})


@pytest.mark.parametrize("value", ["{{resolve:ssm:/a:1}}", "x{{resolve:secretsmanager:b}}", "two\n{{resolve:ssm:/a}}"])
def test_G3_no_environment_can_put_a_dynamic_reference_into_a_variable(web, value):
    """The parameter's own pattern refuses it, and nothing else."""
    declared = parameter(web, "EnvGreeting")
    assert not accepts(declared, value)
    assert accepts(declared, "two\nlines with {{ and resolve:")
