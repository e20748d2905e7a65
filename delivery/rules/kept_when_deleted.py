from collections.abc import Iterator, Mapping

from delivery.rules._rule import Rule
from delivery.rules._storage_types import SNAPSHOTS, STATEFUL
from delivery.rules._world import Found, Resource, World

KEEPS: Mapping[str, tuple[str, ...]] = {
    "DeletionPolicy": ("Retain", "RetainExceptOnCreate"),
    "UpdateReplacePolicy": ("Retain",),
}
"""The values with which the old resource stays."""

BY_ITSELF = {"DeletionPolicy": ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance"), "UpdateReplacePolicy": ()}
"""Of these CloudFormation takes a snapshot unless it is told otherwise."""

HAPPENS = {"DeletionPolicy": "when it leaves the stack", "UpdateReplacePolicy": "when an update replaces it"}

COPIES: Mapping[str, tuple[str, ...]] = {"AWS::RDS::DBInstance": ("DBClusterIdentifier", "SourceDBInstanceIdentifier")}
"""With one of these properties, the data is somewhere else."""


class KeptWhenDeleted(Rule):
    id = "E9501"
    shortdesc = "What holds data is kept when it is deleted or replaced"
    description = (
        "A renamed resource, a removed line or a property that can only be set once makes CloudFormation delete the "
        "old resource with all that is in it. DeletionPolicy is asked when a resource leaves the stack, "
        "UpdateReplacePolicy when an update replaces it; for nearly all types both mean Delete unless they are set. S3 "
        "and ECR refuse to delete what is not empty: then the update fails half-way."
    )
    advice = "Set both to Retain (or DeletionPolicy to RetainExceptOnCreate), or to Snapshot where the type has them"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html"
    rows = ("ECR-7", "KMS-3", "LOG-3", "REL-34", "S3-9", "SEC-5")
    subjects = STATEFUL

    def look(self, world: World) -> Iterator[Found]:
        for resource in world.of(*STATEFUL):
            for attribute in KEEPS if _holds_data(resource) else ():
                policy = resource.attribute(attribute)
                if not _keeps(resource, attribute):
                    stated = f"{attribute} {policy.text}" if policy.present else f"no {attribute}"
                    yield policy.says(f"With {stated} it is deleted {HAPPENS[attribute]}")


def _keeps(resource: Resource, attribute: str) -> bool:
    """As far as is known."""
    policy = resource.attribute(attribute)
    if policy.absent:
        return resource.type in BY_ITSELF[attribute]
    return (
        policy.unknown or policy.text in KEEPS[attribute] or (policy.text == "Snapshot" and resource.type in SNAPSHOTS)
    )


def _holds_data(resource: Resource) -> bool:
    is_memcached = resource.type == "AWS::ElastiCache::CacheCluster" and resource["Engine"].text == "memcached"
    return not is_memcached and all(resource[name].absent for name in COPIES.get(resource.type, ()))
