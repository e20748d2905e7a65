"""Which property is a resource's physical name, and what an update of the resource replaces: from the registry."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from delivery.registry_notes import Pointer
from delivery.schemas import Schema, schema_of

SUFFIXES = ("Name", "Identifier", "Id")

ADDRESSES = {
    "AWS::Batch::JobDefinition": "each new one is a revision under the same name",
    "AWS::Route53::HostedZone": "the name is the domain",
    "AWS::SSM::Parameter": "the name is what others look the value up by",
    "AWS::ServiceDiscovery::Service": "the name is what clients look the service up by",
    "AWS::StepFunctions::StateMachineAlias": "the name counts within one state machine",
}
"""Types whose name is meant: without it the resource is of no use, or it cannot collide."""

REPEATED = (
    "AWS::Batch::JobDefinition",
    "AWS::Route53::HostedZone",
    "AWS::Cognito::UserPool",
    "AWS::ECS::TaskDefinition",
)
"""Types of which several may have the same name."""


@dataclass(frozen=True)
class Name:
    """The property that names a resource of a type, where CloudFormation would also make up a name."""

    property: str
    replacers: tuple[str, ...]
    """Other properties that replace the resource when they change the same place."""
    is_scoped: bool
    """Whether it has to be unique only within another resource."""


@cache
def own_name(type_: str) -> str:
    """The property that says how a resource is called, where a second one could not be called the same; else empty."""
    schema = schema_of(type_)
    if schema is None or type_ in REPEATED:
        return ""
    identifier = _properties(schema.primary_identifier)
    return next(
        (name for name in _properties(schema.create_only) if _is_own(name, type_.rpartition("::")[2], identifier)), ""
    )


@cache
def name_of(type_: str) -> Name | None:
    """None where a type has no name of its own, must have one, or has one that is meant."""
    if type_ in ADDRESSES or not type_.startswith("AWS::"):
        return None
    schema = schema_of(type_)
    return _name(type_, schema) if schema else None


def _name(type_: str, schema: Schema) -> Name | None:
    once, identifier = _properties(schema.create_only), _properties(schema.primary_identifier)
    for name in once:
        if _is_own(name, type_.rpartition("::")[2], identifier) and name not in schema.required:
            others = [*once, *_properties(schema.conditional_create_only)]
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


def _properties(pointers: Iterable[Pointer]) -> list[str]:
    """Top-level properties, each once."""
    return list(dict.fromkeys(pointer[0] for pointer in pointers if pointer))
