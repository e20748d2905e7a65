"""A container's health check leaves time to start."""

from delivery.rules.health_start_period import HealthStartPeriod as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "web", "HealthCheck": {"Command": ["CMD", "healthy"], "StartPeriod": 30}}, {"Name": "log"})
CHECK = (*CONTAINER, "HealthCheck")


def test_a_start_period_is_good() -> None:
    """Where there is no health check there is nothing to wait for."""
    assert found(Rule, GOOD) == []


def test_none_at_all_is_found() -> None:
    assert findings(Rule, without(GOOD, *CHECK, "StartPeriod")) == [
        (place(*CHECK), f"The container web has a health check whose StartPeriod is not set. {Rule.advice}")
    ]
    for nothing in (0, "0"):
        assert found(Rule, changed(GOOD, *CHECK, "StartPeriod", to=nothing)) == [place(*CHECK, "StartPeriod")]


def test_a_check_that_is_switched_off_needs_none() -> None:
    assert found(Rule, changed(GOOD, *CHECK, to={"Command": ["NONE"]})) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *CHECK, to={"Ref": "Check"})) == []
    assert found(Rule, changed(GOOD, *CHECK, "StartPeriod", to={"Ref": "StartPeriod"})) == []


def test_a_branch_without_one_is_found() -> None:
    template = changed(GOOD, *CHECK, "StartPeriod", to={"Fn::If": ["Slow", 60, 0]})
    assert found(Rule, conditional(template, "Slow")) == [place(*CHECK, "StartPeriod", "Fn::If", 2)]
