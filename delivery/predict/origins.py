"""Where a difference comes from: the template was edited, or a parameter that it mentions has another value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.predict.differences import Difference, Step
from delivery.predict.resources import Stack


@dataclass(frozen=True)
class Origin:
    """The source as a change set words it, and the entity."""

    source: str  # DirectModification, ParameterReference, ResourceReference, ResourceAttribute
    entity: str = ""


EDITED = Origin("DirectModification")


@dataclass(frozen=True)
class Origins:
    """Two sides, and the parameters whose values differ between them."""

    before: Stack
    after: Stack
    moved: Mapping[str, bool]  # names in Parameter Store whose values change

    def of(self, resource: str, attribute: str, difference: Difference) -> tuple[Origin, ...]:
        """Every parameter that is behind a difference; an edit where it is not parameters alone."""
        old = _expression(self._raw(self.before, resource, attribute), difference.path_before)
        new = _expression(self._raw(self.after, resource, attribute), difference.path)
        if old != new:
            return (EDITED,)
        names = set(_named(new))
        names |= self._behind(names)
        if any(kind != "name" and self._declared(kind, name) for kind, name in names):
            return (EDITED,)
        found = [name for name in self.after.side.template.get("Parameters", {}) if ("name", name) in names]
        return tuple(Origin("ParameterReference", name) for name in found if self.has_changed(name)) or (EDITED,)

    def has_changed(self, parameter: str) -> bool:
        """Whether a parameter has, or refers to, another value than before."""
        old, new = self.before.values.get(parameter), self.after.values.get(parameter)
        return old != new or new in self.moved

    def _raw(self, stack: Stack, resource: str, attribute: str) -> Any:
        body = stack.side.template["Resources"].get(resource)
        return body.get(attribute) if isinstance(body, dict) else None

    def _declared(self, section: str, name: str) -> bool:
        """Whether a condition or a mapping was edited."""
        old, new = (stack.side.template.get(section, {}) for stack in (self.before, self.after))
        return bool(old.get(name) != new.get(name))

    def _behind(self, names: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """What the conditions among the names depend on."""
        conditions = self.after.side.template.get("Conditions", {})
        found: set[tuple[str, str]] = set()
        waiting = [name for kind, name in names if kind == "Conditions"]
        while waiting:
            for kind, name in _named(conditions.get(waiting.pop())):
                if (kind, name) not in found:
                    found.add((kind, name))
                    waiting += [name] if kind == "Conditions" else []
        return found


def _expression(value: Any, path: tuple[Step, ...]) -> Any:
    """What stands in the template at a path, or the function on the way to it."""
    for step in path:
        if not _leads(value, step):
            return value
        value = value[step]
    return value


def _leads(value: Any, step: Step) -> bool:
    """Whether a step of the result is the same step in the template."""
    if isinstance(value, dict):
        return step in value and not _is_function(value)
    return isinstance(value, list) and isinstance(step, int) and step < len(value) and not _may_shrink(value)


def _is_function(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 and (next(iter(value)) in ("Ref", "Condition") or next(iter(value)).startswith("Fn::"))


def _may_shrink(items: list[Any]) -> bool:
    """Whether an item may be left out, so that places in the template are not those in the result."""
    return any(isinstance(item, dict) and ("Fn::If" in item or item == {"Ref": "AWS::NoValue"}) for item in items)


def _named(expression: Any) -> Iterator[tuple[str, str]]:
    """The conditions, the mappings and all other names in an expression."""
    if isinstance(expression, list):
        for item in expression:
            yield from _named(item)
    elif isinstance(expression, dict):
        for key, item in expression.items():
            first = item[0] if isinstance(item, list) and item else item
            if key == "Fn::Sub" and isinstance(first, str):
                yield from (("name", piece.split("}")[0].strip()) for piece in first.split("${")[1:])
            elif isinstance(first, str) and key in ("Ref", "Condition", "Fn::If", "Fn::FindInMap"):
                kind = {"Ref": "name", "Fn::FindInMap": "Mappings"}.get(key, "Conditions")
                yield kind, first
            yield from _named(item)
