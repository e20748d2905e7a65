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

    def may_have(self, body: Mapping[str, Any]) -> bool:
        """Whether a resource or output exists with these values, as far as is known."""
        return "Condition" not in body or self.holds(body["Condition"]) is not False


def value_of(expression: Any, scope: Scope) -> Any:
    """An expression with everything known put in."""
    if isinstance(expression, list):
        found = (value_of(item, scope) for item in expression)
        return [item for item in found if item != NOTHING]
    if not isinstance(expression, dict):
        return expression
    if len(expression) == 1:
        ((name, argument),) = expression.items()
        if name in _FUNCTIONS and _is_call(name, argument, scope):
            return _FUNCTIONS[name](argument, scope)
    found_items = ((key, value_of(item, scope)) for key, item in expression.items())
    return {key: item for key, item in found_items if item != NOTHING}


def _is_call(name: str, argument: Any, scope: Scope) -> bool:
    """A property may be called Condition, too; the function of that name takes the name of a condition."""
    return name != "Condition" or (isinstance(argument, str) and argument in scope.template.get("Conditions", {}))


def named_parameters(expression: Any, template: Mapping[str, Any]) -> list[str]:
    """The parameters that an expression mentions, in its order."""
    known = template.get("Parameters", {})
    return [name for name in dict.fromkeys(mentions(expression)) if name in known]


def mentions(expression: Any) -> list[str]:
    """Every name that an expression refers to, known or not."""
    if isinstance(expression, list):
        return [name for item in expression for name in mentions(item)]
    if not isinstance(expression, dict):
        return []
    if set(expression) == {"Ref"}:
        return [expression["Ref"]]
    text = expression.get("Fn::Sub", "")
    text = text[0] if isinstance(text, list) and text else text
    direct = [match[2].strip() for match in _VARIABLE.finditer(text) if not match[1]] if isinstance(text, str) else []
    return direct + [name for item in expression.values() for name in mentions(item)]


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
    return as_text(left) == as_text(right)


def _and(argument: list[Any], scope: Scope) -> Any:
    sides = [value_of(side, scope) for side in argument]
    if any(side is False for side in sides):
        return False
    return _of_what_is_open("Fn::And", sides, neutral=True)


def _or(argument: list[Any], scope: Scope) -> Any:
    sides = [value_of(side, scope) for side in argument]
    if any(side is True for side in sides):
        return True
    return _of_what_is_open("Fn::Or", sides, neutral=False)


def _of_what_is_open(name: str, sides: list[Any], *, neutral: bool) -> Any:
    """A condition of the sides that are not known: those that are known do not change it."""
    left = [side for side in sides if side is not neutral]
    if len(left) <= 1:
        return left[0] if left else neutral
    return {name: left}


def _not(argument: list[Any], scope: Scope) -> Any:
    side = value_of(argument[0], scope)
    return (not side) if isinstance(side, bool) else {"Fn::Not": [side]}


def _contains(argument: list[Any], scope: Scope) -> Any:
    values, wanted = (value_of(side, scope) for side in argument)
    if _is_open(values) or _is_open(wanted):
        return {"Fn::Contains": [values, wanted]}
    return as_text(wanted) in [as_text(value) for value in values]


def _join(argument: list[Any], scope: Scope) -> Any:
    delimiter, values = argument[0], value_of(argument[1], scope)
    if _is_open(values):
        return {"Fn::Join": [delimiter, values]}
    return delimiter.join(as_text(value) for value in values)


def _split(argument: list[Any], scope: Scope) -> Any:
    delimiter, value = argument[0], value_of(argument[1], scope)
    return {"Fn::Split": [delimiter, value]} if _is_open(value) else as_text(value).split(delimiter)


def _select(argument: list[Any], scope: Scope) -> Any:
    index, values = (value_of(side, scope) for side in argument)
    if _is_open(index) or not isinstance(values, list) or any(_is_function(value) for value in values):
        return {"Fn::Select": [index, values]}
    number = _whole(index)
    if number is None or not 0 <= number < len(values):
        raise CannotResolve(
            f"item {index} is asked of a list of {len(values)}", tuple(named_parameters(argument, scope.template))
        )
    return values[number]


def _find_in_map(argument: list[Any], scope: Scope) -> Any:
    keys = [value_of(key, scope) for key in argument]
    if any(_is_open(key) for key in keys):
        return {"Fn::FindInMap": keys}
    name, top, second = keys[:3]
    try:
        return scope.template["Mappings"][name][as_text(top)][as_text(second)]
    except KeyError:
        raise CannotResolve(
            f"the mapping {name} has no {top}, {second}", tuple(named_parameters(argument, scope.template))
        ) from None


def _sub(argument: str | list[Any], scope: Scope) -> Any:
    text, given = (argument, {}) if isinstance(argument, str) else argument
    values = {name: value_of(value, scope) for name, value in given.items()}
    # (text, whether it came from the template) in turn; what is still a variable stays as it is written.
    pieces: list[tuple[str, bool]] = []
    open_names: list[str] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        pieces.append((text[end : match.start()], True))
        value = None if match[1] else _known(match[2].strip(), values, scope)
        if value is None and not match[1]:
            open_names.append(match[2].strip())
        pieces.append((match[0], True) if value is None else (value, False))
        end = match.end()
    pieces.append((text[end:], True))
    if not open_names:
        return "".join(piece.replace("${!", "${") if ours else piece for piece, ours in pieces)
    written = "".join(piece if ours else piece.replace("${", "${!") for piece, ours in pieces)
    left = {name: value for name, value in values.items() if name in open_names}
    return {"Fn::Sub": [written, left] if left else written}


def _known(name: str, values: Mapping[str, Any], scope: Scope) -> str | None:
    """The text of a variable, if all of it is known."""
    if name in values:
        value = values[name]
    elif name in scope.template.get("Parameters", {}):
        value = scope.parameter(name)
    else:
        value = scope.pseudo.get(name)
    return None if value is None or _is_open(value) or isinstance(value, list) else as_text(value)


def _cidr(argument: list[Any], scope: Scope) -> Any:
    parts = [value_of(part, scope) for part in argument]
    if any(_is_open(part) for part in parts):
        return {"Fn::Cidr": parts}
    names = tuple(named_parameters(argument, scope.template))
    block, count, bits = parts[0], _whole(parts[1]), _whole(parts[2]) if len(parts) == 3 else None
    try:
        network = ipaddress.ip_network(block, strict=False)
    except ValueError:
        raise CannotResolve(f"{block} is not a CIDR", names) from None
    longest = network.max_prefixlen
    if count is None or bits is None or not 1 <= count <= 256 or bits < 0:
        raise CannotResolve(f"Fn::Cidr takes a count from 1 to 256 and host bits, not {parts[1:]}", names)
    if count << bits > network.num_addresses:
        raise CannotResolve(f"{block} is too small for {count} subnets of /{max(0, longest - bits)}", names)
    first, make = int(network.network_address), type(network.network_address)
    return [f"{make(first + (number << bits))}/{longest - bits}" for number in range(count)]


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


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def as_text(value: Any) -> str:
    """A value as CloudFormation passes it on: everything is text, and true is not True."""
    return str(value).lower() if isinstance(value, bool) else str(value)
