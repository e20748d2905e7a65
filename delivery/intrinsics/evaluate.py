"""Puts into an expression what is known: values of parameters, answers of conditions, results of functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from delivery.intrinsics.calls import CALLS, OF_ONE
from delivery.intrinsics.known import (
    LIST_TYPES,
    NOTHING,
    OPEN,
    CannotResolve,
    Unfit,
    as_text,
    is_open,
    joined,
    kind,
    section,
)
from delivery.intrinsics.loops import Allowance, is_loop, unrolled
from delivery.intrinsics.names import VARIABLE, named_parameters

TOO_DEEP = "this is nested too deeply, or refers to itself: make it flatter"


@dataclass(frozen=True)
class Scope:
    """What is known: the template, the values of its parameters, and pseudo parameters such as AWS::Region."""

    template: Mapping[str, Any]
    values: Mapping[str, str]
    pseudo: Mapping[str, str] = field(default_factory=dict)
    answers: dict[str, bool | None] = field(default_factory=dict)
    asking: dict[str, None] = field(default_factory=dict, init=False, repr=False, compare=False)
    allowance: Allowance = field(default_factory=Allowance, init=False, repr=False, compare=False)

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        return section(self.template, "Parameters")

    @cached_property
    def conditions(self) -> Mapping[str, Any]:
        """The conditions, with those that loops make."""
        return self.with_loops_unrolled(section(self.template, "Conditions"))

    def with_loops_unrolled(self, mapping: Mapping[str, Any]) -> Mapping[str, Any]:
        """What Fn::ForEach makes of a section or of properties; a loop over what is not known stays."""
        if not any(map(is_loop, mapping)):
            return mapping
        try:
            return unrolled(mapping, lambda collection: _value(collection, self), self.allowance)
        except Unfit as error:
            raise CannotResolve(str(error), tuple(named_parameters(mapping, self.template))) from None
        except RecursionError:
            raise CannotResolve(TOO_DEEP) from None

    def parameter(self, name: str) -> Any:
        """The value of a parameter, or a Ref to it where only SSM knows."""
        declared = self.parameters[name]
        type_ = str(declared.get("Type")) if isinstance(declared, Mapping) else ""
        if type_.startswith("AWS::SSM::Parameter::Value") or name not in self.values:
            return {"Ref": name}
        value = self.values[name]
        return _items(value) if LIST_TYPES.match(type_) else value

    def holds(self, condition: str) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if condition not in self.answers:
            if condition not in self.conditions:
                raise CannotResolve(f"the condition {condition} is asked for and not declared: declare it")
            if condition in self.asking:
                way = " → ".join((*self.asking, condition))
                raise CannotResolve(f"the condition {condition} depends on itself ({way}): break the circle")
            self.asking[condition] = None
            try:
                answer = value_of(self.conditions[condition], self)
            finally:
                del self.asking[condition]
            self.answers[condition] = answer if isinstance(answer, bool) else None
        return self.answers[condition]

    def may_have(self, body: Mapping[str, Any]) -> bool:
        """Whether a resource or output exists with these values, as far as is known."""
        condition = self.condition_of(body)
        return condition is None or self.holds(condition) is not False

    def condition_of(self, body: Mapping[str, Any]) -> str | None:
        """The name of the condition that a resource or output stands under, if it is under one that is known."""
        written = body.get("Condition")
        name = value_of(written, self) if isinstance(written, dict) else written
        return name if isinstance(name, str) else None


def value_of(expression: Any, scope: Scope) -> Any:
    """An expression with everything known put in."""
    try:
        return _value(expression, scope)
    except RecursionError:
        raise CannotResolve(TOO_DEEP) from None


def _value(expression: Any, scope: Scope) -> Any:
    if isinstance(expression, dict):
        if len(expression) == 1:
            ((name, argument),) = expression.items()
            if name in _FUNCTIONS and (name != "Condition" or _is_condition(argument, scope)):
                return _call(name, argument, scope)
        found = {}
        for key, item in scope.with_loops_unrolled(expression).items():
            value = item if is_loop(key) else _value(item, scope)
            if value != NOTHING:
                found[key] = value
        return found
    if isinstance(expression, list):
        items = []
        for item in expression:
            value = _value(item, scope)
            if value != NOTHING:
                items.append(value)
        return items
    return expression


def _is_condition(argument: Any, scope: Scope) -> bool:
    """A property may be called Condition, too; the function of that name takes the name of a condition."""
    return isinstance(argument, str) and argument in scope.conditions


def _call(name: str, argument: Any, scope: Scope) -> Any:
    try:
        answer = _FUNCTIONS[name](name, argument, scope)
        if isinstance(answer, str):
            scope.allowance.take(len(answer) // 64)
        return answer
    except Unfit as error:
        raise CannotResolve(str(error), tuple(named_parameters(argument, scope.template))) from None


def _plain(name: str, argument: Any, scope: Scope) -> Any:
    call = CALLS[name]
    call.check(name, argument)
    arguments = [_value(item, scope) for item in argument]
    answer = call.answer(*arguments)
    return {name: arguments} if answer is OPEN else answer


def _of_one(name: str, argument: Any, scope: Scope) -> Any:
    value = _value(argument, scope)
    answer = OF_ONE[name](value)
    return {name: value} if answer is OPEN else answer


def _as_it_is(name: str, argument: Any, scope: Scope) -> Any:
    """A function whose result is only known in the account; its arguments are resolved all the same."""
    return {name: _value(argument, scope)}


def _ref(_: str, argument: Any, scope: Scope) -> Any:
    name = _value(argument, scope) if isinstance(argument, dict) else argument
    if not isinstance(name, str):
        return {"Ref": name}
    if name in scope.parameters:
        return scope.parameter(name)
    if name in scope.pseudo:
        return _items(scope.pseudo[name]) if name == "AWS::NotificationARNs" else scope.pseudo[name]
    return {"Ref": name}


def _items(text: Any) -> Any:
    """The items of a value that is a list, written with commas."""
    if not isinstance(text, str):
        return text
    return [item.strip() for item in text.split(",")] if text else []


def _if(name: str, argument: Any, scope: Scope) -> Any:
    if not isinstance(argument, list) or len(argument) != 3:
        raise Unfit(f"{name} takes a condition and two values, not {kind(argument)}")
    condition, yes, no = argument
    if not isinstance(condition, str):
        raise Unfit(f"{name} takes the name of a condition, not {kind(condition)}")
    answer = scope.holds(condition)
    if answer is not None:
        return _value(yes if answer else no, scope)
    branches = [_value(yes, scope), _value(no, scope)]
    return {name: [condition, *branches]}


def _condition(name: str, argument: Any, scope: Scope) -> Any:
    answer = scope.holds(argument)
    return {name: argument} if answer is None else answer


def _find_in_map(name: str, argument: Any, scope: Scope) -> Any:
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        raise Unfit(f"{name} takes a mapping, two keys and perhaps a default, not {kind(argument)}")
    keys = [_value(key, scope) for key in argument[:3]]
    default = [_default(name, last, scope) for last in argument[3:]]
    if any(is_open(key) for key in keys):
        return {name: keys + [{"DefaultValue": value} for value in default]}
    found: Any = section(scope.template, "Mappings")
    for key in keys:
        if isinstance(key, list):
            raise Unfit(f"{name} takes single values as keys, not {kind(key)}")
        found = found.get(as_text(key), OPEN) if isinstance(found, Mapping) else OPEN
    if found is not OPEN:
        return found
    if default:
        return default[0]
    mapping, top, second = map(as_text, keys)
    raise Unfit(f"the mapping {mapping} has no {top}, {second}")


def _default(name: str, last: Any, scope: Scope) -> Any:
    if not isinstance(last, dict) or set(last) != {"DefaultValue"}:
        raise Unfit(f"{name} takes DefaultValue as its fourth argument, not {kind(last)}")
    return _value(last["DefaultValue"], scope)


def _ref_all(name: str, argument: Any, scope: Scope) -> Any:
    """The values of all parameters of a type; a rule may ask for them."""
    if not isinstance(argument, str):
        raise Unfit(f"{name} takes a type of parameter, not {kind(argument)}")
    found: list[Any] = []
    for parameter, declared in scope.parameters.items():
        if isinstance(declared, Mapping) and declared.get("Type") == argument:
            value = scope.parameter(parameter)
            if is_open(value):
                return {name: argument}
            found += value if isinstance(value, list) else [value]
    return found


def _sub(name: str, argument: Any, scope: Scope) -> Any:
    parts = argument if isinstance(argument, list) else [argument]
    if not 1 <= len(parts) <= 2:
        raise Unfit(f"{name} takes a text and perhaps a mapping of variables, not {kind(argument)}")
    text = _value(parts[0], scope)
    given = parts[1] if len(parts) == 2 else {}
    if isinstance(text, dict):
        return {name: [text, *(_value(part, scope) for part in parts[1:])] if len(parts) == 2 else text}
    if not isinstance(text, str) or not isinstance(given, dict):
        raise Unfit(f"{name} takes a text and perhaps a mapping of variables, not {kind(argument)}")
    return _filled_in(name, text, {key: _value(value, scope) for key, value in given.items()}, scope)


def _filled_in(name: str, text: str, values: Mapping[str, Any], scope: Scope) -> Any:
    # (text, whether it came from the template) in turn; what is still a variable stays as it is written.
    pieces: list[tuple[str, bool]] = []
    open_names: list[str] = []
    end = 0
    for match in VARIABLE.finditer(text):
        pieces.append((text[end : match.start()], True))
        value = None if match[1] else _known(match[2].strip(), values, scope)
        if value is None and not match[1]:
            open_names.append(match[2].strip())
        pieces.append((match[0], True) if value is None else (value, False))
        end = match.end()
    pieces.append((text[end:], True))
    if not open_names:
        return joined(piece.replace("${!", "${") if ours else piece for piece, ours in pieces)
    written = joined(piece if ours else piece.replace("${", "${!") for piece, ours in pieces)
    left = {key: value for key, value in values.items() if key in open_names}
    return {name: [written, left] if left else written}


def _known(name: str, values: Mapping[str, Any], scope: Scope) -> str | None:
    """The text of a variable, if all of it is known."""
    if name in values:
        value = values[name]
    elif name in scope.parameters:
        value = scope.parameter(name)
    else:
        value = scope.pseudo.get(name)
    return None if value is None or isinstance(value, dict | list) else as_text(value)


_ONLY_IN_THE_ACCOUNT = (
    "Fn::Base64",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::GetStackOutput",
    "Fn::ImportValue",
    "Fn::Transform",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
)
_FUNCTIONS: dict[str, Callable[[str, Any, Scope], Any]] = {
    "Condition": _condition,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::RefAll": _ref_all,
    "Fn::Sub": _sub,
    "Ref": _ref,
    **dict.fromkeys(CALLS, _plain),
    **dict.fromkeys(OF_ONE, _of_one),
    **dict.fromkeys(_ONLY_IN_THE_ACCOUNT, _as_it_is),
}
