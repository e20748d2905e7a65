"""Runs one rule of ours through cfn-lint's real runner."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner import run_template_by_data

from delivery.lint import _nodes
from delivery.rules._rule import Rule


def found(rule: type[Rule], template: Mapping[str, Any]) -> list[str]:
    """Where this rule finds something: paths joined by slashes, below Resources for what is a resource."""
    return [place for place, _ in findings(rule, template)]


def findings(rule: type[Rule], template: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each finding of this rule: its place and its message. A crash of the rule is a crash here."""
    rules = Rules({rule.id: rule()})
    config = ConfigMixIn([], include_checks=["I"], regions=["eu-west-1"])
    matches = list(run_template_by_data(_nodes(deepcopy(dict(template))), config, rules))
    assert all(match.rule.id == rule.id for match in matches), matches
    return sorted(("/".join(map(str, match.path)).removeprefix("Resources/"), match.message) for match in matches)


def resources(**bodies: Mapping[str, Any]) -> dict[str, Any]:
    """A template of resources."""
    return {"Resources": dict(bodies)}


def resource(type_: str, /, *, attributes: Mapping[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """A resource with these properties; `attributes` are DeletionPolicy and the like."""
    return {"Type": type_, **(attributes or {}), "Properties": properties}


def changed(template: Mapping[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    """A copy with one place set to something else; the path begins below Resources."""
    copy = deepcopy(dict(template))
    place: Any = copy["Resources"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


def without(template: Mapping[str, Any], *path: str | int) -> dict[str, Any]:
    """A copy that lacks one place; the path begins below Resources."""
    copy = deepcopy(dict(template))
    place: Any = copy["Resources"]
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return copy
