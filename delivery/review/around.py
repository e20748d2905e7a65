"""What a review says about a whole stack: facts, notes, and what changes beside the resources."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.change_set import HIDDEN, ChangeSet
from delivery.predict.differences import NOT_THERE, differences
from delivery.predict.resources import Stack
from delivery.predict.values import shown, text_of
from delivery.reading.template import macros
from delivery.review.case import Case
from delivery.review.causes import listed
from delivery.review.masking import raw
from delivery.review.model import Difference, Level, Reason

_FROM_ELSEWHERE = re.compile(r"\{\{resolve:[^{}]*\}\}|(?<=‹)(?:export|output) [^‹›]+(?=›)")
_MOST_NAMED = 3
_BEING_MADE = ("CREATE_PENDING", "CREATE_IN_PROGRESS")
_SENTENCES = {
    "OBSOLETE": (Level.BLOCKED, "the stack has changed since this change set was made: make a new one"),
    "EXECUTE_IN_PROGRESS": (Level.ROUTINE, "this change set is being executed already"),
    "EXECUTE_COMPLETE": (Level.ROUTINE, "this change set was executed already"),
    "EXECUTE_FAILED": (Level.BLOCKED, "this change set was executed already, and failed: make a new one"),
}


def facts(case: Case) -> tuple[tuple[str, str], ...]:
    """What identifies the change set, as far as it is known."""
    told = case.change_set
    if case.surroundings.predicted:
        later = _read_later(case)
        return (("read when it is deployed", case.mask.text(listed(later, _MOST_NAMED))),) if later else ()
    found = (
        ("change set", told.name),
        ("stack", told.stack_id),
        ("made", told.created),
        ("status", " ".join(part for part in (told.status, told.execution_status) if part)),
        ("description", told.description),
        ("drift", told.drift_status),
        ("mode", " ".join(part for part in (told.deployment_mode, told.deployment_config_mode) if part)),
        ("capabilities", ", ".join(told.capabilities)),
        ("if it fails", told.on_stack_failure),
        ("tells", ", ".join(told.notification_arns)),
        ("rolls back on", ", ".join(f"{arn} ({kind})" for arn, kind in told.rollback_triggers)),
        ("watches for", f"{told.rollback_minutes} minutes" if told.rollback_minutes else ""),
        ("read when it is deployed", listed(_read_later(case), _MOST_NAMED)),
        ("parameters", ", ".join(_parameters(told))),
        ("tags", ", ".join(f"{key}={value}" for key, value in sorted(told.tags.items()))),
    )
    return tuple((name, case.mask.text(value)) for name, value in found if value)


def _read_later(case: Case) -> list[str]:
    """Where values come from that may be others by then: no change set tells when they change."""
    stored: set[str] = set()
    after = case.surroundings.after
    if after is not None and case.change_set.changes:
        kinds = {name: str(body.get("Type")) for name, body in after.side.template.get("Parameters", {}).items()}
        stored = {value for name, value in after.values.items() if "Parameter::Value<" in kinds[name]}
    texts = [str((change.after or {}).get("Properties", "")) for change in case.change_set.changes]
    return sorted(stored.union(*(_FROM_ELSEWHERE.findall(text) for text in texts)))


def _parameters(told: ChangeSet) -> Iterator[str]:
    for name, parameter in sorted(told.parameters.items()):
        resolved = f" ({parameter.resolved})" if parameter.resolved and parameter.value != HIDDEN else ""
        yield f"{name}={'(as before)' if parameter.previous and parameter.value is None else parameter.value}{resolved}"


def notes(case: Case) -> tuple[Reason, ...]:
    """About all of it, the worst first."""
    found = [*_of_status(case), *_of_modes(case.change_set), *_of_gaps(case), *_of_templates(case)]
    return tuple(
        sorted((Reason(one.level, case.mask.text(one.sentence)) for one in found), key=lambda one: one.level.rank)
    )


def _of_status(case: Case) -> Iterator[Reason]:
    told = case.change_set
    if told.execution_status in _SENTENCES:
        yield Reason(*_SENTENCES[told.execution_status])
    if told.empty:
        if not case.surroundings.predicted:
            yield Reason(Level.ROUTINE, "CloudFormation found nothing to change")
    elif told.status == "FAILED":
        why = told.status_reason or "CloudFormation does not say why"
        hint = ""
        if "Early Validation" in why or "DescribeEvents" in why:
            why = why.rstrip(". ")
            hint = "; what it found: aws cloudformation describe-events --change-set-name " + (told.id or told.name)
        yield Reason(Level.BLOCKED, f"this change set cannot be executed: {why}{hint}")
    elif told.status in _BEING_MADE:
        yield Reason(
            Level.UNKNOWN, "this change set is still being made: describe it again when its status is CREATE_COMPLETE"
        )
    elif told.status.startswith("DELETE_"):
        yield Reason(Level.BLOCKED, f"this change set is gone ({told.status}): make a new one")
    elif told.status == "CREATE_COMPLETE" and not told.changes and not case.surroundings.predicted:
        yield Reason(
            Level.ROUTINE,
            "no resource changes, only outputs, metadata or tags of the stack: it must be executed all the same",
        )


def _of_modes(told: ChangeSet) -> Iterator[Reason]:
    if told.deployment_config_mode == "EXPRESS":
        yield Reason(Level.OUTAGE, "express mode ends before what was deployed is stable: it is not for production")
    if told.disable_rollback:
        yield Reason(Level.OUTAGE, "a failure is not rolled back: the stack then stays half way")
    if told.deployment_mode == "REVERT_DRIFT" and told.drift_status == "IN_SYNC" and told.changes:
        sentence = "nothing has drifted, yet it takes drift back: Fn::GetStackOutput is known to bring that about"
        yield Reason(Level.MAYBE, sentence)
    elif told.deployment_mode == "REVERT_DRIFT":
        yield Reason(Level.MAYBE, "it takes back what was changed outside CloudFormation")
    if told.import_existing:
        yield Reason(Level.MAYBE, "resources that exist already under these names are taken into the stack")
    if told.on_stack_failure == "DO_NOTHING":
        yield Reason(Level.OUTAGE, "a failure leaves the stack half way: OnStackFailure is DO_NOTHING")
    elif told.on_stack_failure == "DELETE":
        yield Reason(Level.MAYBE, "a failure deletes the stack: OnStackFailure is DELETE")


def _of_gaps(case: Case) -> Iterator[Reason]:
    told = case.change_set
    for sentence in told.missing if not case.surroundings.predicted else ():
        yield Reason(Level.UNKNOWN, sentence)
    for where, value in told.unknown:
        yield Reason(Level.UNKNOWN, f"not understood: {where}: {raw(case.mask, value)}")


def _of_exports(before: Stack, after: Stack) -> Iterator[Reason]:
    """An export that others import can neither go nor change."""
    old, new = _exports(before), _exports(after)
    for name in sorted(old.keys() - new.keys()):
        yield Reason(Level.MAYBE, f"the export {name} goes: the update fails while another stack imports it")
    for name in sorted(name for name in old.keys() & new.keys() if old[name] != new[name]):
        yield Reason(Level.MAYBE, f"the export {name} changes: the update fails while another stack imports it")


def _exports(stack: Stack) -> Mapping[str, Any]:
    found = {}
    for body in stack.outputs.values():
        export = body.get("Export") if isinstance(body, dict) else None
        if isinstance(export, dict) and "Name" in export:
            found[text_of(shown(export["Name"]))] = body.get("Value")
    return found


def _of_templates(case: Case) -> Iterator[Reason]:
    """What the templates keep from being known."""
    before, after = case.surroundings.before, case.surroundings.after
    found = list(dict.fromkeys(name for side in (before, after) if side for name in macros(side.side.template)))
    if found:
        made = "makes" if len(found) == 1 else "make"
        yield Reason(Level.UNKNOWN, f"what {listed(found)} {made} of the template is only known in the account")
    if before and after:
        for name in sorted(before.hidden_parameters - after.hidden_parameters & after.values.keys()):
            sentence = f"{name} is no longer NoEcho: whoever may describe the stack can read its value"
            yield Reason(Level.ACCESS, sentence)
    loops = sorted({name.removeprefix("Fn::ForEach::") for side in (before, after) if side for name in side.loops})
    if loops:
        yield Reason(Level.UNKNOWN, f"over what the loop {listed(loops)} runs is only known in the account")
    if before and after:
        yield from _of_exports(before, after)
    if case.surroundings.predicted and after and case.change_set.changes:
        nested = [name for name, one in after.resources.items() if one.type == "AWS::CloudFormation::Stack"]
        if nested:
            yield Reason(Level.UNKNOWN, f"nested stacks were not looked into: {listed(nested, 8)}")


def around(case: Case) -> Mapping[str, tuple[Difference, ...]]:
    """What changes beside the resources; only two sides show it."""
    before, after = case.surroundings.before, case.surroundings.after
    if before is None or after is None:
        return {}
    found = {
        "parameters": _parameter_differences(before, after, case),
        "tags": _differences(dict(before.side.tags), dict(after.side.tags), "Tags", case),
        "outputs": _differences(dict(before.outputs), dict(after.outputs), "Outputs", case),
        "transforms": _differences(_transforms(before), _transforms(after), "Transform", case),
    }
    return {name: values for name, values in found.items() if values}


def _transforms(stack: Stack) -> dict[str, str]:
    """What the template is transformed by, in order."""
    found = stack.side.template.get("Transform", [])
    return {
        f"Transform {place}": text_of(one) for place, one in enumerate(found if isinstance(found, list) else [found], 1)
    }


def _parameter_differences(before: Stack, after: Stack, case: Case) -> tuple[Difference, ...]:
    hidden = before.hidden_parameters | after.hidden_parameters
    found: list[Difference] = []
    for name in [*before.values, *(name for name in after.values if name not in before.values)]:
        old, new = before.values.get(name), after.values.get(name)
        if old != new:
            was, will = (None if v is None else HIDDEN if name in hidden else case.mask.text(v) for v in (old, new))
            found.append(Difference(name, was, will, attribute="Parameters", hidden=name in hidden))
        elif name in case.parameters:
            other, certain = case.surroundings.moved[new or ""]
            words = (f"‹value of {new}›", f"‹new value of {new}›")
            found.append(Difference(name, *words, "Parameters", source=f"the stack {other}", certain=certain))
    return tuple(found)


def _differences(before: Any, after: Any, attribute: str, case: Case) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            case.mask.text("/".join(map(str, one.path))),
            None if one.before is NOT_THERE else case.mask.text(text_of(shown(one.before))),
            None if one.after is NOT_THERE else case.mask.text(text_of(shown(one.after))),
            attribute=attribute,
            certain=one.certain,
        )
        for one in differences(before, after)
    )
