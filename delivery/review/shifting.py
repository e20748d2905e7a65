"""Traffic that something else is steering: an update that writes it down anew sends it to the wrong place."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.change_set import Change
from delivery.predict.values import unknowns
from delivery.review.case import Case
from delivery.review.model import Level, Reason

_LISTENS = ("AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::Listener")
_SHIFTING = ("BLUE_GREEN", "LINEAR", "CANARY")


def shifted(change: Change, case: Case) -> Iterator[Reason]:
    """Live weights that are rewritten, and a number of tasks that scaling has set."""
    if change.action not in ("Modify", "SyncWithActual", "Dynamic"):
        return
    if change.type in _LISTENS and _touches_actions(change):
        yield from _weights(change, case)
    if change.type == "AWS::ECS::Service":
        yield from _reverts_service(change, case)
        yield from _desired_count(change, case)


def _touches_actions(change: Change) -> bool:
    names = {detail.top for detail in change.details}
    return (
        not change.details
        or bool(names & {"Actions", "DefaultActions"})
        or change.replacement in ("True", "Conditional")
    )


def _weights(change: Change, case: Case) -> Iterator[Reason]:
    """ECS moves the weights of a blue/green service while it runs; the template does not know where they are."""
    steered = _steered_by(change, case)
    if not steered and not any(_has_two_groups(side) for side in (change.before, change.after)):
        return
    who = f"ECS moves them for {steered}" if steered else "ECS or CodeDeploy may have moved them"
    is_drift = case.change_set.deployment_mode == "REVERT_DRIFT" or any(detail.drift for detail in change.details)
    what = "taking back their drift" if is_drift else "this update"
    yield Reason(
        Level.OUTAGE,
        f"the live weights of its target groups are not those in the template, {who}: {what} may send live traffic "
        "to a target group that is empty",
    )


def _has_two_groups(side: Mapping[str, Any] | None) -> bool:
    """Whether a forward action names several target groups."""
    properties = (side or {}).get("Properties")
    if not isinstance(properties, Mapping):
        return False
    actions = [*_items(properties.get("Actions")), *_items(properties.get("DefaultActions"))]
    forwards = [action.get("ForwardConfig") for action in actions if isinstance(action, Mapping)]
    return any(isinstance(one, Mapping) and len(_items(one.get("TargetGroups"))) > 1 for one in forwards)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _steered_by(change: Change, case: Case) -> str:
    """The service that names this listener or rule as its production traffic, as far as the stack is known."""
    for stack in (case.surroundings.after, case.surroundings.before):
        for name, resource in stack.resources.items() if stack else ():
            if resource.type == "AWS::ECS::Service" and change.logical_id in _rules_of(resource.properties):
                return name
    return ""


def _rules_of(properties: Mapping[str, Any]) -> set[str]:
    """The listeners and rules that a service's target groups are reached by."""
    found: set[str] = set()
    for balancer in _items(properties.get("LoadBalancers")):
        advanced = balancer.get("AdvancedConfiguration") if isinstance(balancer, Mapping) else None
        if isinstance(advanced, Mapping):
            found |= {reference[0] for value in unknowns(dict(advanced)) for reference in value.references}
    return found


def _strategy(side: Mapping[str, Any] | None) -> str:
    configuration = (side or {}).get("DeploymentConfiguration")
    return str(configuration.get("Strategy", "")) if isinstance(configuration, Mapping) else ""


def _reverts_service(change: Change, case: Case) -> Iterator[Reason]:
    """Taking back the drift of a service whose traffic ECS shifts."""
    after = case.properties(change.after)
    drifted = case.change_set.deployment_mode == "REVERT_DRIFT" and (
        any(detail.drift for detail in change.details) or change.drift_status == "MODIFIED"
    )
    if drifted and _strategy(after) in _SHIFTING:
        yield Reason(
            Level.OUTAGE,
            "ECS steers its traffic: taking back its drift may send live traffic to tasks that are gone",
        )


def _desired_count(change: Change, case: Case) -> Iterator[Reason]:
    """No change set shows it: an update sets the number of tasks back to what the template says."""
    after = case.properties(change.after)
    if after is None or "DesiredCount" not in after:
        return
    stack = case.surroundings.after
    scaled = stack is not None and any(
        resource.type == "AWS::ApplicationAutoScaling::ScalableTarget"
        and str(resource.properties.get("ServiceNamespace", "ecs")) == "ecs"
        for resource in stack.resources.values()
    )
    if scaled:
        yield Reason(
            Level.OUTAGE,
            f"DesiredCount {after['DesiredCount']} stands beside autoscaling: this update sets the number of tasks "
            "back to it, however many are needed now",
        )
