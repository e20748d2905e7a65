from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

PLAN = "AWS::Backup::BackupPlan"
DAYS = 35


class BackupRetention(Rule):
    id = "W9614"
    shortdesc = "A backup plan keeps something for 35 days"
    description = (
        "Damage is often noticed late: a wrong calculation, data that somebody deleted, an intruder who waited. When "
        "the last good backup is gone by then, there is nothing to go back to."
    )
    advice = "Set Lifecycle.DeleteAfterDays of one of the plan's rules, or of a copy, to 35 or more"
    source_url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html"
    rows = ("REL-48", "OPS-2")
    subjects = (PLAN,)

    def look(self, world: World) -> Iterator[Found]:
        """Rules may be short beside one that is long."""
        for plan in world.of(PLAN):
            ends = [end for rule in plan.at("BackupPlan", "BackupPlanRule").items for end in _ends(rule)]
            if ends and all(end.number is not None and end.number < DAYS for end in ends):
                longest = max(ends, key=lambda end: end.number or 0)
                yield longest.says(f"This plan keeps nothing for longer than {longest.text} days")


def _ends(rule: Node) -> Iterator[Node]:
    """After how many days a rule's backups, and their copies, are deleted. Absent: never."""
    for kept in (rule, *rule["CopyActions"].items):
        lifecycle = kept["Lifecycle"]
        yield lifecycle if lifecycle.unknown else lifecycle["DeleteAfterDays"]
