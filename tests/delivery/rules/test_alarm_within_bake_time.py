"""The alarms of a deployment can fire within its bake time."""

import pytest

from delivery.rules.alarm_within_bake_time import AlarmWithinBakeTime as Rule
from tests.delivery.rules.alarm_lab import ALARM, DEPLOYMENT, calculated, watched
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, without

BAKE = (*DEPLOYMENT, "BakeTimeInMinutes")
SHIFTING = ["BLUE_GREEN", "LINEAR", "CANARY"]


@pytest.mark.parametrize("strategy", SHIFTING)
def test_an_alarm_that_fires_in_time_is_fine(strategy: str) -> None:
    assert found(Rule, watched(Strategy=strategy, BakeTimeInMinutes=3)) == []
    assert found(Rule, watched(Strategy=strategy, BakeTimeInMinutes="30")) == []


@pytest.mark.parametrize("strategy", [*SHIFTING, "ROLLING"])
def test_an_alarm_that_fires_too_late_is_found(strategy: str) -> None:
    assert findings(Rule, watched(Strategy=strategy, BakeTimeInMinutes=2)) == [
        (place(*BAKE), f"BakeTimeInMinutes is 2 minutes, and Alarm needs 3 to fire. {Rule.advice}")
    ]


def test_the_default_is_a_quarter_of_an_hour() -> None:
    slow = {"Period": 300, "EvaluationPeriods": 4}
    assert found(Rule, watched(slow, Strategy="BLUE_GREEN")) == [place(*DEPLOYMENT)]
    assert found(Rule, watched({**slow, "EvaluationPeriods": 3}, Strategy="BLUE_GREEN")) == []


def test_a_rolling_deployment_bakes_as_long_as_its_alarms_need() -> None:
    assert found(Rule, watched({"Period": 3600})) == []


def test_fewer_data_points_than_periods_are_enough() -> None:
    alarm = {"EvaluationPeriods": 30, "DatapointsToAlarm": 3}
    assert found(Rule, watched(alarm, Strategy="BLUE_GREEN", BakeTimeInMinutes=3)) == []


def test_the_longest_period_of_a_calculation_counts() -> None:
    template = without(watched(Strategy="BLUE_GREEN", BakeTimeInMinutes=5), *ALARM, "Period")
    assert found(Rule, changed(template, *ALARM, "Metrics", to=calculated(60, 300))) == [place(*BAKE)]
    assert found(Rule, changed(template, *ALARM, "Metrics", to=calculated(60, 60))) == []


def test_a_canary_is_over_before_the_rest_follows() -> None:
    canary = {"CanaryPercent": 5, "CanaryBakeTimeInMinutes": 2}
    template = watched(Strategy="CANARY", BakeTimeInMinutes=10, CanaryConfiguration=canary)
    assert found(Rule, template) == [place(*DEPLOYMENT, "CanaryConfiguration", "CanaryBakeTimeInMinutes")]
    assert found(Rule, changed(template, *DEPLOYMENT, "Strategy", to="BLUE_GREEN")) == []
    slow = changed(watched({"Period": 240}, Strategy="CANARY"), *BAKE, to=30)
    assert found(Rule, slow) == [place(*DEPLOYMENT)]


def test_alarms_that_do_not_watch_are_no_matter() -> None:
    template = watched(Strategy="BLUE_GREEN", BakeTimeInMinutes=1)
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "Enable", to=False)) == []
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "AlarmNames", to=["elsewhere"])) == []


@pytest.mark.parametrize("name", ["Period", "EvaluationPeriods"])
def test_what_is_not_known_is_left_alone(name: str) -> None:
    template = watched(Strategy="BLUE_GREEN", BakeTimeInMinutes=1)
    assert found(Rule, changed(template, *ALARM, name, to={"Ref": "Figure"})) == []
    assert found(Rule, without(template, *ALARM, name)) == []
    assert found(Rule, changed(template, *BAKE, to={"Ref": "Bake"})) == []
    assert found(Rule, changed(template, *DEPLOYMENT, to={"Ref": "Deployment"})) == []


def test_no_bake_time_at_all_is_for_another_rule() -> None:
    assert found(Rule, watched(Strategy="BLUE_GREEN", BakeTimeInMinutes=0)) == []


def test_only_the_answer_that_is_too_short_is_found() -> None:
    bake = {"Fn::If": ["Quick", 1, 10]}
    assert found(Rule, conditional(watched(Strategy="BLUE_GREEN", BakeTimeInMinutes=bake), "Quick")) == [
        place(*BAKE, "Fn::If", 1)
    ]
