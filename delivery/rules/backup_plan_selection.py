from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PLAN = "AWS::Backup::BackupPlan"
SELECTION = "AWS::Backup::BackupSelection"
SHARED = "AWS::SSM::Parameter"


class BackupPlanSelection(Rule):
    id = "W9615"
    shortdesc = "A backup plan selects what it backs up"
    description = (
        "A plan is only a timetable. Without a selection it backs up nothing, and nothing says so: there are no jobs "
        "that could fail."
    )
    advice = "Add an AWS::Backup::BackupSelection with the plan's id, by tag or by ARN"
    source_url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    rows = ("REL-48",)
    subjects = (PLAN,)
    beside = (SELECTION, SHARED)

    def look(self, world: World) -> Iterator[Found]:
        """A plan that is given to other stacks may be used there."""
        used = {name for one in world.of(SELECTION, SHARED) for name in one.properties.names}
        used |= world.node(world.template.get("Outputs", {}), ()).names
        for plan in world.of(PLAN):
            if plan.name not in used:
                yield plan.says("No selection says what this plan backs up")
