"""No image that may be running is expired."""

import json
from typing import Any

import pytest

from delivery.rules.images_expired import ImagesExpired as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources


def _rules(*selections: dict[str, Any]) -> str:
    rules = [
        {"rulePriority": number, "selection": selection, "action": {"type": "expire"}}
        for number, selection in enumerate(selections, 1)
    ]
    return json.dumps({"rules": rules})


UNTAGGED = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}
LAST = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10}
GOOD = resources(
    Web=resource("AWS::ECR::Repository", LifecyclePolicy={"LifecyclePolicyText": _rules(UNTAGGED, LAST)}),
    Worker=resource("AWS::ECR::Repository"),
)
TEXT = ("Web", "Properties", "LifecyclePolicy", "LifecyclePolicyText")
PLACE = "/".join(TEXT)


def test_untagged_images_go_by_age_and_others_by_number() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("count", ["sinceImagePushed", "sinceImagePulled"])
@pytest.mark.parametrize("status", [{"tagStatus": "any"}, {"tagStatus": "tagged", "tagPatternList": ["*"]}])
def test_tagged_images_do_not_go_by_age(count: str, status: dict[str, Any]) -> None:
    aged = {**status, "countType": count, "countUnit": "days", "countNumber": 90}
    assert findings(Rule, changed(GOOD, *TEXT, to=_rules(UNTAGGED, aged))) == [
        (PLACE, f"Rule 2 expires {status['tagStatus']} images by age, after 90 days. {Rule.advice}")
    ]


def test_more_than_a_few_are_kept() -> None:
    assert found(Rule, changed(GOOD, *TEXT, to=_rules({**LAST, "countNumber": 9}))) == [PLACE]


def test_images_of_pull_requests_may_go() -> None:
    passing = {"tagStatus": "tagged", "tagPrefixList": ["pr-", "cache-"], "countType": "sinceImagePushed"}
    assert found(Rule, changed(GOOD, *TEXT, to=_rules({**passing, "countNumber": 7}))) == []
    released = {**passing, "tagPrefixList": ["pr-", "prod-"]}
    assert found(Rule, changed(GOOD, *TEXT, to=_rules({**released, "countNumber": 7}))) == [PLACE]


def test_a_number_that_a_parameter_gives_is_not_known() -> None:
    text = _rules({**LAST, "countNumber": "N"}).replace('"N"', "${KeepImages}")
    assert found(Rule, changed(GOOD, *TEXT, to={"Fn::Sub": text})) == []
    aged = _rules({**UNTAGGED, "tagStatus": "any", "countNumber": "N"}).replace('"N"', "${Days}")
    assert found(Rule, changed(GOOD, *TEXT, to={"Fn::Sub": aged})) == [PLACE]


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"rules": 1}', '{"rules": [1, {"selection": 2}]}', {"Ref": "Text"}])
def test_what_cannot_be_read_is_somebody_elses_business(text: Any) -> None:
    assert found(Rule, changed(GOOD, *TEXT, to=text)) == []


def test_also_in_a_template_for_repositories() -> None:
    few = _rules({**LAST, "countNumber": 3})
    assert found(Rule, resources(Made=resource("AWS::ECR::RepositoryCreationTemplate", LifecyclePolicy=few))) == [
        "Made/Properties/LifecyclePolicy"
    ]


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *TEXT, to={"Fn::If": ["IsDev", _rules({**LAST, "countNumber": 2}), _rules(LAST)]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsDev": {"Fn::Equals": [{"Ref": "Environment"}, "dev"]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/1"]
