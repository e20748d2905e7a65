"""CloudFormation's intrinsic functions, as far as they can be worked out offline.

What cannot be known (ids of resources, values in SSM, pseudo parameters that were not given) stays the function
that it is.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LIST_TYPES = re.compile(r"^(List<.*>|CommaDelimitedList)$")
NOTHING = {"Ref": "AWS::NoValue"}
_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class CannotResolve(Exception):
    """A function that CloudFormation would refuse, with the parameters that it was given."""

    def __init__(self, sentence: str, parameters: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parameters = parameters


@dataclass(frozen=True)
class Scope:
    """What is known: the template, the values of its parameters, and pseudo parameters such as AWS::Region."""

    template: Mapping[str, Any]
    values: Mapping[str, str]
    pseudo: Mapping[str, str] = field(default_factory=dict)
    answers: dict[str, bool | None] = field(default_factory=dict)

    def parameter(self, name: str) -> Any:
        """The value of a parameter, or a Ref to it where only SSM knows."""
        declared = self.template["Parameters"][name]
        if declared["Type"].startswith("AWS::SSM::Parameter::Value") or name not in self.values:
            return {"Ref": name}
        value = self.values[name]
        if LIST_TYPES.match(declared["Type"]):
            return [item.strip() for item in value.split(",")] if value else []
        return value

    def holds(self, condition: str) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if condition not in self.answers:
            answer = value_of(self.template["Conditions"][condition], self)
            self.answers[condition] = answer if isinstance(answer, bool) else None
        return self.answers[condition]


def value_of(expression: Any, scope: Scope) -> Any:
    """An expression with everything known put in."""
    if isinstance(expression, list):
        found = (value_of(item, scope) for item in expression)
        return [item for item in found if item != NOTHING]
    if not isinstance(expression, dict):
        return expression
    if len(expression) == 1:
        ((name, argument),) = expression.items()
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](argument, scope)
    found_items = ((key, value_of(item, scope)) for key, item in expression.items())
    return {key: item for key, item in found_items if item != NOTHING}


def named_parameters(expression: Any, template: Mapping[str, Any]) -> list[str]:
    """The parameters that an expression mentions, in its order."""
    known = template.get("Parameters", {})
    return [name for name in dict.fromkeys(mentions(expression)) if name in known]


def mentions(expression: Any) -> list[str]:
    """Every name that an expression refers to, known or not."""
    if isinstance(expression, list):
        return [name for item in expression for name in mentions(item)]
    if isinstance(expression, str):
        return [match[2] for match in _VARIABLE.finditer(expression)]
    if not isinstance(expression, dict):
        return []
    direct = [expression["Ref"]] if set(expression) == {"Ref"} else []
    return direct + [name for key, item in expression.items() if key != "Ref" for name in mentions(item)]


def _ref(name: str, scope: Scope) -> Any:
    if name in scope.template.get("Parameters", {}):
        return scope.parameter(name)
    return scope.pseudo.get(name, {"Ref": name})


def _if(argument: list[Any], scope: Scope) -> Any:
    condition, yes, no = argument
    answer = scope.holds(condition)
    if answer is None:
        return {"Fn::If": [condition, value_of(yes, scope), value_of(no, scope)]}
    return value_of(yes if answer else no, scope)


def _condition(name: str, scope: Scope) -> Any:
    answer = scope.holds(name)
    return {"Condition": name} if answer is None else answer


def _equals(argument: list[Any], scope: Scope) -> Any:
    left, right = (value_of(side, scope) for side in argument)
    if _is_open(left) or _is_open(right):
        return {"Fn::Equals": [left, right]}
    return _as_text(left) == _as_text(right)


def _and(argument: list[Any], scope: Scope) -> Any:
    sides = [value_of(side, scope) for side in argument]
    if any(side is False for side in sides):
        return False
    return True if all(side is True for side in sides) else {"Fn::And": sides}


def _or(argument: list[Any], scope: Scope) -> Any:
    sides = [value_of(side, scope) for side in argument]
    if any(side is True for side in sides):
        return True
    return False if all(side is False for side in sides) else {"Fn::Or": sides}


def _not(argument: list[Any], scope: Scope) -> Any:
    side = value_of(argument[0], scope)
    return (not side) if isinstance(side, bool) else {"Fn::Not": [side]}


def _contains(argument: list[Any], scope: Scope) -> Any:
    values, wanted = (value_of(side, scope) for side in argument)
    if _is_open(values) or _is_open(wanted):
        return {"Fn::Contains": [values, wanted]}
    return _as_text(wanted) in [_as_text(value) for value in values]


def _join(argument: list[Any], scope: Scope) -> Any:
    delimiter, values = argument[0], value_of(argument[1], scope)
    if _is_open(values):
        return {"Fn::Join": [delimiter, values]}
    return delimiter.join(_as_text(value) for value in values)


def _split(argument: list[Any], scope: Scope) -> Any:
    delimiter, value = argument[0], value_of(argument[1], scope)
    return {"Fn::Split": [delimiter, value]} if _is_open(value) else _as_text(value).split(delimiter)


def _select(argument: list[Any], scope: Scope) -> Any:
    index, values = (value_of(side, scope) for side in argument)
    if _is_open(index) or not isinstance(values, list) or any(_is_function(value) for value in values):
        return {"Fn::Select": [index, values]}
    if not 0 <= int(index) < len(values):
        raise CannotResolve(
            f"item {index} is asked of a list of {len(values)}", tuple(named_parameters(argument, scope.template))
        )
    return values[int(index)]


def _find_in_map(argument: list[Any], scope: Scope) -> Any:
    keys = [value_of(key, scope) for key in argument]
    if any(_is_open(key) for key in keys):
        return {"Fn::FindInMap": keys}
    name, top, second = keys[:3]
    try:
        return scope.template["Mappings"][name][_as_text(top)][_as_text(second)]
    except KeyError:
        raise CannotResolve(
            f"the mapping {name} has no {top}, {second}", tuple(named_parameters(argument, scope.template))
        ) from None


def _sub(argument: str | list[Any], scope: Scope) -> Any:
    text, given = (argument, {}) if isinstance(argument, str) else argument
    values = {name: value_of(value, scope) for name, value in given.items()}
    parameters = scope.template.get("Parameters", {})

    def known(match: re.Match[str]) -> str:
        literal, name = match[1], match[2].strip()
        if literal:
            return match[0]
        value = values.get(name)
        if value is None:
            value = scope.parameter(name) if name in parameters else scope.pseudo.get(name)
        return match[0] if value is None or _is_open(value) or isinstance(value, list) else _as_text(value)

    text = _VARIABLE.sub(known, text)
    if not any(not match[1] for match in _VARIABLE.finditer(text)):
        return text.replace("${!", "${")
    left = {name: value for name, value in values.items() if f"${{{name}}}" in text}
    return {"Fn::Sub": [text, left] if left else text}


def _cidr(argument: list[Any], scope: Scope) -> Any:
    block, count, bits = (value_of(part, scope) for part in argument)
    if _is_open(block) or _is_open(count) or _is_open(bits):
        return {"Fn::Cidr": [block, count, bits]}
    try:
        network = ipaddress.ip_network(block, strict=False)
    except ValueError:
        raise CannotResolve(f"{block} is not a CIDR", tuple(named_parameters(argument, scope.template))) from None
    size = 1 << int(bits)
    if int(count) * size > network.num_addresses:
        prefix = network.max_prefixlen - int(bits)
        raise CannotResolve(
            f"{block} is too small for {count} subnets of /{prefix}", tuple(named_parameters(argument, scope.template))
        )
    first = int(network.network_address)
    make = type(network.network_address)
    return [f"{make(first + number * size)}/{network.max_prefixlen - int(bits)}" for number in range(int(count))]


def _as_it_is(name: str) -> Callable[[Any, Scope], Any]:
    """A function whose result is only known in the account; its arguments are resolved all the same."""
    return lambda argument, scope: {name: value_of(argument, scope)}


_ONLY_IN_THE_ACCOUNT = ("Fn::Base64", "Fn::GetAZs", "Fn::GetAtt", "Fn::ImportValue", "Fn::ToJsonString")
_FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "Condition": _condition,
    "Fn::And": _and,
    "Fn::Cidr": _cidr,
    "Fn::Contains": _contains,
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Not": _not,
    "Fn::Or": _or,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Ref": _ref,
    **{name: _as_it_is(name) for name in _ONLY_IN_THE_ACCOUNT},
}


def _is_function(value: Any) -> bool:
    return (
        isinstance(value, dict) and len(value) == 1 and (next(iter(value)) == "Ref" or next(iter(value))[:4] == "Fn::")
    )


def _is_open(value: Any) -> bool:
    """Whether something in a value is not known yet."""
    if isinstance(value, list):
        return any(_is_open(item) for item in value)
    return isinstance(value, dict)


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
