from collections.abc import Iterator

from delivery.rules._balancing import DEFAULT_DRAIN, DRAIN, TARGET_GROUP, attribute, figure
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

WITHOUT_TASKS = ("lambda", "alb")


class DeregistrationDelay(Rule):
    id = "W9209"
    shortdesc = "How long a leaving target drains was chosen"
    description = (
        "Unless it is set, every task that leaves waits five minutes for requests that ended long ago: deployments "
        "and rollbacks take that much longer, and on Spot the task is gone before the time is over."
    )
    advice = f"Set the target group attribute {DRAIN} to a little more than the longest request, often 30 to 60 seconds"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html"
    rows = ("REL-10",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            drain = attribute(group, DRAIN)
            if group["TargetType"].text not in WITHOUT_TASKS and figure(drain, DEFAULT_DRAIN) == DEFAULT_DRAIN:
                how = "not set: its default is" if drain.absent else "left at its default of"
                yield drain.says(f"{DRAIN} is {how} {DEFAULT_DRAIN} seconds")
