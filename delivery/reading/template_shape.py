"""Whether plain data is a CloudFormation template; if not, what it looks like and what to do."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from delivery.problems import Problem, refuse, refuse_all
from delivery.reading.document import shown

_OF_MAPPINGS = ("Parameters", "Mappings", "Outputs", "Rules")
_MAPPINGS = (*_OF_MAPPINGS, "Conditions", "Metadata")


def check_shape(found: Any, path: Path, *, may_lack_resources: bool = False) -> dict[str, Any]:
    """The data, when it has the shape of a template; raises Refused."""
    if likeness := _likeness(found):
        raise refuse(likeness, path)
    if not isinstance(found, dict):
        raise refuse(f"this is {_kind(found)} and no CloudFormation template: name a template", path)
    if "Resources" not in found and not may_lack_resources:
        raise refuse("this has no Resources, so it is no CloudFormation template: name a template", path)
    refuse_all(Problem(sentence, path) for sentence in [*_of_sections(found), *_of_resources(found)])
    return found


def _of_sections(template: Mapping[str, Any]) -> list[str]:
    wrong = []
    for name in _MAPPINGS:
        section = template.get(name, {})
        if not isinstance(section, dict):
            wrong.append(f"{name} is {_kind(section)}: it must be a mapping")
        elif name in _OF_MAPPINGS:
            wrong += [
                f"{shown(key)} in {name} is {_kind(body)}: it must be a mapping"
                for key, body in section.items()
                if not isinstance(body, dict) and not key.startswith("Fn::")
            ]
    return wrong


def _of_resources(template: Mapping[str, Any]) -> list[str]:
    resources = template.get("Resources", {})
    if not isinstance(resources, dict):
        return [f"Resources is {_kind(resources)}: it must be a mapping"]
    found = (_of_resource(name, body) for name, body in resources.items() if name != "Fn::Transform")
    return [sentence for sentence in found if sentence]


def _of_resource(name: str, body: Any) -> str | None:
    named = f"the resource {shown(name)}"
    if name.startswith("Fn::ForEach::"):
        return None if isinstance(body, list) else f"{shown(name)} is {_kind(body)}: it must be a list"
    if not isinstance(body, dict):
        return f"{named} is {_kind(body)}: it must be a mapping with a Type"
    if not isinstance(body.get("Type"), str) and "Fn::Transform" not in body:
        has = f"has {_kind(body['Type'])} as its Type" if "Type" in body else "has no Type"
        return f"{named} {has}: write one such as AWS::S3::Bucket"
    if not isinstance(body.get("Properties", {}), dict):
        return f"the Properties of {shown(name)} are {_kind(body['Properties'])}: they must be a mapping"
    return None


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else "a single value"


def _likeness(found: Any) -> str | None:
    """What other thing this is, in a sentence that says what to do."""
    if isinstance(found, list):
        pairs = bool(found) and all(isinstance(one, dict) and "ParameterKey" in one for one in found)
        return _PARAMETERS if pairs else None
    if not isinstance(found, dict) or isinstance(found.get("Resources"), dict):
        return None
    return next((sentence for fits, sentence in _LIKENESSES if fits(found)), None)


def _has(*keys: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda found: all(key in found for key in keys)


def _is_parameter_file(found: Mapping[str, Any]) -> bool:
    values = found.get("Parameters")
    return isinstance(values, dict) and bool(values) and all(isinstance(one, str | int) for one in values.values())


def _is_compose(found: Mapping[str, Any]) -> bool:
    return isinstance(found.get("services"), dict)


_PARAMETERS = "this is a file of parameter values, not a template: name the template that they belong to"
_LIKENESSES: tuple[tuple[Callable[[Mapping[str, Any]], bool], str], ...] = (
    (
        lambda found: "Changes" in found and bool({"ChangeSetName", "ChangeSetId", "StackName"} & set(found)),
        "this is the answer of DescribeChangeSet, not a template: review it as a saved change set",
    ),
    (_has("TemplateBody"), "this is the answer of GetTemplate: save what stands under TemplateBody, and name that"),
    (_has("apiVersion", "kind"), "this is a Kubernetes manifest: name a CloudFormation template"),
    (
        lambda found: bool({"terraform_version", "planned_values", "resource_changes"} & set(found)),
        "this is a Terraform plan: name a CloudFormation template",
    ),
    (_has("version", "artifacts"), "this is the manifest of a CDK assembly: name a .template.json file beside it"),
    (_has("version", "files"), "this is a list of CDK assets: name a .template.json file beside it"),
    (
        _has("application", "services"),
        "this describes an application: build it, and name a file in out/",
    ),
    (_is_compose, "this is a Docker Compose file: name a CloudFormation template"),
    (_is_parameter_file, _PARAMETERS),
)
