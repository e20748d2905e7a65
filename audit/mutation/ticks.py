"""The ticked table: what a hardened template has, and how each row of it could be weakened."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.findings import CheckFailed
from audit.mutation.places import ABSENT, parse

TABLE = Path(__file__).parent / "ticks"
OPERATIONS = ("set", "remove", "add", "append", "attribute", "delete")
WITH_VALUE = {"set", "add", "append"}
"""These say with `to` what the place becomes; for an attribute that is optional."""


@dataclass(frozen=True)
class Weakening:
    """One way to weaken a property: an operation, where, and what it becomes."""

    operation: str
    place: str
    to: Any = ABSENT


@dataclass(frozen=True)
class Row:
    """One row of the table for one resource type."""

    id: str
    type: str
    requirement: str
    weaken: tuple[Weakening, ...]
    only: Mapping[str, Any] = field(default_factory=dict)
    not_in_template: str = ""


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    nothing_to_tick: Mapping[str, str]
    """Resource types that have no row, with the reason."""

    def of(self, type_: str) -> list[Row]:
        return [row for row in self.rows if row.type == type_]


def read_table(folder: Path = TABLE) -> Table:
    """All rows of all files; a mistake in one is a sentence."""
    rows: list[Row] = []
    silent: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise CheckFailed(f"{path.name}: this is not TOML: {error}") from error
        rows += [_row(found, path.name) for found in content.get("row", [])]
        silent |= content.get("nothing_to_tick", {})
    return Table(tuple(rows), silent)


def _row(found: Mapping[str, Any], file: str) -> Row:
    where = f"{file}: row {found.get('id', 'without an id')}"
    unknown = set(found) - {"id", "type", "requirement", "weaken", "only", "not_in_template"}
    missing = {"id", "requirement"} - set(found)
    if unknown or missing:
        raise CheckFailed(f"{where}: {', '.join(sorted(unknown or missing))} is {'unknown' if unknown else 'missing'}")
    if ("weaken" in found) == ("not_in_template" in found):
        raise CheckFailed(f"{where}: write either weaken or not_in_template")
    if "weaken" in found and "type" not in found:
        raise CheckFailed(f"{where}: weaken needs the type of the resource")
    for place in found.get("only", {}):
        parse(place)
    return Row(
        id=found["id"],
        type=found.get("type", ""),
        requirement=found["requirement"],
        weaken=tuple(_weakening(one, where) for one in _list(found.get("weaken", []))),
        only=found.get("only", {}),
        not_in_template=found.get("not_in_template", ""),
    )


def _weakening(found: Mapping[str, Any], where: str) -> Weakening:
    named = [operation for operation in OPERATIONS if operation in found]
    if len(named) != 1 or set(found) - {*named, "to"}:
        raise CheckFailed(f"{where}: {dict(found)} must name one of {', '.join(OPERATIONS)}, and `to` at most")
    (operation,) = named
    if operation in WITH_VALUE and "to" not in found:
        raise CheckFailed(f"{where}: {operation} needs `to`")
    place = "" if operation == "delete" else str(found[operation])
    if operation not in ("attribute", "delete"):
        parse(place)
    return Weakening(operation, place, found.get("to", ABSENT))


def _list(value: Any) -> Sequence[Mapping[str, Any]]:
    return value if isinstance(value, list) else [value]
