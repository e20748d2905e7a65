"""What AWS's documentation says of a change of a property and its registry does not, from registry_notes.json.

- always: it is replaced; the registry says that it depends, or nothing, although it cannot be changed in place.
- undecided: it is replaced; the registry says that it never is, and may be the newer of the two.
- interrupted: it is interrupted, which may be a replacement (the specification's word is Conditional); the registry
  never replaces it.
- depends: it depends on something that the documentation names; the registry says that it never is, or that it depends.
- explained: the registry says that it depends; the documentation says on what.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Pointer = tuple[str, ...]
"""A property, from the top: ("Cpu",) or ("Environment", "*", "Name"), where "*" is any item or key."""

_FILE = Path(__file__).with_name("registry_notes.json")
_UNDECIDED = "the documentation says that it is replaced, the registry that it is changed in place"
_INTERRUPTED = "the documentation speaks of an interruption, which may be a replacement; the registry never replaces it"


@dataclass(frozen=True)
class Note:
    """What is known of some properties of a type besides what the registry has."""

    properties: tuple[Pointer, ...]
    recreation: str  # Always, Conditionally, or empty: as the registry has it
    reason: str  # what it depends on; empty where it is always replaced


def note_on(type_: str, path: tuple[str | int, ...]) -> Note | None:
    """What is noted of a property or of one that it lies in."""
    for note in notes().get(type_, ()):
        if any(place(pointer, path) == "within" for pointer in note.properties):
            return note
    return None


@cache
def notes() -> Mapping[str, tuple[Note, ...]]:
    """All notes, by type."""
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, list[Note]] = {}
    for table, recreation in (("depends", "Conditionally"), ("explained", "")):
        for entry in read[table]:
            found.setdefault(entry["type"], []).append(_note(entry["properties"], recreation, entry["reason"]))
    plain = (("always", "Always", ""), ("undecided", "Conditionally", _UNDECIDED))
    for table, recreation, reason in (*plain, ("interrupted", "Conditionally", _INTERRUPTED)):
        for type_, names in read[table].items():
            found.setdefault(type_, []).append(_note(names, recreation, reason))
    return {type_: tuple(noted) for type_, noted in sorted(found.items())}


def _note(names: Iterable[str], recreation: str, reason: str) -> Note:
    return Note(tuple(tuple(name.split("/")) for name in names), recreation, reason)


def place(pointer: Pointer, path: tuple[str | int, ...]) -> str:
    """`within` the property that a pointer names, `above` it, or empty where neither holds."""
    parts = list(path)
    for wanted in pointer:
        # Some pointers leave out that there is a list.
        while wanted != "*" and parts and isinstance(parts[0], int):
            parts.pop(0)
        if not parts:
            return "above"
        found = parts.pop(0)
        if wanted not in ("*", found):
            return ""
    return "within"
