from collections.abc import Iterator
from typing import Any

from delivery.rules._access_policies import IDENTITY, THING, policies
from delivery.rules._access_wide import TYPES, reasons, wide
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class ReasonWithoutWildcard(Rule):
    id = "W9404"
    shortdesc = "A reason is given only for a statement that has a wildcard"
    description = (
        "A reason that stays behind when its statement is narrowed or renamed waits for the next wildcard of that "
        "name, which is then excused without anybody's having thought about it."
    )
    advice = "Remove the reason"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
    rows = ("IAM-4",)
    subjects = TYPES

    def look(self, world: World) -> Iterator[Found]:
        needed = {
            (statement.resource.name, statement.sid)
            for kinds in (IDENTITY, THING)
            for statement in policies(world, kinds)
            if wide(statement) or _depends(statement.node.value)
        }
        for resource in world.of(*TYPES):
            if _depends(resource.body.get("Properties")):
                continue
            given = reasons(resource)
            for sid in given.keys:
                if (resource.name, sid) not in needed:
                    yield given[sid].says(f"A reason is given for {sid}, which is no statement with a wildcard")


def _depends(value: Any) -> bool:
    """Whether a condition has a say in this: then it may be wide another time."""
    match value:
        case dict():
            return "Fn::If" in value or any(map(_depends, value.values()))
        case list():
            return any(map(_depends, value))
        case _:
            return False
