from collections.abc import Iterator

from delivery.rules._containers import POLICY, SERVICE, SHIFTING, TARGET, rollout, services_scaled_by
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class RequestsBesideShift(Rule):
    id = "E9126"
    shortdesc = "A service that shifts traffic is not scaled by requests of one target group"
    description = (
        "ALBRequestCountPerTarget counts what one target group gets. A blue/green deployment moves the traffic to "
        "the other: the metric falls to nothing and the service shrinks under full load."
    )
    advice = "Scale on ECSServiceAverageCPUUtilization, or on a metric of your own that adds up both target groups"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html"
    rows = ("REL-8",)
    subjects = (POLICY,)
    beside = (SERVICE, TARGET)

    def look(self, world: World) -> Iterator[Found]:
        for policy in world.of(POLICY):
            tracking = policy.properties.at("TargetTrackingScalingPolicyConfiguration")
            metric = tracking.at("PredefinedMetricSpecification", "PredefinedMetricType")
            if metric.text != "ALBRequestCountPerTarget":
                continue
            for service in services_scaled_by(policy):
                how = rollout(service)
                if how in (*SHIFTING, "CODE_DEPLOY"):
                    yield metric.says(f"This policy scales {service.name}, which is deployed by {how}")
