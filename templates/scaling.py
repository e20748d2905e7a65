"""How many tasks: a fixed count, or target tracking between two bounds. Never both, CloudFormation would reset it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from troposphere import Ref, Sub, ecs
from troposphere import applicationautoscaling as scaling
from troposphere import elasticloadbalancingv2 as elb

from templates.application import CustomMetric, Scaling
from templates.inputs import Input, number
from templates.part import part
from templates.surroundings import Place

COUNT = "ecs:service:DesiredCount"


@part
class FixedCount:
    title: ClassVar[str] = "Number of tasks"
    desired_count: Input


@part
class ScaledCount:
    title: ClassVar[str] = "Number of tasks"
    minimum: Input
    maximum: Input
    cooldown_out: Input
    cooldown_in: Input
    targets: tuple[Input, ...]


TaskCount = FixedCount | ScaledCount


@part
class Autoscaling:
    title: ClassVar[str] = "Autoscaling"
    target: scaling.ScalableTarget
    policies: tuple[scaling.ScalingPolicy, ...]


def task_count(here: Place) -> TaskCount:
    wanted = here.settings.scaling
    if wanted is None:
        return FixedCount(number("DesiredCount", "Tasks", "How many tasks run", 0, 5000, 2))
    targets = [
        ("CpuTarget", "CPU target", "Percent of CPU to scale for", 10, 90, wanted.cpu),
        ("MemoryTarget", "Memory target", "Percent of memory to scale for", 10, 90, wanted.memory),
        (
            "RequestsTarget",
            "Requests target",
            "Requests per minute and task to scale for",
            1,
            1_000_000,
            wanted.requests,
        ),
    ]
    return ScaledCount(
        minimum=number("MinCapacity", "Fewest tasks", "Never fewer tasks than this", 0, 5000, 2),
        maximum=number("MaxCapacity", "Most tasks", "Never more tasks than this", 1, 5000, 10),
        cooldown_out=number("ScaleOutCooldown", "Pause after growing", "Seconds", 0, 3600, 60),
        cooldown_in=number("ScaleInCooldown", "Pause after shrinking", "Seconds", 0, 3600, 300),
        targets=tuple(number(*target) for target in targets if target[-1] is not None),
    )


def autoscaling(
    here: Place, count: TaskCount, service: ecs.Service, target_group: elb.TargetGroup | None
) -> Autoscaling | None:
    """A fixed count has none."""
    wanted = here.settings.scaling
    if wanted is None or not isinstance(count, ScaledCount):
        return None
    target = scaling.ScalableTarget(
        "ScalableTarget",
        MinCapacity=Ref(count.minimum),
        MaxCapacity=Ref(count.maximum),
        ResourceId=Sub(
            f"service/${{Cluster}}/${{{service.title}.Name}}", Cluster=Ref(here.names.platform.cluster_name)
        ),
        ScalableDimension=COUNT,
        ServiceNamespace="ecs",
    )
    metrics = _metrics(here, wanted, count, target_group)
    return Autoscaling(target, tuple(_policy(title, target, count, value, how) for title, value, how in metrics))


def _metrics(
    here: Place, wanted: Scaling, count: ScaledCount, target_group: elb.TargetGroup | None
) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Title, target value and specification of each metric that is followed."""
    figures = {figure.title: Ref(figure) for figure in count.targets}
    if wanted.cpu is not None:
        yield "ScaleOnCpu", figures["CpuTarget"], _predefined("ECSServiceAverageCPUUtilization")
    if wanted.memory is not None:
        yield "ScaleOnMemory", figures["MemoryTarget"], _predefined("ECSServiceAverageMemoryUtilization")
    if wanted.requests is not None and target_group is not None and here.names.balancer is not None:
        balancer = Ref(here.names.balancer.balancer_name)
        label = Sub(f"${{Balancer}}/${{{target_group.title}.TargetGroupFullName}}", Balancer=balancer)
        how = _predefined("ALBRequestCountPerTarget", ResourceLabel=label)
        yield "ScaleOnRequests", figures["RequestsTarget"], how
    if wanted.custom is not None:
        yield "ScaleOnCustomMetric", wanted.custom.target, _customized(wanted.custom)


def _policy(
    title: str, target: scaling.ScalableTarget, count: ScaledCount, value: Any, metric: dict[str, Any]
) -> scaling.ScalingPolicy:
    return scaling.ScalingPolicy(
        title,
        PolicyName=title,
        PolicyType="TargetTrackingScaling",
        ScalingTargetId=Ref(target),
        TargetTrackingScalingPolicyConfiguration=scaling.TargetTrackingScalingPolicyConfiguration(
            TargetValue=value,
            ScaleOutCooldown=Ref(count.cooldown_out),
            ScaleInCooldown=Ref(count.cooldown_in),
            **metric,
        ),
    )


def _predefined(name: str, **more: Any) -> dict[str, Any]:
    specification = scaling.PredefinedMetricSpecification(PredefinedMetricType=name, **more)
    return {"PredefinedMetricSpecification": specification}


def _customized(custom: CustomMetric) -> dict[str, Any]:
    dimensions = [scaling.MetricDimension(Name=name, Value=value) for name, value in custom.dimensions.items()]
    specification = scaling.CustomizedMetricSpecification(
        Namespace=custom.namespace, MetricName=custom.metric, Statistic=custom.statistic
    )
    if dimensions:
        specification.Dimensions = dimensions
    return {"CustomizedMetricSpecification": specification}
