"""A template with parameter values becomes what CloudFormation would see.

What cannot be known offline stays the function that it is, so that the result is a template again.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from delivery.intrinsics import NOTHING, CannotResolve, Scope, mentions, named_parameters, value_of
from delivery.intrinsics.evaluate import TOO_DEEP
from delivery.intrinsics.known import section
from delivery.intrinsics.loops import is_loop

# The sections that remain of a resolved template as they are, and those whose functions are worked out.
_KEPT = ("AWSTemplateFormatVersion", "Description", "Transform")
_WORKED_OUT = ("Fn::Transform", "Globals", "Hooks")


def resolve(
    template: Mapping[str, Any], values: Mapping[str, str], pseudo: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The whole template with its values in place; what does not exist with these values is left out."""
    try:
        return _resolved(Scope(template, values, pseudo or {}))
    except RecursionError:
        raise CannotResolve(TOO_DEEP) from None


def _resolved(scope: Scope) -> dict[str, Any]:
    template = scope.template
    resolved: dict[str, Any] = {name: template[name] for name in _KEPT if name in template}
    resolved |= {name: value_of(template[name], scope) for name in _WORKED_OUT if name in template}
    declared = scope.with_loops_unrolled(section(template, "Resources"))
    resources = _there(declared, scope)
    gone = declared.keys() - resources.keys()
    resolved["Resources"] = {name: _resource(name, body, gone, scope) for name, body in resources.items()}
    if outputs := _there(scope.with_loops_unrolled(section(template, "Outputs")), scope):
        resolved["Outputs"] = {name: _without_answer(name, body, scope) for name, body in outputs.items()}
    return _with_what_is_still_named(resolved, scope)


def broken_rules(template: Mapping[str, Any], values: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """The sentence of each Rule that these values break, with the parameters that it speaks of."""
    scope = Scope(template, values)
    broken = []
    for rule in section(template, "Rules").values():
        if not isinstance(rule, Mapping) or value_of(rule.get("RuleCondition", True), scope) is not True:
            continue
        assertions = rule.get("Assertions")
        for assertion in assertions if isinstance(assertions, list) else ():
            if isinstance(assertion, Mapping) and value_of(assertion.get("Assert"), scope) is False:
                sentence = str(assertion.get("AssertDescription", "a rule of the template is broken"))
                broken.append((sentence, tuple(named_parameters(rule, template))))
    return broken


def _there(bodies: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """What of a section there is with these values, as far as is known."""
    return {key: body for key, body in bodies.items() if not isinstance(body, Mapping) or scope.may_have(body)}


def _resource(name: str, body: Any, gone: Set[str], scope: Scope) -> Any:
    resolved = _without_answer(name, body, scope)
    if isinstance(resolved, dict) and "DependsOn" in resolved:
        wanted = resolved["DependsOn"]
        listed = wanted if isinstance(wanted, list) else [wanted]
        there = [one for one in listed if not (isinstance(one, str) and one in gone)]
        resolved["DependsOn"] = there
        if not there:
            del resolved["DependsOn"]
    return resolved


def _without_answer(name: str, body: Any, scope: Scope) -> Any:
    """The body resolved; its condition goes when the answer is known to be yes."""
    if is_loop(name):
        return body
    if not isinstance(body, Mapping) or name == "Fn::Transform":
        return value_of(body, scope)
    found = {key: _attribute(key, item, scope) for key, item in body.items()}
    resolved = {key: item for key, item in found.items() if item != NOTHING}
    condition = resolved.get("Condition")
    if isinstance(condition, str) and scope.holds(condition):
        del resolved["Condition"]
    return resolved


def _attribute(key: str, item: Any, scope: Scope) -> Any:
    """An attribute of a resource or output; what names a condition is no question here."""
    return item if key == "Type" or (key == "Condition" and isinstance(item, str)) else value_of(item, scope)


def _with_what_is_still_named(resolved: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Conditions, mappings and parameters that what remains still refers to."""
    conditions = _open_conditions(resolved, scope)
    if conditions:
        resolved["Conditions"] = conditions
    mappings = section(scope.template, "Mappings")
    if mappings and any("Fn::FindInMap" in one for one in _mappings_in(resolved)):
        resolved["Mappings"] = mappings
    still = set(mentions(resolved))
    parameters: dict[str, Any] = {}
    for name, declared in scope.parameters.items():
        if name in still:
            given = {"Default": scope.values[name]} if name in scope.values else {}
            parameters[name] = {**declared, **given} if isinstance(declared, Mapping) else declared
    if parameters:
        resolved["Parameters"] = parameters
    return resolved


def _open_conditions(resolved: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The conditions whose answer is not known, as far as something depends on them."""
    every = scope.conditions
    # What is inside an open loop may put the name of a condition together.
    loops = any(map(is_loop, every)) or any(map(is_loop, resolved["Resources"]))
    waiting: list[str] = list(every) if loops else list(_conditions_in(resolved, every))
    needed: dict[str, Any] = {}
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = every[name] if is_loop(name) else _question(name, scope)
            waiting.extend(_conditions_in(needed[name], every))
    return {name: needed[name] for name in every if name in needed}


def _question(name: str, scope: Scope) -> Any:
    """A condition as far as it is worked out; CloudFormation takes no bare truth for one."""
    scope.holds(name)  # says so when it goes in a circle
    found = value_of(scope.conditions[name], scope)
    return {"Fn::Equals": ["true", str(found).lower()]} if isinstance(found, bool) else found


def _conditions_in(value: Any, known: Mapping[str, Any]) -> Iterator[str]:
    """The conditions that something depends on: its own, those of its functions."""
    for one in _mappings_in(value):
        asked = one.get("Condition")
        branch = one.get("Fn::If")
        if isinstance(asked, str) and asked in known:
            yield asked
        if isinstance(branch, list) and branch and isinstance(branch[0], str) and branch[0] in known:
            yield branch[0]


def _mappings_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping inside, itself too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
