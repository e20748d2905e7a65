from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP, seconds_until_unhealthy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

LONGEST = 120


class HealthCheckTime(Rule):
    id = "W9206"
    shortdesc = "A target that is broken is found within two minutes"
    description = (
        "Until a broken target has failed often enough it keeps its share of the requests: with three tasks and one "
        "of them broken, every third user meets it for interval times threshold."
    )
    advice = f"Lower HealthCheckIntervalSeconds or UnhealthyThresholdCount: their product should be {LONGEST} or less"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    rows = ("REL-15",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            needed = seconds_until_unhealthy(group)
            if needed is not None and needed > LONGEST and group["TargetType"].text != "lambda":
                interval = group["HealthCheckIntervalSeconds"]
                longer = interval if interval.present else group["UnhealthyThresholdCount"]
                yield longer.says(f"It takes {needed:g} seconds until a broken target gets no more traffic")
