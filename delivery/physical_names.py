"""Which property is a resource's physical name, and what an update of the resource replaces: from the registry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

REGION = "us-east-1"
"""Where every type is first."""

SUFFIXES = ("Name", "Identifier", "Id")

ADDRESSES = {
    "AWS::Batch::JobDefinition": "each new one is a revision under the same name",
    "AWS::Route53::HostedZone": "the name is the domain",
    "AWS::SSM::Parameter": "the name is what others look the value up by",
    "AWS::ServiceDiscovery::Service": "the name is what clients look the service up by",
    "AWS::StepFunctions::StateMachineAlias": "the name counts within one state machine",
}
"""Types whose name is meant: without it the resource is of no use, or it cannot collide."""


@dataclass(frozen=True)
class Name:
    """The property that names a resource of a type, where CloudFormation would also make up a name."""

    property: str
    replacers: tuple[str, ...]
    """Other properties that replace the resource when they change the same place."""
    is_scoped: bool
    """Whether it has to be unique only within another resource."""


@cache
def name_of(type_: str) -> Name | None:
    """None where a type has no name of its own, must have one, or has one that is meant."""
    if type_ in ADDRESSES or not type_.startswith("AWS::"):
        return None
    try:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_).schema
    except ResourceNotFoundError:
        return None
    return _name(type_, schema)


def _name(type_: str, schema: Mapping[str, Any]) -> Name | None:
    once = _properties(schema.get("createOnlyProperties", ()))
    identifier = _properties(schema.get("primaryIdentifier", ()))
    for name in once:
        if _is_own(name, type_.rpartition("::")[2], identifier) and name not in schema.get("required", ()):
            others = [*once, *_properties(schema.get("conditionalCreateOnlyProperties", ()))]
            settable = set(once) - {name}
            return Name(
                name,
                tuple(other for other in dict.fromkeys(others) if other != name and other not in identifier),
                bool(settable & set(identifier)),
            )
    return None


def _is_own(name: str, noun: str, identifier: list[str]) -> bool:
    """BucketName of a Bucket, GroupName of a SecurityGroup, Name; not the SubnetGroupName of a DBInstance."""
    if name == "Name":
        return True
    for suffix in SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name:
            return noun.lower().endswith(stem.lower()) and (suffix == "Name" or identifier == [name])
    return False


def _properties(pointers: Iterable[str]) -> list[str]:
    """Top-level properties, each once: /properties/A/B is A."""
    return list(dict.fromkeys(pointer.split("/")[2] for pointer in pointers))
