"""The functions that need nothing but their arguments, which are resolved already."""

import ipaddress
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from delivery.intrinsics.known import OPEN, Unfit, as_text, holds_function, is_function, is_open, joined, kind, whole
from delivery.intrinsics.names import mentions


@dataclass(frozen=True)
class Call:
    """A function with a list of arguments: how many, and in words which."""

    answer: Callable[..., Any]
    least: int
    most: int
    takes: str

    def check(self, name: str, arguments: Any) -> None:
        """Raise when CloudFormation would not take so many."""
        if not isinstance(arguments, list) or not self.least <= len(arguments) <= self.most:
            raise Unfit(f"{name} takes {self.takes}, not {kind(arguments)}")


def _equals(left: Any, right: Any) -> Any:
    if is_open(left) or is_open(right):
        return OPEN
    return _comparable(left) == _comparable(right)


def _comparable(value: Any) -> Any:
    return [_comparable(item) for item in value] if isinstance(value, list) else as_text(value)


def _and(*sides: Any) -> Any:
    return False if any(side is False for side in sides) else _of_what_is_open("Fn::And", sides, neutral=True)


def _or(*sides: Any) -> Any:
    return True if any(side is True for side in sides) else _of_what_is_open("Fn::Or", sides, neutral=False)


def _of_what_is_open(name: str, sides: tuple[Any, ...], *, neutral: bool) -> Any:
    """A condition of the sides that are not known: those that are known do not change it."""
    left = [side for side in sides if side is not neutral]
    if len(left) <= 1:
        return left[0] if left else neutral
    return {name: left}


def _not(side: Any) -> Any:
    return (not side) if isinstance(side, bool) else OPEN


def _contains(values: Any, wanted: Any) -> Any:
    if is_open(values) or is_open(wanted):
        return OPEN
    return as_text(_single("Fn::Contains", wanted)) in _texts("Fn::Contains", values)


def _each_member_equals(values: Any, wanted: Any) -> Any:
    if is_open(values) or is_open(wanted):
        return OPEN
    text = as_text(_single("Fn::EachMemberEquals", wanted))
    return all(value == text for value in _texts("Fn::EachMemberEquals", values))


def _each_member_in(values: Any, allowed: Any) -> Any:
    if is_open(values) or is_open(allowed):
        return OPEN
    return set(_texts("Fn::EachMemberIn", values)) <= set(_texts("Fn::EachMemberIn", allowed))


def _join(delimiter: Any, values: Any) -> Any:
    if is_open(delimiter) or is_open(values):
        return OPEN
    return joined(_texts("Fn::Join", values), as_text(_single("Fn::Join", delimiter)))


def _split(delimiter: Any, value: Any) -> Any:
    if is_open(delimiter) or is_open(value):
        return OPEN
    if not isinstance(delimiter, str) or not delimiter:
        raise Unfit("Fn::Split takes a delimiter of at least one character")
    return as_text(_single("Fn::Split", value)).split(delimiter)


def _select(index: Any, values: Any) -> Any:
    if is_open(index) or isinstance(values, dict):
        return OPEN
    if not isinstance(values, list):
        raise Unfit(f"Fn::Select takes an item of a list, not of {kind(values)}")
    if any(is_function(value) for value in values):
        return OPEN
    number = whole(index)
    if number is None or not 0 <= number < len(values):
        asked = kind(index) if isinstance(index, list) else index
        raise Unfit(f"item {asked} is asked of a list of {len(values)}")
    return values[number]


def _cidr(block: Any, count: Any, bits: Any = None) -> Any:
    if is_open(block) or is_open(count) or is_open(bits) or bits is None:
        return OPEN
    many, size = whole(count), whole(bits)
    try:
        network = ipaddress.ip_network(block if isinstance(block, str) else "", strict=False)
    except ValueError:
        raise Unfit(f"{kind(block) if isinstance(block, list) else block} is not a CIDR") from None
    longest = network.max_prefixlen
    if many is None or size is None or not 1 <= many <= 256 or size < 0:
        raise Unfit(f"Fn::Cidr takes a count from 1 to 256 and host bits, not {count} and {bits}")
    if size > longest or many << size > network.num_addresses:
        raise Unfit(f"{block} is too small for {many} subnets of /{max(0, longest - size)}")
    first, make = int(network.network_address), type(network.network_address)
    return [f"{make(first + (number << size))}/{longest - size}" for number in range(many)]


def length(value: Any) -> Any:
    """How many items a list has, known or not, unless one of them may be no item at all."""
    if isinstance(value, dict):
        return OPEN
    if not isinstance(value, list):
        raise Unfit(f"Fn::Length counts the items of a list, not of {kind(value)}")
    return OPEN if "AWS::NoValue" in mentions(value) else len(value)


def to_json_string(value: Any) -> Any:
    """The text of a mapping or list in which everything is known."""
    if not isinstance(value, dict | list):
        raise Unfit(f"Fn::ToJsonString takes a mapping or a list, not {kind(value)}")
    if holds_function(value):
        return OPEN
    return joined([json.dumps(value, ensure_ascii=False, separators=(",", ":"))])


def _texts(name: str, values: Any) -> list[str]:
    if not isinstance(values, list):
        raise Unfit(f"{name} takes a list, not {kind(values)}")
    return [as_text(_single(name, value)) for value in values]


def _single(name: str, value: Any) -> Any:
    if isinstance(value, list):
        raise Unfit(f"{name} takes a single value here, not {kind(value)}")
    return value


_CONDITIONS = "a list of conditions"
CALLS = {
    "Fn::And": Call(_and, 1, 100, _CONDITIONS),
    "Fn::Cidr": Call(_cidr, 2, 3, "a block, a count and host bits"),
    "Fn::Contains": Call(_contains, 2, 2, "a list and a value"),
    "Fn::EachMemberEquals": Call(_each_member_equals, 2, 2, "a list and a value"),
    "Fn::EachMemberIn": Call(_each_member_in, 2, 2, "two lists"),
    "Fn::Equals": Call(_equals, 2, 2, "two values"),
    "Fn::Join": Call(_join, 2, 2, "a delimiter and a list"),
    "Fn::Not": Call(_not, 1, 1, "a list of one condition"),
    "Fn::Or": Call(_or, 1, 100, _CONDITIONS),
    "Fn::Select": Call(_select, 2, 2, "an index and a list"),
    "Fn::Split": Call(_split, 2, 2, "a delimiter and a text"),
}
OF_ONE: dict[str, Callable[[Any], Any]] = {"Fn::Length": length, "Fn::ToJsonString": to_json_string}
