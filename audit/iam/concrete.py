"""Policies as AWS would see them: every function becomes a plausible value, so that a checker gets plain JSON.

A value that nobody can know here stands for itself as `unknown-NAME`, or as an ARN of the service `unknown`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.iam.policies import Policy, as_text, is_choice, is_function
from audit.standins import ACCOUNT, stand_in
from delivery.intrinsics import LIST_TYPES, CannotResolve, Scope, mentions, value_of
from delivery.rules._world import NO_VALUE, World, worlds

UNKNOWN_ARN = "arn:aws:unknown:"
UNKNOWN_NAME = "unknown-"

# ARNs of what a policy belongs to, where stand-ins do not know them.
_ITSELF = {
    "AWS::Backup::BackupVault": "arn:aws:backup:{region}:{account}:backup-vault:{name}",
    "AWS::EFS::FileSystem": "arn:aws:elasticfilesystem:{region}:{account}:file-system/fs-0123456789abcdef0",
    "AWS::KMS::ReplicaKey": "arn:aws:kms:{region}:{account}:key/{name}",
    "AWS::SecretsManager::ResourcePolicy": "arn:aws:secretsmanager:{region}:{account}:secret:{name}",
}


class CannotAnalyse(Exception):
    """A policy that stays unclear: one sentence that says why."""


@dataclass(frozen=True)
class _Place:
    """Where a policy would be deployed."""

    template: Mapping[str, Any]
    region: str


def concrete_documents(policy: Policy, template: Mapping[str, Any], region: str) -> list[dict[str, Any]]:
    """The policy in each way in which the conditions it depends on can be answered."""
    if not policy.readable:
        shown = json.dumps(policy.document, sort_keys=True)
        raise CannotAnalyse(f"what stands here is no policy with statements, but {shown[:200]}")
    place = _Place(template, region)
    found: list[dict[str, Any]] = []
    for world in _worlds_of(policy, template):
        document = _about_itself(policy, _known(_settled(policy.document, world.answers), place), region)
        if document not in found:
            found.append(document)
    return found


def _worlds_of(policy: Policy, template: Mapping[str, Any]) -> Iterator[World]:
    """The worlds in which the policy stands; only its own questions are asked."""
    own = template["Resources"][policy.resource].get("Condition")
    needed = [*policy.when, *([(own, True)] if isinstance(own, str) else [])]
    asked = [{"Fn::If": [name, "", ""]} for name, _ in needed]
    body = {"Type": policy.type, "Properties": {"Asked": asked, "Document": policy.document}}
    alone = {"Conditions": template.get("Conditions", {}), "Resources": {policy.resource: body}}
    for world in worlds(alone, (policy.type,)):
        if all(world.answers.get(name, answer) == answer for name, answer in needed):
            yield world


def _settled(value: Any, answers: Mapping[str, bool]) -> Any:
    """With every Fn::If chosen whose answer is known."""
    while is_choice(value) and value["Fn::If"][0] in answers:
        condition, yes, no = value["Fn::If"]
        value = yes if answers[condition] else no
    if isinstance(value, dict) and value != NO_VALUE:
        items = ((key, _settled(item, answers)) for key, item in value.items())
        return {key: item for key, item in items if item != NO_VALUE}
    if isinstance(value, list):
        return [item for item in (_settled(item, answers) for item in value) if item != NO_VALUE]
    return value


def _known(document: Any, place: _Place) -> Any:
    """With every function worked out."""
    pseudo = {
        "AWS::AccountId": ACCOUNT,
        "AWS::Partition": "aws",
        "AWS::Region": place.region,
        "AWS::StackId": f"arn:aws:cloudformation:{place.region}:{ACCOUNT}:stack/stack/0",
        "AWS::StackName": "stack",
        "AWS::URLSuffix": "amazonaws.com",
    }
    try:
        found = value_of(_named(document, place), Scope(place.template, {}, pseudo))
    except CannotResolve as error:
        raise CannotAnalyse(error.sentence) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise CannotAnalyse(f"a function in it cannot be worked out: {error!r}") from error
    left = next(_functions(found), None)
    if left is not None:
        raise CannotAnalyse(f"nobody can say here what this becomes: {json.dumps(left, sort_keys=True)[:200]}")
    return found


def _named(value: Any, place: _Place) -> Any:
    """With every name of a resource or parameter replaced by what it could be."""
    if isinstance(value, list):
        return [_named(item, place) for item in value]
    if not isinstance(value, dict):
        return value
    match value if is_function(value) else {}:
        case {"Ref": str(name)} if not name.startswith("AWS::"):
            return _what_is(name, "", place)
        case {"Fn::GetAtt": [str(name), *attribute]}:
            return _what_is(name, ".".join(map(str, attribute)), place)
        case {"Fn::GetAtt": str(path)}:
            name, _, last = path.partition(".")
            return _what_is(name, last, place)
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text)]}:
            return {"Fn::Sub": [text, _variables(text, {}, place)]}
        case {"Fn::Sub": [str(text), dict(given)]}:
            return {"Fn::Sub": [text, _variables(text, given, place)]}
        case {"Fn::ImportValue": name}:
            return _unknown(as_text(name) or "import")
    return {key: _named(item, place) for key, item in value.items()}


def _variables(text: str, given: Mapping[str, Any], place: _Place) -> dict[str, Any]:
    """What each variable of Fn::Sub could be, but for those that are the same everywhere."""
    found = {name: _named(item, place) for name, item in given.items()}
    for variable in mentions({"Fn::Sub": text}):
        if variable not in found and not variable.startswith("AWS::"):
            name, _, attribute = variable.partition(".")
            found[variable] = _what_is(name, attribute, place)
    return found


def _what_is(name: str, attribute: str, place: _Place) -> Any:
    """A value that this attribute of a resource, or this parameter, could have."""
    body = place.template["Resources"].get(name)
    if body is not None:
        known = stand_in(body["Type"], attribute, name, place.region)
        return _unknown(name, attribute) if known is None else known
    declared = place.template.get("Parameters", {}).get(name)
    return _unknown(name, attribute) if declared is None else _parameter(name, declared)


def _parameter(name: str, declared: Mapping[str, Any]) -> Any:
    """Its default, or a value of the list that it allows; what SSM holds is not known."""
    possible = [declared.get("Default"), *declared.get("AllowedValues", ())]
    given = next((str(one) for one in possible if one not in (None, "")), None)
    if str(declared.get("Type")).startswith("AWS::SSM::") or given is None:
        given = _unknown(name)
    return [item.strip() for item in given.split(",")] if LIST_TYPES.match(str(declared.get("Type"))) else given


def _unknown(name: str, attribute: str = "") -> str:
    words = re.sub("[^A-Za-z0-9]+", "-", f"{name}-{attribute}").strip("-")
    return f"{UNKNOWN_ARN}us-east-1:{ACCOUNT}:{words}" if words.lower().endswith("arn") else UNKNOWN_NAME + words


def _functions(value: Any) -> Iterator[Any]:
    """What is still a function."""
    if is_function(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _functions(item)
    elif isinstance(value, list):
        for item in value:
            yield from _functions(item)


def _about_itself(policy: Policy, document: Any, region: str) -> dict[str, Any]:
    """A policy that belongs to a thing speaks of that thing, whether it says `*` or nothing."""
    said = document.get("Statement", []) if isinstance(document, dict) else [""]
    listed = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in listed):
        raise CannotAnalyse("one of its statements has no elements")
    unknown = UNKNOWN_NAME + policy.resource
    shape = _ITSELF.get(policy.type, unknown).format(region=region, account=ACCOUNT, name=policy.resource)
    itself = stand_in(policy.type, "Arn", policy.resource, region) or shape
    return {
        **document,
        "Statement": [{**one, "Resource": itself} if policy.speaks_of_itself(one) else one for one in listed],
    }
