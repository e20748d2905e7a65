"""A change set and those of its nested stacks as one, each resource with the way to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from delivery.change_set import Change, ChangeSet
from delivery.change_set.merging import Merged, canonical
from delivery.change_set.parts import change, parameters, tags, time, unnamed
from delivery.change_set.words import STACK
from delivery.problems import refuse

_DEEPEST = 50


def tree(top: str, found: Mapping[str, Merged]) -> ChangeSet:
    """The change set of that id with everything that is nested in it, and those nested ones that nothing refers to."""
    taken: set[str] = set()
    whole = _tree(top, (), found, taken)
    named = {resource.nested for resource in whole.changes} | {
        name for one in found.values() for name in references(one)
    }
    for name in sorted(found, key=lambda name: (name in named, name)):
        if name not in taken:
            path = (stack(found[name]),)
            lost = _tree(name, path, found, taken)
            told = f"{path[0]}: no change here refers to its change set: pages of the one around it are missing"
            whole = _with(whole, replace(lost, missing=(told, *lost.missing)))
    return whole


def references(one: Merged) -> Iterator[str]:
    """The nested change sets that a change set speaks of."""
    resources = (item.get("ResourceChange", {}) for item in one.items)
    return (resource["ChangeSetId"] for resource in resources if resource.get("ChangeSetId"))


def stack(one: Merged) -> str:
    """The name of its stack, as far as it has one."""
    name: str = one.head.get("StackName") or one.head.get("StackId", "")
    return name


def _tree(name: str, path: tuple[str, ...], found: Mapping[str, Merged], taken: set[str]) -> ChangeSet:
    """`taken` are those that have their place: none gets a second one, so that there is an end."""
    if len(path) > _DEEPEST:
        raise refuse(f"these change sets are nested more than {_DEEPEST} deep: describe them again")
    taken.add(name)
    one = found[name]
    own = tuple(change(item, path) for item in one.items)
    nested: list[ChangeSet] = []
    missing = [*_around(one, name, path), *one.missing]
    for resource in own:
        if resource.nested in found and resource.nested not in taken:
            nested.append(_tree(resource.nested, (*path, resource.logical_id), found, taken))
        else:
            missing += _inside(resource, taken)
    whole = replace(
        _facts(one, path),
        changes=own,
        without_values=tuple("/".join((*path, id_)) for id_ in one.without_values),
        missing=tuple(": ".join(filter(None, ("/".join(path), sentence))) for sentence in missing),
    )
    for inner in nested:
        whole = _with(whole, inner)
    return whole


def _with(whole: ChangeSet, inner: ChangeSet) -> ChangeSet:
    """A change set with another one nested in it."""
    place = "/".join(inner.path)
    return replace(
        whole,
        nested=(*whole.nested, inner),
        changes=tuple(sorted((*whole.changes, *inner.changes), key=_order)),
        without_values=(*whole.without_values, *inner.without_values),
        missing=(*whole.missing, *inner.missing),
        unknown=(*whole.unknown, *((f"{name} ({place})", value) for name, value in inner.unknown)),
    )


def _order(resource: Change) -> tuple[tuple[str, ...], str]:
    return (*resource.path, resource.logical_id), canonical(resource.raw)


def _around(one: Merged, name: str, path: tuple[str, ...]) -> Iterator[str]:
    """What is missing around a change set, and what a nested one lacks itself."""
    elders = sorted({one.head.get(key, "") for key in ("RootChangeSetId", "ParentChangeSetId")} - {"", name})
    if not path and elders:
        yield f"this is the change set of a nested stack, and the one around it is not here ({elders[0]}): give it too"
    status, reason = one.head["Status"], one.head["StatusReason"]
    if not path and status in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
        yield f"it was described before it was ready ({status}): describe it again"
    if path and status not in ("", "CREATE_COMPLETE"):
        yield f"its change set is {status}" + (f" ({reason})" if reason else "")


def _inside(resource: Change, taken: set[str]) -> Iterator[str]:
    """What is not known of a nested stack."""
    if resource.nested in taken:
        yield f"{resource.logical_id} has a change set that is in another place already: describe it again"
    elif resource.nested:
        yield f"the change set of the nested stack {resource.logical_id} is not here ({resource.nested}): give it too"
    elif resource.type == STACK and resource.action == "Remove":
        yield f"{resource.logical_id} is a nested stack, and what goes with it is not listed: look at its resources"
    elif resource.type == STACK:
        yield (
            f"what happens in the nested stack {resource.logical_id} is not listed: "
            "make the change set with --include-nested-stacks"
        )


def _facts(one: Merged, path: tuple[str, ...]) -> ChangeSet:
    """All that is known of the change set itself."""
    head = one.head
    rollback, config = head.get("RollbackConfiguration", {}), head.get("DeploymentConfig", {})
    return ChangeSet(
        stack_name=head.get("StackName", ""),
        stack_id=head.get("StackId", ""),
        name=head.get("ChangeSetName", ""),
        id=head.get("ChangeSetId", ""),
        status=head["Status"],
        status_reason=head["StatusReason"],
        execution_status=head["ExecutionStatus"],
        drift_status=head.get("StackDriftStatus", ""),
        description=head.get("Description", ""),
        created=time(head.get("CreationTime", "")),
        parameters=parameters(head.get("Parameters", [])),
        tags=tags(head.get("Tags", [])),
        capabilities=tuple(head.get("Capabilities", [])),
        notification_arns=tuple(head.get("NotificationARNs", [])),
        rollback_triggers=tuple(
            (trigger.get("Arn", ""), trigger.get("Type", "")) for trigger in rollback.get("RollbackTriggers", [])
        ),
        rollback_minutes=rollback.get("MonitoringTimeInMinutes"),
        deployment_mode=head.get("DeploymentMode", ""),
        deployment_config_mode=config.get("Mode", ""),
        disable_rollback=config.get("DisableRollback"),
        on_stack_failure=head.get("OnStackFailure", ""),
        import_existing=head.get("ImportExistingResources"),
        include_nested=head.get("IncludeNestedStacks"),
        parent=head.get("ParentChangeSetId", ""),
        root=head.get("RootChangeSetId", ""),
        path=path,
        unknown=tuple(chain(one.unknown, _unnamed(head))),
    )


def _unnamed(head: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Parameters and tags that have no name of their own."""
    for name, key in (("Parameters", "ParameterKey"), ("Tags", "Key")):
        yield from ((name, item) for item in unnamed(head.get(name, []), key))
