import re
from collections.abc import Iterator

from delivery.rules._choices import unavoidable
from delivery.rules._data import CLUSTER, INSTANCE, engine, members
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

TOO_SMALL = {
    "aurora-mysql": re.compile(r"db\.(?:t2|t3|t4g\.(?:micro|small))\b"),
    "mariadb": re.compile(r"db\.(?:t2|t3|t4g)\.(?:micro|small)$"),
    "mysql": re.compile(r"db\.(?:t2|t3|t4g)\.(?:micro|small)$"),
}
"""Classes for which AWS does not offer it."""

WITHOUT = ("custom", "db2")
"""So begin the names of engines for which AWS does not offer it."""


class PerformanceInsights(Rule):
    id = "W9535"
    shortdesc = "What a database spends its time on is recorded"
    description = (
        "When a database is slow, the first question is which statement it waits for, and on what. Without "
        "Performance Insights, which costs nothing for seven days of history, nobody can answer it afterwards."
    )
    advice = "Set EnablePerformanceInsights to true, or PerformanceInsightsEnabled at a cluster without own instances"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html"
    rows = ("RDS-10",)
    subjects = (CLUSTER, INSTANCE)

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, self.subjects, _blind)


def _blind(world: World) -> Iterator[Found]:
    seen_at_cluster = {
        member.name
        for cluster in world.of(CLUSTER)
        if not cluster["PerformanceInsightsEnabled"].no
        for member in members(cluster)
    }
    for instance in world.of(INSTANCE):
        switch = instance["EnablePerformanceInsights"]
        if switch.no and instance.name not in seen_at_cluster and _can(instance, "DBInstanceClass"):
            yield switch.says("Performance Insights is off")
    for cluster in world.of(CLUSTER):
        switch = cluster["PerformanceInsightsEnabled"]
        if cluster["DBClusterInstanceClass"].present and switch.no and _can(cluster, "DBClusterInstanceClass"):
            yield switch.says("Performance Insights is off")


def _can(database: Resource, where: str) -> bool:
    name = engine(database)
    small = TOO_SMALL.get(name)
    return not name.startswith(WITHOUT) and not (small and small.match(database[where].default or ""))
