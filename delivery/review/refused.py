"""Updates that CloudFormation starts and that cannot succeed: the service refuses them, or something is taken."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.change_set import KNOWN_AFTER_APPLY, Change
from delivery.predict.values import unknowns
from delivery.review.case import Case
from delivery.review.model import Level, Reason
from delivery.review.verdicts import Replaced
from delivery.schemas import schema_of

Properties = Mapping[str, Any]
# The registry says so in words only.
_FIXED = {"AWS::KMS::Key": ("KeySpec", "KeyUsage", "MultiRegion")}
_ONLY_GROWS = {"AWS::EC2::Volume": "Size", "AWS::RDS::DBInstance": "AllocatedStorage"}
# What only one can have at a time, in the same place: the new one is made before the old one goes.
_ONE_AT_A_TIME = {
    "AWS::EC2::NatGateway": (("AllocationId",), ()),
    "AWS::EC2::Route": (
        ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"),
        ("RouteTableId",),
    ),
    "AWS::EC2::Subnet": (("CidrBlock",), ("VpcId",)),
    "AWS::ElasticLoadBalancingV2::Listener": (("Port",), ("LoadBalancerArn",)),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (("Priority",), ("ListenerArn",)),
    "AWS::Route53::RecordSet": (("Name",), ("HostedZoneId", "HostedZoneName", "Type", "SetIdentifier")),
}
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_VERSION = re.compile(r"\d+")


def refused(change: Change, case: Case) -> Iterator[Reason]:
    """Why an update of a resource fails, as far as it can be seen."""
    if change.action != "Modify":
        return
    for name in _FIXED.get(change.type, ()):
        if any(detail.top == name for detail in change.details):
            yield Reason(Level.BLOCKED, f"{name} of a resource of this type cannot be changed: the update fails")
    before, after = case.properties(change.before), case.properties(change.after)
    if before is None or after is None:
        return
    replaced = case.verdicts[change.id].replaced
    if replaced is Replaced.NO:
        yield from (Reason(Level.BLOCKED, sentence) for sentence in _in_place(change.type, before, after))
    if replaced is Replaced.YES and (taken := _taken(change, before, after)):
        sentence = f"{taken} is taken: the new one cannot be made while the old one has it"
        yield Reason(Level.BLOCKED, f"{sentence}; give it another or none")
    if change.type == _BALANCER and replaced is Replaced.YES:
        for name in _groups_of(change, case):
            sentence = f"the target group {name} cannot belong to the old and to the new load balancer"
            yield Reason(Level.BLOCKED, f"{sentence}: replace it, too")


def _groups_of(change: Change, case: Case) -> list[str]:
    """The target groups that stay while the load balancer that they belong to is replaced."""
    stack = case.surroundings.after
    if stack is None or change.path:
        return []
    refers = {name: _targets(resource.properties) for name, resource in stack.resources.items()}
    kinds = {name: resource.type for name, resource in stack.resources.items()}
    listeners = {name for name, kind in kinds.items() if kind == _LISTENER and change.logical_id in refers[name]}
    rules = {name for name, kind in kinds.items() if kind == f"{_LISTENER}Rule" and listeners & refers[name]}
    groups = {
        group for name in listeners | rules for group in refers[name] if kinds.get(group, "").endswith("::TargetGroup")
    }
    before = case.surroundings.before
    return sorted(
        name
        for name in groups
        if before is not None and name in before.resources
        if name not in case.verdicts or case.verdicts[name].replaced is Replaced.NO
    )


def _targets(properties: Properties) -> set[str]:
    return {reference[0] for value in unknowns(dict(properties)) for reference in value.references}


def taken_by_name(change: Change, case: Case, other: Change) -> Iterator[Reason]:
    """A resource under a new logical id is made before the old one is deleted."""
    before, after = case.properties(other.before), case.properties(change.after)
    if before is None or after is None:
        return
    for names, _ in (((own_name_of(change.type),), ()), _ONE_AT_A_TIME.get(change.type, ((), ()))):
        for name in filter(None, names):
            value = after.get(name)
            if value is not None and value == before.get(name) and KNOWN_AFTER_APPLY not in str(value):
                sentence = f"{_said(name, value)} is still taken by {other.id}, which goes only afterwards"
                yield Reason(Level.BLOCKED, f"{sentence}: keep the logical id, or refactor the stack")
                return


def own_name_of(type_: str) -> str:
    from delivery.physical_names import own_name

    return own_name(type_)


def _in_place(type_: str, before: Properties, after: Properties) -> Iterator[str]:
    grows = _ONLY_GROWS.get(type_, "")
    old, new = _number(before.get(grows)), _number(after.get(grows))
    if old is not None and new is not None and new < old:
        yield f"{grows} falls from {before[grows]} to {after[grows]}, but it can only grow: the update fails"
    if type_ in ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster"):
        yield from _engine(before, after)


def _engine(before: Properties, after: Properties) -> Iterator[str]:
    """A database takes a new major version only if it is allowed to, and never an older one."""
    old, new = (_VERSION.findall(str(side.get("EngineVersion", ""))) for side in (before, after))
    if not old or not new or before.get("Engine") != after.get("Engine") or old == new:
        return
    versions = f"EngineVersion {before['EngineVersion']} → {after['EngineVersion']}"
    width = 2 if "mysql" in str(after.get("Engine")) or "maria" in str(after.get("Engine")) else 1
    major = [int(part) for part in old[:width]], [int(part) for part in new[:width]]
    if major[1] < major[0]:
        yield f"{versions}: a database takes no older major version, so the update fails"
    elif major[1] > major[0] and str(after.get("AllowMajorVersionUpgrade", "false")).lower() != "true":
        yield f"{versions} is a new major version, which AllowMajorVersionUpgrade must allow: the update fails"


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _taken(change: Change, before: Properties, after: Properties) -> str:
    """What the new one would have to share with the old one; empty where there is nothing."""
    names, within = _ONE_AT_A_TIME.get(change.type, ((), ()))
    found = next((name for name in names if _stays(name, before, after)), "")
    if found and all(before.get(place) == after.get(place) for place in within):
        return _said(found, after[found])
    return _taken_name(change, before, after)


def _taken_name(change: Change, before: Properties, after: Properties) -> str:
    """A physical name that stays the same although the resource is replaced."""
    schema, name = schema_of(change.type), own_name_of(change.type)
    value = after.get(name)
    if not name or not isinstance(value, str) or not _stays(name, before, after) or schema is None:
        return ""
    if schema.replacement_order.startswith("delete") or "‹" in value:
        return ""
    # Where the name counts only within something else, that may be another one now.
    others = [pointer[0] for pointer in schema.primary_identifier if pointer and pointer[0] != name]
    if change.type == "AWS::EC2::SecurityGroup":
        others.append("VpcId")
    touched = {detail.path.split("/")[2] for detail in change.details if detail.path.count("/") > 1}
    moved = bool(touched.intersection(others))
    return "" if moved else _said(name, value)


def _stays(name: str, before: Properties, after: Properties) -> bool:
    value = after.get(name)
    return value is not None and value == before.get(name) and KNOWN_AFTER_APPLY not in str(value)


def _said(name: str, value: Any) -> str:
    return f'{name} "{value}"'
