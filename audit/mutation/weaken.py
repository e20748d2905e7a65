"""Weakened templates: for each resource of a template, each row of its type, each way to weaken it."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from audit.mutation.places import ABSENT, Path, is_function, matches, parents, value_at
from audit.mutation.ticks import Row, Table, Weakening


@dataclass(frozen=True)
class Mutant:
    """One property of one resource, weakened."""

    rows: tuple[str, ...]
    """The rows of the table that ask for it: two may come to the same."""
    resource: str
    type: str
    change: str
    """What was done, in words: 'ContainerDefinitions/0/User = "0"'."""
    body: Mapping[str, Any] | None
    """The weakened resource; None when it was removed."""

    @property
    def name(self) -> str:
        return f"{self.rows[0]} {self.resource}: {self.change}"


def mutants(template: Mapping[str, Any], table: Table) -> Iterator[Mutant]:
    """Every mutant of a template; two weakenings of a resource with one result are one mutant."""
    for name, body in template["Resources"].items():
        found: dict[str, Mutant] = {}
        for row in table.of(body["Type"]):
            if not _applies(row, body.get("Properties", {})):
                continue
            for weakening in row.weaken:
                for change, weakened in _weakened(body, weakening):
                    text = _text(weakened)
                    first = found.get(text, Mutant((), name, body["Type"], change, weakened))
                    found[text] = replace(first, rows=(*first.rows, *({row.id} - set(first.rows))))
        found.pop(_text(body), None)
        yield from found.values()


def _applies(row: Row, properties: Mapping[str, Any]) -> bool:
    for place, wanted in row.only.items():
        values = [value_at(properties, path) for path in matches(properties, place)]
        fits = {"(absent)": not values, "(present)": bool(values)}.get(wanted if isinstance(wanted, str) else "")
        if fits is None:
            allowed = wanted if isinstance(wanted, list) else [wanted]
            fits = any(_same(value, one) for value in values for one in allowed)
        if not fits:
            return False
    return True


def _weakened(body: Mapping[str, Any], how: Weakening) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Each place that the weakening fits, as words and as the whole resource with that place weakened."""
    properties = body.get("Properties", {})
    if how.operation == "delete":
        yield "removed", None
    elif how.operation == "attribute":
        if how.place in body and body[how.place] != how.to:
            yield _words((how.place,), how.to), _with(body, (how.place,), how.to)
    elif how.operation == "add":
        for parent, name in parents(properties, how.place):
            yield _words((*parent, name), how.to), _with(body, ("Properties", *parent, name), how.to)
    else:
        for path in matches(properties, how.place):
            value = value_at(properties, path)
            if how.operation == "append":
                if isinstance(value, list):
                    yield (
                        f"{_joined(path)} has {_json(how.to)} too",
                        _with(body, ("Properties", *path), [*value, how.to]),
                    )
            elif not _same(value, how.to):
                yield _words(path, how.to), _with(body, ("Properties", *path), how.to)


def _with(body: Mapping[str, Any], path: Path, to: Any) -> dict[str, Any]:
    copy = deepcopy(dict(body))
    copy.setdefault("Properties", {})
    parent = value_at(copy, path[:-1])
    if to is ABSENT:
        del parent[path[-1]]
    else:
        parent[path[-1]] = deepcopy(to)
    return copy


def _same(value: Any, other: Any) -> bool:
    """As CloudFormation sees it: `true` and "true" are one value."""
    if is_function(value) or isinstance(value, (dict, list)):
        return bool(value == other)
    return _plain(value) == _plain(other)


def _plain(value: Any) -> str:
    return json.dumps(value).strip('"') if isinstance(value, (str, int, float, bool)) else repr(value)


def _words(path: Path, to: Any) -> str:
    return f"{_joined(path)} removed" if to is ABSENT else f"{_joined(path)} = {_json(to)}"


def _joined(path: Path) -> str:
    return "/".join(map(str, path))


def _json(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(body: Any) -> str:
    return json.dumps(body, sort_keys=True)
