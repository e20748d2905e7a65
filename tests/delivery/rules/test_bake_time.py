"""After traffic has shifted the old version stays for a while."""

import pytest

from delivery.rules.bake_time import BakeTime as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = service(DeploymentConfiguration={"Strategy": "BLUE_GREEN", "BakeTimeInMinutes": 10})
TIME = (*DEPLOYMENT, "BakeTimeInMinutes")


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_every_strategy_that_shifts_traffic_needs_one(strategy: str) -> None:
    template = changed(GOOD, *DEPLOYMENT, "Strategy", to=strategy)
    assert found(Rule, template) == []
    assert findings(Rule, without(template, *TIME)) == [
        (place(*DEPLOYMENT), f"BakeTimeInMinutes is not set and the strategy is {strategy}. {Rule.advice}")
    ]
    assert found(Rule, changed(template, *TIME, to=0)) == [place(*TIME)]


@pytest.mark.parametrize(
    ("strategy", "configuration", "name"),
    [
        ("LINEAR", "LinearConfiguration", "StepBakeTimeInMinutes"),
        ("CANARY", "CanaryConfiguration", "CanaryBakeTimeInMinutes"),
    ],
)
def test_each_step_needs_one_too(strategy: str, configuration: str, name: str) -> None:
    """ECS has a good default, so that only no time at all is found."""
    template = changed(GOOD, *DEPLOYMENT, "Strategy", to=strategy)
    assert found(Rule, changed(template, *DEPLOYMENT, configuration, to={name: 5})) == []
    assert found(Rule, changed(template, *DEPLOYMENT, configuration, to={})) == []
    assert found(Rule, changed(template, *DEPLOYMENT, configuration, to={name: 0})) == [
        place(*DEPLOYMENT, configuration, name)
    ]


def test_a_rolling_deployment_has_none() -> None:
    assert found(Rule, service()) == []
    assert found(Rule, service(DeploymentConfiguration={"Strategy": "ROLLING"})) == []
    assert found(Rule, changed(GOOD, *SERVICE, to={"DeploymentController": {"Type": "CODE_DEPLOY"}})) == []


def test_a_parameter_may_be_anything() -> None:
    assert found(Rule, changed(GOOD, *TIME, to={"Ref": "BakeTime"})) == []


def test_a_branch_without_one_is_found() -> None:
    template = changed(GOOD, *TIME, to={"Fn::If": ["Hasty", 0, 10]})
    assert found(Rule, conditional(template, "Hasty")) == [place(*TIME, "Fn::If", 1)]
