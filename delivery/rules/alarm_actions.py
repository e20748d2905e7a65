import re
from collections.abc import Iterator

from delivery.rules._publishing import ALARM, COMPOSITE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World
from delivery.rules._written_text import bare, written

SCALING = ("AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::AutoScaling::ScalingPolicy")
MACHINES = re.compile(r"^arn:[^:]*:(?:autoscaling|automate|ec2|lambda|swf):")
STATES = {"OKActions": "is over", "InsufficientDataActions": "has lost its data"}


class AlarmActions(Rule):
    id = "W9605"
    shortdesc = "An alarm tells of each change of its state"
    description = (
        "An alarm that never says that it is over leaves people searching for a trouble that is gone. One without data "
        "can no longer warn, and that happens silently: the metric was renamed, or what sends it has died."
    )
    advice = "Name the topic of AlarmActions in OKActions and InsufficientDataActions too"
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    rows = ("ALM-1", "REL-46")
    subjects = (ALARM, COMPOSITE)
    beside = SCALING

    def look(self, world: World) -> Iterator[Found]:
        for alarm in world.of(ALARM, COMPOSITE):
            if _tells_people(alarm):
                for name, change in STATES.items():
                    if not alarm[name].unknown and not alarm[name].items:
                        yield alarm[name].says(f"Nobody is told that this alarm {change}: {name} is empty")


def _tells_people(alarm: Resource) -> bool:
    """What only scales or restarts something has nobody to tell."""
    if alarm["ActionsEnabled"].text == "false":
        return False
    actions = alarm["AlarmActions"]
    return actions.unknown or any(not _moves_machines(action) for action in actions.items)


def _moves_machines(action: Node) -> bool:
    return bool(action.world.named(action.names, *SCALING)) or bool(MACHINES.match(bare(written(action))))
