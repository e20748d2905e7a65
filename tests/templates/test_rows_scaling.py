# ruff: noqa: N802
"""Rows E1 and E2: target tracking between two bounds."""

import pytest

from tests.templates.samples import allows, of_type, only, parameter, rendered

POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"


@pytest.fixture
def web():
    return rendered("full")["web"]


def tracking(template, policy):
    return of_type(template, POLICY)[policy]["Properties"]["TargetTrackingScalingPolicyConfiguration"]


def test_E1_scalable_target_is_2_to_10(web):
    target = only(web, TARGET)
    assert (target["MinCapacity"], target["MaxCapacity"]) == ({"Ref": "MinCapacity"}, {"Ref": "MaxCapacity"})
    assert (parameter(web, "MinCapacity")["Default"], parameter(web, "MaxCapacity")["Default"]) == ("2", "10")
    assert (target["ServiceNamespace"], target["ScalableDimension"]) == ("ecs", "ecs:service:DesiredCount")


def test_E1_scalable_target_is_this_service_of_the_environments_cluster(web):
    text, parts = only(web, TARGET)["ResourceId"]["Fn::Sub"]
    assert (text, parts) == ("service/${Cluster}/${Service.Name}", {"Cluster": {"Ref": "ClusterName"}})


@pytest.mark.parametrize(
    ("policy", "metric", "figure", "default"),
    [
        ("ScaleOnCpu", "ECSServiceAverageCPUUtilization", "CpuTarget", "70"),
        ("ScaleOnMemory", "ECSServiceAverageMemoryUtilization", "MemoryTarget", "80"),
        ("ScaleOnRequests", "ALBRequestCountPerTarget", "RequestsTarget", "1000"),
    ],
    ids=["E1-cpu-70", "E1-memory-80", "E2-requests-1000"],
)
def test_E1_E2_target_tracking(web, policy, metric, figure, default):
    """app.yaml's figure is the default of a parameter that environments may set."""
    found = tracking(web, policy)
    assert found["PredefinedMetricSpecification"]["PredefinedMetricType"] == metric
    assert found["TargetValue"] == {"Ref": figure}
    assert parameter(web, figure)["Default"] == default


@pytest.mark.parametrize("policy", ["ScaleOnCpu", "ScaleOnMemory", "ScaleOnRequests", "ScaleOnCustomMetric"])
def test_E1_cooldowns_take_300_seconds_each(web, policy):
    found = tracking(web, policy)
    assert found["ScaleOutCooldown"] == {"Ref": "ScaleOutCooldown"}
    assert found["ScaleInCooldown"] == {"Ref": "ScaleInCooldown"}
    assert parameter(web, "ScaleInCooldown")["Default"] == "300"
    assert allows(web, "ScaleOutCooldown", 300)


def test_E2_requests_are_counted_on_this_services_target_group(web):
    """The label that Application Auto Scaling wants: balancer and target group by their full names."""
    label = tracking(web, "ScaleOnRequests")["PredefinedMetricSpecification"]["ResourceLabel"]
    assert label == {
        "Fn::Sub": ["${Balancer}/${TargetGroup.TargetGroupFullName}", {"Balancer": {"Ref": "LoadBalancerName"}}]
    }


def test_E2_custom_metric(web):
    found = tracking(web, "ScaleOnCustomMetric")
    assert found["TargetValue"] == 5.5
    assert found["CustomizedMetricSpecification"] == {
        "Namespace": "Shop",
        "MetricName": "Queue",
        "Statistic": "Average",
        "Dimensions": [{"Name": "Queue", "Value": "orders"}],
    }


@pytest.mark.parametrize(
    ("stack", "policies"), [("api", {"ScaleOnCpu"}), ("worker", {"ScaleOnMemory"}), ("web", set())]
)
def test_E1_only_the_metrics_that_are_asked_for_are_followed(stack, policies):
    assert set(of_type(rendered("several-services")[stack], POLICY)) == policies
