"""An alarm that undoes deployments is not on for want of data."""

import pytest

from delivery.rules.rollback_alarm_data import RollbackAlarmData as Rule
from tests.delivery.rules.alarm_lab import ALARM, DEPLOYMENT, watched
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, without

MISSING = (*ALARM, "TreatMissingData")


@pytest.mark.parametrize("treated", ["notBreaching", "missing", "ignore", {"Ref": "Treated"}])
def test_an_alarm_that_waits_for_data_is_fine(treated: object) -> None:
    assert found(Rule, watched({"TreatMissingData": treated})) == []


def test_the_default_is_fine() -> None:
    """It makes the state INSUFFICIENT_DATA, which undoes nothing."""
    assert found(Rule, without(watched(), *MISSING)) == []


@pytest.mark.parametrize("strategy", ["ROLLING", "BLUE_GREEN"])
def test_an_alarm_that_takes_silence_for_failure_is_found(strategy: str) -> None:
    assert findings(Rule, watched({"TreatMissingData": "breaching"}, Strategy=strategy)) == [
        (
            place(*MISSING),
            f"This alarm undoes deployments of Service, and TreatMissingData is breaching. {Rule.advice}",
        )
    ]


def test_an_alarm_that_undoes_nothing_may_do_so() -> None:
    template = watched({"TreatMissingData": "breaching"})
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "AlarmNames", to=[])) == []
    assert found(Rule, changed(template, *DEPLOYMENT, "Alarms", "Enable", to=False)) == []
    assert found(Rule, without(template, "Service")) == []


def test_only_the_answer_that_takes_silence_for_failure_is_found() -> None:
    treated = {"Fn::If": ["Strict", "breaching", "notBreaching"]}
    assert found(Rule, conditional(watched({"TreatMissingData": treated}), "Strict")) == [place(*MISSING, "Fn::If", 1)]
