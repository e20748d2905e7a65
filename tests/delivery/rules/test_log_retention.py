"""Logs are kept for a year, and then go."""

from typing import Any

import pytest

from delivery.rules.log_retention import LogRetention as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(Logs=resource("AWS::Logs::LogGroup", RetentionInDays=365))
DAYS = ("Logs", "Properties", "RetentionInDays")


def test_a_year_is_enough() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, *DAYS, to="3653")) == []


def test_less_than_a_year_and_for_ever_are_found() -> None:
    assert found(Rule, changed(GOOD, *DAYS, to=30)) == ["/".join(DAYS)]
    assert found(Rule, without(GOOD, *DAYS)) == ["Logs/Properties"]


@pytest.mark.parametrize(("default", "places"), [("7", ["/".join(DAYS)]), (365, []), ("long", []), (None, [])])
def test_a_parameter_keeps_them_for_a_year_unless_it_is_told_otherwise(default: Any, places: Any) -> None:
    template = changed(GOOD, *DAYS, to={"Ref": "Days"})
    template["Parameters"] = {"Days": {"Type": "Number"} if default is None else {"Type": "Number", "Default": default}}
    assert found(Rule, template) == places


@pytest.mark.parametrize(("environment", "places"), [("dev", []), ("prod", ["/".join(DAYS)])])
def test_an_environment_other_than_production_may_keep_less(environment: str, places: Any) -> None:
    template = {**changed(GOOD, *DAYS, to=7), "Metadata": {"Stackwright": {"ValuesOf": environment}}}
    assert found(Rule, template) == places


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *DAYS, to={"Fn::If": ["IsDev", 7, 365]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsDev": {"Fn::Equals": [{"Ref": "Environment"}, "dev"]}}
    assert found(Rule, template) == ["Logs/Properties/RetentionInDays/Fn::If/1"]
