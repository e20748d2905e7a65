"""How dangerous a change is, and why."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from delivery.change_set import Change, Detail
from delivery.change_set.oddities import odd
from delivery.review.access import Access, access
from delivery.review.case import Case, successors_as_before
from delivery.review.causes import listed
from delivery.review.model import Level, Reason
from delivery.review.noticed import notice
from delivery.review.protected import is_protected
from delivery.review.refused import refused
from delivery.review.shifting import shifted
from delivery.review.stateful import outcome
from delivery.review.steering import steered
from delivery.review.verdicts import Replaced
from delivery.review.weakening import weakened_attributes, weakenings
from delivery.schemas import recreation_reason

if TYPE_CHECKING:
    from delivery.review.stack_policy import StackPolicy

_STAYS = "it is protected from deletion: that fails, and the old one stays, outside the stack"
_KNOWN_ACTIONS = {
    "Import": Reason(Level.ROUTINE, "it exists already and joins the stack; nothing looks whether it is as written"),
    "SyncWithActual": Reason(Level.ROUTINE, "only CloudFormation's record changes, to what is there already"),
    "Dynamic": Reason(Level.UNKNOWN, "what happens to it is only decided when the change set is executed"),
}


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
    found = [*_reasons(change, case), *(gained.reasons if gained else ()), *_closed(change, gained)]
    masked = [Reason(reason.level, case.mask.text(reason.sentence)) for reason in found]
    return tuple(sorted(dict.fromkeys(masked), key=lambda reason: reason.level.rank))


def _closed(change: Change, gained: Access | None) -> Iterator[Reason]:
    """What a security group no longer lets through; a rule of its own that goes is told as such."""
    if gained and change.type == "AWS::EC2::SecurityGroup" and change.action == "Modify":
        for statement in gained.statements:
            if not statement.gained:
                yield Reason(Level.OUTAGE, f"{statement.sentence}: this is let through no more")


def _reasons(change: Change, case: Case) -> Iterator[Reason]:
    for words in odd(change):
        yield Reason(Level.UNKNOWN, f"not understood: {words}")
    if case.surroundings.policy:
        yield from _of_policy(change, case.surroundings.policy)
    before, after = case.properties(change.before), case.properties(change.after)
    if change.action == "Remove":
        yield from _of_removal(change, case)
    elif change.action == "Modify":
        yield from refused(change, case)
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
    yield from steered(change, case)
    yield from _of_type(change, case)


def _of_type(change: Change, case: Case) -> Iterator[Reason]:
    """Another type under the same id, and what lies in nested stacks."""
    before, after = case.surroundings.before, case.surroundings.after
    if before and after and not change.path:
        old, new = before.resources.get(change.logical_id), after.resources.get(change.logical_id)
        if old and new and old.type != new.type:
            sentence = f"its type changes from {old.type}, which CloudFormation refuses: give it another logical id"
            yield Reason(Level.BLOCKED, sentence)
    is_closed = change.type == "AWS::CloudFormation::Stack" and change.action == "Modify" and not change.nested
    if is_closed and any(detail.top == "TemplateURL" for detail in change.details):
        yield Reason(Level.UNKNOWN, "it gets another template, and what that changes is not shown here")


def _of_policy(change: Change, policy: "StackPolicy") -> Iterator[Reason]:
    from delivery.review.stack_policy import denied

    if denial := denied(policy, change):
        yield Reason(Level.BLOCKED if denial.certain else Level.MAYBE, denial.sentence)


def _of_removal(change: Change, case: Case) -> Iterator[Reason]:
    if change.policy_action != "Retain" and is_protected(case.properties(change.before)):
        yield Reason(Level.OUTAGE, _STAYS)
        return
    if lost := outcome(change.policy_action, change.type):
        yield Reason(*lost)
    if change.policy_action != "Retain" and (found := notice(change.type, "remove")):
        yield found


def _of_replacement(change: Change, case: Case) -> Iterator[Reason]:
    verdict = case.verdicts[change.id]
    if verdict.replaced is Replaced.YES:
        lost = outcome(change.policy_action, change.type)
        if lost and change.policy_action != "ReplaceAndRetain" and is_protected(case.properties(change.after)):
            lost = (Level.OUTAGE, f"{_STAYS}, while the new one is empty")
        if lost:
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


def _has_values(detail: Detail) -> bool:
    """Whether it says what changes; a nested stack says so in a change set of its own."""
    return detail.before is not None or detail.after is not None or detail.source == "Automatic"


def _of_values(change: Change, case: Case) -> Iterator[Reason]:
    if change.before is None and change.after is None and not any(_has_values(detail) for detail in change.details):
        what = "the values that it changes" if change.details else "what of it changes"
        yield Reason(Level.UNKNOWN, f"CloudFormation does not say {what}")
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
