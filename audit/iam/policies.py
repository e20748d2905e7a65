"""Every policy document of a template, wherever it stands: in a property, within Fn::If, or as JSON in a text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["trust", "identity", "resource"]
When = tuple[tuple[str, bool], ...]
"""Conditions of the template, and how they must be answered."""

_TRUST = "AssumeRolePolicyDocument"
_ALWAYS_POLICIES = {
    _TRUST,
    "FileSystemPolicy",
    "KeyPolicy",
    "PolicyDocument",
    "RepositoryPolicyText",
    "AWS::SecretsManager::ResourcePolicy.ResourcePolicy",
}
"""What stands here is a policy, also where it cannot be read."""

_NO_IAM_POLICIES = {"AWS::Logs::AccountPolicy.PolicyDocument"}
"""These say what is masked or subscribed to, not who may do what."""


_OF_ITSELF = {
    "AWS::Backup::BackupVault",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::KMS::Key",
    "AWS::KMS::ReplicaKey",
    "AWS::SecretsManager::ResourcePolicy",
}
"""In the policy of such a resource `*` means the resource itself, and so does saying nothing."""


@dataclass(frozen=True)
class Policy:
    """One policy document as the template has it."""

    resource: str
    type: str
    place: tuple[str | int, ...]
    """Below the resource: ("Properties", "Policies", 0, "PolicyDocument")."""
    document: Any
    when: When = ()
    """The answers for which it stands there, where it stands within Fn::If."""

    @property
    def readable(self) -> bool:
        """Whether it has statements at all."""
        return isinstance(self.document, Mapping) and "Statement" in self.document

    @property
    def kind(self) -> Kind:
        """Who takes a role; what an identity may do; or, where principals are named, who may use a resource."""
        if _TRUST in self.place:
            return "trust"
        if self.type.startswith("AWS::IAM::"):
            return "identity"
        named = any("Principal" in one or "NotPrincipal" in one for one, _ in statements(self.document))
        return "resource" if named or not self.readable else "identity"

    def speaks_of_itself(self, statement: Mapping[str, Any]) -> bool:
        """Whether a statement means the resource, or role, that the policy belongs to."""
        everything = statement.get("Resource", "*") in ("*", ["*"]) and "NotResource" not in statement
        return everything and (self.kind == "trust" or self.type in _OF_ITSELF)


def policies_in(template: Mapping[str, Any]) -> list[Policy]:
    """In the order of the template."""
    found = []
    for name, body in template.get("Resources", {}).items():
        if isinstance(body, Mapping) and isinstance(body.get("Type"), str):
            seeker = _Seeker(name, body["Type"])
            found += list(seeker.within(body.get("Properties", {}), ("Properties",), ()))
    return found


def statements(document: Any) -> Iterator[tuple[Mapping[str, Any], When]]:
    """Each statement, and the answers for which it stands there. What is no statement is a statement of nothing."""
    if isinstance(document, Mapping):
        for item, when in branches(document.get("Statement", [])):
            yield (item if isinstance(item, Mapping) and not is_function(item) else {"": item}), when


def branches(value: Any, when: When = ()) -> Iterator[tuple[Any, When]]:
    """The items of a list, also of one that stands within Fn::If; a single item counts as a list."""
    match value:
        case {"Fn::If": [str(condition), yes, no]} if len(value) == 1:
            yield from branches(yes, (*when, (condition, True)))
            yield from branches(no, (*when, (condition, False)))
        case {"Ref": "AWS::NoValue"}:
            pass
        case list():
            for item in value:
                yield from branches(item, when)
        case _:
            yield value, when


@dataclass(frozen=True)
class _Seeker:
    """Walks through one resource."""

    name: str
    type: str

    def within(self, value: Any, place: tuple[str | int, ...], when: When) -> Iterator[Policy]:
        text = as_text(value)
        if text is not None and '"Statement"' in text:
            written = _from_text(text, is_function=not isinstance(value, str))
            if written is None or _is_policy(written):
                yield Policy(self.name, self.type, place, value if written is None else written, when)
        elif is_choice(value):
            condition, *both = value["Fn::If"]
            for answer, branch in zip((True, False), both, strict=True):
                yield from self.within(branch, (*place, "Fn::If", 2 - answer), (*when, (condition, answer)))
        elif value == {"Ref": "AWS::NoValue"}:
            return
        elif _is_policy(value) or self._must_be_a_policy(place):
            yield Policy(self.name, self.type, place, value, when)
        elif isinstance(value, Mapping):
            for key, item in value.items():
                yield from self.within(item, (*place, key), when)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.within(item, (*place, index), when)

    def _must_be_a_policy(self, place: tuple[str | int, ...]) -> bool:
        name = [step for step in place if isinstance(step, str) and step != "Fn::If"][-1]
        named = {name, f"{self.type}.{name}"}
        return bool(named & _ALWAYS_POLICIES) and not named & _NO_IAM_POLICIES


def _is_policy(value: Any) -> bool:
    """It has statements, and one of them has an effect."""
    return any("Effect" in one for one, _ in statements(value))


def is_choice(value: Any) -> bool:
    """Whether this is Fn::If, well formed."""
    match value:
        case {"Fn::If": [str(), _, _]} if len(value) == 1:
            return True
    return False


def is_function(value: Any) -> bool:
    """Whether this is a function of CloudFormation, whatever it takes."""
    return isinstance(value, Mapping) and len(value) == 1 and str(next(iter(value))).startswith(("Fn::", "Ref"))


def _from_text(text: str, *, is_function: bool) -> Any:
    """A policy that is written as JSON in a text; the variables of Fn::Sub become functions again. None for no JSON."""
    try:
        written = json.loads(text)
    except ValueError:
        return None
    return _with_functions(written) if is_function else written


def _with_functions(value: Any) -> Any:
    match value:
        case str() if "${" in value:
            return {"Fn::Sub": value}
        case Mapping():
            return {key: _with_functions(item) for key, item in value.items()}
        case list():
            return [_with_functions(item) for item in value]
        case _:
            return value


def as_text(value: Any) -> str | None:
    """A value as Fn::Sub would write it: '${Bucket.Arn}/*'. None where it is no text."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case {"Ref": str(name)} if len(value) == 1:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [str(name), str(attribute)]} if len(value) == 1:
            return f"${{{name}.{attribute}}}"
        case {"Fn::GetAtt": str(name)} if len(value) == 1:
            return f"${{{name}}}"
        case {"Fn::Sub": str(text)} if len(value) == 1:
            return text
        case {"Fn::Join": [str(between), list(parts)]} if len(value) == 1:
            texts = [as_text(part) for part in parts]
            return None if None in texts else between.join(text for text in texts if text is not None)
        case _:
            return None
