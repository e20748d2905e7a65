"""What a file holds that should hold an answer of describe-change-set, and which command gives what is needed."""

import re
from collections.abc import Mapping
from typing import Any

from delivery.change_set.oddities import what
from delivery.reading.document import shown

_DESCRIBE = "aws cloudformation describe-change-set"
_HOW = "--include-property-values --output json"
COMMAND = f"{_DESCRIBE} --stack-name STACK --change-set-name NAME {_HOW}"
_ARN = re.compile(r"arn:[\w-]+:cloudformation:[\w-]+:\d+:changeSet/[\w/-]+")
_ERROR = re.compile(r"An error occurred \((\w+)\) when calling the (\w+) operation[^:]*: *(.*)")
_COMPLAINT = re.compile(
    r"^\s*(aws: \[?error|usage: aws|unable to |could not |error |you must specify|the config profile|the sso |"
    r"token |partial credentials|parameter validation failed|an error occurred|unknown options|invalid )",
    re.IGNORECASE,
)
_TABLE = re.compile(r"^(-{5,}|\+[-=]+|[|┌┏╔])", re.MULTILINE)
_YAML_ANSWER = re.compile(r"^(Changes|ChangeSetId|ChangeSetName|ExecutionStatus|CreationTime):", re.MULTILINE)
_YAML_TEMPLATE = re.compile(r"^(Resources|AWSTemplateFormatVersion|Parameters|Transform):", re.MULTILINE)
# Members that something has, and what it then is; the first that fits counts.
_KINDS = (
    (("Id", "StackId"), "the answer of create-change-set, which does not say what changes"),
    (("Hooks",), "the answer of describe-change-set-hooks"),
    (("Summaries",), "the answer of list-change-sets, which does not say what changes"),
    (("StackSummaries",), "the answer of list-stacks"),
    (("Stacks",), "the answer of describe-stacks"),
    (("StackEvents",), "the answer of describe-stack-events"),
    (("OperationEvents",), "the answer of describe-events"),
    (("StackResources",), "the answer of describe-stack-resources"),
    (("StackResourceSummaries",), "the answer of list-stack-resources"),
    (("StackResourceDrifts",), "the answer of describe-stack-resource-drifts"),
    (("ResourceTypes",), "the answer of get-template-summary"),
    (("TemplateBody", "StackName"), "the input of create-change-set"),
    (("TemplateURL", "StackName"), "the input of create-change-set"),
    (("TemplateBody",), "the answer of get-template"),
    (("AWSTemplateFormatVersion",), "a template, and not what it would change"),
    (("Resources",), "a template, and not what it would change"),
    (("ResourceChange",), "only the list of changes, as the console or --query gives it"),
    (("LogicalResourceId",), "only a part of the list of changes, as --query gives it"),
    (("Error",), "an error message"),
    (("__type",), "an error message"),
    (("Message",), "an error message"),
)


def is_answer(data: Any) -> bool:
    """Whether something is an answer of describe-change-set, if perhaps a wrong one."""
    names = _names(data)
    if "Hooks" in names or "Summaries" in names:
        return False
    named = "ChangeSetId" in names or "ChangeSetName" in names
    return "Changes" in names or (named and bool({"Status", "ExecutionStatus"} & names))


def kind_of_data(data: Any) -> str:
    """What some JSON is instead, and what to do."""
    names = _names(data)
    found = next((words for members, words in _KINDS if set(members) <= names), "")
    if found:
        return f"this is {found}: what is needed is printed by {_command(data)}"
    if not isinstance(data, Mapping):
        words = "an empty list" if data == [] else what(data)
        return f"this is {words} and not an answer of describe-change-set: what is needed is printed by {COMMAND}"
    if not data:
        return f"this is an empty answer, as of execute-change-set: what is needed is printed by {COMMAND}"
    listed = ", ".join(shown(name) for name in sorted(data)[:5])
    return f"this is not an answer of describe-change-set (it has {listed}): what is needed is printed by {COMMAND}"


def kind_of_text(text: str) -> str:
    """What a text is that is not JSON, and what to do."""
    first = text.lstrip().split("\n", 1)[0].strip()
    if found := _ERROR.search(text):
        return (
            f"this is an error message of {found[2]} ({found[1]}: {shown(found[3].strip())}): "
            f"mend that, and run it again: {COMMAND}"
        )
    if _COMPLAINT.match(text):
        return f"this is an error message ({shown(first)}): mend that, and run it again: {COMMAND}"
    if first.startswith("<"):
        return f"this is XML or a web page: JSON is needed, as printed by {COMMAND}"
    if _YAML_ANSWER.search(text):
        return f"this is YAML: JSON is needed, as printed by {COMMAND}"
    if _YAML_TEMPLATE.search(text):
        return f"this is a template, and not what it would change: what is needed is printed by {COMMAND}"
    if _TABLE.match(text.lstrip()):
        return f"this is a table: JSON is needed, as printed by {COMMAND}"
    if "\t" in first:
        return f"this is what --output text prints: JSON is needed, as printed by {COMMAND}"
    return f"this is not JSON: what is needed is printed by {COMMAND}"


def _names(data: Any) -> set[str]:
    return {name[:1].upper() + name[1:] for name in data} | set(data) if isinstance(data, Mapping) else set()


def _command(data: Mapping[str, Any]) -> str:
    """The command with the change set's own name, where that is known."""
    arn = data.get("Id")
    if isinstance(arn, str) and _ARN.fullmatch(arn):
        return f"{_DESCRIBE} --change-set-name {arn} {_HOW}"
    return COMMAND
