"""A service that shifts traffic has two target groups, a listener rule and a role for it."""

import pytest

from delivery.rules.traffic_shift import NEEDED
from delivery.rules.traffic_shift import TrafficShift as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = service(
    DeploymentConfiguration={"Strategy": "BLUE_GREEN"},
    LoadBalancers=[
        {
            "TargetGroupArn": {"Ref": "Blue"},
            "AdvancedConfiguration": {
                "AlternateTargetGroupArn": {"Ref": "Green"},
                "ProductionListenerRule": {"Ref": "ListenerRule"},
                "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            },
        }
    ],
)
BALANCER = (*SERVICE, "LoadBalancers", 0)
SHIFT = (*BALANCER, "AdvancedConfiguration")


def test_a_service_that_has_all_is_good() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_a_balancer_that_shifts_nothing_is_found(strategy: str) -> None:
    template = changed(without(GOOD, *SHIFT), *DEPLOYMENT, "Strategy", to=strategy)
    assert findings(Rule, template) == [
        (
            place(*BALANCER),
            f"The strategy is {strategy}, and this load balancer has no AdvancedConfiguration. {Rule.advice}",
        )
    ]


@pytest.mark.parametrize("name", NEEDED)
def test_each_part_is_needed(name: str) -> None:
    assert findings(Rule, without(GOOD, *SHIFT, name)) == [
        (place(*SHIFT), f"The strategy is BLUE_GREEN, and this load balancer has no {name}. {Rule.advice}")
    ]


def test_one_target_group_twice_is_found() -> None:
    assert found(Rule, changed(GOOD, *SHIFT, "AlternateTargetGroupArn", to={"Ref": "Blue"})) == [
        place(*SHIFT, "AlternateTargetGroupArn")
    ]


def test_a_rolling_service_and_one_without_balancer_need_none() -> None:
    """Service Connect shifts traffic by itself."""
    assert found(Rule, changed(without(GOOD, *SHIFT), *DEPLOYMENT, "Strategy", to="ROLLING")) == []
    assert found(Rule, without(GOOD, *SERVICE, "LoadBalancers")) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *SHIFT, to={"Ref": "Shift"})) == []
    assert found(Rule, changed(GOOD, *BALANCER, to={"Ref": "Balancer"})) == []
    assert found(Rule, changed(GOOD, *SERVICE, "LoadBalancers", to="balancer")) == []


def test_a_condition_that_takes_it_away_is_found() -> None:
    shift = {"Fn::If": ["Plain", {"Ref": "AWS::NoValue"}, {name: name for name in NEEDED}]}
    template = conditional(changed(GOOD, *SHIFT, to=shift), "Plain")
    assert found(Rule, template) == [place(*SHIFT, "Fn::If", 1)]
