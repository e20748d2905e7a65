"""A service that shifts traffic is not scaled by requests of one target group."""

from typing import Any

import pytest

from delivery.rules.requests_beside_shift import RequestsBesideShift as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service
from tests.delivery.rules.lab import changed, findings, found, resource, without

POLICY = ("Requests", "Properties")
METRIC = (*POLICY, "TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType")
ID = {"Fn::Sub": "service/main/${Service.Name}"}


def of(strategy: str) -> dict[str, Any]:
    template = service(DeploymentConfiguration={"Strategy": strategy})
    tracking = {"PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget"}}
    template["Resources"] |= {
        "Target": resource("AWS::ApplicationAutoScaling::ScalableTarget", ResourceId=ID),
        "Requests": resource(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            ScalingTargetId={"Ref": "Target"},
            TargetTrackingScalingPolicyConfiguration=tracking,
        ),
    }
    return template


def test_beside_a_rolling_deployment_it_is_good() -> None:
    assert found(Rule, of("ROLLING")) == []


@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "LINEAR", "CANARY"])
def test_beside_a_deployment_that_shifts_traffic_it_is_found(strategy: str) -> None:
    assert findings(Rule, of(strategy)) == [
        (place(*METRIC), f"This policy scales Service, which is deployed by {strategy}. {Rule.advice}")
    ]


def test_also_with_code_deploy() -> None:
    template = without(of("ROLLING"), *DEPLOYMENT)
    assert found(Rule, changed(template, *SERVICE, "DeploymentController", to={"Type": "CODE_DEPLOY"})) == [
        place(*METRIC)
    ]
    assert found(Rule, changed(template, *SERVICE, "DeploymentController", to={"Type": "EXTERNAL"})) == []


def test_also_where_the_policy_names_the_service_itself() -> None:
    template = without(without(of("CANARY"), "Target"), *POLICY, "ScalingTargetId")
    assert found(Rule, template) == []
    assert found(Rule, changed(template, *POLICY, "ResourceId", to=ID)) == [place(*METRIC)]


def test_other_metrics_are_good() -> None:
    assert found(Rule, changed(of("CANARY"), *METRIC, to="ECSServiceAverageCPUUtilization")) == []
    assert found(Rule, without(of("CANARY"), *POLICY, "TargetTrackingScalingPolicyConfiguration")) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(of("CANARY"), *METRIC, to={"Ref": "Metric"})) == []
    assert found(Rule, changed(of("CANARY"), "Target", "Properties", "ResourceId", to={"Ref": "ServiceId"})) == []
    assert found(Rule, changed(of("CANARY"), *DEPLOYMENT, "Strategy", to={"Ref": "Strategy"})) == []


def test_a_policy_that_exists_only_beside_rolling_is_good() -> None:
    template = of("ROLLING")
    template = changed(template, *DEPLOYMENT, "Strategy", to={"Fn::If": ["Shift", "BLUE_GREEN", "ROLLING"]})
    assert found(Rule, conditional(template, "Shift")) == [place(*METRIC)]
    metric = {"Fn::If": ["Shift", "ECSServiceAverageCPUUtilization", "ALBRequestCountPerTarget"]}
    assert found(Rule, conditional(changed(template, *METRIC, to=metric), "Shift")) == []
