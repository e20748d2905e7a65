"""Only a rolling deployment has a circuit breaker."""

import pytest

from delivery.rules.breaker_beside_shift import BreakerBesideShift as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, without

ROLLING = service(DeploymentConfiguration={"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}})
BREAKER = (*DEPLOYMENT, "DeploymentCircuitBreaker")


def test_beside_a_rolling_deployment_it_is_good() -> None:
    assert found(Rule, ROLLING) == []


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_beside_another_strategy_it_is_found(strategy: str) -> None:
    template = changed(ROLLING, *DEPLOYMENT, "Strategy", to=strategy)
    assert findings(Rule, template) == [
        (place(*BREAKER), f"This service is deployed by {strategy} and has a circuit breaker. {Rule.advice}")
    ]
    assert found(Rule, changed(template, *BREAKER, "Enable", to=False)) == []
    assert found(Rule, without(template, *BREAKER)) == []


def test_beside_another_controller_it_is_found() -> None:
    template = changed(ROLLING, *SERVICE, "DeploymentController", to={"Type": "CODE_DEPLOY"})
    assert found(Rule, template) == [place(*BREAKER)]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(ROLLING, *DEPLOYMENT, "Strategy", to={"Ref": "Strategy"})) == []
    shifting = changed(ROLLING, *DEPLOYMENT, "Strategy", to="CANARY")
    assert found(Rule, changed(shifting, *BREAKER, "Enable", to={"Ref": "Breaker"})) == []


def test_a_condition_that_shifts_traffic_beside_it_is_found() -> None:
    template = changed(ROLLING, *DEPLOYMENT, "Strategy", to={"Fn::If": ["Shift", "BLUE_GREEN", "ROLLING"]})
    assert found(Rule, conditional(template, "Shift")) == [place(*BREAKER)]
