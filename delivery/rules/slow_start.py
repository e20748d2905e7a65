from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP, attribute
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

SLOW_START = "slow_start.duration_seconds"
ALGORITHM = "load_balancing.algorithm.type"
SHORTEST, LONGEST = 30, 900


class SlowStart(Rule):
    id = "E9213"
    shortdesc = "Slow start has a duration and an algorithm that AWS takes"
    description = (
        "Slow start takes 30 to 900 seconds, or 0 for none, and works only with round robin. Anything else is "
        "refused when the target group is made, and the deployment rolls back."
    )
    advice = f"Set {SLOW_START} to 0 or to {SHORTEST} to {LONGEST}, and leave {ALGORITHM} at round_robin beside it"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html"
    rows = ("REL-17",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            duration, algorithm = attribute(group, SLOW_START), attribute(group, ALGORITHM)
            seconds = duration.number
            if not seconds:
                continue
            if not SHORTEST <= seconds <= LONGEST:
                yield duration.says(f"{SLOW_START} is {seconds:g}")
            if algorithm.text not in (None, "round_robin"):
                yield duration.says(f"{SLOW_START} is {seconds:g}, and {ALGORITHM} is {algorithm.text}")
