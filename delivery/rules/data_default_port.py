from collections.abc import Iterator

from delivery.rules._data import CACHE, CLUSTER, INSTANCE, databases, engine, is_copy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PORTS = {
    "aurora-mysql": 3306,
    "aurora-postgresql": 5432,
    "db2": 50000,
    "mariadb": 3306,
    "mysql": 3306,
    "oracle": 1521,
    "postgres": 5432,
    "redis": 6379,
    "sqlserver": 1433,
    "valkey": 6379,
}
"""By the name of the engine, or by what it begins with before editions."""


class DefaultPort(Rule):
    id = "W9533"
    shortdesc = "Databases and caches do not listen on the port of their engine that everybody knows"
    description = (
        "Whoever has come into the network tries the known ports first. Another port is no lock, but it makes such "
        "attempts visible, and no rule that somebody opened for another database fits by accident."
    )
    advice = "Write a Port of your own, such as 15432 for PostgreSQL"
    source_url = "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html"
    rows = ("RDS-11", "EC-8")
    subjects = (CACHE, CLUSTER, INSTANCE)

    def look(self, world: World) -> Iterator[Found]:
        for resource in (*databases(world), *world.of(CACHE)):
            port = resource["Port"]
            name = engine(resource) or ("redis" if resource.type == CACHE and resource["Engine"].absent else "")
            known = PORTS.get(name, PORTS.get(name.partition("-")[0]))
            if known is None:
                continue
            if port.number == known:
                yield port.says(f"The port is {known}, which is the default of {name}")
            elif port.absent and not is_copy(resource):
                yield port.says(f"There is no Port, so it is the default of {name}")
