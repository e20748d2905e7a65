"""A rolling deployment that fails is stopped and rolled back."""

import pytest

from delivery.rules.circuit_breaker import CircuitBreaker as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = service(DeploymentConfiguration={"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}})
BREAKER = (*DEPLOYMENT, "DeploymentCircuitBreaker")
BARE = without(GOOD, *BREAKER)


def test_a_breaker_that_rolls_back_is_good() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, *DEPLOYMENT, "Strategy", to="ROLLING")) == []


def test_none_is_found() -> None:
    assert found(Rule, service()) == [place(*SERVICE)]
    assert findings(Rule, BARE) == [
        (place(*DEPLOYMENT), f"This service has no DeploymentCircuitBreaker. {Rule.advice}")
    ]


@pytest.mark.parametrize("name", ["Enable", "Rollback"])
def test_half_a_breaker_is_found(name: str) -> None:
    assert findings(Rule, changed(GOOD, *BREAKER, name, to=False)) == [
        (place(*BREAKER, name), f"The circuit breaker does not work: {name} is false. {Rule.advice}")
    ]
    assert found(Rule, without(GOOD, *BREAKER, name)) == [place(*BREAKER)]


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY", {"Ref": "Strategy"}])
def test_other_strategies_have_none(strategy: object) -> None:
    assert found(Rule, changed(BARE, *DEPLOYMENT, "Strategy", to=strategy)) == []


@pytest.mark.parametrize("controller", ["CODE_DEPLOY", "EXTERNAL", {"Ref": "Controller"}])
def test_other_controllers_have_none(controller: object) -> None:
    assert found(Rule, changed(BARE, *SERVICE, "DeploymentController", to={"Type": controller})) == []
    assert found(Rule, changed(BARE, *SERVICE, "DeploymentController", to={"Type": "ECS"})) == [place(*DEPLOYMENT)]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *BREAKER, "Enable", to={"Ref": "Breaker"})) == []
    assert found(Rule, service(DeploymentConfiguration={"Fn::FindInMap": ["Deployment", "Main", "All"]})) == []


def test_a_strategy_that_a_condition_chooses_is_followed() -> None:
    """Blue/green without a breaker, or rolling without one."""
    template = changed(BARE, *DEPLOYMENT, "Strategy", to={"Fn::If": ["Shift", "BLUE_GREEN", "ROLLING"]})
    assert found(Rule, conditional(template, "Shift")) == [place(*DEPLOYMENT)]
    breaker = {"Fn::If": ["Shift", {"Ref": "AWS::NoValue"}, {"Enable": True, "Rollback": True}]}
    assert found(Rule, conditional(changed(template, *BREAKER, to=breaker), "Shift")) == []
