"""The resources of a stack, who refers to whom, and which of them change."""

from collections.abc import Iterable, Iterator

from delivery.predict.consequences import references
from delivery.predict.resources import Resource
from delivery.review.case import Case
from delivery.review.model import Node, Picture, Row
from delivery.review.verdicts import cause


def picture(rows: Iterable[Row], case: Case) -> Picture:
    """Everything that is known to be there; without templates, what changes and what it follows from."""
    before, after = case.surroundings.before, case.surroundings.after
    resources: dict[str, Resource] = {}
    for stack in (before, after):
        resources |= stack.resources if stack else {}
    types = {name: resource.type for name, resource in resources.items()}
    types |= {case.mask.text(change.id): change.type for change in case.change_set.changes}
    marked = dict(_marks(rows))
    nodes = [
        Node(name, type_, marked[name][0], marked[name][1].level, marked[name][1].symbol)
        if name in marked
        else Node(name, type_)
        for name, type_ in types.items()
    ]
    edges = {**dict.fromkeys(_edges(resources)), **dict.fromkeys(_followed(case))}
    return Picture(tuple(nodes), tuple(edge for edge in edges if edge[0] in types and edge[1] in types))


def _marks(rows: Iterable[Row]) -> Iterator[tuple[str, tuple[str, Row]]]:
    """For each resource the row to look at, and what it says."""
    for row in rows:
        if not row.members:
            yield row.id, (row.id, row)
        for member in row.members:
            yield member.id, (row.id, member)


def _edges(resources: dict[str, Resource]) -> Iterator[tuple[str, str]]:
    for name, resource in resources.items():
        for _, value in references(dict(resource.properties)):
            yield from ((name, target) for target, _ in value.references if target != name)


def _followed(case: Case) -> Iterator[tuple[str, str]]:
    for change in case.change_set.changes:
        for detail in change.details:
            if target := cause(detail, change, case.by_id):
                yield case.mask.text(change.id), case.mask.text(target.id)
