"""One change becomes one row."""

from delivery.change_set import Change
from delivery.change_set.oddities import odd
from delivery.review.case import Case
from delivery.review.causes import chain, listed
from delivery.review.differences import added, told
from delivery.review.judging import access_of, reasons
from delivery.review.masking import raw
from delivery.review.model import Difference, Level, Reason, Row
from delivery.review.refused import taken_by_name
from delivery.review.summaries import summary
from delivery.review.verdicts import Replaced

_ACTIONS = {
    "Add": ("add", "+"),
    "Remove": ("remove", "-"),
    "Import": ("import", "←"),
    "Dynamic": ("decided later", "?"),
    "SyncWithActual": ("record only", "="),
}
_MODIFIED = {Replaced.YES: ("replace", "-/+"), Replaced.MAYBE: ("maybe replace", "?/+"), Replaced.NO: ("change", "~")}


def row(change: Change, case: Case, renamed: dict[str, str]) -> Row:
    """Everything that a person should know of a change."""
    gained = access_of(change, case)
    why = reasons(change, case, gained)
    if other := case.by_id.get(renamed.get(change.id, "")):
        found = [
            *why,
            *(taken_by_name(change, case, other) if change.action == "Add" else ()),
            _rename(change, other.id),
        ]
        why = tuple(sorted(found, key=lambda reason: reason.level.rank))
    differences = _differences(change, case)
    action, symbol = _action(change, case)
    level = min((reason.level for reason in why), key=lambda level: level.rank, default=Level.ROUTINE)
    return Row(
        id=case.mask.text(change.id),
        action=action,
        symbol=symbol,
        type=change.type,
        level=level,
        summary=summary(change, case, differences),
        physical_id=case.mask.text(change.physical_id),
        reasons=why,
        causes=chain(change, case.by_id, case.verdicts, case.parameters) if change.action == "Modify" else (),
        differences=differences,
        statements=gained.statements if gained else (),
        notes=(*(gained.notes if gained else ()), *_notes(change, case)),
        raw=raw(case.mask, change.raw) if odd(change) else "",
    )


def _action(change: Change, case: Case) -> tuple[str, str]:
    if change.action == "Modify":
        return _MODIFIED[case.verdicts[change.id].replaced]
    if change.action == "Remove" and change.policy_action == "Retain":
        return "leave behind", "-"
    return _ACTIONS.get(change.action, (change.action or "unknown", "?"))


def _differences(change: Change, case: Case) -> tuple[Difference, ...]:
    if change.action in ("Add", "Import", "Remove"):
        return added(change, case.mask)
    return told(change, case.mask, case.sure(change))


def _rename(change: Change, other: str) -> Reason:
    if change.action == "Add":
        return Reason(Level.ROUTINE, f"it is what {other} was, under a new logical id")
    return Reason(
        Level.ROUTINE,
        f"it comes back as {other}: this looks like a rename, and a stack refactoring would keep the resource",
    )


def _notes(change: Change, case: Case) -> tuple[str, ...]:
    found: list[str] = []
    if change.drift_status in ("NOT_CHECKED", "UNKNOWN", "UNSUPPORTED"):
        found.append(f"whether it was changed outside CloudFormation was not looked at ({change.drift_status.lower()})")
    elif change.drift_status == "DELETED":
        found.append("it was deleted outside CloudFormation")
    elif change.drift_status == "MODIFIED":
        found.append("it was changed outside CloudFormation")
    if change.drift_ignored:
        paths = [f"{path} ({reason.lower().replace('_', ' ')})" for path, reason in change.drift_ignored]
        found.append(f"drift that CloudFormation leaves alone: {listed(paths, 8)}")
    if change.module:
        found.append(f"it comes from the module {change.module}")
    if change.hooks:
        found.append(
            f"{change.hooks} hook{'s' if change.hooks > 1 else ''} will look at it and may stop the deployment"
        )
    return tuple(case.mask.text(note) for note in found)
