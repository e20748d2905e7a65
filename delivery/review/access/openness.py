"""Switches that open a resource to the internet or to anyone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from delivery.review.access.found import Found, Line, canonical, clean, difference, is_true, is_unknown, together

_BLOCK = "PublicAccessBlockConfiguration"
_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_ACLS = {
    "publicread": "anyone may read its objects, by its access control list",
    "publicreadwrite": "anyone may read and write its objects, by its access control list",
    "authenticatedread": "anyone with an AWS account may read its objects, by its access control list",
}


class _Switch(NamedTuple):
    """A property that opens a resource where it has a value."""

    path: str
    opens: Callable[[Any], bool]
    sentence: str


def _says(*texts: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value.lower() in texts


def _says_or_is_absent(*texts: str) -> Callable[[Any], bool]:
    return lambda value: value in (None, "") or _says(*texts)(value)


_ADDRESS = _Switch("PubliclyAccessible", is_true, "it has an address on the internet")
_REACHED = _Switch(
    "Scheme", _says_or_is_absent("internet-facing"), "it can be reached from the internet (internet-facing)"
)
_UNSIGNED = "anyone may call it without signing in"
_SWITCHES: dict[str, tuple[_Switch, ...]] = {
    **dict.fromkeys(
        (
            "AWS::AmazonMQ::Broker",
            "AWS::DMS::ReplicationInstance",
            "AWS::RDS::DBCluster",
            "AWS::RDS::DBInstance",
            "AWS::Redshift::Cluster",
            "AWS::RedshiftServerless::Workgroup",
        ),
        (_ADDRESS,),
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": (_REACHED,),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (_REACHED,),
    "AWS::EC2::Subnet": (_Switch("MapPublicIpOnLaunch", is_true, "machines in it get addresses on the internet"),),
    "AWS::Lambda::Url": (_Switch("AuthType", _says("none"), _UNSIGNED),),
    "AWS::ApiGatewayV2::Route": (_Switch("AuthorizationType", _says_or_is_absent("none"), _UNSIGNED),),
    "AWS::Cognito::IdentityPool": (
        _Switch("AllowUnauthenticatedIdentities", is_true, "anyone may get credentials without signing in"),
    ),
    "AWS::EKS::Cluster": (
        _Switch(
            "ResourcesVpcConfig/EndpointPublicAccess",
            lambda value: value is None or is_true(value),
            "its API can be reached from the internet",
        ),
    ),
}
OPENS = frozenset((*_SWITCHES, "AWS::ApiGateway::Method", "AWS::S3::Bucket", "AWS::S3::AccessPoint"))


def openness_changes(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Found:
    """What is opened and what is closed."""
    found = [difference(_open(type_, before), _open(type_, after))]
    if type_ in ("AWS::S3::Bucket", "AWS::S3::AccessPoint"):
        found.append(_public_access(before, after))
    return together(found)


def _open(type_: str, properties: Mapping[str, Any] | None) -> Iterator[Line]:
    if properties is None:
        return
    for switch in _SWITCHES.get(type_, ()):
        value = _at(properties, switch.path)
        if isinstance(value, str) and is_unknown(value):
            said = f"whether {switch.sentence} is only known when the change is made"
            yield Line(said, reason=said)
        elif switch.opens(value):
            yield Line(switch.sentence, (switch.sentence,), True)
    if type_ == "AWS::ApiGateway::Method" and _says_or_is_absent("none")(properties.get("AuthorizationType")):
        yield _method(properties)
    acl = properties.get("AccessControl") if type_ == "AWS::S3::Bucket" else None
    if isinstance(acl, str) and acl.lower() in _ACLS:
        yield Line(_ACLS[acl.lower()], (_ACLS[acl.lower()],), True)


def _method(properties: Mapping[str, Any]) -> Line:
    """A browser asks OPTIONS before it signs in: that is how it should be."""
    verb = clean(properties.get("HttpMethod", ""))
    needs_key = is_true(properties.get("ApiKeyRequired"))
    said = f"anyone{' with an API key' if needs_key else ''} may call {verb or 'it'} without signing in"
    return Line(said, () if verb == "OPTIONS" else (said,), verb != "OPTIONS", said)


def _at(properties: Any, path: str) -> Any:
    for name in path.split("/"):
        properties = properties.get(name) if isinstance(properties, Mapping) else None
    return properties


def _public_access(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Found:
    given = [side.get(_BLOCK) for side in (before, after) if side is not None]
    if any(not isinstance(block, Mapping | None) for block in given) and len(set(map(canonical, given))) > 1:
        return Found(unread=(f"{_BLOCK} could not be read: it needs a person",))
    old, new = (_unblocked(before, after is None), _unblocked(after, before is None))
    return difference(map(_not_blocked, old), map(_not_blocked, new))


def _unblocked(properties: Mapping[str, Any] | None, only_said: bool) -> list[str]:
    """The blocks that are off. `only_said`: one that is not mentioned is on, as S3 makes a new bucket."""
    if properties is None:
        return []
    given = properties.get(_BLOCK)
    if given is not None and not isinstance(given, Mapping):
        return []
    blocks = given or {}
    return [name for name in _BLOCKS if not is_true(blocks.get(name)) and not (only_said and name not in blocks)]


def _not_blocked(name: str) -> Line:
    said = f"{name} is off, so it does not keep the public out"
    return Line(said, (said,))
