"""An alarm that undoes rolling deployments fires within five minutes."""

import pytest

from delivery.rules.rollback_alarm_time import RollbackAlarmTime as Rule
from tests.delivery.rules.alarm_lab import ALARM, DEPLOYMENT, calculated, watched
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, without

PERIOD = place(*ALARM, "Period")


@pytest.mark.parametrize("alarm", [{}, {"Period": 300, "EvaluationPeriods": 1}, {"Period": "100"}])
def test_five_minutes_are_fine(alarm: dict[str, object]) -> None:
    assert found(Rule, watched(alarm)) == []
    assert found(Rule, watched(alarm, Strategy="ROLLING")) == []


def test_more_than_five_minutes_are_found() -> None:
    assert findings(Rule, watched({"Period": 300})) == [
        (PERIOD, f"This alarm undoes deployments of Service and needs 900 seconds. {Rule.advice}")
    ]
    assert found(Rule, watched({"EvaluationPeriods": 6})) == [PERIOD]


def test_fewer_data_points_than_periods_are_enough() -> None:
    assert found(Rule, watched({"EvaluationPeriods": 15, "DatapointsToAlarm": 5})) == []


def test_the_longest_period_of_a_calculation_counts() -> None:
    template = without(watched(), *ALARM, "Period")
    assert found(Rule, changed(template, *ALARM, "Metrics", to=calculated(60, 300))) == [place(*ALARM, "Metrics")]


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_deployments_with_a_bake_time_are_for_another_rule(strategy: str) -> None:
    assert found(Rule, watched({"Period": 300}, Strategy=strategy)) == []


def test_alarms_that_do_not_watch_deployments_may_take_their_time() -> None:
    template = watched({"Period": 300})
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "Enable", to="false")) == []
    assert found(Rule, without(template, *DEPLOYMENT, "Alarms")) == []


def test_alarms_that_a_parameter_switches_on_count() -> None:
    template = watched({"Period": 300})
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "Enable", to={"Ref": "Rollback"})) == [PERIOD]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, watched({"Period": {"Ref": "Period"}})) == []
    assert found(Rule, watched({"Period": 300}, Strategy={"Ref": "Strategy"})) == []
    unclear = changed(without(watched(), *ALARM, "Period"), *ALARM, "Metrics", to=calculated(900, {"Ref": "Period"}))
    assert found(Rule, unclear) == []


def test_only_the_answer_that_is_too_slow_is_found() -> None:
    period = {"Fn::If": ["Cheap", 300, 60]}
    assert found(Rule, conditional(watched({"Period": period}), "Cheap")) == [f"{PERIOD}/Fn::If/1"]
