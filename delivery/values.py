"""The values of one stack's parameters, and whether CloudFormation would take them."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.intrinsics import LIST_TYPES, CannotResolve, Scope, as_text, named_parameters, value_of
from delivery.resolve import broken_rules

_SSM_TYPE = re.compile(r"AWS::SSM::Parameter::(Value<|Name)")
_SSM_NAME = re.compile(r"/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(:[0-9]+)?")
_IDS = {
    "AWS::EC2::VPC::Id": (re.compile(r"vpc-[0-9a-f]{8}([0-9a-f]{9})?"), "the id of a VPC, such as vpc-0a1b2c3d"),
    "AWS::EC2::Subnet::Id": (
        re.compile(r"subnet-[0-9a-f]{8}([0-9a-f]{9})?"),
        "the id of a subnet, such as subnet-0a1b2c3d",
    ),
    "AWS::EC2::SecurityGroup::Id": (
        re.compile(r"sg-[0-9a-f]{8}([0-9a-f]{9})?"),
        "the id of a security group, such as sg-0a1b2c3d",
    ),
}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_IPV4_CIDR = re.compile(r"\d+\.\d+\.\d+\.\d+/\d+")


@dataclass(frozen=True)
class Complaint:
    """What is wrong with the values, and the parameters that have to do with it."""

    sentence: str
    parameters: tuple[str, ...]


def parameter_values(template: Mapping[str, Any], given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """The value of every parameter that has one: what was written, else what follows from names, else the default."""
    fills = template.get("Metadata", {}).get("Stackwright", {}).get("Fills", {})
    values: dict[str, str] = {}
    for name, declared in template.get("Parameters", {}).items():
        if name in given:
            values[name] = given[name]
        elif name in fills:
            values[name] = fills[name].format(**names)
        elif "Default" in declared:
            values[name] = as_text(declared["Default"])
    return values


def complaints(template: Mapping[str, Any], values: Mapping[str, str]) -> Iterator[Complaint]:
    """Everything that CloudFormation, or a look at the numbers, would refuse about these values."""
    found = False
    for name, declared in template.get("Parameters", {}).items():
        sentence = _fault(name, declared, values.get(name))
        if sentence is not None:
            found = True
            yield Complaint(sentence, (name,))
    if found:
        return  # what follows would only repeat it
    for sentence, parameters in broken_rules(template, values):
        yield Complaint(sentence, parameters)
    yield from _crossed_bounds(values)
    yield from _impossible_ranges(template, values)


def _fault(name: str, declared: Mapping[str, Any], value: str | None) -> str | None:
    if value is None:
        return f"{name} has no value: {declared.get('Description', 'write one')}"
    items = [item.strip() for item in value.split(",")] if LIST_TYPES.match(declared["Type"]) else [value]
    for item in items:
        fault = _fault_of_item(name, declared, item)
        if fault is not None:
            return fault
    return None


def _fault_of_item(name: str, declared: Mapping[str, Any], value: str) -> str | None:
    type_ = declared["Type"]
    if _SSM_TYPE.match(type_):
        return None if _SSM_NAME.fullmatch(value) else f'{name} is "{value}": it must be the name of an SSM parameter'
    for known, (shape, words) in _IDS.items():
        if type_ in (known, f"List<{known}>") and not shape.fullmatch(value):
            return f'{name} is "{value}": it must be {words}'
    must = declared.get("ConstraintDescription", "be one of the allowed values").removeprefix("must ")
    if "Number" in type_ and not _is_number_between(value, declared):
        return f'{name} is "{value}": it must {must}'
    if "AllowedValues" in declared and value not in map(str, declared["AllowedValues"]):
        if len(declared["AllowedValues"]) > 12:
            must = f"be one of {', '.join(map(str, declared['AllowedValues']))}"
        return f'{name} is "{value}": it must {must}'
    if "AllowedPattern" in declared and not re.fullmatch(declared["AllowedPattern"], value):
        return f'{name} is "{value}": it must {must}'
    if (
        not int(declared.get("MinLength", 0)) <= len(value) <= int(declared.get("MaxLength", 4096))
        or len(value.encode()) > 4096
    ):
        return f'{name} is "{value}": its length is not allowed'
    if _IPV4_CIDR.fullmatch(value) and not re.fullmatch(declared.get("AllowedPattern", ".*"), "word"):
        return _fault_of_cidr(name, value)
    return None


def _is_number_between(value: str, declared: Mapping[str, Any]) -> bool:
    if not _NUMBER.fullmatch(value):
        return False
    low, high = declared.get("MinValue"), declared.get("MaxValue")
    if low is not None and high is not None and "." in value and isinstance(low, int):
        return False
    return (low is None or float(value) >= float(low)) and (high is None or float(value) <= float(high))


def _fault_of_cidr(name: str, value: str) -> str | None:
    try:
        exact = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return f'{name} is "{value}": it must be an IPv4 CIDR'
    return None if str(exact) == value else f"{name} is {value}, which begins in the middle of {exact}: write {exact}"


def _crossed_bounds(values: Mapping[str, str]) -> Iterator[Complaint]:
    """`MinCapacity` above `MaxCapacity`: a template's Rules cannot compare numbers."""
    for name, value in values.items():
        for low, high in (("Minimum", "Maximum"), ("Min", "Max")):
            other = high + name.removeprefix(low)
            if not name.startswith(low) or not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(values.get(other, "")):
                continue
            if float(value) > float(values[other]):
                yield Complaint(
                    f"{name} {value} is above {other} {values[other]}: lower one or raise the other", (name, other)
                )
                break


def _impossible_ranges(template: Mapping[str, Any], values: Mapping[str, str]) -> Iterator[Complaint]:
    """Subnets that do not fit into their VPC."""
    scope = Scope(template, values)
    seen: set[str] = set()
    for resource in template["Resources"].values():
        cidr = resource.get("Properties", {}).get("CidrBlock")
        if resource["Type"] != "AWS::EC2::Subnet" or cidr is None:
            continue
        try:
            value_of(cidr, scope)
        except CannotResolve as error:
            if error.sentence not in seen:
                seen.add(error.sentence)
                advice = "widen the one or make the other smaller"
                yield Complaint(f"{error.sentence}: {advice} ({', '.join(error.parameters)})", error.parameters)


def vpc_ranges(template: Mapping[str, Any], values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The IPv4 ranges of the VPCs that a stack makes, with the parameter that each comes from."""
    scope = Scope(template, values)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::EC2::VPC":
            source = resource["Properties"].get("CidrBlock")
            block, names = value_of(source, scope), named_parameters(source, template)
            if isinstance(block, str) and names:
                yield block, names[0]
