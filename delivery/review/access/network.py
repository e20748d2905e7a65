"""Rules of the network: which traffic, from or to whom, and whether one rule lets all of another through."""

import ipaddress
from collections.abc import Iterable
from typing import Any, NamedTuple

from delivery.review.access.dangers import why_ports
from delivery.review.access.found import Line, clean

_NAMES = {"-1": "all", "all": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_WORDS = {"all": "all traffic", "tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmpv6": "ICMPv6"}
_ALL_PORTS = (0, 65535)


class Rule(NamedTuple):
    """Traffic that may pass."""

    inward: bool
    protocol: str  # tcp, udp, icmp, icmpv6, all, or a number
    first: int  # of a range of ports; for ICMP of types and codes, 256 for each type
    last: int
    peer: str  # a network, or a name in words
    into: str = ""  # the group or list that the rule is in, where it stands alone


def protocol_of(value: Any) -> str:
    text = clean(value).strip().lower()
    return _NAMES.get(text, text)


def ports_of(protocol: str, first: Any, last: Any) -> tuple[int, int] | None:
    """The range that a rule means; None where it cannot be read."""
    if protocol not in ("tcp", "udp", "icmp", "icmpv6"):
        return _ALL_PORTS
    low, high = _whole(first), _whole(last)
    if protocol in ("icmp", "icmpv6"):
        return _types(-1 if first in (None, "") else low, -1 if last in (None, "") else high)
    if low is None or high is None:
        return None
    if (low, high) == (-1, -1):
        return _ALL_PORTS
    return (low, high) if 0 <= low <= high <= 65535 else None


def _types(kind: int | None, code: int | None) -> tuple[int, int] | None:
    if kind is None or code is None:
        return None
    if kind == -1:
        return _ALL_PORTS
    if not 0 <= kind <= 255 or not -1 <= code <= 255:
        return None
    return (kind * 256, kind * 256 + 255) if code == -1 else (kind * 256 + code,) * 2


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def network_of(value: Any) -> str:
    """A network in its shortest form; what is not one stays as it is."""
    text = clean(value).strip()
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return text


def uncovered_rules(these: Iterable[Rule], by: Iterable[Rule]) -> list[Rule]:
    """Rules that let something through that none of the others does."""
    known = frozenset(by)
    return sorted(rule for rule in frozenset(these) - known if not _is_covered(rule, known))


def _is_covered(rule: Rule, by: frozenset[Rule]) -> bool:
    """Several ranges of ports may cover one together."""
    ranges = sorted((other.first, other.last) for other in by if _reaches(other, rule))
    next_port = rule.first
    for first, last in ranges:
        if first <= next_port <= last:
            next_port = last + 1
    return next_port > rule.last


def _reaches(wide: Rule, narrow: Rule) -> bool:
    return (
        (wide.inward, wide.into) == (narrow.inward, narrow.into)
        and wide.protocol in ("all", narrow.protocol)
        and _peer_covers(wide.peer, narrow.peer)
    )


def _peer_covers(wide: str, narrow: str) -> bool:
    if wide == narrow:
        return True
    outer, inner = _network(wide), _network(narrow)
    if isinstance(outer, ipaddress.IPv4Network) and isinstance(inner, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(outer, ipaddress.IPv6Network) and isinstance(inner, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


def is_nearly_anywhere(peer: str) -> bool:
    """Whether a network is so wide that it is the internet in all but name."""
    network = _network(peer)
    return network is not None and network.prefixlen < (8 if network.version == 4 else 16)


def peer_in_words(peer: str) -> str:
    return f"anywhere ({peer})" if peer in ("0.0.0.0/0", "::/0") else peer


def rule_line(rule: Rule) -> Line:
    """`TCP 443 from anywhere (0.0.0.0/0)`, and what it means when it is new."""
    traffic, peer = _traffic(rule), peer_in_words(rule.peer)
    into = f" {'into' if rule.inward else 'out of'} {rule.into}" if rule.into else ""
    said = f"{traffic} {'from' if rule.inward else 'to'} {peer}{into}"
    if not rule.inward:
        return Line(said, reason=f"{traffic} may leave to {peer}{into}")
    opened = f"{traffic} is opened to {peer}{into}"
    everything = rule.protocol == "all" or (rule.protocol == "tcp" and rule.last - rule.first > 1000)
    if not is_nearly_anywhere(rule.peer) and not everything:
        return Line(said, reason=opened)
    why = why_ports(rule.first, rule.last) if rule.protocol in ("tcp", "udp") else ""
    return Line(said, (f"{opened}, {why}" if why else opened,), is_nearly_anywhere(rule.peer), opened)


def _traffic(rule: Rule) -> str:
    name = _WORDS.get(rule.protocol, f"protocol {rule.protocol}")
    if rule.protocol in ("icmp", "icmpv6"):
        return name + _type_in_words(rule)
    if rule.protocol not in ("tcp", "udp"):
        return name
    if (rule.first, rule.last) == _ALL_PORTS:
        return f"all {name}"
    return f"{name} {rule.first}" if rule.first == rule.last else f"{name} {rule.first}-{rule.last}"


def _type_in_words(rule: Rule) -> str:
    if (rule.first, rule.last) == _ALL_PORTS:
        return ""
    kind, code = divmod(rule.first, 256)
    return f" type {kind}" if rule.last - rule.first == 255 else f" type {kind} code {code}"
