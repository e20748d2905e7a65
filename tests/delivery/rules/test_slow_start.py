"""Slow start has a duration and an algorithm that AWS takes."""

import pytest

from delivery.rules.slow_start import ALGORITHM, SLOW_START
from delivery.rules.slow_start import SlowStart as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import findings, found

VALUE = place(*GROUP, "TargetGroupAttributes", 0, "Value")


@pytest.mark.parametrize("seconds", ["0", 30, "900"])
def test_none_or_half_a_minute_to_a_quarter_of_an_hour_is_fine(seconds: object) -> None:
    assert found(Rule, one_group({SLOW_START: seconds})) == []
    assert found(Rule, one_group({SLOW_START: seconds, ALGORITHM: "round_robin"})) == []


def test_a_target_group_without_it_is_fine() -> None:
    assert found(Rule, one_group()) == []
    assert found(Rule, one_group({ALGORITHM: "least_outstanding_requests"})) == []
    assert found(Rule, one_group({SLOW_START: "0", ALGORITHM: "least_outstanding_requests"})) == []


@pytest.mark.parametrize("seconds", ["1", 29, "901", -30])
def test_any_other_duration_is_found(seconds: object) -> None:
    assert found(Rule, one_group({SLOW_START: seconds})) == [VALUE]


@pytest.mark.parametrize("algorithm", ["least_outstanding_requests", "weighted_random"])
def test_another_algorithm_is_found(algorithm: str) -> None:
    assert findings(Rule, one_group({SLOW_START: "60", ALGORITHM: algorithm})) == [
        (VALUE, f"{SLOW_START} is 60, and {ALGORITHM} is {algorithm}. {Rule.advice}")
    ]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group({SLOW_START: {"Ref": "Seconds"}, ALGORITHM: "weighted_random"})) == []
    assert found(Rule, one_group({SLOW_START: "60", ALGORITHM: {"Ref": "Algorithm"}})) == []


def test_only_the_answer_that_is_refused_is_found() -> None:
    seconds = {"Fn::If": ["Slow", "10", "0"]}
    assert found(Rule, conditional(one_group({SLOW_START: seconds}), "Slow")) == [f"{VALUE}/Fn::If/1"]
