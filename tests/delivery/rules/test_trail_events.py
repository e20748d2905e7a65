"""A trail records reading and writing, of settings and of the objects in buckets."""

from typing import Any

import pytest

from delivery.rules.trail_events import TrailEvents as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

SELECTORS = ("Trail", "Properties", "EventSelectors")
ADVANCED = ("Trail", "Properties", "AdvancedEventSelectors")
GOOD = resources(
    Trail=resource(
        "AWS::CloudTrail::Trail",
        EventSelectors=[
            {
                "ReadWriteType": "All",
                "IncludeManagementEvents": True,
                "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}],
            }
        ],
    )
)


def field(name: str, *values: Any) -> dict[str, Any]:
    return {"Field": name, "Equals": list(values)}


MANAGEMENT = {"FieldSelectors": [field("eventCategory", "Management")]}
DATA = {"FieldSelectors": [field("eventCategory", "Data"), field("resources.type", "AWS::S3::Object")]}
BETTER = changed(without(GOOD, *SELECTORS), *ADVANCED, to=[MANAGEMENT, DATA])


def test_a_trail_that_records_everything_is_fine() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, BETTER) == []


def test_one_without_selectors_is_found() -> None:
    ((place, message),) = findings(Rule, without(GOOD, *SELECTORS))
    assert place == "Trail/Properties"
    assert "has no selectors" in message


@pytest.mark.parametrize(
    ("name", "value", "gaps"),
    [
        ("ReadWriteType", "WriteOnly", 2),
        ("IncludeManagementEvents", False, 1),
        ("DataResources", [], 1),
        ("DataResources", [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}], 1),
    ],
)
def test_what_the_selectors_leave_out_is_found(name: str, value: Any, gaps: int) -> None:
    assert found(Rule, changed(GOOD, *SELECTORS, 0, name, to=value)) == ["Trail/Properties/EventSelectors"] * gaps


@pytest.mark.parametrize("name", ["ReadWriteType", "IncludeManagementEvents"])
def test_what_is_not_said_is_everything(name: str) -> None:
    assert found(Rule, without(GOOD, *SELECTORS, 0, name)) == []


def test_two_selectors_may_divide_the_work() -> None:
    objects = {"IncludeManagementEvents": False, "DataResources": [{"Type": "AWS::S3::Object"}]}
    assert found(Rule, changed(GOOD, *SELECTORS, to=[{"ReadWriteType": "All"}, objects])) == []


@pytest.mark.parametrize(
    "selectors",
    [
        [MANAGEMENT],
        [DATA],
        [DATA, {"FieldSelectors": [*MANAGEMENT["FieldSelectors"], field("readOnly", "false")]}],
        [MANAGEMENT, {"FieldSelectors": [*DATA["FieldSelectors"], field("readOnly", "false")]}],
        [MANAGEMENT, {"FieldSelectors": [field("eventCategory", "Data"), field("resources.type", "AWS::SNS::Topic")]}],
    ],
)
def test_what_advanced_selectors_leave_out_is_found(selectors: Any) -> None:
    assert found(Rule, changed(BETTER, *ADVANCED, to=selectors)) == ["Trail/Properties/AdvancedEventSelectors"]


@pytest.mark.parametrize("value", [{"Ref": "Selectors"}, [{"Fn::FindInMap": ["A", "B", "C"]}]])
def test_what_is_not_known_may_be_everything(value: Any) -> None:
    assert found(Rule, changed(GOOD, *SELECTORS, to=value)) == []


def test_a_condition_may_leave_reading_out() -> None:
    template = changed(GOOD, *SELECTORS, 0, "ReadWriteType", to={"Fn::If": ["IsCheap", "WriteOnly", "All"]})
    template["Conditions"] = {"IsCheap": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Trail/Properties/EventSelectors"] * 2
