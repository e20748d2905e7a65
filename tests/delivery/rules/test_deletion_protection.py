"""What holds data and can be protected against deletion is protected."""

from typing import Any

import pytest

from delivery.rules.deletion_protection import DeletionProtection as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Logs=resource("AWS::Logs::LogGroup", DeletionProtectionEnabled=True),
    Users=resource("AWS::Cognito::UserPool", DeletionProtection="ACTIVE"),
    Events=resource("AWS::CloudTrail::EventDataStore"),
)
LOGS = ("Logs", "Properties", "DeletionProtectionEnabled")


def test_what_is_protected_or_is_so_by_itself_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_what_is_not_protected_is_found() -> None:
    assert found(Rule, without(GOOD, *LOGS)) == ["Logs/Properties"]
    assert found(Rule, changed(GOOD, *LOGS, to="false")) == ["/".join(LOGS)]
    assert found(Rule, changed(GOOD, "Users", "Properties", "DeletionProtection", to="INACTIVE")) == [
        "Users/Properties/DeletionProtection"
    ]
    assert found(Rule, changed(GOOD, "Events", "Properties", "TerminationProtectionEnabled", to=False)) == [
        "Events/Properties/TerminationProtectionEnabled"
    ]


@pytest.mark.parametrize(("environment", "places"), [("dev", []), ("prod-eu", ["/".join(LOGS)])])
def test_an_environment_other_than_production_may_do_without(environment: str, places: Any) -> None:
    template = changed(GOOD, *LOGS, to=False)
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert found(Rule, template) == places


def test_a_switch_that_a_parameter_sets_is_fine() -> None:
    assert found(Rule, changed(GOOD, *LOGS, to={"Ref": "Protect"})) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *LOGS, to={"Fn::If": ["IsLong", True, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Long": {"Type": "String"}}
    template["Conditions"] = {"IsLong": {"Fn::Equals": [{"Ref": "Long"}, "yes"]}}
    assert found(Rule, template) == ["Logs/Properties/DeletionProtectionEnabled/Fn::If/2"]
