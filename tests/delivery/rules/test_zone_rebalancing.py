"""ECS spreads a service's tasks over the zones again after a zone was lost."""

from typing import Any

import pytest

from delivery.rules.zone_rebalancing import ZONE
from delivery.rules.zone_rebalancing import ZoneRebalancing as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service
from tests.delivery.rules.lab import findings, found

SETTING = place(*SERVICE, "AvailabilityZoneRebalancing")


def subnets(value: Any) -> dict[str, Any]:
    return {"AwsvpcConfiguration": {"Subnets": value}}


def test_enabled_is_good() -> None:
    assert found(Rule, service(AvailabilityZoneRebalancing="ENABLED")) == []


def test_disabled_or_unsaid_is_found() -> None:
    assert findings(Rule, service(AvailabilityZoneRebalancing="DISABLED")) == [
        (SETTING, f"AvailabilityZoneRebalancing is DISABLED. {Rule.advice}")
    ]
    assert found(Rule, service()) == [place(*SERVICE)]


@pytest.mark.parametrize(
    "properties",
    [
        {"SchedulingStrategy": "DAEMON"},
        {"LaunchType": "EXTERNAL"},
        {"DeploymentController": {"Type": "CODE_DEPLOY"}},
        {"DeploymentConfiguration": {"MaximumPercent": 100}},
        {"LoadBalancers": [{"LoadBalancerName": "classic"}]},
        {"PlacementConstraints": [{"Type": "memberOf", "Expression": f"{ZONE} == eu-west-1a"}]},
        {"PlacementStrategies": [{"Type": "binpack", "Field": "memory"}, {"Type": "spread", "Field": ZONE}]},
        {"NetworkConfiguration": subnets(["subnet-1"])},
        {"NetworkConfiguration": subnets([{"Ref": "Subnet"}])},
    ],
)
def test_services_for_which_ecs_cannot_are_left_alone(properties: dict[str, Any]) -> None:
    assert found(Rule, service(**properties)) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"SchedulingStrategy": "REPLICA", "LaunchType": "FARGATE"},
        {"DeploymentController": {"Type": "ECS"}, "DeploymentConfiguration": {"Strategy": "CANARY"}},
        {"DeploymentConfiguration": {"MaximumPercent": 200}},
        {"LoadBalancers": [{"TargetGroupArn": "arn"}]},
        {"PlacementConstraints": [{"Type": "distinctInstance"}]},
        {"PlacementStrategies": [{"Type": "spread", "Field": ZONE}, {"Type": "binpack", "Field": "memory"}]},
        {"NetworkConfiguration": subnets(["subnet-1", "subnet-2"])},
        {"NetworkConfiguration": subnets({"Ref": "Subnets"})},
    ],
)
def test_services_for_which_it_can_are_found(properties: dict[str, Any]) -> None:
    assert found(Rule, service(**properties)) == [place(*SERVICE)]


def test_a_parameter_may_be_anything() -> None:
    assert found(Rule, service(AvailabilityZoneRebalancing={"Ref": "Rebalancing"})) == []


def test_a_branch_that_switches_it_off_is_found() -> None:
    template = service(AvailabilityZoneRebalancing={"Fn::If": ["Sticky", "DISABLED", "ENABLED"]})
    assert found(Rule, conditional(template, "Sticky")) == [place(SETTING, "Fn::If", 1)]
