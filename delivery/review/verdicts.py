"""Whether a resource is really replaced: a change set also says so where the value may turn out to be the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from delivery.change_set import KNOWN_AFTER_APPLY, Change, Detail

_NAMES_IT = re.compile(r"(Arn|ARN|Id|ID|FullName|DNSName|Url|URL)$")


class Replaced(Enum):
    """How sure it is that a resource is replaced."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True)
class Verdict:
    """What becomes of a resource, and the details that decide it."""

    replaced: Replaced
    decided_by: tuple[Detail, ...] = ()


def verdicts(changes: Sequence[Change]) -> dict[str, Verdict]:
    """The verdict on each change, by its id. A consequence is as sure as what it follows from."""
    by_id = {change.id: change for change in changes}
    known: dict[str, Verdict] = {}
    # What is only supposed at first becomes certain where its causes are; two rounds settle all but odd circles.
    for _ in range(len(by_id) + 1):
        found = {id_: _verdict(change, by_id, known) for id_, change in by_id.items()}
        if found == known:
            break
        known = found
    return known


def _verdict(change: Change, by_id: Mapping[str, Change], known: Mapping[str, Verdict]) -> Verdict:
    if change.action != "Modify" or change.replacement not in ("True", "Conditional"):
        return Verdict(Replaced.NO)
    always = tuple(detail for detail in change.details if detail.recreation == "Always")
    sure = tuple(detail for detail in always if certain(detail, change, by_id, known))
    if sure:
        return Verdict(Replaced.YES, sure)
    perhaps = always + tuple(detail for detail in change.details if detail.recreation == "Conditionally")
    if change.replacement == "True" and not always:
        return Verdict(Replaced.YES, perhaps)  # it does not say why, so it is believed
    return Verdict(Replaced.MAYBE, perhaps)


def certain(detail: Detail, change: Change, by_id: Mapping[str, Change], known: Mapping[str, Verdict]) -> bool:
    """Whether a value will surely be another one."""
    if detail.source == "ResourceReference":
        return _gets_another_id(cause(detail, change, by_id), known, "")
    if detail.source == "ResourceAttribute":
        return _gets_another_id(cause(detail, change, by_id), known, detail.entity.partition(".")[2])
    if detail.evaluation == "Dynamic":
        return False
    only_later = detail.after is not None and KNOWN_AFTER_APPLY in detail.after
    return not only_later or detail.source == "DirectModification"


def cause(detail: Detail, change: Change, by_id: Mapping[str, Change]) -> Change | None:
    """The change that a detail follows from, in the same stack."""
    if detail.source not in ("ResourceReference", "ResourceAttribute"):
        return None
    found = by_id.get("/".join((*change.path, detail.entity.partition(".")[0])))
    return None if found is None or found.id == change.id else found


def _gets_another_id(target: Change | None, known: Mapping[str, Verdict], attribute: str) -> bool:
    if target is None:
        return False
    names_it = not attribute or bool(_NAMES_IT.search(attribute))
    if target.action == "Add":
        return True
    return names_it and target.id in known and known[target.id].replaced is Replaced.YES
