from collections.abc import Iterator

from delivery.rules._choices import unavoidable
from delivery.rules._data import CLUSTER, INSTANCE, TABLE, databases, is_copy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

FEWEST = 7
WHEN_ABSENT = 1


class ShortBackups(Rule):
    id = "W9532"
    shortdesc = "Databases and tables can go back for seven days or longer"
    description = (
        "A mistake is often found only days after it was made. With one day of backups, which is what RDS keeps when "
        "nothing is said, there is then no state left that is right."
    )
    advice = f"Keep backups for {FEWEST} to 35 days"
    source_url = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"
    )
    rows = ("RDS-5", "REL-48")
    subjects = (CLUSTER, INSTANCE, TABLE)

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, self.subjects, _short)


def _short(world: World) -> Iterator[Found]:
    for database in databases(world):
        period = database["BackupRetentionPeriod"]
        if period.present or not is_copy(database):
            yield from _judged(period, WHEN_ABSENT)
    for table in world.of(TABLE):
        period = table.properties.at("PointInTimeRecoverySpecification", "RecoveryPeriodInDays")
        if period.present:
            yield from _judged(period, FEWEST)


def _judged(period: Node, otherwise: float) -> Iterator[Found]:
    days = otherwise if period.absent else period.number
    if days is not None and days < FEWEST:
        kept = f"Backups are kept for {days:g} {'day' if days == 1 else 'days'}"
        yield period.says(f"{kept}, because nothing is said" if period.absent else kept)
