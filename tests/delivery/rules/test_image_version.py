"""An image is named by digest, or by a tag other than latest."""

from typing import Any

import pytest

from delivery.rules.image_version import ImageVersion as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task, with_parameter
from tests.delivery.rules.lab import findings, found, resource

IMAGE = place(*CONTAINER, "Image")
DIGEST = f"sha256:{'0' * 64}"


def of(image: Any, **parameters: dict[str, Any]) -> dict[str, Any]:
    """A task with this image, in a template with a repository and these parameters."""
    template = task({"Name": "web", "Image": image})
    template["Resources"]["Repository"] = resource("AWS::ECR::Repository")
    for name, facts in parameters.items():
        template = with_parameter(template, name, **facts)
    return template


@pytest.mark.parametrize(
    "image",
    [
        "nginx:1.27",
        f"nginx@{DIGEST}",
        f"registry.example.com:5000/web:1@{DIGEST}",
        "registry.example.com:5000/team/web:1.4.0",
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web:1.4.0"},
        {"Fn::Sub": "${Repository.RepositoryUri}:1.4.0"},
        {"Fn::Join": ["@", [{"Fn::GetAtt": ["Repository", "RepositoryUri"]}, DIGEST]]},
    ],
)
def test_a_version_is_good(image: Any) -> None:
    assert found(Rule, of(image)) == []


@pytest.mark.parametrize(
    "image",
    [
        "nginx",
        "nginx:latest",
        "registry.example.com:5000/web",
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/web"},
        {"Fn::Sub": ["${Where}:${Tag}", {"Where": {"Ref": "Given"}, "Tag": "latest"}]},
        {"Fn::Sub": "${Repository.RepositoryUri}"},
        {"Fn::GetAtt": ["Repository", "RepositoryUri"]},
        {"Fn::GetAtt": "Repository.RepositoryUri"},
        {"Fn::Join": [":", [{"Ref": "Given"}, "latest"]]},
    ],
)
def test_latest_is_found_also_where_it_is_put_together(image: Any) -> None:
    assert found(Rule, of(image)) == [IMAGE]


def test_the_message_says_which_container_and_what() -> None:
    assert findings(Rule, of("Team/Web:latest")) == [
        (IMAGE, f"The container web runs an image with the tag latest. {Rule.advice}")
    ]
    assert findings(Rule, of("Team/Web"))[0][1].startswith(
        "The container web runs an image with neither a tag nor a digest"
    )


def test_a_default_of_latest_is_found() -> None:
    tagged = {"Fn::Sub": "web:${Tag}"}
    assert found(Rule, of(tagged, Tag={"Default": "latest"})) == [IMAGE]
    assert found(Rule, of(tagged, Tag={"Default": "1.4.0"})) == []
    assert found(Rule, of(tagged, Tag={})) == []
    assert found(Rule, of({"Ref": "Image"}, Image={"Default": "nginx"})) == [IMAGE]


def test_what_is_not_known_is_left_alone() -> None:
    """The default of an SSM parameter is the name under which the image is looked up."""
    ssm = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/web/image"}
    assert found(Rule, of({"Ref": "Image"}, Image=ssm)) == []
    assert found(Rule, of({"Ref": "Image"}, Image={})) == []
    assert found(Rule, of("{{resolve:ssm:/web/image}}")) == []
    assert found(Rule, of({"Fn::ImportValue": "image"})) == []
    assert found(Rule, of({"Fn::Sub": "${Registry}/${Name}"})) == []
    assert found(Rule, task({"Name": "web"})) == []


def test_both_branches_of_a_condition_are_looked_at() -> None:
    by_digest = {"Fn::Sub": f"web@{DIGEST}"}
    image = {"Fn::If": ["HasDigest", by_digest, {"Fn::Sub": "web:${Tag}"}]}
    template = conditional(of(image, Tag={"Default": "latest"}), "HasDigest")
    assert found(Rule, template) == [place(IMAGE, "Fn::If", 2)]
    assert found(Rule, conditional(of(image, Tag={}), "HasDigest")) == []
