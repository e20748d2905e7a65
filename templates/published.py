"""What a stack tells the stacks after it, through SSM Parameter Store.

Unlike exports these lock nobody: producer and consumer can change in turn, and anyone can publish the same
names for resources of their own.
"""

from typing import Any

from troposphere import Join, Sub
from troposphere.ssm import Parameter as SsmParameter

from templates.part import Question, StackIdentity, under


def publish(owner: StackIdentity, key: str, value: Any, what: str, when: Question | None = None) -> SsmParameter:
    """One value under `/<application>/<environment>/<stack>/<key>`; account-wide stacks leave the environment out."""
    return _parameter(owner, key, value, what, "String", when)


def publish_list(owner: StackIdentity, key: str, values: Any, what: str) -> SsmParameter:
    """A list, which consumers read as a list of ids."""
    return _parameter(owner, key, values if isinstance(values, Join) else Join(",", values), what, "StringList", None)


def _parameter(
    owner: StackIdentity, key: str, value: Any, what: str, type_: str, when: Question | None
) -> SsmParameter:
    environment = "/${Environment}" if owner.scope == "environment" else ""
    return SsmParameter(
        "Published" + "".join(word.capitalize() for word in key.split("-")),
        **under(when),
        Name=Sub(f"/${{Application}}{environment}/{owner.name}/{key}"),
        Type=type_,
        Description=what,
        Value=value,
    )
