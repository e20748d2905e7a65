from collections.abc import Iterator

from delivery.rules._choices import unavoidable
from delivery.rules._data import CLUSTER, INSTANCE, TABLE, databases
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"


class DataDeletionProtection(Rule):
    id = "W9539"
    shortdesc = "Databases and tables cannot be deleted by mistake"
    description = (
        "A DeletionPolicy protects from CloudFormation only. Somebody in the console, or a script with the wrong "
        "name, deletes a database or a table in a second; protection makes that two deliberate steps."
    )
    advice = "Set DeletionProtection, or DeletionProtectionEnabled at a table, to true"
    source_url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"
    rows = ("DDB-3", "RDS-4", "REL-35")
    subjects = (CLUSTER, GLOBAL_TABLE, INSTANCE, TABLE)

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, self.subjects, _unprotected)


def _unprotected(world: World) -> Iterator[Found]:
    switches = [database["DeletionProtection"] for database in databases(world)]
    switches += [table["DeletionProtectionEnabled"] for table in world.of(TABLE)]
    for table in world.of(GLOBAL_TABLE):
        switches += [replica["DeletionProtectionEnabled"] for replica in table["Replicas"].items if replica.keys]
    for switch in switches:
        if switch.no:
            yield switch.says("Deletion protection is off")
