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


@dataclass(frozen=True)
class Known:
    """The changes by their ids, what is known of each so far, and whether it was predicted."""

    by_id: Mapping[str, Change]
    verdicts: Mapping[str, Verdict]
    predicted: bool


def verdicts(changes: Sequence[Change], *, predicted: bool) -> Mapping[str, Verdict]:
    """The verdict on each change, by its id. A consequence is as sure as what it follows from."""
    known = Known({change.id: change for change in changes}, {}, predicted)
    # What is only supposed at first becomes certain where its causes are, one link of a chain in a round.
    for _ in range(len(changes) + 1):
        found = {id_: _verdict(change, known) for id_, change in known.by_id.items()}
        if found == known.verdicts:
            break
        known = Known(known.by_id, found, predicted)
    return known.verdicts


def _verdict(change: Change, known: Known) -> Verdict:
    if change.action != "Modify" or change.replacement not in ("True", "Conditional"):
        return Verdict(Replaced.NO)
    always = tuple(detail for detail in change.details if detail.recreation == "Always")
    sure = tuple(detail for detail in always if certain(detail, change, known))
    if sure:
        return Verdict(Replaced.YES, sure)
    perhaps = always + tuple(detail for detail in change.details if detail.recreation == "Conditionally")
    if change.replacement == "True" and not always:
        return Verdict(Replaced.YES, perhaps)  # it does not say why, so it is believed
    return Verdict(Replaced.MAYBE, perhaps)


def certain(detail: Detail, change: Change, known: Known) -> bool:
    """Whether a value will surely be another one."""
    only_later = detail.after is not None and KNOWN_AFTER_APPLY in detail.after
    if detail.evaluation == "Static" and not only_later:
        return True
    if detail.source in ("ResourceReference", "ResourceAttribute"):
        attribute = detail.entity.partition(".")[2] if detail.source == "ResourceAttribute" else ""
        return _gets_another_id(cause(detail, change, known.by_id), known, attribute)
    # What was worked out here says itself when an edit may come to the same.
    return detail.evaluation == "Static" and known.predicted


def cause(detail: Detail, change: Change, by_id: Mapping[str, Change]) -> Change | None:
    """The change that a detail follows from, in the same stack."""
    if detail.source not in ("ResourceReference", "ResourceAttribute"):
        return None
    found = by_id.get("/".join((*change.path, detail.entity.partition(".")[0])))
    return None if found is None or found.id == change.id else found


def _gets_another_id(target: Change | None, known: Known, attribute: str) -> bool:
    if target is None:
        return False
    if target.action == "Add":
        return True
    names_it = not attribute or bool(_NAMES_IT.search(attribute))
    found = known.verdicts.get(target.id)
    return names_it and found is not None and found.replaced is Replaced.YES
