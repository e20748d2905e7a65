import re
from collections.abc import Iterator

from delivery.rules._data import CLUSTER, INSTANCE, databases, engine
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

INSTANCE_GROUP = "AWS::RDS::DBParameterGroup"
CLUSTER_GROUP = "AWS::RDS::DBClusterParameterGroup"
ATTACHED = {INSTANCE: ("DBParameterGroupName", INSTANCE_GROUP), CLUSTER: ("DBClusterParameterGroupName", CLUSTER_GROUP)}

SWITCHES = {
    "aurora-mysql": "require_secure_transport",
    "aurora-postgresql": "rds.force_ssl",
    "mariadb": "require_secure_transport",
    "mysql": "require_secure_transport",
    "postgres": "rds.force_ssl",
    "sqlserver": "rds.force_ssl",
}
"""The parameter that refuses plain connections. Other engines have none in their parameter groups."""

ON_SINCE = {"aurora-postgresql": (17,), "mariadb": (11, 8), "postgres": (15,)}
"""The first version whose default is to refuse them."""


class DatabaseForcesTls(Rule):
    id = "E9534"
    shortdesc = "A database accepts no connection without TLS"
    description = (
        "Unless a parameter forbids it these engines talk plainly to every client that does not ask for TLS: "
        "passwords and data cross the network readable, and nobody notices."
    )
    advice = "Attach a parameter group of your own in which rds.force_ssl or require_secure_transport is 1"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html"
    rows = ("RDS-14",)
    subjects = (CLUSTER, INSTANCE)
    beside = (CLUSTER_GROUP, INSTANCE_GROUP)

    def look(self, world: World) -> Iterator[Found]:
        for database in databases(world):
            name = engine(database)
            switch = SWITCHES.get(name, SWITCHES.get(name.partition("-")[0]))
            if switch:
                yield from _judged(database, switch)


def _judged(database: Resource, switch: str) -> Iterator[Found]:
    name, type_ = ATTACHED[database.type]
    attached = database[name]
    is_on = _is_default(database, database["EngineVersion"])
    if attached.absent and not is_on:
        yield attached.says(f"{database.name} has no parameter group, so {switch} is off")
    elif (attached.text or "").startswith("default.") and not is_on:
        yield attached.says(f"{attached.text} is the parameter group of AWS, in which {switch} is off")
    for group in database.world.named(attached.names, type_):
        value = group.properties.at("Parameters", switch)
        if value.text is not None and value.text.lower() not in ("1", "on", "true"):
            yield value.says(f"{switch} is {value.text} in {group.name}, which {database.name} uses")
        elif value.absent and not is_on and not _is_default(database, group["Family"]):
            yield value.says(f"{group.name}, which {database.name} uses, does not say that {switch} is on")


def _is_default(database: Resource, version: Node) -> bool:
    """Whether a version, or the family of a group, is written out in which TLS is forced unless somebody says no."""
    since = ON_SINCE.get(engine(database))
    found = re.search(r"\d[\d.]*$", version.default or "")
    return bool(since and found and tuple(int(part) for part in found[0].split(".") if part) >= since)
