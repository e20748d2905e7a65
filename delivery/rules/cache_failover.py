from collections.abc import Iterator

from delivery.rules._choices import unavoidable
from delivery.rules._containers import parts
from delivery.rules._data import CACHE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

COUNTS = ("NumCacheClusters", "ReplicasPerNodeGroup", "NodeGroupConfiguration")


class CacheFailover(Rule):
    id = "W9545"
    shortdesc = "A cache outlives the loss of a node"
    description = (
        "A cache of one node is empty and away for minutes when that node or its zone fails, and the whole load falls "
        "on the database behind it. A replica takes over by itself, if it may."
    )
    advice = "Give each shard a replica, and set AutomaticFailoverEnabled and MultiAZEnabled to true"
    source_url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"
    rows = ("EC-4",)
    subjects = (CACHE,)

    def look(self, world: World) -> Iterator[Found]:
        return unavoidable(world, self.subjects, _fragile)


def _fragile(world: World) -> Iterator[Found]:
    for cache in world.of(CACHE):
        switch = cache["AutomaticFailoverEnabled"]
        if switch.no:
            yield switch.says("No replica takes over by itself: AutomaticFailoverEnabled is not true")
        yield from _alone(cache)


def _alone(cache: Resource) -> Iterator[Found]:
    nodes, replicas = cache["NumCacheClusters"], cache["ReplicasPerNodeGroup"]
    if nodes.number is not None and nodes.number < 2:
        yield nodes.says(f"This cache has {nodes.number:g} node")
    if replicas.number is not None and replicas.number < 1:
        yield replicas.says("A shard of this cache has no replica")
    for shard in parts(cache["NodeGroupConfiguration"]):
        count = shard["ReplicaCount"]
        if count.number is not None and count.number < 1:
            yield count.says("This shard has no replica")
    grown = (*COUNTS, "PrimaryClusterId", "GlobalReplicationGroupId")
    if all(cache[name].absent for name in grown):
        yield cache.says("This cache has one node, because nothing is said")
