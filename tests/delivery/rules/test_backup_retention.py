"""A backup plan keeps something for 35 days."""

from typing import Any

import pytest

from delivery.rules.backup_retention import BackupRetention as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

RULES = ("Plan", "Properties", "BackupPlan", "BackupPlanRule")


def kept(days: Any, *copies: Any) -> dict[str, Any]:
    return {
        "Lifecycle": {"DeleteAfterDays": days},
        "CopyActions": [{"Lifecycle": {"DeleteAfterDays": one}} for one in copies],
    }


GOOD = resources(Plan=resource("AWS::Backup::BackupPlan", BackupPlan={"BackupPlanRule": [kept(35)]}))


@pytest.mark.parametrize(
    "rules",
    [
        [kept(35)],
        [kept("365")],
        [kept(7), kept(35)],
        [kept(7, 90)],
        [kept({"Ref": "Days"})],
        [{"RuleName": "for ever"}],
        [],
    ],
)
def test_a_plan_that_keeps_something_for_long_is_fine(rules: Any) -> None:
    """By one of its rules, by a copy, or for ever."""
    assert found(Rule, changed(GOOD, *RULES, to=rules)) == []


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ([kept(7)], "0/Lifecycle/DeleteAfterDays"),
        ([kept("34")], "0/Lifecycle/DeleteAfterDays"),
        ([kept(1), kept(14)], "1/Lifecycle/DeleteAfterDays"),
        ([kept(1, 30)], "0/CopyActions/0/Lifecycle/DeleteAfterDays"),
    ],
)
def test_one_that_does_not_is_found_at_what_it_keeps_longest(rules: Any, place: str) -> None:
    assert found(Rule, changed(GOOD, *RULES, to=rules)) == [f"{'/'.join(RULES)}/{place}"]


def test_what_is_not_known_may_be_long() -> None:
    assert found(Rule, changed(GOOD, *RULES, 0, "Lifecycle", to={"Fn::FindInMap": ["A", "B", "C"]})) == []
    assert found(Rule, changed(GOOD, *RULES, to={"Ref": "Rules"})) == []


def test_a_condition_may_shorten_it() -> None:
    template = changed(GOOD, *RULES, 0, "Lifecycle", "DeleteAfterDays", to={"Fn::If": ["IsCheap", 7, 35]})
    template["Conditions"] = {"IsCheap": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(RULES)}/0/Lifecycle/DeleteAfterDays/Fn::If/1"]
