import re
from collections.abc import Iterator

from delivery.rules._containers import TASK, containers_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

_GIGABYTES = re.compile(r"(\d+(?:\.\d+)?)\s*gb", re.IGNORECASE)


class MemoryFits(Rule):
    id = "E9131"
    shortdesc = "The containers of a task reserve no more memory than the task has"
    description = (
        "ECS refuses a task definition whose containers together reserve more memory than the task, or one of which "
        "has a limit above it: the stack fails in the middle of a deployment."
    )
    advice = "Lower the Memory or MemoryReservation of the containers, or raise the Memory of the task"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"
    rows = ("TD-11",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for task in world.of(TASK):
            has = _size(task["Memory"])
            if has is not None:
                yield from _too_much(task, has)


def _too_much(task: Resource, has: float) -> Iterator[Found]:
    reserved = 0.0
    for container in containers_of(task):
        limit, reservation = container["Memory"], container["MemoryReservation"]
        reserved += _size(reservation if reservation.present else limit) or 0
        if (_size(limit) or 0) > has:
            yield limit.says(f"A container has a limit of {limit.text} MiB, and the task has {has:g}")
    if reserved > has:
        yield task["Memory"].says(f"The containers reserve {reserved:g} MiB together, and the task has {has:g}")


def _size(memory: Node) -> float | None:
    """In MiB; a task may also say it in GB."""
    found = _GIGABYTES.fullmatch((memory.text or "").strip())
    return float(found[1]) * 1024 if found else memory.number
