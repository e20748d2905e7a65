"""A rolling deployment starts new tasks before it stops old ones."""

from typing import Any

import pytest

from delivery.rules.deployment_capacity import DeploymentCapacity as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service, valued
from tests.delivery.rules.lab import changed, findings, found

FEWEST, MOST = (*DEPLOYMENT, "MinimumHealthyPercent"), (*DEPLOYMENT, "MaximumPercent")


def of(fewest: Any, most: Any, **more: Any) -> dict[str, Any]:
    return service(DeploymentConfiguration={"MinimumHealthyPercent": fewest, "MaximumPercent": most}, **more)


@pytest.mark.parametrize(("fewest", "most"), [(100, 200), (100, 150), (50, 200), (1, 101), ("100", "200")])
def test_room_for_more_is_good(fewest: Any, most: Any) -> None:
    assert found(Rule, of(fewest, most)) == []
    assert found(Rule, valued(of(fewest, most), "dev")) == []
    assert found(Rule, service()) == []


def test_a_deployment_that_may_stop_all_tasks_is_found() -> None:
    assert findings(Rule, of(0, 200)) == [(place(*FEWEST), f"MinimumHealthyPercent is 0. {Rule.advice}")]


@pytest.mark.parametrize("fewest", [50, 100])
def test_a_deployment_without_room_is_found(fewest: int) -> None:
    assert found(Rule, of(fewest, 100)) == [place(*MOST)]


def test_production_keeps_its_capacity() -> None:
    assert found(Rule, valued(of(50, 200), "prod")) == [place(*FEWEST)]
    assert found(Rule, valued(of(100, 200), "prod")) == []


def test_it_is_about_rolling_deployments_of_replicas() -> None:
    assert found(Rule, of(0, 100, SchedulingStrategy="DAEMON")) == []
    assert found(Rule, of(0, 100, DeploymentController={"Type": "CODE_DEPLOY"})) == []
    assert found(Rule, changed(of(0, 100), *DEPLOYMENT, "Strategy", to="BLUE_GREEN")) == []


def test_a_parameter_may_be_anything() -> None:
    assert found(Rule, of({"Ref": "Fewest"}, {"Ref": "Most"})) == []
    assert found(Rule, changed(of(0, 100), *SERVICE, "DeploymentConfiguration", to={"Ref": "Deployment"})) == []


def test_a_branch_without_room_is_found() -> None:
    template = of({"Fn::If": ["Cheap", 0, 100]}, {"Fn::If": ["Cheap", 100, 200]})
    assert found(Rule, conditional(template, "Cheap")) == [
        place(*MOST, "Fn::If", 1),
        place(*FEWEST, "Fn::If", 1),
    ]
