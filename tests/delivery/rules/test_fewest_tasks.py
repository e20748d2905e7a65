"""A service has at least two tasks."""

from typing import Any

import pytest

from delivery.rules.fewest_tasks import FewestTasks as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service, valued
from tests.delivery.rules.lab import changed, findings, found, resource

BALANCED = [{"TargetGroupArn": "arn", "ContainerName": "web", "ContainerPort": 80}]
FEWEST = ("Target", "Properties", "MinCapacity")
COUNT = (*SERVICE, "DesiredCount")


def scaled(fewest: Any, **properties: Any) -> dict[str, Any]:
    template = service(**properties)
    template["Resources"]["Target"] = resource(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        MinCapacity=fewest,
        MaxCapacity=10,
        ResourceId={"Fn::Sub": "service/main/${Service.Name}"},
        ScalableDimension="ecs:service:DesiredCount",
    )
    return template


@pytest.mark.parametrize("fewest", [2, "3", {"Ref": "MinCapacity"}])
def test_two_or_more_are_good(fewest: Any) -> None:
    assert found(Rule, scaled(fewest, LoadBalancers=BALANCED)) == []
    assert found(Rule, service(DesiredCount=fewest, LoadBalancers=BALANCED)) == []


def test_one_is_found() -> None:
    assert findings(Rule, scaled(1)) == [(place(*FEWEST), f"MinCapacity is 1. {Rule.advice}")]
    assert found(Rule, scaled("1", LoadBalancers=BALANCED)) == [place(*FEWEST)]


def test_a_worker_may_scale_to_nothing_but_not_what_answers_requests() -> None:
    assert found(Rule, scaled(0)) == []
    assert found(Rule, scaled(0, LoadBalancers=BALANCED)) == [place(*FEWEST)]


def test_a_fixed_count_of_one_is_found_behind_a_load_balancer() -> None:
    """Elsewhere there may have to be exactly one."""
    assert findings(Rule, service(DesiredCount=1, LoadBalancers=BALANCED)) == [
        (place(*COUNT), f"DesiredCount is 1. {Rule.advice}")
    ]
    assert found(Rule, service(DesiredCount=0, LoadBalancers=BALANCED)) == [place(*COUNT)]
    assert found(Rule, service(DesiredCount=1)) == []
    assert found(Rule, service(DesiredCount=1, LoadBalancers={"Ref": "Balancers"})) == []


def test_an_environment_may_have_one_but_not_production() -> None:
    for template, where in ((scaled(1), FEWEST), (service(DesiredCount=1, LoadBalancers=BALANCED), COUNT)):
        assert found(Rule, valued(template, "dev")) == []
        assert found(Rule, valued(template, "prod")) == [place(*where)]


def test_what_else_can_be_scaled_is_left_alone() -> None:
    table = resource(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        MinCapacity=1,
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
    )
    assert found(Rule, changed(scaled(2), "Target", to=table)) == []


def test_a_branch_with_one_is_found() -> None:
    template = scaled({"Fn::If": ["Small", 1, 2]})
    assert found(Rule, conditional(template, "Small")) == [place(*FEWEST, "Fn::If", 1)]
