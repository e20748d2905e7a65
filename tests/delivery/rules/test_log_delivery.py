"""A container does not wait for its log."""

from typing import Any

import pytest

from delivery.rules.log_delivery import LogDelivery as Rule
from tests.delivery.rules.container_lab import CONTAINER, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

OPTIONS = {"awslogs-group": "web", "mode": "non-blocking", "max-buffer-size": "25m"}
GOOD = task({"Name": "web", "LogConfiguration": {"LogDriver": "awslogs", "Options": OPTIONS}})
LOG = (*CONTAINER, "LogConfiguration")
MODE, BUFFER = (*LOG, "Options", "mode"), (*LOG, "Options", "max-buffer-size")


def test_a_log_that_does_not_block_and_has_room_is_good() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("driver", ["awslogs", "splunk"])
def test_a_log_that_may_block_is_found(driver: str) -> None:
    """The account's setting decides where the container says nothing."""
    template = changed(GOOD, *LOG, "LogDriver", to=driver)
    assert findings(Rule, changed(template, *MODE, to="blocking")) == [
        (place(*MODE), f"The container web may wait for its log: mode is blocking. {Rule.advice}")
    ]
    assert found(Rule, without(template, *MODE)) == [place(*LOG, "Options")]
    assert found(Rule, without(template, *LOG, "Options")) == [place(*LOG)]


def test_a_log_whose_buffer_nobody_chose_is_found() -> None:
    assert findings(Rule, without(GOOD, *BUFFER)) == [
        (place(*LOG, "Options"), f"The container web has a log whose max-buffer-size is not set. {Rule.advice}")
    ]


@pytest.mark.parametrize("log", [{"LogDriver": "awsfirelens"}, {"LogDriver": {"Ref": "Driver"}}, {"Ref": "Log"}, None])
def test_other_drivers_are_left_alone(log: Any) -> None:
    """One that hands over to a router has other options; none at all is noticed by others."""
    container = {"Name": "web"} if log is None else {"Name": "web", "LogConfiguration": log}
    assert found(Rule, task(container)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *MODE, to={"Ref": "Mode"})) == []
    assert found(Rule, changed(GOOD, *BUFFER, to={"Ref": "Buffer"})) == []
    assert found(Rule, changed(GOOD, *LOG, "Options", to={"Fn::FindInMap": ["Log", "Main", "All"]})) == []


def test_a_branch_that_blocks_is_found() -> None:
    template = changed(GOOD, *MODE, to={"Fn::If": ["Complete", "blocking", "non-blocking"]})
    assert found(Rule, conditional(template, "Complete")) == [place(*MODE, "Fn::If", 1)]
