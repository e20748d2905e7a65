"""The parts of an answer, typed. Their kinds have been checked before: see `oddities.wrong`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from delivery.change_set import Change, Detail, Drift, Parameter, context
from delivery.change_set.words import SHAPES


def normalised(value: Any, kind: str) -> Any:
    """A value with its members as the API spells them (clients may write `changeSetId`); what is null is left out."""
    if kind.endswith("[]") and isinstance(value, list | tuple):
        return [normalised(item, kind.removesuffix("[]")) for item in value]
    if kind in SHAPES and isinstance(value, Mapping):
        return dict(_members(value, SHAPES[kind]))
    return value.isoformat() if isinstance(value, datetime) else value


def _members(value: Mapping[str, Any], shape: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name, item in value.items():
        capital = name[:1].upper() + name[1:]
        known = capital if name not in shape and capital in shape and capital not in value else name
        if known not in shape:
            yield known, item
        elif item is not None:
            yield known, normalised(item, shape[known])


def change(item: Mapping[str, Any], path: tuple[str, ...]) -> Change:
    """One of an answer's Changes, in the nested stack at a path."""
    resource = item.get("ResourceChange", {})
    return Change(
        action=resource.get("Action", ""),
        logical_id=resource.get("LogicalResourceId", ""),
        type=resource.get("ResourceType", ""),
        path=path,
        physical_id=resource.get("PhysicalResourceId", ""),
        replacement=resource.get("Replacement", ""),
        policy_action=resource.get("PolicyAction", ""),
        scope=tuple(resource.get("Scope", ())),
        details=tuple(_detail(detail) for detail in resource.get("Details", ())),
        before=context(resource.get("BeforeContext")),
        after=context(resource.get("AfterContext")),
        previous=context(resource.get("PreviousDeploymentContext")),
        drift_status=resource.get("ResourceDriftStatus", ""),
        drift_ignored=tuple(
            (ignored.get("Path", ""), ignored.get("Reason", ""))
            for ignored in resource.get("ResourceDriftIgnoredAttributes", ())
        ),
        module=_module(resource.get("ModuleInfo", {})),
        hooks=item.get("HookInvocationCount", 0),
        nested=resource.get("ChangeSetId", ""),
        raw=item,
    )


def _detail(item: Mapping[str, Any]) -> Detail:
    target = item.get("Target", {})
    drift = target.get("Drift")
    return Detail(
        attribute=target.get("Attribute", ""),
        name=target.get("Name", ""),
        path=target.get("Path", ""),
        recreation=target.get("RequiresRecreation", ""),
        before=target.get("BeforeValue"),
        after=target.get("AfterValue"),
        kind=target.get("AttributeChangeType", ""),
        evaluation=item.get("Evaluation", ""),
        source=item.get("ChangeSource", ""),
        entity=item.get("CausingEntity", ""),
        drift=None if drift is None else Drift(drift.get("PreviousValue"), drift.get("ActualValue")),
    )


def _module(info: Mapping[str, Any]) -> str:
    """`Web (Example::Web::MODULE)`: the logical ids of the modules and their types, outermost first."""
    names, types = info.get("LogicalIdHierarchy", ""), info.get("TypeHierarchy", "")
    return f"{names} ({types})" if names and types else names or types


def parameters(items: Sequence[Mapping[str, Any]]) -> dict[str, Parameter]:
    """Parameters by name; one without a name is no parameter."""
    return {
        item["ParameterKey"]: Parameter(
            item.get("ParameterValue"), item.get("ResolvedValue", ""), item.get("UsePreviousValue", False)
        )
        for item in items
        if "ParameterKey" in item
    }


def tags(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Tags by key; one without a key is no tag."""
    return {item["Key"]: item.get("Value", "") for item in items if "Key" in item}


def unnamed(items: Sequence[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
    """What a mapping by key leaves out: items without the key, and those of which a later one has the same."""
    last = {item[key]: number for number, item in enumerate(items) if key in item}
    return (item for number, item in enumerate(items) if last.get(item.get(key, None)) != number)


def time(value: Any) -> str:
    """A time as text; a number counts the seconds since 1970."""
    if not isinstance(value, int | float):
        return str(value)
    try:
        return datetime.fromtimestamp(value, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return str(value)
