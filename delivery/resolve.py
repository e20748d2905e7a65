"""A template with parameter values becomes what CloudFormation would see.

What cannot be known offline stays the function that it is, so that the result is a template again.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.intrinsics import NOTHING, Scope, mentions, named_parameters, value_of

# The sections that remain of a resolved template.
_KEPT = ("AWSTemplateFormatVersion", "Description", "Transform")


def resolve(
    template: Mapping[str, Any], values: Mapping[str, str], pseudo: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The whole template with its values in place; what does not exist with these values is left out."""
    scope = Scope(template, values, pseudo or {})
    resolved: dict[str, Any] = {section: template[section] for section in _KEPT if section in template}
    resources = {name: body for name, body in template["Resources"].items() if scope.may_have(body)}
    resolved["Resources"] = {name: _resource(body, resources, scope) for name, body in resources.items()}
    outputs = {name: body for name, body in template.get("Outputs", {}).items() if scope.may_have(body)}
    if outputs:
        resolved["Outputs"] = {name: _without_answer(body, scope) for name, body in outputs.items()}
    return _with_what_is_still_named(resolved, scope)


def broken_rules(template: Mapping[str, Any], values: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """The sentence of each Rule that these values break, with the parameters that it speaks of."""
    scope = Scope(template, values)
    broken = []
    for rule in template.get("Rules", {}).values():
        if value_of(rule.get("RuleCondition", True), scope) is not True:
            continue
        for assertion in rule["Assertions"]:
            if value_of(assertion["Assert"], scope) is False:
                sentence = assertion.get("AssertDescription", "a rule of the template is broken")
                broken.append((sentence, tuple(named_parameters(rule, template))))
    return broken


def _resource(body: Mapping[str, Any], resources: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    resolved = _without_answer(body, scope)
    if "DependsOn" in resolved:
        wanted = resolved["DependsOn"]
        there = [name for name in ([wanted] if isinstance(wanted, str) else wanted) if name in resources]
        resolved["DependsOn"] = there
        if not there:
            del resolved["DependsOn"]
    return resolved


def _without_answer(body: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The body resolved; its condition goes when the answer is known to be yes."""
    found = {key: item if key in ("Condition", "Type") else value_of(item, scope) for key, item in body.items()}
    resolved = {key: item for key, item in found.items() if item != NOTHING}
    if "Condition" in resolved and scope.holds(body["Condition"]):
        del resolved["Condition"]
    return resolved


def _with_what_is_still_named(resolved: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Conditions, mappings and parameters that what remains still refers to."""
    conditions = _open_conditions(resolved, scope)
    if conditions:
        resolved["Conditions"] = conditions
    if '"Fn::FindInMap"' in json.dumps(resolved):
        resolved["Mappings"] = scope.template["Mappings"]
    still = set(mentions(resolved))
    parameters = {}
    for name, declared in scope.template.get("Parameters", {}).items():
        if name in still:
            given = {"Default": scope.values[name]} if name in scope.values else {}
            parameters[name] = {**declared, **given}
    if parameters:
        resolved["Parameters"] = parameters
    return resolved


def _open_conditions(resolved: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The conditions whose answer is not known, as far as something depends on them."""
    every = scope.template.get("Conditions", {})
    waiting, needed = list(_conditions_in(resolved, every)), dict[str, Any]()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = value_of(every[name], scope)
            waiting.extend(_conditions_in(needed[name], every))
    return {name: needed[name] for name in every if name in needed}


def _conditions_in(value: Any, known: Mapping[str, Any]) -> Iterator[str]:
    """The conditions that something depends on: its own, those of its functions."""
    if isinstance(value, list):
        for item in value:
            yield from _conditions_in(item, known)
    elif isinstance(value, Mapping):
        asked = value.get("Condition")
        branch = value.get("Fn::If")
        if isinstance(asked, str) and asked in known:
            yield asked
        if isinstance(branch, list) and branch and branch[0] in known:
            yield branch[0]
        for item in value.values():
            yield from _conditions_in(item, known)
