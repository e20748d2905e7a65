"""Parts and how they become one template.

A part is a frozen dataclass: its fields are the parameters, conditions, rules, resources and outputs that
it owns, in the order in which they should be read. `assemble` collects parts into a template.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, Protocol, TypeVar, dataclass_transform

from troposphere import AWSObject, If, Output, Ref, Sub, Tags, Template
from troposphere import Condition as ConditionRef

from templates.inputs import Input, Table

Scope = Literal["account", "environment"]
P = TypeVar("P")


class Part(Protocol):
    """Any frozen dataclass with a title; the title heads its parameters in the console."""

    title: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass_transform(frozen_default=True, eq_default=False)
def part(cls: type[P]) -> type[P]:
    """A frozen dataclass that is never compared or printed: there are many, and making those methods takes time."""
    return dataclass(frozen=True, eq=False, repr=False)(cls)


@dataclass(frozen=True)
class Question:
    """A CloudFormation Condition, named as the question that it answers: `HasCertificate`."""

    name: str
    answer: Any

    def choose(self, yes: Any, no: Any) -> If:
        """`yes` where the answer is yes, else `no`."""
        return If(self.name, yes, no)

    @property
    def holds(self) -> ConditionRef:
        """This question inside another one (`And(a.holds, b.holds)`)."""
        return ConditionRef(self.name)


def under(question: Question | None) -> dict[str, Any]:
    """The attribute that makes a resource exist only where the answer is yes."""
    return {} if question is None else {"Condition": question.name}


def but_not(rule: str, reason: str) -> dict[str, Any]:
    """The Metadata of a resource that a rule of lint does not fit, with the reason for everybody to read."""
    return {"cfn-lint": {"config": {"ignore_checks": [rule]}}, "Reason": reason}


@dataclass(frozen=True)
class Assertion:
    """A template Rule: combinations that CloudFormation refuses before it starts, with a sentence."""

    name: str
    sentence: str
    must: Any
    when: Any = None

    def as_rule(self) -> dict[str, Any]:
        condition = {} if self.when is None else {"RuleCondition": self.when}
        return condition | {"Assertions": [{"Assert": self.must, "AssertDescription": self.sentence}]}


@dataclass(frozen=True)
class StackIdentity:
    """What a stack is called within its application, and whether it belongs to an environment."""

    name: str
    scope: Scope
    purpose: str


def assemble(identity: StackIdentity, *parts: Part) -> Template:
    """One template of all parts; duplicates are refused, parameters are grouped by part and labelled."""
    template = Template(Description=identity.purpose)
    template.set_version()
    groups: dict[str, list[str]] = {}
    labels: dict[str, Any] = {}
    fills: dict[str, str] = {}
    for title, thing in (found for part in parts for found in owned_by(part)):
        _add(template, identity, thing)
        if isinstance(thing, Input):
            groups.setdefault(title, []).append(thing.name)
            labels[thing.name] = {"default": thing.label}
            if thing.fill is not None:
                fills[thing.name] = thing.fill
    template.set_metadata(
        {
            "AWS::CloudFormation::Interface": {
                "ParameterGroups": [
                    {"Label": {"default": title}, "Parameters": names} for title, names in groups.items()
                ],
                "ParameterLabels": labels,
            },
            "Stackwright": {"Stack": identity.name, "Scope": identity.scope, "Fills": fills},
        }
    )
    return template


def owned_by(part: Part) -> Iterator[tuple[str, Any]]:
    """Everything in a part with the title above it, in reading order; a part may hold parts, tuples and `None`."""
    for field in fields(part):
        value = getattr(part, field.name)
        for thing in value if isinstance(value, tuple) else (value,):
            if hasattr(thing, "title") and hasattr(thing, "__dataclass_fields__"):
                yield from owned_by(thing)
            elif thing is not None:
                yield part.title, thing


def _add(template: Template, identity: StackIdentity, thing: Any) -> None:
    if isinstance(thing, Input):
        template.add_parameter(thing)
    elif isinstance(thing, Table):
        template.add_mapping(thing.name, thing.rows)
    elif isinstance(thing, Question):
        if thing.name in template.conditions:
            raise ValueError(f"condition {thing.name} is built twice")
        template.add_condition(thing.name, thing.answer)
    elif isinstance(thing, Assertion):
        template.add_rule(thing.name, thing.as_rule())
    elif isinstance(thing, Output):
        template.add_output(thing)
    elif isinstance(thing, AWSObject):
        template.add_resource(_tagged(thing, identity))
    else:
        raise TypeError(f"a part cannot own {thing!r}")


def _tagged(resource: AWSObject, identity: StackIdentity) -> AWSObject:
    """Every resource that can carry tags says whose it is; EC2's also carry a name, the console shows only that."""
    if "Tags" not in resource.props or "Tags" in resource.properties:
        return resource
    tags: dict[str, Any] = {"Application": Ref("Application")}
    if identity.scope == "environment":
        tags["Environment"] = Ref("Environment")
    if str(resource.resource_type).startswith("AWS::EC2::"):
        tags["Name"] = Sub(f"${{AWS::StackName}}/{resource.title}")
    resource.Tags = tags if resource.props["Tags"][0] is dict else Tags(**tags)
    return resource
