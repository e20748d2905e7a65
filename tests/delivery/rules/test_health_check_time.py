"""A target that is broken is found within two minutes."""

import pytest

from delivery.rules.health_check_time import HealthCheckTime as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import findings, found


@pytest.mark.parametrize(("interval", "failures"), [(10, 3), (30, 4), ("40", "3"), (60, 2)])
def test_two_minutes_are_fine(interval: object, failures: object) -> None:
    assert found(Rule, one_group(HealthCheckIntervalSeconds=interval, UnhealthyThresholdCount=failures)) == []


def test_the_defaults_are_fine() -> None:
    """30 seconds, two failures."""
    assert found(Rule, one_group()) == []


def test_more_than_two_minutes_are_found() -> None:
    assert findings(Rule, one_group(HealthCheckIntervalSeconds=60, UnhealthyThresholdCount=3)) == [
        (
            place(*GROUP, "HealthCheckIntervalSeconds"),
            f"It takes 180 seconds until a broken target gets no more traffic. {Rule.advice}",
        )
    ]


def test_one_of_the_two_is_enough() -> None:
    assert found(Rule, one_group(HealthCheckIntervalSeconds=61)) == [place(*GROUP, "HealthCheckIntervalSeconds")]
    assert found(Rule, one_group(UnhealthyThresholdCount=5)) == [place(*GROUP, "UnhealthyThresholdCount")]


def test_what_is_not_known_is_left_alone() -> None:
    slow = {"HealthCheckIntervalSeconds": 300}
    assert found(Rule, one_group(**slow, UnhealthyThresholdCount={"Ref": "Failures"})) == []
    assert found(Rule, one_group(HealthCheckIntervalSeconds={"Ref": "Interval"}, UnhealthyThresholdCount=10)) == []
    assert found(Rule, one_group(**slow, TargetType="lambda")) == []
    assert found(Rule, one_group(HealthCheckIntervalSeconds="often")) == []


def test_only_the_answer_that_is_too_slow_is_found() -> None:
    interval = {"Fn::If": ["Cheap", 300, 10]}
    assert found(Rule, conditional(one_group(HealthCheckIntervalSeconds=interval), "Cheap")) == [
        place(*GROUP, "HealthCheckIntervalSeconds", "Fn::If", 1)
    ]
