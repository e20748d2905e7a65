"""What was worked out, in the words of DescribeChangeSet."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from delivery.change_set import HIDDEN
from delivery.predict.consequences import State, Touch
from delivery.predict.differences import NOT_THERE, Step
from delivery.predict.policies import policy
from delivery.predict.refusals import refusals
from delivery.predict.resources import Resource, Stack
from delivery.predict.values import Plain, Reference, shown, text_of
from delivery.sides import Pair

NOTHING_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set."
)
_TYPES_DIFFER = (
    "Update of resource type is not permitted. The new template modifies resource type of the following resources: "
)
Fresh = Callable[[Reference], bool]


def answer(pair: Pair, before: Stack, after: Stack, states: Mapping[str, State]) -> dict[str, Any]:
    """The whole answer."""
    fresh = _fresh(before, states)
    changes = [*_on_the_new_side(before, after, states, fresh), *_removed(before, after)]
    status, reason = _status(before, after, changes)
    return {
        "ChangeSetName": "predicted",
        "ChangeSetId": f"predicted/{pair.name}",  # CloudFormation has not seen it
        "StackName": pair.name,
        "Status": status,
        **({"StatusReason": reason} if reason else {}),
        "ExecutionStatus": "AVAILABLE" if status == "CREATE_COMPLETE" else "UNAVAILABLE",
        "Parameters": _parameters(after),
        "Tags": [{"Key": key, "Value": value} for key, value in after.side.tags.items()],
        "Changes": [{"Type": "Resource", "ResourceChange": change} for change in changes],
    }


def _status(before: Stack, after: Stack, changes: list[dict[str, Any]]) -> tuple[str, str]:
    others = [
        name for name, old in before.resources.items() if (new := after.resources.get(name)) and new.type != old.type
    ]
    if others:
        return "FAILED", f"{_TYPES_DIFFER}[{', '.join(others)}]"
    refused = list(refusals(after)) if changes else []
    if refused:
        return "FAILED", "; ".join(refused)
    both = (before.side.template, after.side.template)
    transformed = both[0].get("Transform") != both[1].get("Transform")
    if changes or transformed or before.outputs != after.outputs or before.side.tags != after.side.tags:
        return "CREATE_COMPLETE", ""
    return "FAILED", NOTHING_CHANGES


def _parameters(stack: Stack) -> list[dict[str, str]]:
    hidden = stack.hidden_parameters
    return [
        {"ParameterKey": name, "ParameterValue": HIDDEN if name in hidden else value}
        for name, value in stack.values.items()
    ]


def _fresh(before: Stack, states: Mapping[str, State]) -> Fresh:
    """Whether what is referred to is only known when the change was made."""

    def fresh(reference: Reference) -> bool:
        name, attribute = reference
        return name not in before.resources or (name in states and states[name].moves(attribute) is not None)

    return fresh


def _on_the_new_side(
    before: Stack, after: Stack, states: Mapping[str, State], fresh: Fresh
) -> Iterator[dict[str, Any]]:
    for name, resource in after.resources.items():
        if name not in before.resources:
            yield {**_named("Add", resource), "Scope": [], "Details": [], "AfterContext": _context(resource, fresh)}
        elif states[name].touches:
            yield _modified(before.resources[name], resource, states[name], fresh)


def _modified(old: Resource, new: Resource, state: State, fresh: Fresh) -> dict[str, Any]:
    fate = f"ReplaceAnd{_policy(new, 'UpdateReplacePolicy')}"
    return {
        **({"PolicyAction": fate} if state.replacement != "False" else {}),
        **_named("Modify", new),
        "Replacement": state.replacement,
        "Scope": list(dict.fromkeys(touch.attribute for touch in state.touches)),
        "Details": [_detail(touch, fresh) for touch in state.touches],
        "BeforeContext": _context(old),
        "AfterContext": _context(new, fresh),
    }


def _removed(before: Stack, after: Stack) -> Iterator[dict[str, Any]]:
    for name, resource in before.resources.items():
        if name not in after.resources:
            named = {"PolicyAction": _policy(resource, "DeletionPolicy"), **_named("Remove", resource)}
            yield {**named, "Scope": [], "Details": [], "BeforeContext": _context(resource)}


def _named(action: str, resource: Resource) -> dict[str, Any]:
    return {"Action": action, "LogicalResourceId": resource.logical_id, "ResourceType": resource.type}


def _policy(resource: Resource, attribute: str) -> str:
    return policy(attribute, resource.attributes.get(attribute), resource.type, resource.properties)


def _context(resource: Resource, fresh: Fresh = lambda _: False) -> str:
    whole = {"Properties": dict(resource.properties), **resource.attributes}
    return json.dumps(shown(whole, fresh), ensure_ascii=False)


def _detail(touch: Touch, fresh: Fresh) -> dict[str, Any]:
    target: dict[str, Any] = {"Attribute": touch.attribute, "RequiresRecreation": touch.recreation}
    if touch.attribute == "Properties" and touch.within is None:
        target["Name"] = str(touch.path[0])
    target["Path"] = _pointer(touch)
    for side, value in zip(("BeforeValue", "AfterValue"), _values(touch), strict=True):
        if value is not NOT_THERE:
            target[side] = text_of(shown(value, fresh if side == "AfterValue" else lambda _: False))
    target["AttributeChangeType"] = touch.difference.kind if touch.difference else "Modify"
    entity = {"CausingEntity": touch.origin.entity} if touch.origin.entity else {}
    evaluation = "Static" if touch.certain and touch.difference else "Dynamic"
    return {"Target": target, "Evaluation": evaluation, "ChangeSource": touch.origin.source, **entity}


def _values(touch: Touch) -> tuple[Plain, Plain]:
    if touch.difference is None:
        return touch.value, touch.value
    return touch.difference.before, touch.difference.after


def _pointer(touch: Touch) -> str:
    """`/Properties/ContainerDefinitions/0/Image`."""
    section = touch.within if touch.within is not None else {"Tags": "Properties"}.get(touch.attribute, touch.attribute)
    return "".join(f"/{_escaped(step)}" for step in (section, *touch.path) if step != "")


def _escaped(step: Step) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
