"""A trail is switched on."""

from typing import Any

import pytest

from delivery.rules.trail_switched_off import TrailSwitchedOff as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(Trail=resource("AWS::CloudTrail::Trail", IsLogging=True))


@pytest.mark.parametrize("value", [True, "true", {"Ref": "IsLogging"}])
def test_a_trail_that_logs_is_fine(value: Any) -> None:
    assert found(Rule, changed(GOOD, "Trail", "Properties", "IsLogging", to=value)) == []


@pytest.mark.parametrize("value", [False, "false"])
def test_one_that_does_not_is_found(value: Any) -> None:
    assert found(Rule, changed(GOOD, "Trail", "Properties", "IsLogging", to=value)) == ["Trail/Properties/IsLogging"]


def test_a_condition_may_switch_it_off() -> None:
    template = changed(GOOD, "Trail", "Properties", "IsLogging", to={"Fn::If": ["IsHome", True, False]})
    template["Conditions"] = {"IsHome": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Trail/Properties/IsLogging/Fn::If/2"]
