"""Changes after which requests, traffic or data go another way, although nothing is replaced or gets weaker."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.change_set import Change
from delivery.review.case import Case
from delivery.review.model import Level, Reason

_ROUTE = "traffic goes another way, and what goes by the old one breaks off"
_NAME = "the name leads elsewhere once caches have run out"
_STEERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "AWS::EC2::Route": (
        (
            ("CarrierGatewayId", "CoreNetworkArn", "EgressOnlyInternetGatewayId", "GatewayId", "InstanceId"),
            _ROUTE,
        ),
        (("LocalGatewayId", "NatGatewayId", "NetworkInterfaceId", "TransitGatewayId", "VpcEndpointId"), _ROUTE),
        (("VpcPeeringConnectionId",), _ROUTE),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        (("DefaultActions",), "requests that no rule takes are answered by something else"),
        (("Port",), "what connects to the old port finds nothing there"),
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (
        (("Actions",), "requests that it takes are answered by something else"),
        (("Conditions", "Priority"), "other requests than before are taken by this rule"),
    ),
    "AWS::Events::Rule": (
        (("Targets",), "other targets than before are started by it"),
        (("EventPattern", "ScheduleExpression"), "it starts its targets at other times than before"),
    ),
    "AWS::Route53::RecordSet": (
        (("AliasTarget", "ResourceRecords"), _NAME),
        (
            ("Failover", "GeoLocation", "MultiValueAnswer", "Region", "Weight"),
            "another share of requests gets this answer",
        ),
    ),
    "AWS::SecretsManager::Secret": (
        (("GenerateSecretString",), "a new value is generated, and what still uses the old one fails"),
    ),
}
_FOLLOWS = ("ResourceReference", "ResourceAttribute")


def steered(change: Change, case: Case) -> Iterator[Reason]:
    """What goes elsewhere, or is deleted by itself from now on."""
    if change.action != "Modify":
        return
    # Where a value only follows the new id of what is told anyway, it is that row's matter.
    touched = {detail.top for detail in change.details if detail.source not in _FOLLOWS}
    for names, sentence in _STEERS.get(change.type, ()):
        if touched.intersection(names):
            yield Reason(Level.OUTAGE, sentence)
    before, after = case.properties(change.before), case.properties(change.after)
    if change.type.startswith("AWS::DynamoDB::") and before is not None and after is not None:
        yield from _of_tables(before, after)


def _of_tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    gone = _indexes(before) - _indexes(after)
    for name in sorted(gone):
        yield Reason(Level.OUTAGE, f"the index {name} goes: queries on it fail")
    if _expires(after) and not _expires(before):
        yield Reason(Level.DATA_LOSS, "items are deleted by themselves from now on, when the time in them is over")


def _indexes(side: Mapping[str, Any]) -> set[str]:
    found = side.get("GlobalSecondaryIndexes")
    return (
        {str(one.get("IndexName")) for one in found if isinstance(one, Mapping)} if isinstance(found, list) else set()
    )


def _expires(side: Mapping[str, Any]) -> bool:
    found = side.get("TimeToLiveSpecification")
    return isinstance(found, Mapping) and str(found.get("Enabled")).lower() == "true"
