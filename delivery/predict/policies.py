"""What becomes of a resource when it goes: what its policies say, and what holds where they say nothing."""

from collections.abc import Mapping
from typing import Any


def default_deletion_policy(type_: str, properties: Mapping[str, Any] | None) -> str:
    """What a resource that is removed and has no DeletionPolicy gets; the old one of a replacement is deleted."""
    alone = type_ == "AWS::RDS::DBInstance" and properties is not None and "DBClusterIdentifier" not in properties
    return "Snapshot" if alone or type_ == "AWS::RDS::DBCluster" else "Delete"


def policy(attribute: str, written: Any, type_: str, properties: Mapping[str, Any]) -> str:
    """Delete, Retain or Snapshot. RetainExceptOnCreate only differs while a stack is made."""
    if isinstance(written, str):
        return "Retain" if written == "RetainExceptOnCreate" else written
    return default_deletion_policy(type_, properties) if attribute == "DeletionPolicy" else "Delete"
