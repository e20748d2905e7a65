"""What rules on databases, caches, file systems, tables and queues share."""

import json

from delivery.rules._world import Node, Resource, World

INSTANCE = "AWS::RDS::DBInstance"
CLUSTER = "AWS::RDS::DBCluster"
CACHE = "AWS::ElastiCache::ReplicationGroup"
FILES = "AWS::EFS::FileSystem"
TABLE = "AWS::DynamoDB::Table"
QUEUE = "AWS::SQS::Queue"

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


def redrive_policy(queue: Resource) -> Node:
    """Which queue takes what fails, and when; it may be written as text."""
    node = queue["RedrivePolicy"]
    if node.text is None:
        return node
    try:
        return queue.world.node(json.loads(node.text), node.path)
    except ValueError:
        return node
