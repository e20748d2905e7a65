"""What an environment may choose to have less of: production is held to it, and a template has to offer it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from delivery.rules._world import Found, World, worlds

Look = Callable[[World], Iterable[Found]]


def for_production(world: World) -> bool:
    """A template as it is written, or with the values of production. Elsewhere people may choose to have less."""
    return world.environment is None or world.environment.lower().startswith("prod")


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
