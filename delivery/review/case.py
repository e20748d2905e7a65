"""Everything that is known about one change set when its changes are judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from delivery.change_set import Change, ChangeSet, Detail
from delivery.predict.resources import Stack
from delivery.review.drift import settled
from delivery.review.masking import Mask, mask_of
from delivery.review.verdicts import Known, Verdict, certain, verdicts

if TYPE_CHECKING:
    from delivery.review.stack_policy import StackPolicy


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the change set itself; nothing of it is needed."""

    before: Stack | None = None
    after: Stack | None = None
    policy: "StackPolicy | None" = None
    moved: Mapping[str, tuple[str, bool]] = field(default_factory=dict)  # Parameter Store: the stack, certainly?
    predicted: bool = False


@dataclass(frozen=True)
class Case:
    """A change set with its surroundings and what follows from them."""

    change_set: ChangeSet
    surroundings: Surroundings

    @cached_property
    def by_id(self) -> Mapping[str, Change]:
        return {change.id: change for change in self.change_set.changes}

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        return verdicts(self.change_set.changes, predicted=self.surroundings.predicted)

    @cached_property
    def mask(self) -> Mask:
        sides = (self.surroundings.before, self.surroundings.after)
        return mask_of(self.change_set, [name for side in sides if side for name in side.hidden_parameters])

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """The parameters whose value is kept in Parameter Store and changes there, in words."""
        after = self.surroundings.after
        if after is None:
            return {}
        return {
            name: f"{name} is what {value} holds, which {self.surroundings.moved[value][0]} changes"
            for name, value in after.values.items()
            if value in self.surroundings.moved
        }

    def sure(self, change: Change) -> Mapping[Detail, bool]:
        """Of each detail, whether the value will really be another one."""
        known = Known(self.by_id, self.verdicts, self.surroundings.predicted)
        return {detail: certain(detail, change, known) for detail in change.details}

    @cached_property
    def _shown(self) -> dict[int, tuple[object, Mapping[str, Any] | None]]:
        return {}

    def properties(self, side: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """The properties of a context with nothing secret in them; None where there are none to look at."""
        if id(side) not in self._shown:  # what is kept beside it lives as long as its id is used
            found = (side or {}).get("Properties")
            self._shown[id(side)] = side, self.mask.value(found) if isinstance(found, Mapping) else None
        return self._shown[id(side)][1]


def successors_as_before(change: Change) -> Mapping[str, Any] | None:
    """A resource after the change, in which what was replaced goes by its former id: who may do what is no other."""
    if change.after is None or change.before is None:
        return change.after
    after: Any = dict(change.after)
    for detail in change.details:
        follows = detail.source in ("ResourceReference", "ResourceAttribute")
        if detail.path and (follows or "‹new value of " in (detail.after or "")):
            after = settled(change, detail, after)
    return after if isinstance(after, Mapping) else change.after
