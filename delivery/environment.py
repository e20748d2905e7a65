"""`<env>.yaml`: where an environment is, and the values of the templates' own parameters, grouped by stack."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.load import Document, Place
from delivery.problems import Problem, nearest, refuse_all
from delivery.regions import known_regions

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_NAME = 16
SETTINGS = ("region", "account", "tags")
Complain = Callable[..., Problem]
_LISTS = re.compile(r"List<|CommaDelimitedList")
_TAG_KEY = re.compile(r"(?!aws:)[\w\s+=.:/@-]{1,128}")
_TAG_VALUE = re.compile(r"[\w\s+=.:/@-]{0,256}")


@dataclass(frozen=True)
class Environment:
    """One environment as it was written; `values` holds text, because that is what CloudFormation takes."""

    name: str
    region: str
    account: str | None
    tags: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    document: Document


def environment(document: Document, templates: Mapping[str, Mapping[str, Any]]) -> Environment:
    """Check a file against the stacks that there are; every mistake is told at once."""
    refuse_all(_problems(document, templates))
    data = document.data
    return Environment(
        name=document.path.stem,
        region=data["region"],
        account=data.get("account"),
        tags={key: document.texts.get(("tags", key), "") for key in data.get("tags") or {}},
        values={
            stack: {name: _as_text(document, (stack, name)) for name in data.get(stack) or {}} for stack in templates
        },
        document=document,
    )


def _problems(document: Document, templates: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    def problem(sentence: str, *place: str | int) -> Problem:
        return Problem(sentence, document.path, document.line_of(place))

    data, name = document.data, document.path.stem
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield problem(
            f"{name} cannot name an environment: use up to {LONGEST_NAME} lower-case letters, digits and single hyphens"
        )
    if "region" not in data:
        yield problem("there is no region: add one, such as region: eu-west-1")
    for key in data:
        if key not in SETTINGS and key not in templates:
            yield problem(f"{key} is neither a setting nor a stack: {nearest(key, [*SETTINGS, *templates])}", key)
    yield from _setting_problems(document, problem)
    for stack, template in templates.items():
        group = data.get(stack)
        if group is not None and not isinstance(group, dict):
            yield problem(f"{stack} is not a group: write parameter names and values below it", stack)
            continue
        for parameter in group or {}:
            yield from _parameter_problems(document, stack, parameter, template, problem)


def _setting_problems(document: Document, problem: Complain) -> Iterator[Problem]:
    region, account, tags = (document.data.get(key) for key in SETTINGS)
    if "region" in document.data and region not in known_regions():
        hint = nearest(str(region), known_regions()) if isinstance(region, str) else "write one such as eu-west-1"
        yield problem(f"region {document.texts.get(('region',), '')} is not known: {hint}", "region")
    if isinstance(account, int) and not isinstance(account, bool):
        yield problem(f"account {document.texts[('account',)]} is a number: put it in quotes", "account")
    elif "account" in document.data and not (isinstance(account, str) and re.fullmatch(r"[0-9]{12}", account)):
        yield problem(f"account {account} is not an account: write its twelve digits in quotes", "account")
    if tags is not None and not isinstance(tags, dict):
        yield problem("tags is not a group: write names and values below it", "tags")
        return
    for key, value in (tags or {}).items():
        text = document.texts.get(("tags", key), "")
        if isinstance(value, (dict, list)) or not _TAG_KEY.fullmatch(key) or not _TAG_VALUE.fullmatch(text):
            yield problem(f"tag {key} is not one that AWS takes: use letters, digits, spaces and +=.:/@_-", "tags", key)
        if key in ("Application", "Environment"):
            yield problem(f"tag {key} is set by the templates: choose another name", "tags", key)


def _parameter_problems(
    document: Document, stack: str, parameter: str, template: Mapping[str, Any], problem: Complain
) -> Iterator[Problem]:
    value = document.data[stack][parameter]
    declared = template["Parameters"].get(parameter)
    if declared is None:
        yield problem(
            f"{stack} has no parameter {parameter}: {nearest(parameter, template['Parameters'])}", stack, parameter
        )
    elif value is None:
        yield problem(f"{parameter} has no value: write one, or remove the line", stack, parameter)
    elif isinstance(value, dict) or (isinstance(value, list) and not _is_list_of_words(value, declared)):
        kind = "a list of words" if _LISTS.search(declared["Type"]) else "one value"
        yield problem(f"{parameter} takes {kind}: write that", stack, parameter)


def _is_list_of_words(value: list[Any], declared: Mapping[str, Any]) -> bool:
    takes_list = _LISTS.search(declared["Type"]) is not None and not declared["Type"].startswith("AWS::SSM")
    return takes_list and not any(isinstance(item, (dict, list)) or item is None for item in value)


def _as_text(document: Document, place: Place) -> str:
    """The value exactly as it was written: 1.10 stays 1.10."""
    value = document.data
    for step in place:
        value = value[step]
    if isinstance(value, list):
        return ",".join(document.texts[(*place, index)] for index in range(len(value)))
    return str(value).lower() if isinstance(value, bool) else document.texts[place]
