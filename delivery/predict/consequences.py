"""What follows from a change: who refers to a resource that is replaced changes too, and may itself be replaced."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from delivery.predict.differences import NOT_THERE, Difference, Step
from delivery.predict.origins import Origin
from delivery.predict.resources import Resource
from delivery.predict.values import Plain, Reference, Unknown

# An attribute that names the resource stays as it is while the resource does.
_NAMES_IT = re.compile(r"(Arn|ARN|Id|ID|Name|Url|URL|Uri|Endpoint|Address|Port)$")
_ANSWERS_FREELY = re.compile(r"^(Custom::|AWS::CloudFormation::(CustomResource|Stack)$)")


Place = tuple[tuple[Step, ...], str, Unknown]
"""Where a resource depends on others: the path, whether a change there would replace it, and the value."""


@dataclass(frozen=True)
class Touch:
    """One place in a resource that changes, or may change, and why."""

    attribute: str
    path: tuple[Step, ...]
    recreation: str
    certain: bool
    origin: Origin
    difference: Difference | None = None  # None for a consequence: the value refers to something that changes
    value: Plain = NOT_THERE  # of a consequence
    within: str | None = None  # where the path begins, if that is not the attribute; "" is the resource itself


@dataclass
class State:
    """What is known so far of a resource that is on both sides."""

    resource: Resource
    touches: list[Touch]
    places: Callable[[], list[Place]]  # worked out only when something changes

    @property
    def replacement(self) -> str:
        """True, Conditional or False."""
        if any(touch.recreation == "Always" and touch.certain for touch in self.touches):
            return "True"
        may_be = any(touch.recreation in ("Always", "Conditionally") for touch in self.touches)
        return "Conditional" if may_be else "False"

    def moves(self, attribute: str) -> bool | None:
        """Whether an attribute, or the id (""), changes: certainly, perhaps (False), or not at all (None)."""
        first = attribute.partition(".")[0]
        if first in self.resource.properties:  # it repeats a property, whose value is known
            return True if self._changes(first) else None
        names_it = attribute == "" or bool(_NAMES_IT.search(attribute))
        if self.replacement == "True":
            return names_it and not attribute.endswith("Port")
        if self.replacement == "Conditional":
            return False
        if attribute == "" or not any(touch.attribute == "Properties" for touch in self.touches):
            return None
        return False if _ANSWERS_FREELY.match(self.resource.type) or not names_it else None

    def _changes(self, name: str) -> bool:
        return any(touch.attribute == "Properties" and touch.path[:1] == (name,) for touch in self.touches)


def follow(states: Mapping[str, State]) -> None:
    """Add to every state what follows from the others, until nothing new does."""
    waiting = [name for name, state in states.items() if state.touches]
    asked: dict[str, list[tuple[str, Place, Reference]]] = defaultdict(list)
    for name, state in states.items() if waiting else ():
        for place in state.places():
            for reference in place[2].references:
                asked[reference[0]].append((name, place, reference))
    while waiting:
        target = waiting.pop()
        for name, place, reference in asked[target]:
            certain = states[target].moves(reference[1])
            if certain is not None and name != target and _reaches(states[name], place, _origin(reference), certain):
                waiting.append(name)
    for state in states.values():
        state.touches.sort(key=_place_of)


def _place_of(touch: Touch) -> tuple[bool, list[tuple[bool, int, str]], str]:
    """Differences stay as they were found; what follows from others comes after them, by its place."""
    if touch.difference:
        return False, [], ""
    steps = [(isinstance(step, str), step if isinstance(step, int) else 0, str(step)) for step in touch.path]
    return True, steps, touch.origin.entity


def _reaches(state: State, place: Place, origin: Origin, certain: bool) -> bool:
    """Write down that a place changes; whether that is news."""
    path, recreation, value = place
    known = [touch for touch in state.touches if (touch.path, touch.origin) == (path, origin)]
    if any(touch.certain >= certain for touch in known):
        return False
    state.touches = [touch for touch in state.touches if touch not in known]
    state.touches.append(Touch("Properties", path, recreation, certain, origin, value=value))
    return True


def _origin(reference: Reference) -> Origin:
    resource, attribute = reference
    return (
        Origin("ResourceAttribute", f"{resource}.{attribute}") if attribute else Origin("ResourceReference", resource)
    )


def references(value: Plain, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Unknown]]:
    """Every place where a value depends on a resource."""
    if isinstance(value, Unknown):
        if value.references:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from references(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, (*path, index))
