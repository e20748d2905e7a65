"""Holds both sides of a resource against the tables."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from delivery.review.model import Level, Reason
from delivery.review.weakening.containers import more_spot, weaker_containers
from delivery.review.weakening.databases import DATABASES
from delivery.review.weakening.entrances import ENTRANCES
from delivery.review.weakening.kinds import Check
from delivery.review.weakening.rule_lists import freer_firewall, freer_requests, sooner_deleted_images, sooner_expired
from delivery.review.weakening.running import RUNNING
from delivery.review.weakening.stores import STORES
from delivery.review.weakening.values import pairs
from delivery.review.weakening.watching import WATCHING, later_alarms

CHECKS: Mapping[str, tuple[Check, ...]] = {**DATABASES, **ENTRANCES, **RUNNING, **STORES, **WATCHING}
_Whole = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Reason]]
_AS_A_WHOLE: Mapping[str, tuple[_Whole, ...]] = {
    "AWS::CloudWatch::Alarm": (later_alarms,),
    "AWS::ECR::Repository": (sooner_deleted_images,),
    "AWS::ECS::Cluster": (more_spot,),
    "AWS::ECS::ClusterCapacityProviderAssociations": (more_spot,),
    "AWS::ECS::Service": (more_spot,),
    "AWS::ECS::TaskDefinition": (weaker_containers,),
    "AWS::ECS::TaskSet": (more_spot,),
    "AWS::ElasticLoadBalancingV2::Listener": (freer_requests,),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (freer_requests,),
    "AWS::S3::Bucket": (sooner_expired,),
    "AWS::WAFv2::WebACL": (freer_firewall,),
}


def weakenings(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Reason, ...]:
    """What gets weaker in the properties of a resource, the worst first; what comes or goes as a whole has none."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    found = [reason for check in CHECKS.get(type_, ()) for reason in _checked(check, before, after)]
    found += [reason for whole in _AS_A_WHOLE.get(type_, ()) for reason in whole(before, after)]
    return tuple(sorted(dict.fromkeys(found), key=lambda reason: reason.level.rank))


def _checked(check: Check, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    if check.unless and check.unless[1] in (before.get(check.unless[0]), after.get(check.unless[0])):
        return
    for whose, old, new in pairs(before, after, check.pointer):
        finding = None if old == new else check.kind(check.words, old, new, check.absent)
        if finding is None:
            continue
        if not finding.certain:
            yield Reason(Level.MAYBE, whose + finding.sentence)
        else:
            yield Reason(check.level, whose + finding.sentence + (f": {check.so}" if check.so else ""))
