"""A resource that goes and one that comes, alike but for the logical id: a rename, which CloudFormation cannot see."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from delivery.change_set import KNOWN_AFTER_APPLY, Change
from delivery.review.refused import own_name_of


def renames(changes: Sequence[Change]) -> dict[str, str]:
    """The ids of what goes and of what comes in its place, each pointing to the other."""
    comes: dict[str, list[str]] = {}
    for change in changes:
        if change.action == "Add" and change.after is not None:
            for likeness in _likenesses(change, change.after):
                comes.setdefault(likeness, []).append(change.id)
    goes = [change for change in changes if change.action == "Remove" and change.before is not None]
    found: dict[str, str] = {}
    for rank in (0, 1):  # what is alike in everything first, then what has the same name
        for change in goes:
            keys = list(_likenesses(change, change.before or {}))[rank : rank + 1]
            alike = [id_ for key in keys for id_ in comes.get(key, ()) if id_ not in found]
            if alike and change.id not in found:
                found |= {change.id: alike[0], alike[0]: change.id}
    return found


def _likenesses(change: Change, side: Mapping[str, Any]) -> Iterator[str]:
    """What two resources share that are one under two ids: everything, or their name."""
    properties = side.get("Properties", {})
    yield json.dumps([change.path, change.type, properties], sort_keys=True)
    name = properties.get(own_name_of(change.type)) if isinstance(properties, Mapping) else None
    if isinstance(name, str) and KNOWN_AFTER_APPLY not in name:
        yield json.dumps([change.path, change.type, "named", name])
