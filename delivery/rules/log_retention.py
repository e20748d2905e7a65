from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

LOG_GROUP = "AWS::Logs::LogGroup"
YEAR = 365


class LogRetention(Rule):
    id = "W9511"
    shortdesc = "Logs are kept for a year, and then go"
    description = (
        "An intrusion may be found months after it happened, and then the logs of that time are all there is. "
        "Without RetentionInDays logs stay for ever, with their cost and all that is personal in them. Where a "
        "parameter says how long, its default is looked at; an environment other than production may keep less."
    )
    advice = "Set RetentionInDays to 365 or more"
    source_url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
    rows = ("LOG-1",)
    subjects = (LOG_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        if world.environment is not None and not world.environment.startswith("prod"):
            return
        for group in world.of(LOG_GROUP):
            retention = group["RetentionInDays"]
            days = _days(retention)
            if retention.absent:
                yield retention.says("These logs are kept for ever")
            elif days is not None and days < YEAR:
                yield retention.says(f"These logs are kept for {days:g} days")


def _days(node: Node) -> float | None:
    try:
        return None if node.default is None else float(node.default)
    except ValueError:
        return None
