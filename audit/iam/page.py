"""`docs/permissions.md`: who may do what on what, in every template of out/, in sentences."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from audit.findings import CheckFailed
from audit.iam.policies import Policy, as_text, branches, policies_in, statements
from audit.iam.sentences import Published, Speaker, is_wide, reasons
from audit.iam.words import as_list, code, listed, noun, plain, raw
from delivery.stacks import publishes
from delivery.writing import MANIFEST

Templates = Mapping[str, Mapping[str, Any]]

_ROLE = "AWS::IAM::Role"
_ATTACHED_BY = ("Roles", "RoleName", "Users", "UserName", "Groups", "GroupName")
_ABOUT = """\
# Who may do what

Every statement of every policy in `out/`, as a sentence. `${...}` are CloudFormation's variables; this account and this
region are those that a stack is deployed in. A statement is wide when it allows any action, anything or anybody: then
it says why. `make audit` looks at the same statements, and fails where an action on everything could be limited.

This page is written by `python -m audit docs`: a change of it is a change of what somebody may do."""


def permissions_page(out: Path) -> str:
    """The page for all applications of an out/ folder."""
    return page_of({folder.parent.name: _templates(folder) for folder in sorted(out.glob(f"*/{MANIFEST}"))})


def _templates(manifest: Path) -> Templates:
    """The templates of an application in the order of deployment."""
    try:
        stacks = json.loads(manifest.read_text("utf-8"))["stacks"]
        return {one["name"]: json.loads((manifest.parent / one["template"]).read_text("utf-8")) for one in stacks}
    except (OSError, ValueError, KeyError) as error:
        raise CheckFailed(f"{manifest.parent}: this cannot be read: {error}; run generate.py build") from error


def page_of(applications: Mapping[str, Templates]) -> str:
    """The page for these applications, each with its templates by stack."""
    lines = [_ABOUT]
    for name, templates in applications.items():
        published = _published(templates)
        stacks = [_Stack(stack, template, Speaker(template, published)) for stack, template in templates.items()]
        lines += ["", f"## {plain(name)}", "", *_overview(stacks)]
        for stack in stacks:
            lines += ["", f"### {plain(stack.name)}", "", *stack.lines()]
    return "\n".join(lines) + "\n"


def _published(templates: Templates) -> dict[str, Published]:
    """What stacks give a name in SSM, by that name."""
    found = {}
    for stack, template in templates.items():
        for pattern, parameter in publishes(template).items():
            text = as_text(template["Resources"][parameter]["Properties"].get("Value")) or ""
            name = text.removeprefix("${").removesuffix("}").partition(".")[0]
            if name in template["Resources"]:
                found[pattern] = Published(stack, name, template["Resources"][name]["Type"])
    return found


def _overview(stacks: list["_Stack"]) -> Iterator[str]:
    """A row for each role and each resource with a policy of its own."""
    yield "| Stack | What | Statements | Wide |"
    yield "| --- | --- | --: | --- |"
    for stack in stacks:
        for name in stack.subjects:
            found = [(one, policy) for policy in stack.policies_of(name) for one, _ in statements(policy.document)]
            wide = [one for one, policy in found if is_wide(one, policy, stack.template)]
            unstated = [one for one in wide if str(one.get("Sid", "")) not in stack.reasons_of(name)]
            how = f"{len(unstated)} without" if unstated else "with" if len(wide) == 1 else "each with"
            why = f"{len(wide)}, {how} a reason" if wide else ""
            yield f"| {plain(stack.name)} | {noun(stack.type_of(name))} {code(name)} | {len(found)} | {why} |"


@dataclass(frozen=True)
class _Stack:
    """The policies of one template, by what they belong to."""

    name: str
    template: Mapping[str, Any]
    speaker: Speaker

    @cached_property
    def policies(self) -> list[Policy]:
        return policies_in(self.template)

    @cached_property
    def subjects(self) -> list[str]:
        """Roles, and what has a policy that belongs to no role of this template, in its order."""
        roles = [name for name, body in self._resources.items() if body["Type"] == _ROLE]
        owned = {policy.resource for role in roles for policy in self.policies_of(role)}
        alone = {policy.resource for policy in self.policies if policy.resource not in owned or self._others(policy)}
        return [name for name in self._resources if name in roles or name in alone]

    def policies_of(self, name: str) -> list[Policy]:
        """Its own, and those that are attached to it."""
        return [policy for policy in self.policies if policy.resource == name or name in self._holders(policy)]

    def reasons_of(self, name: str) -> set[str]:
        return {sid for policy in self.policies_of(name) for sid in reasons(self.template, policy.resource)}

    def type_of(self, name: str) -> str:
        return str(self._resources[name]["Type"])

    def lines(self) -> Iterator[str]:
        yield _sentence(str(self.template.get("Description", "No description")))
        if not self.subjects:
            yield ""
            yield "No policy: nothing here lets anybody do anything."
        for name in self.subjects:
            kind = noun(self.type_of(name))
            yield ""
            yield f"#### {kind[0].upper()}{kind[1:]} {code(name)}"
            yield from self._subject(name)

    @property
    def _resources(self) -> Mapping[str, Any]:
        resources: Mapping[str, Any] = self.template["Resources"]
        return resources

    def _subject(self, name: str) -> Iterator[str]:
        body = self._resources[name]
        properties = body.get("Properties", {})
        yield from _paragraph(self._introduced(name))
        for policy in self.policies_of(name):
            yield from _paragraph(f"{self._title(policy, name)}:")
            yield ""
            yield from self._sentences(policy)
        granted = [policy for policy in self.policies_of(name) if policy.kind == "identity"]
        managed = as_list(properties.get("ManagedPolicyArns", []))
        if managed:
            yield from _paragraph("Also what is in these policies, which are not written here:")
            yield ""
            yield from (f"- {self.speaker.thing(arn)}" for arn in managed)
        if body["Type"] == _ROLE and not granted and not managed:
            yield from _paragraph("No policy: it may do nothing.")
        if "PermissionsBoundary" in properties:
            yield from _paragraph(
                f"And never more than {self.speaker.thing(properties['PermissionsBoundary'])} allows."
            )

    def _introduced(self, name: str) -> str:
        """What it is for, where it exists, and what it is attached to."""
        body = self._resources[name]
        description = body.get("Properties", {}).get("Description")
        parts = [_sentence(description)] if isinstance(description, str) else []
        if isinstance(body.get("Condition"), str):
            parts.append(f"It exists only where {self.speaker.where(((body['Condition'], True),))}.")
        others = [item for policy in self.policies if policy.resource == name for item in self._others(policy)]
        if others:
            parts.append(f"It is attached to {listed([self.speaker.thing(item) for item in others])}.")
        return " ".join(parts)

    def _title(self, policy: Policy, name: str) -> str:
        """What a list of sentences is about."""
        if policy.resource != name:
            title = f"{code(policy.resource)}: {self._introduced(policy.resource)}".removesuffix(".").removesuffix(": ")
        else:
            title = {"trust": "Who takes it", "identity": "What it allows", "resource": "Who may do what"}[policy.kind]
        return title + (f", where {self.speaker.where(policy.when)}" if policy.when else "")

    def _sentences(self, policy: Policy) -> Iterator[str]:
        if not policy.readable:
            yield f"- Not understood: {raw(policy.document)}."
        told = list(statements(policy.document))
        for statement, when in told:
            yield f"- {self.speaker.sentence(statement, policy, when)}"
        others = {key: item for key, item in policy.document.items() if key not in ("Version", "Statement")}
        yield from (f"- Also stated, {code(key)}: {raw(item)}." for key, item in others.items() if policy.readable)
        sids = {str(one.get("Sid", "")) for one, _ in told}
        for sid, reason in reasons(self.template, policy.resource).items():
            if sid not in sids:
                yield f"- A reason is stated for {code(sid)}, which is no statement here: {plain(str(reason))}"

    def _holders(self, policy: Policy) -> set[str]:
        """The roles of this template that a policy is attached to."""
        named = {as_text(item) or "" for item in self._attached(policy)}
        return {name for name, body in self._resources.items() if body["Type"] == _ROLE and f"${{{name}}}" in named} - {
            policy.resource
        }

    def _others(self, policy: Policy) -> list[Any]:
        """What else a policy is attached to."""
        held = {f"${{{name}}}" for name in self._holders(policy)}
        return [item for item in self._attached(policy) if as_text(item) not in held]

    def _attached(self, policy: Policy) -> list[Any]:
        if not policy.type.startswith("AWS::IAM::") or policy.type == _ROLE:
            return []
        properties = self._resources[policy.resource].get("Properties", {})
        return [item for key in _ATTACHED_BY for item, _ in branches(properties.get(key, []))]


def _paragraph(text: str) -> list[str]:
    return ["", text] if text else []


def _sentence(text: str) -> str:
    return f"{plain(text).rstrip('.')}."
