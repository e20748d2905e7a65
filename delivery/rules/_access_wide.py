"""What makes a statement wide, and the reasons that a template gives for it."""

import re
from collections.abc import Iterator

from delivery.rules._access_policies import IDENTITY, THING, Statement
from delivery.rules._world import Node, Resource
from delivery.rules._written_text import bare

REASONS = "Wildcards"
"""Under this name a resource's Metadata gives reasons: the Sid of a wide statement, and a sentence."""

TYPES = (*IDENTITY, *THING)

_ALL_OF_A_TYPE = re.compile(r"(?:[\w-]+[:/])?[*?:/]*[*?][*?:/]*")
_ALL_BUCKETS = re.compile(r"[*?/]*[*?][*?/]*")


def wide(statement: Statement) -> tuple[Node, str] | None:
    """The first thing that makes it wide, and where that stands."""
    return next(_wide(statement), None) if statement.allows else None


def reasons(resource: Resource) -> Node:
    return resource.attribute("Metadata")[REASONS]


def _wide(statement: Statement) -> Iterator[tuple[Node, str]]:
    node = statement.node
    for place, text in statement.texts("Action"):
        if "*" in text or "?" in bare(text):
            yield place, f"the actions {text}"
    if node["NotAction"].present:
        yield node["NotAction"], "all actions but some"
    if node["NotResource"].present:
        yield node["NotResource"], "all resources but some"
    if statement.resource.type in IDENTITY:
        for place, text in statement.texts("Resource"):
            if _names_everything(text):
                yield place, f"the resource {text}"
    else:
        yield from _anybody(statement)


def _anybody(statement: Statement) -> Iterator[tuple[Node, str]]:
    if statement.node["NotPrincipal"].present:
        yield statement.node["NotPrincipal"], "everybody but some"
    if statement.node["Condition"].absent:
        for kind, place, text in statement.principals:
            if kind == "AWS" and text == "*":
                yield place, "everybody, under no condition"


def _names_everything(resource: str) -> bool:
    """Everything, all of a service, or all of one type; not what lies within one thing that is named."""
    if resource == "*":
        return True
    parts = bare(resource).split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return False
    return bool((_ALL_BUCKETS if parts[2] == "s3" else _ALL_OF_A_TYPE).fullmatch(parts[5]))
