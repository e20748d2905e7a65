"""How dangerous a change is, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from delivery.change_set import Change
from delivery.change_set.oddities import odd
from delivery.review.access import Access, access
from delivery.review.case import Case, successors_as_before
from delivery.review.causes import listed
from delivery.review.model import Level, Reason
from delivery.review.noticed import notice
from delivery.review.shifting import shifted
from delivery.review.stateful import outcome
from delivery.review.verdicts import Replaced
from delivery.review.weakening import weakened_attributes, weakenings
from delivery.schemas import recreation_reason, schema_of

if TYPE_CHECKING:
    from delivery.review.stack_policy import StackPolicy

_KNOWN_ACTIONS = {
    "Import": Reason(Level.ROUTINE, "it exists already and joins the stack; nothing looks whether it is as written"),
    "SyncWithActual": Reason(Level.ROUTINE, "only CloudFormation's record changes, to what is there already"),
    "Dynamic": Reason(Level.UNKNOWN, "what happens to it is only decided when the change set is executed"),
}


# CloudFormation tries, and the service refuses: the registry says so in words only.
_REFUSED = {"AWS::KMS::Key": ("KeySpec", "KeyUsage", "MultiRegion")}


_GRANTS = ("AWS::IAM::", "AWS::EC2::SecurityGroup", "AWS::KMS::Key", "AWS::S3::BucketPolicy", "AWS::Lambda::Permission")


def access_of(change: Change, case: Case) -> Access | None:
    """Who may do more or less by it."""
    before, after = case.properties(change.before), case.properties(successors_as_before(change))
    if change.action not in ("Add", "Remove", "Modify") or (before is None and after is None):
        return None
    if change.action == "Modify" and (before is None or after is None):
        return None
    found = access(change.type, before, after)
    if found is None:
        return None
    said = (replace(one, sentence=case.mask.text(one.sentence)) for one in found.statements)
    return replace(found, statements=tuple(said), notes=tuple(map(case.mask.text, found.notes)))


def reasons(change: Change, case: Case, gained: Access | None) -> tuple[Reason, ...]:
    """Every reason once, the worst first; those of the same level as they were found."""
    found = [*_reasons(change, case), *(gained.reasons if gained else ())]
    masked = [Reason(reason.level, case.mask.text(reason.sentence)) for reason in found]
    return tuple(sorted(dict.fromkeys(masked), key=lambda reason: reason.level.rank))


def _reasons(change: Change, case: Case) -> Iterator[Reason]:
    for words in odd(change):
        yield Reason(Level.UNKNOWN, f"not understood: {words}")
    if case.surroundings.policy:
        yield from _of_policy(change, case.surroundings.policy)
    before, after = case.properties(change.before), case.properties(change.after)
    if change.action == "Remove":
        yield from _of_removal(change)
        yield from weakenings(change.type, before, None) if before is not None else ()
    elif change.action == "Modify":
        yield from _of_replacement(change, case)
        yield from _of_values(change, case)
        if (before is None or after is None) and change.type.startswith(_GRANTS):
            yield Reason(Level.UNKNOWN, "who may do what after it is not known: CloudFormation gave no values")
        if before is not None and after is not None:
            yield from weakenings(change.type, before, after)
            yield from weakened_attributes(change.before or {}, change.after or {}, change.type)
    elif change.action in _KNOWN_ACTIONS:
        yield _KNOWN_ACTIONS[change.action]
    yield from shifted(change, case)


def _of_policy(change: Change, policy: "StackPolicy") -> Iterator[Reason]:
    from delivery.review.stack_policy import denied

    if denial := denied(policy, change):
        yield Reason(Level.BLOCKED if denial.certain else Level.MAYBE, denial.sentence)


def _of_removal(change: Change) -> Iterator[Reason]:
    if lost := outcome(change.policy_action, change.type):
        yield Reason(*lost)
    if change.policy_action != "Retain" and (found := notice(change.type, "remove")):
        yield found


def _of_replacement(change: Change, case: Case) -> Iterator[Reason]:
    verdict = case.verdicts[change.id]
    if verdict.replaced is Replaced.YES:
        if name := _taken_name(change, case):
            yield Reason(
                Level.BLOCKED,
                f"{name} is taken: the new one cannot be made while the old one has it; give it another name or none",
            )
        if lost := outcome(change.policy_action, change.type):
            yield Reason(*lost)
        if found := notice(change.type, "replace"):
            yield found
    elif verdict.replaced is Replaced.MAYBE:
        yield Reason(Level.MAYBE, _depends(change, case))
        lost = outcome(change.policy_action, change.type)
        if lost and lost[0] in (Level.DATA_LOSS, Level.OUTAGE, Level.UNKNOWN):
            yield Reason(lost[0], f"should it be replaced, {lost[1]}")
        if found := notice(change.type, "conditional"):
            yield found


def _depends(change: Change, case: Case) -> str:
    """What it depends on whether a resource is replaced."""
    details = case.verdicts[change.id].decided_by
    told = [
        recreation_reason(change.type, _steps(detail.path))
        for detail in details
        if detail.recreation == "Conditionally"
    ]
    words = [sentence for sentence in dict.fromkeys(told) if sentence]
    if words:
        return f"may be replaced: {'; '.join(sentence.removeprefix('replaced ') for sentence in words)}"
    sure = case.sure(change)
    waiting = list(dict.fromkeys(detail.entity for detail in details if detail.entity and not sure[detail]))
    if waiting and not any(detail.recreation == "Conditionally" for detail in details):
        return f"may be unchanged: it is only replaced if {listed(waiting)} turns out to be another value"
    names = list(dict.fromkeys(detail.name or detail.path.split("/")[-1] for detail in details))
    if not names:
        return "may be replaced: CloudFormation does not say on what it depends"
    return f"may be replaced: CloudFormation decides by {listed(names)} when it gets there"


def _steps(path: str) -> tuple[str | int, ...]:
    steps = path.removeprefix("/Properties").split("/")[1:]
    return tuple(int(step) if step.isdigit() else step for step in steps)


def _taken_name(change: Change, case: Case) -> str:
    """The physical name that stays the same although it is replaced; empty where it has none of its own."""
    from delivery.physical_names import own_name

    schema, name = schema_of(change.type), own_name(change.type)
    before, after = case.properties(change.before) or {}, case.properties(change.after) or {}
    value = after.get(name)
    if not name or not isinstance(value, str) or before.get(name) != value or schema is None:
        return ""
    if schema.replacement_order.startswith("delete") or "‹" in value or "{{changeSet" in value:
        return ""
    # Where the name counts only within something else, that may be another one now.
    others = [pointer[0] for pointer in schema.primary_identifier if pointer and pointer[0] != name]
    moved = any(detail.path.startswith(f"/Properties/{other}") for other in others for detail in change.details)
    return "" if moved or _within_another(change, before, after) else f'{name} "{value}"'


def _within_another(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """A security group's name only counts in its VPC."""
    return change.type == "AWS::EC2::SecurityGroup" and any(
        detail.path == "/Properties/VpcId" for detail in change.details
    )


def _of_values(change: Change, case: Case) -> Iterator[Reason]:
    for name in _REFUSED.get(change.type, ()):
        if any(detail.name == name for detail in change.details):
            yield Reason(Level.BLOCKED, f"{name} of a resource of this type cannot be changed: the update fails")
    if not change.details and change.before is None and change.after is None:
        yield Reason(Level.UNKNOWN, "CloudFormation does not say what of it changes")
        return
    sure = case.sure(change)
    if change.details and not any(sure.values()) and case.verdicts[change.id].replaced is Replaced.NO:
        entities = list(
            dict.fromkeys(detail.entity or "what is known after the deployment" for detail in change.details)
        )
        if all(detail.source == "Automatic" for detail in change.details):
            yield Reason(Level.MAYBE, "it may be unchanged: CloudFormation looks into a nested stack at every update")
        else:
            yield Reason(Level.MAYBE, f"it may be unchanged: that depends on {listed(entities)}")
    if any(detail.drift or detail.kind == "SyncWithActual" for detail in change.details):
        yield Reason(Level.MAYBE, "it overwrites what somebody changed outside CloudFormation")
