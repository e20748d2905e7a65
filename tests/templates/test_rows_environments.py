# ruff: noqa: N802
"""Row J5: environments are isolated, named and tagged alike."""

import pytest

from tests.templates.samples import PARAMETER, nodes, of_type, rendered


@pytest.mark.parametrize("stack", ["network", "platform"])
def test_J5_names_between_stacks_carry_application_and_environment(stack):
    """dev never reads what prod publishes."""
    names = [made["Properties"]["Name"]["Fn::Sub"] for made in of_type(rendered("full")[stack], PARAMETER).values()]
    assert names
    assert all(name.startswith(f"/${{Application}}/${{Environment}}/{stack}/") for name in names)


def test_J5_only_the_registry_is_shared_by_environments():
    """Its names leave the environment out, and it has no such parameter."""
    stacks = rendered("several-services")
    scopes = {name: made["Metadata"]["Stackwright"]["Scope"] for name, made in stacks.items()}
    assert [name for name, scope in scopes.items() if scope == "account"] == ["registry"]
    assert "Environment" not in stacks["registry"]["Parameters"]
    names = [made["Properties"]["Name"]["Fn::Sub"] for made in of_type(stacks["registry"], PARAMETER).values()]
    assert all(name.startswith("/${Application}/registry/") for name in names)


@pytest.mark.parametrize("stack", ["network", "platform", "web"])
def test_J5_one_template_serves_every_environment(stack):
    """No environment's name stands in a template: what differs is a parameter."""
    template = rendered("full")[stack]
    for node in nodes(template["Resources"]):
        assert not (isinstance(node, str) and node in {"dev", "staging", "prod", "production"})
    assert "Default" not in template["Parameters"]["Environment"]


def test_J5_ec2_resources_carry_a_name_that_says_stack_and_role():
    """EC2's console shows nothing but the Name tag."""
    vpc = rendered("full")["network"]["Resources"]["Vpc"]["Properties"]
    assert {"Key": "Name", "Value": {"Fn::Sub": "${AWS::StackName}/Vpc"}} in vpc["Tags"]
