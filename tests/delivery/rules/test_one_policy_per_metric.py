"""Two policies of a scalable target track two different metrics."""

from typing import Any

from delivery.rules.one_policy_per_metric import OnePolicyPerMetric as Rule
from tests.delivery.rules.container_lab import conditional
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

CPU, MEMORY = "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"


def policy(metric: Any, **properties: Any) -> dict[str, Any]:
    name = "PredefinedMetricSpecification" if "PredefinedMetricType" in metric else "CustomizedMetricSpecification"
    return resource(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        **(properties or {"ScalingTargetId": {"Ref": "Target"}}),
        TargetTrackingScalingPolicyConfiguration={name: metric},
    )


def predefined(name: Any, **label: str) -> dict[str, Any]:
    return {"PredefinedMetricType": name, **label}


def metric(of: str, name: str = "PredefinedMetricSpecification") -> str:
    return f"{of}/Properties/TargetTrackingScalingPolicyConfiguration/{name}"


GOOD = resources(Cpu=policy(predefined(CPU)), Memory=policy(predefined(MEMORY)))


def test_different_metrics_are_good() -> None:
    assert found(Rule, GOOD) == []


def test_one_metric_twice_is_found() -> None:
    """Whatever label the second has: ECS's own metrics have none that matters."""
    twice = changed(GOOD, "Memory", to=policy(predefined(CPU)))
    assert findings(Rule, twice) == [
        (metric("Memory"), f"Memory and Cpu track one metric of one scalable target. {Rule.advice}")
    ]
    assert found(Rule, changed(GOOD, "Memory", to=policy(predefined(CPU, ResourceLabel="x")))) == [metric("Memory")]


def test_a_metric_of_ones_own_twice_is_found() -> None:
    queue = {"Namespace": "AWS/SQS", "MetricName": "Depth", "Dimensions": [{"Name": "QueueName", "Value": "a"}]}
    template = resources(One=policy(queue), Two=policy(queue))
    assert found(Rule, template) == [metric("Two", "CustomizedMetricSpecification")]
    other = {**queue, "Dimensions": [{"Name": "QueueName", "Value": "b"}]}
    assert found(Rule, resources(One=policy(queue), Two=policy(other))) == []


def test_requests_of_two_target_groups_are_two_metrics() -> None:
    one, two = (predefined("ALBRequestCountPerTarget", ResourceLabel=label) for label in ("a", "b"))
    assert found(Rule, resources(One=policy(one), Two=policy(two))) == []
    assert found(Rule, resources(One=policy(one), Two=policy(one))) == [metric("Two")]


def test_two_targets_may_have_one_metric() -> None:
    other = policy(predefined(CPU), ScalingTargetId={"Ref": "Other"})
    assert found(Rule, changed(GOOD, "Memory", to=other)) == []
    own = {"ResourceId": "table/a", "ServiceNamespace": "dynamodb"}
    reads, writes = (f"dynamodb:table:{what}CapacityUnits" for what in ("Read", "Write"))
    first, second = (policy(predefined("X"), **own, ScalableDimension=dimension) for dimension in (reads, writes))
    assert found(Rule, resources(One=first, Two=second)) == []
    assert found(Rule, resources(One=first, Two=first)) == [metric("Two")]


def test_what_is_not_known_is_left_alone() -> None:
    """Also a policy in steps, which tracks nothing."""
    unknown = changed(GOOD, "Memory", "Properties", "TargetTrackingScalingPolicyConfiguration", to={"Ref": "Tracking"})
    assert found(Rule, unknown) == []
    assert found(Rule, without(GOOD, "Memory", "Properties", "TargetTrackingScalingPolicyConfiguration")) == []


def test_policies_that_exclude_each_other_are_good() -> None:
    template = changed(GOOD, "Memory", to={**policy(predefined(CPU)), "Condition": "Fast"})
    assert found(Rule, conditional(template, "Fast")) == [metric("Memory")]
    metric_type = {"Fn::If": ["Fast", MEMORY, CPU]}
    apart = changed(template, "Cpu", to=policy(predefined(metric_type)))
    assert found(Rule, conditional(apart, "Fast")) == []
