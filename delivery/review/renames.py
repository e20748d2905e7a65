"""A resource that goes and one that comes, alike but for the logical id: a rename, which CloudFormation cannot see."""

import json
from collections.abc import Mapping, Sequence

from delivery.change_set import Change


def renames(changes: Sequence[Change]) -> dict[str, str]:
    """The ids of what goes and of what comes in its place, each pointing to the other."""
    comes: dict[str, list[str]] = {}
    for change in changes:
        if change.action == "Add" and change.after is not None:
            comes.setdefault(_likeness(change, change.after), []).append(change.id)
    found: dict[str, str] = {}
    for change in changes:
        if change.action != "Remove" or change.before is None:
            continue
        alike = comes.get(_likeness(change, change.before))
        if alike:
            other = alike.pop(0)
            found |= {change.id: other, other: change.id}
    return found


def _likeness(change: Change, side: Mapping[str, object]) -> str:
    """What two resources share that are one under two names."""
    return json.dumps([change.path, change.type, side.get("Properties", {})], sort_keys=True)
