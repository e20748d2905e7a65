"""Security groups, network ACLs and prefix lists: whom they let through, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from delivery.review.access.found import Found, Line, canonical, clean
from delivery.review.access.network import (
    Rule,
    is_nearly_anywhere,
    network_of,
    peer_in_words,
    ports_of,
    protocol_of,
    rule_line,
    uncovered_rules,
)

_GROUP = "AWS::EC2::SecurityGroup"
_ACL = "AWS::EC2::NetworkAclEntry"
_LIST = "AWS::EC2::PrefixList"
_ALONE = {"AWS::EC2::SecurityGroupIngress": True, "AWS::EC2::SecurityGroupEgress": False}
NETWORK = frozenset((_GROUP, _ACL, _LIST, *_ALONE))
_LEAVES = Rule(False, "all", 0, 65535, "0.0.0.0/0")
# What says from or to whom, and how it is named.
_PEERS = (
    ("CidrIp", ""),
    ("CidrIpv6", ""),
    ("SourceSecurityGroupId", "the security group "),
    ("DestinationSecurityGroupId", "the security group "),
    ("SourceSecurityGroupName", "the security group "),
    ("SourcePrefixListId", "the prefix list "),
    ("DestinationPrefixListId", "the prefix list "),
)
_KNOWN = frozenset(
    (
        *(name for name, _ in _PEERS),
        "IpProtocol",
        "FromPort",
        "ToPort",
        "Description",
        "GroupId",
        "GroupName",
        "SourceSecurityGroupOwnerId",
        "Id",
    )
)


@dataclass
class _Rules:
    """What one side lets through, what it denies, and what could not be read."""

    allowed: set[Rule] = field(default_factory=set)
    denied: set[Rule] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def network_changes(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Found:
    """What may newly pass and what may no longer."""
    old, new = _rules(type_, before), _rules(type_, after)
    line = _entry_line if type_ == _LIST else rule_line
    lifted, added = uncovered_rules(old.denied, new.denied), uncovered_rules(new.denied, old.denied)
    gained = (
        *map(line, uncovered_rules(new.allowed, old.allowed)),
        *(_denial("lifted", rule) for rule in lifted),
    )
    hidden = new.unread - old.unread
    lost = () if hidden else tuple(map(line, uncovered_rules(old.allowed, new.allowed)))
    return Found(
        gained,
        (*lost, *(_denial("added", rule) for rule in added)),
        (),
        (*_unread(old, new, after is None and type_ in (_GROUP, _LIST)), *_order(type_, before, after)),
    )


def _rules(type_: str, properties: Mapping[str, Any] | None) -> _Rules:
    found = _Rules()
    if properties is None:
        return found
    if type_ == _GROUP:
        _take_all(found, properties.get("SecurityGroupIngress"), True)
        _take_all(found, properties.get("SecurityGroupEgress"), False)
        if properties.get("SecurityGroupEgress") in (None, "", []):
            found.allowed.add(_LEAVES)
    elif type_ in _ALONE:
        into = clean(properties.get("GroupId") or properties.get("GroupName") or "")
        _take(found, properties, _ALONE[type_], into)
    elif type_ == _ACL:
        _take_entry(found, properties)
    else:
        _take_networks(found, properties.get("Entries"))
    return found


def _take_all(found: _Rules, value: Any, inward: bool) -> None:
    for item in value if isinstance(value, list) else [] if value in (None, "") else [value]:
        _take(found, item, inward, "")


def _take(found: _Rules, rule: Any, inward: bool, into: str) -> None:
    """A rule of a security group. Its description lets nobody in."""
    if not isinstance(rule, Mapping) or any(key not in _KNOWN for key in rule):
        found.unread.add(canonical(rule))
        return
    protocol = protocol_of(rule.get("IpProtocol"))
    ports = ports_of(protocol, rule.get("FromPort"), rule.get("ToPort"))
    peers = [_peer(name, word, rule) for name, word in _PEERS if rule.get(name) not in (None, "")]
    if ports is None or not peers or not _is_protocol(protocol):
        found.unread.add(canonical({key: value for key, value in rule.items() if key != "Description"}))
        return
    found.allowed.update(Rule(inward, protocol, *ports, peer, into) for peer in peers)


def _is_protocol(name: str) -> bool:
    return name in ("all", "tcp", "udp", "icmp", "icmpv6") or name.isdigit()


def _peer(name: str, word: str, rule: Mapping[str, Any]) -> str:
    if not word:
        return network_of(rule[name])
    owner = rule.get("SourceSecurityGroupOwnerId") if name.startswith("SourceSecurityGroup") else None
    return f"{word}{clean(rule[name])}{f' of account {clean(owner)}' if owner not in (None, '') else ''}"


def _take_entry(found: _Rules, entry: Mapping[str, Any]) -> None:
    """A line of a network ACL."""
    protocol = protocol_of(entry.get("Protocol"))
    within = entry.get("Icmp") if protocol in ("icmp", "icmpv6") else entry.get("PortRange")
    pair = ("Type", "Code") if protocol in ("icmp", "icmpv6") else ("From", "To")
    given: Mapping[str, Any] = within if isinstance(within, Mapping) else {}
    ports = ports_of(protocol, given.get(pair[0]), given.get(pair[1]))
    if protocol in ("tcp", "udp") and within in (None, ""):
        ports = (0, 65535)
    action = clean(entry.get("RuleAction")).lower()
    peers = [network_of(entry[name]) for name in ("CidrBlock", "Ipv6CidrBlock") if entry.get(name) not in (None, "")]
    direction = clean(entry.get("Egress") or "false").lower()
    readable = action in ("allow", "deny") and direction in ("true", "false") and _is_protocol(protocol)
    if ports is None or not peers or not readable:
        found.unread.add(canonical(entry))
        return
    into = clean(entry.get("NetworkAclId") or "")
    rules = {Rule(direction == "false", protocol, *ports, peer, into) for peer in peers}
    (found.allowed if action == "allow" else found.denied).update(rules)


def _take_networks(found: _Rules, entries: Any) -> None:
    for entry in entries if isinstance(entries, list) else [] if entries in (None, "") else [entries]:
        if isinstance(entry, Mapping) and isinstance(entry.get("Cidr"), str):
            found.allowed.add(Rule(True, "all", 0, 65535, network_of(entry["Cidr"])))
        else:
            found.unread.add(canonical(entry))


def _entry_line(rule: Rule) -> Line:
    said = f"{peer_in_words(rule.peer)} is in the list"
    reason = f"wherever this list is let through, {peer_in_words(rule.peer)} is too"
    return Line(said, (reason,) if is_nearly_anywhere(rule.peer) else (), reason=reason)


def _denial(word: str, rule: Rule) -> Line:
    said = f"a denial is {word}: {rule_line(rule).sentence}"
    return Line(said, (said,) if word == "lifted" else ())


def _order(type_: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Rules of a network ACL are read by their numbers, and the first that fits decides."""
    if type_ != _ACL or before is None or after is None:
        return ()
    old, new = clean(before.get("RuleNumber", "")), clean(after.get("RuleNumber", ""))
    if old == new:
        return ()
    return (f"the rule is read at {new} instead of {old}, and the first that fits decides: it needs a person",)


def _unread(old: _Rules, new: _Rules, gone: bool) -> tuple[str, ...]:
    if gone or not old.unread ^ new.unread:
        return ()
    return ("a rule of the network could not be read: it needs a person",)
