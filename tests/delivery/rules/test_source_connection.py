"""Sources come through a connection, not with somebody's token."""

from typing import Any

import pytest

from delivery.rules.source_connection import SourceConnection as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

KIND = ("Pipeline", "Properties", "Stages", 0, "Actions", 0, "ActionTypeId")
AUTH = ("Build", "Properties", "Source", "Auth")
GOOD = resources(
    Pipeline=resource(
        "AWS::CodePipeline::Pipeline",
        Stages=[
            {"Name": "Source", "Actions": [{"ActionTypeId": {"Owner": "AWS", "Provider": "CodeStarSourceConnection"}}]}
        ],
    ),
    Build=resource(
        "AWS::CodeBuild::Project", Source={"Type": "GITHUB", "Auth": {"Type": "CODECONNECTIONS", "Resource": "arn"}}
    ),
)


def test_connections_are_fine() -> None:
    assert found(Rule, GOOD) == []


def test_a_pipeline_that_uses_a_token_is_found() -> None:
    github = {"Category": "Source", "Owner": "ThirdParty", "Provider": "GitHub", "Version": "1"}
    assert found(Rule, changed(GOOD, *KIND, to=github)) == ["/".join(map(str, KIND))]


@pytest.mark.parametrize(("means", "is_found"), [("OAUTH", True), ("SECRETS_MANAGER", False), ({"Ref": "X"}, False)])
def test_so_is_a_build(means: Any, is_found: bool) -> None:
    template = changed(GOOD, *AUTH, "Type", to=means)
    assert found(Rule, template) == (["Build/Properties/Source/Auth/Type"] if is_found else [])


def test_also_in_its_further_sources() -> None:
    sources = [{"Type": "GITHUB", "Auth": {"Type": "OAUTH"}}, {"Type": "S3"}]
    template = changed(GOOD, "Build", "Properties", "SecondarySources", to=sources)
    assert found(Rule, template) == ["Build/Properties/SecondarySources/0/Auth/Type"]


@pytest.mark.parametrize(("means", "is_found"), [("PERSONAL_ACCESS_TOKEN", True), ("CODECONNECTIONS", False)])
def test_so_are_credentials_for_all_builds(means: str, is_found: bool) -> None:
    template = changed(GOOD, "Credential", to=resource("AWS::CodeBuild::SourceCredential", AuthType=means))
    assert found(Rule, template) == (["Credential/Properties/AuthType"] if is_found else [])


def test_a_condition_may_choose_a_token() -> None:
    template = changed(GOOD, *AUTH, "Type", to={"Fn::If": ["IsOld", "OAUTH", "CODECONNECTIONS"]})
    template["Conditions"] = {"IsOld": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Build/Properties/Source/Auth/Type/Fn::If/1"]
