"""The deletion of a key can be stopped for thirty days."""

from typing import Any

import pytest

from delivery.rules.key_waiting_period import KeyWaitingPeriod as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Key=resource("AWS::KMS::Key", PendingWindowInDays=30),
    Other=resource("AWS::KMS::Key"),
)
DAYS = ("Key", "Properties", "PendingWindowInDays")


def test_thirty_days_is_what_a_key_has_by_itself() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("days", [7, "29"])
def test_fewer_days_are_found(days: Any) -> None:
    assert found(Rule, changed(GOOD, *DAYS, to=days)) == ["/".join(DAYS)]


@pytest.mark.parametrize(("environment", "places"), [("dev", []), ("prod", ["/".join(DAYS)])])
def test_an_environment_other_than_production_may_have_fewer(environment: str, places: Any) -> None:
    template = changed(GOOD, *DAYS, to=7)
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert found(Rule, template) == places


@pytest.mark.parametrize("days", [{"Ref": "Days"}, "many"])
def test_what_is_no_number_is_not_known(days: Any) -> None:
    assert found(Rule, changed(GOOD, *DAYS, to=days)) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *DAYS, to={"Fn::If": ["IsDev", 7, 30]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsDev": {"Fn::Equals": [{"Ref": "Environment"}, "dev"]}}
    assert found(Rule, template) == ["Key/Properties/PendingWindowInDays/Fn::If/1"]
