import json
from collections.abc import Iterator

from delivery.rules._containers import POLICY
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World


class OnePolicyPerMetric(Rule):
    id = "E9129"
    shortdesc = "Two policies of a scalable target track two different metrics"
    description = (
        "Application Auto Scaling takes one target-tracking policy for a metric of a scalable target and refuses "
        "the second: the stack fails when it is deployed."
    )
    advice = "Keep one of the two policies, or let it track another metric"
    source_url = (
        "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"
    )
    rows = ("REL-22",)
    subjects = (POLICY,)

    def look(self, world: World) -> Iterator[Found]:
        seen: dict[tuple[str, str], Resource] = {}
        for policy in world.of(POLICY):
            metric = _metric(policy)
            if metric is None:
                continue
            key = (_owner(policy), _identity(metric))
            if key in seen:
                yield metric.says(f"{policy.name} and {seen[key].name} track one metric of one scalable target")
            seen.setdefault(key, policy)


def _metric(policy: Resource) -> Node | None:
    tracking = policy.properties.at("TargetTrackingScalingPolicyConfiguration")
    for name in ("PredefinedMetricSpecification", "CustomizedMetricSpecification"):
        metric = tracking.at(name)
        if metric.present and not metric.unknown:
            return metric
    return None


def _owner(policy: Resource) -> str:
    names = ("ScalingTargetId", "ResourceId", "ScalableDimension")
    return json.dumps([policy[name].value for name in names if policy[name].present], sort_keys=True)


def _identity(metric: Node) -> str:
    """A label says of which load balancer; the metrics of ECS itself have none that matters."""
    kind = metric["PredefinedMetricType"].text or ""
    return kind if kind.startswith("ECSService") else json.dumps(metric.value, sort_keys=True)
