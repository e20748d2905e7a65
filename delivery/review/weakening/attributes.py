"""What no longer keeps a resource, or a copy of it, when it is removed or replaced later."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.predict.policies import default_deletion_policy
from delivery.review.model import Level, Reason
from delivery.review.stateful import held_by
from delivery.review.weakening.values import is_open

_WHEN = {"DeletionPolicy": "removed", "UpdateReplacePolicy": "replaced"}
_STRENGTH = {"Delete": 0, "Snapshot": 1, "RetainExceptOnCreate": 2, "Retain": 2}


def weakened_attributes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, type_: str = ""
) -> tuple[Reason, ...]:
    """The policies for deletion and replacement that keep less than before; both sides are whole resources."""
    if not before or not after:
        return ()
    return tuple(reason for name in _WHEN for reason in _weakened(name, before, after, type_))


def _weakened(name: str, before: Mapping[str, Any], after: Mapping[str, Any], type_: str) -> Iterator[Reason]:
    old, new = before.get(name), after.get(name)
    strength = _STRENGTH.get(old, 0) if isinstance(old, str) else 0
    if not strength or old == new:
        return
    if is_open(new):
        yield Reason(Level.MAYBE, f"{name} is {old} now, and what it becomes is only known when the change is made")
        return
    becomes = _default(name, after, type_) if new is None else new
    if not isinstance(becomes, str) or _STRENGTH.get(becomes, strength) >= strength:
        return
    data = "the data" if held_by(type_) or not type_ else "it"
    says = "is gone" if new is None else f"goes from {old} to {new}"
    was = f" (it was {old})" if new is None else ""
    follows = f"a snapshot of {data} is kept" if becomes == "Snapshot" else f"{data} is deleted"
    follows += ", unless the default of its type keeps a snapshot" if new is None and not type_ else ""
    level = Level.OUTAGE if held_by(type_) or not type_ else Level.MAYBE
    yield Reason(level, f"{name} {says}{was}: when the resource is {_WHEN[name]} later, {follows}")


def _default(name: str, context: Mapping[str, Any], type_: str) -> str:
    properties = context.get("Properties")
    if name != "DeletionPolicy":
        return "Delete"
    return default_deletion_policy(type_, properties if isinstance(properties, dict) else None)
