"""A container says how long it needs to stop."""

import pytest

from delivery.rules.stop_timeout import StopTimeout as Rule
from tests.delivery.rules.container_lab import CONTAINER, CONTAINERS, TASK, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "web", "StopTimeout": 55}, RequiresCompatibilities=["FARGATE"])
TIMEOUT = (*CONTAINER, "StopTimeout")


@pytest.mark.parametrize("seconds", [2, 55, "120"])
def test_what_fargate_takes_is_good(seconds: int | str) -> None:
    assert found(Rule, changed(GOOD, *TIMEOUT, to=seconds)) == []


def test_without_one_it_is_found() -> None:
    assert findings(Rule, without(GOOD, *TIMEOUT)) == [
        (place(*CONTAINER), f"The container web: StopTimeout is not set. {Rule.advice}")
    ]


@pytest.mark.parametrize("seconds", [0, 1, "121", 300])
def test_what_fargate_refuses_is_found(seconds: int | str) -> None:
    assert found(Rule, changed(GOOD, *TIMEOUT, to=seconds)) == [place(*TIMEOUT)]


def test_an_instance_waits_longer() -> None:
    template = changed(changed(GOOD, *TIMEOUT, to=300), *TASK, "RequiresCompatibilities", to=["EC2"])
    assert found(Rule, template) == []


def test_a_container_that_is_done_before_another_starts_needs_none() -> None:
    links = [{"ContainerName": "migrate", "Condition": "SUCCESS"}]
    template = changed(
        GOOD, *CONTAINERS, to=[{"Name": "web", "StopTimeout": 55, "DependsOn": links}, {"Name": "migrate"}]
    )
    assert found(Rule, template) == []
    assert found(Rule, changed(template, *CONTAINER, "DependsOn", 0, "Condition", to="START")) == [
        place(*CONTAINERS, 1)
    ]


def test_a_parameter_may_be_anything() -> None:
    assert found(Rule, changed(GOOD, *TIMEOUT, to={"Ref": "StopTimeout"})) == []


def test_a_branch_without_one_is_found() -> None:
    template = changed(GOOD, *TIMEOUT, to={"Fn::If": ["Long", 300, 30]})
    assert found(Rule, conditional(template, "Long")) == [place(*TIMEOUT, "Fn::If", 1)]
    template = changed(GOOD, *TIMEOUT, to={"Fn::If": ["Long", 120, {"Ref": "AWS::NoValue"}]})
    assert found(Rule, conditional(template, "Long")) == [place(*TIMEOUT, "Fn::If", 2)]
