"""How long a leaving target drains was chosen."""

import pytest

from delivery.rules._balancing import DRAIN
from delivery.rules.deregistration_delay import DeregistrationDelay as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found

VALUE = place(*GROUP, "TargetGroupAttributes", 0, "Value")


@pytest.mark.parametrize("seconds", ["30", 30, "0", "301", "3600"])
def test_any_time_that_somebody_chose_is_fine(seconds: object) -> None:
    assert found(Rule, one_group({DRAIN: seconds})) == []


def test_the_default_is_found_wherever_it_comes_from() -> None:
    assert found(Rule, one_group()) == [place(*GROUP)]
    assert found(Rule, one_group({"stickiness.enabled": "false"})) == [place(*GROUP, "TargetGroupAttributes")]
    assert findings(Rule, one_group({DRAIN: "300"})) == [
        (VALUE, f"{DRAIN} is left at its default of 300 seconds. {Rule.advice}")
    ]


@pytest.mark.parametrize("target", ["lambda", "alb"])
def test_targets_that_no_deployment_replaces_do_not_drain(target: str) -> None:
    assert found(Rule, one_group(TargetType=target)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group({DRAIN: {"Ref": "Drain"}})) == []
    assert found(Rule, one_group({DRAIN: "soon"})) == []
    assert found(Rule, changed(one_group({}), *GROUP, "TargetGroupAttributes", to={"Ref": "Attributes"})) == []
    hidden = [{"Key": {"Ref": "Name"}, "Value": "30"}]
    assert found(Rule, changed(one_group({}), *GROUP, "TargetGroupAttributes", to=hidden)) == []


def test_only_the_answer_that_leaves_the_default_is_found() -> None:
    drain = {"Fn::If": ["Quick", "30", "300"]}
    assert found(Rule, conditional(one_group({DRAIN: drain}), "Quick")) == [f"{VALUE}/Fn::If/2"]
