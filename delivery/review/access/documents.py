"""The policies of a resource, before and after: what is gained, what is lost, which denials come and go."""

from collections.abc import Iterable, Mapping
from typing import Any

from delivery.review.access.comparing import covered_in_part, uncovered
from delivery.review.access.found import Found, Line, together
from delivery.review.access.places import TRUST, defaults, documents, noun
from delivery.review.access.policies import Document, Grant, is_unknown_document, read
from delivery.review.access.sentences import Place, lines
from delivery.review.access.written_out import written_out

_NOTES = 3
_TOO_MANY = 200_000  # pairs that are looked at for a note


def policy_changes(
    type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, stands_alone: bool
) -> Found | None:
    """None where neither side has a policy. `stands_alone`: what the policy protects outlives it."""
    old, new = _documents(type_, before), _documents(type_, after)
    if not old and not new:
        return None
    there = before is not None and after is not None
    if there:
        old, new = {**defaults(type_), **old}, {**defaults(type_), **new}
    return together(
        _compared(type_, path, old.get(path, []), new.get(path, []), there, there or stands_alone, after is None)
        for path in sorted({*old, *new})
    )


def who_may_use(properties: Mapping[str, Any] | None) -> str:
    """The principals that a role trusts, in words."""
    found = lines(read(documents("AWS::IAM::Role", properties).get(TRUST, [])).grants, Place("trust"))
    return ", ".join(dict.fromkeys(line.sentence.split(" may ")[0] for line in found if " may " in line.sentence))


def _documents(type_: str, properties: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    written = written_out(type_, properties)
    return {"": [written]} if written is not None else documents(type_, properties)


def _compared(
    type_: str, path: str, before: list[Any], after: list[Any], there: bool, tells_denials: bool, gone: bool
) -> Found:
    word = noun(type_)
    old, new = read(before, bool(word)), read(after, bool(word))
    place = _place(type_, path, word, old, new)
    gained, lost = uncovered(new.grants, old.grants), uncovered(old.grants, new.grants)
    allowed = lines((grant for grant in gained if grant.allow), place)
    taken = lines((grant for grant in lost if grant.allow), place)
    lifted = lines((grant for grant in lost if not grant.allow), place)
    added = lines((grant for grant in gained if not grant.allow), place)
    notes = _in_part(gained, lost, old, new, place) if there else ()
    if not tells_denials:
        notes += tuple(f"denied: {line.sentence}" for line in added)
        lifted = added = ()
    return Found(
        (*allowed, *map(_lifted, lifted)),
        (*(() if new.unread - old.unread else taken), *map(_added, added)),
        notes,
        () if gone and not tells_denials else _unread(path, old, new),
    )


def _place(type_: str, path: str, word: str, old: Document, new: Document) -> Place:
    spelled = dict(old.spelled)
    for lowered, written in new.spelled.items():
        spelled[lowered] = min(written, spelled.get(lowered, written))
    if path == TRUST:
        return Place("trust", "this role", spelled=spelled)
    if type_ == "AWS::EC2::VPCEndpoint":
        return Place("gateway", word, spelled=spelled)
    named = {name for grant in (*old.grants, *new.grants) for name in grant.who.words if name.startswith("account ")}
    own = next(iter(named)) if type_ == "AWS::KMS::Key" and len(named) == 1 else ""
    return Place("", word, own, spelled)


def _lifted(line: Line) -> Line:
    sentence = f"a denial is lifted: {line.sentence}"
    return Line(sentence, (sentence,))


def _added(line: Line) -> Line:
    return Line(f"a denial is added: {line.sentence}")


def _in_part(
    gained: Iterable[Grant], lost: Iterable[Grant], old: Document, new: Document, place: Place
) -> tuple[str, ...]:
    """What was there in part before, and what stays in part of what is lost."""
    before = _parts((grant for grant in gained if grant.allow), old.grants - new.grants)
    after = _parts((grant for grant in lost if grant.allow), new.grants - old.grants)
    return (
        *(f"until now only: {line.sentence}" for line in lines(before, place)[:_NOTES]),
        *(f"what stays of it: {line.sentence}" for line in lines(after, place)[:_NOTES]),
    )


def _parts(wide: Iterable[Grant], narrow: frozenset[Grant]) -> frozenset[Grant]:
    whole = tuple(wide)
    if len(whole) * len(narrow) > _TOO_MANY:
        return frozenset()
    return frozenset(part for grant in whole for part in covered_in_part(grant, narrow))


def _unread(path: str, old: Document, new: Document) -> tuple[str, ...]:
    changed = old.unread ^ new.unread
    if not changed:
        return ()
    where = f" at {path}" if path else ""
    if all(is_unknown_document(piece) for piece in new.unread - old.unread) and new.unread - old.unread:
        return (f"the policy{where} is only known when the change is made: it needs a person",)
    return (f"the policy{where} could not be read: it needs a person",)
