from collections.abc import Iterator

from delivery.rules._choices import for_production
from delivery.rules._containers import POLICY, TARGET, scales_service, stated, targets_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

OUT, IN = "ScaleOutCooldown", "ScaleInCooldown"


class ScalingCooldowns(Rule):
    id = "W9128"
    shortdesc = "A service grows fast and shrinks slowly"
    description = (
        "Left out, both pauses are five minutes: a service that needs to double twice is ten minutes late. With a "
        "pause before shrinking that is shorter than the one before growing, each dip in the load takes away tasks "
        "that are missing right afterwards."
    )
    advice = "Set ScaleOutCooldown to about 60 and ScaleInCooldown to about 300 seconds"
    source_url = (
        "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"
    )
    rows = ("REL-22",)
    subjects = (POLICY,)
    beside = (TARGET,)

    def look(self, world: World) -> Iterator[Found]:
        for policy in world.of(POLICY) if for_production(world) else ():
            tracking = policy.properties.at("TargetTrackingScalingPolicyConfiguration")
            if tracking.present and not tracking.unknown and any(map(scales_service, [policy, *targets_of(policy)])):
                yield from _faults(tracking)


def _faults(tracking: Node) -> Iterator[Found]:
    growing, shrinking = tracking[OUT], tracking[IN]
    shrinks = not tracking["DisableScaleIn"].yes
    if growing.absent:
        yield growing.says(stated(OUT, growing))
    if shrinks and (shrinking.absent or shrinking.number == 0):
        yield shrinking.says(stated(IN, shrinking))
    elif shrinks and growing.number is not None and shrinking.number is not None and shrinking.number < growing.number:
        yield shrinking.says(f"ScaleInCooldown is {shrinking.text}, shorter than ScaleOutCooldown {growing.text}")
