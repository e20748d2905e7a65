"""What rules on databases, caches, file systems, tables and queues share."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from delivery.rules._containers import for_production
from delivery.rules._world import Found, Node, Resource, World, worlds

INSTANCE = "AWS::RDS::DBInstance"
CLUSTER = "AWS::RDS::DBCluster"
CACHE = "AWS::ElastiCache::ReplicationGroup"
FILES = "AWS::EFS::FileSystem"
TABLE = "AWS::DynamoDB::Table"
QUEUE = "AWS::SQS::Queue"

Look = Callable[[World], Iterable[Found]]

_COPIES = (
    "DBClusterSnapshotIdentifier",
    "DBSnapshotIdentifier",
    "ReplicationSourceIdentifier",
    "SnapshotIdentifier",
    "SourceDBClusterIdentifier",
    "SourceDbClusterResourceId",
    "SourceDBInstanceAutomatedBackupsArn",
    "SourceDBInstanceIdentifier",
    "SourceDbiResourceId",
)


def is_member(database: Resource) -> bool:
    """An instance of a cluster, whose properties stand at the cluster."""
    return database["DBClusterIdentifier"].present


def is_copy(database: Resource) -> bool:
    """A replica, or one that is made from a backup: what is not written comes from where it is copied from."""
    return any(database[name].present for name in _COPIES)


def databases(world: World) -> list[Resource]:
    """Clusters, and instances that belong to none."""
    return [found for found in world.of(CLUSTER, INSTANCE) if found.type == CLUSTER or not is_member(found)]


def members(cluster: Resource) -> list[Resource]:
    """The instances of the template that are known to belong to this cluster."""
    return [found for found in cluster.world.of(INSTANCE) if cluster.name in found["DBClusterIdentifier"].names]


def engine(resource: Resource) -> str:
    """Its name in small letters; nothing where it is not known."""
    return (resource["Engine"].default or "").lower()


def unavoidable(world: World, types: Sequence[str], look: Look) -> Iterator[Found]:
    """What is wrong with a resource in every way in which the conditions can turn out.

    An environment may choose to have less: a template that offers enough is fine as it is written, and with
    values in place only production is looked at.
    """
    found = list(look(world)) if for_production(world) else []
    fine = _fine(_Template(world.template), tuple(types), look) if found else frozenset()
    return (item for item in found if item.path[1] not in fine)


@dataclass(frozen=True, eq=False)
class _Template:
    """Equal to itself only, so that what follows from it can be kept."""

    content: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Template) and self.content is other.content

    def __hash__(self) -> int:
        return id(self.content)


@lru_cache(maxsize=16)
def _fine(template: _Template, types: tuple[str, ...], look: Look) -> frozenset[str]:
    """The resources against which there is nothing in one of the worlds."""
    fine: set[str] = set()
    for world in worlds(template.content, types):
        blamed = {item.path[1] for item in look(world)}
        fine |= {resource.name for resource in world.of(*types)} - blamed
    return frozenset(fine)


def redrive_policy(queue: Resource) -> Node:
    """Which queue takes what fails, and when; it may be written as text."""
    node = queue["RedrivePolicy"]
    if node.text is None:
        return node
    try:
        return queue.world.node(json.loads(node.text), node.path)
    except ValueError:
        return node
