"""Statements of policies, told as sentences: who may do what on what, and under which conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.iam.policies import Policy, When, as_text, is_choice
from audit.iam.words import as_list, code, conditions, doing, listed, noun, plain, raw, service
from delivery.intrinsics import mentions
from delivery.rules._access_policies import Statement
from delivery.rules._access_wide import wide
from delivery.rules._world import Resource, World
from delivery.stacks import reads

_TOLD = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_HINT = " (write the name of the SSM parameter that holds it)"
_DEEP = 20


@dataclass(frozen=True)
class Published:
    """A resource that another stack gives a name in SSM."""

    stack: str
    name: str
    type: str


@dataclass(frozen=True)
class Speaker:
    """Tells the policies of one template."""

    template: Mapping[str, Any]
    published: Mapping[str, Published] = field(default_factory=dict)
    """By the pattern of the SSM name."""

    def sentence(self, statement: Mapping[str, Any], policy: Policy, when: When = ()) -> str:
        """One statement, with everything that it says."""
        if "" in statement:
            return f"Not understood: {raw(statement[''])}."
        denied = statement.get("Effect") != "Allow"
        text = f"{self._who(statement, policy, denied)} {self._does(statement, policy)}"
        asked = conditions(statement["Condition"], "when" if denied else "where") if "Condition" in statement else []
        if asked:
            text += f", {'' if denied else 'only '}{listed(asked)}"
        if when:
            text += f"; this stands there only where {self.where(when)}"
        label = f"**{plain(str(statement['Sid']))}**: " if "Sid" in statement else ""
        more = "".join(f" {part}" for part in [*_also(statement), self._reason(statement, policy)] if part)
        return f"{label}{text}.{more}"

    def where(self, when: When) -> str:
        """The answers to conditions of the template, in words."""
        return " and ".join(self._question({"Condition": name}, answer) for name, answer in when)

    def thing(self, value: Any) -> str:
        """What an expression stands for, by what it is called in its stack."""
        if is_choice(value):
            condition, yes, no = value["Fn::If"]
            return f"{self.thing(yes)} where {self.where(((condition, True),))}, otherwise {self.thing(no)}"
        text = as_text(value)
        names = [] if text is None or isinstance(value, str) else _variables(text)
        if not names:
            return raw(value)
        name, _, attribute = names[0].partition(".")
        if text == f"${{{names[0]}}}" and attribute in ("", "Arn"):
            return self._called(name)
        known = dict.fromkeys(self._called(one.partition(".")[0]) for one in names)
        return f"{raw(value)} ({listed(list(known))})"

    def _who(self, statement: Mapping[str, Any], policy: Policy, denied: bool) -> str:
        """The subject with its verb; identities are the ones that the policy is attached to."""
        may = "may not" if denied else "may"
        if "NotPrincipal" in statement:
            return f"Everybody but {listed(list(self._principals(statement['NotPrincipal'])))} {may}"
        if "Principal" not in statement:
            return may.capitalize() if policy.kind == "identity" else f"Somebody who is not named {may}"
        who = list(self._principals(statement["Principal"]))
        if denied and len(who) == 1 and who[0].startswith("everybody"):
            return f"Nobody{who[0].removeprefix('everybody')} may"
        said = f"{listed(who)} {may}"
        return said[0].upper() + said[1:]

    def _principals(self, value: Any) -> Iterator[str]:
        if not isinstance(value, Mapping) or as_text(value) is not None:
            yield f"everybody ({code('*')})" if value == "*" else raw(value)
            return
        for kind, names in value.items():
            for name in as_list(names):
                text = as_text(name) or ""
                if kind == "Service" and text:
                    yield service(text)
                elif kind == "AWS" and text == "*":
                    yield f"everybody ({code('AWS: *')})"
                elif kind == "AWS" and text.endswith("::${AWS::AccountId}:root"):
                    yield f"whoever IAM policies of this account let ({code(text)})"
                else:
                    yield f"{code(kind)} {self.thing(name)}"

    def _does(self, statement: Mapping[str, Any], policy: Policy) -> str:
        if "NotAction" in statement:
            does = "use every action but these on"
        else:
            does = doing(as_list(statement.get("Action", [])))
        return f"{does} {self._what(statement, policy)}"

    def _what(self, statement: Mapping[str, Any], policy: Policy) -> str:
        if policy.speaks_of_itself(statement):
            return f"this {noun(policy.type)}"
        if "NotResource" in statement:
            return f"everything but {listed([self.thing(one) for one in as_list(statement['NotResource'])])}"
        if "Resource" not in statement:
            return "something that is not stated"
        named = [
            f"everything ({code('*')})" if one == "*" else self.thing(one) for one in as_list(statement["Resource"])
        ]
        return listed(named) or "nothing"

    def _reason(self, statement: Mapping[str, Any], policy: Policy) -> str:
        """Why a statement is wide; a wide one without a reason says so."""
        stated = reasons(self.template, policy.resource).get(str(statement.get("Sid", "")))
        if stated is not None:
            return f"Why so wide: {plain(str(stated))}"
        return "**This is wide, and no reason is stated.**" if is_wide(statement, policy, self.template) else ""

    def _called(self, name: str) -> str:
        """A resource or parameter by its name."""
        body = self.template.get("Resources", {}).get(name)
        if body is not None:
            description = body.get("Properties", {}).get("Description")
            told = f" ({plain(description)})" if isinstance(description, str) else ""
            return f"the {noun(body['Type'])} {code(name)}{told}"
        declared = self.template.get("Parameters", {}).get(name)
        if declared is None:
            return raw({"Ref": name})
        told = plain(str(declared.get("Description", "no description")).removesuffix(_HINT))
        source = self.published.get(reads(self.template).get(name, ""))
        if source is None:
            return f"what the parameter {code(name)} names ({told})"
        return f"the {noun(source.type)} {code(source.name)} of the stack {plain(source.stack)} ({code(name)}: {told})"

    def _question(self, question: Any, answer: bool, depth: int = 0, *, alone: bool = True) -> str:
        """A condition of the template as a clause that holds when the answer is this one."""
        known = self.template.get("Conditions", {})
        match question:
            case {"Condition": str(name)} if name in known and depth < _DEEP:
                return self._question(known[name], answer, depth + 1, alone=alone)
            case {"Fn::Not": [inner]}:
                return self._question(inner, not answer, depth + 1, alone=alone)
            case {"Fn::And": list(parts)} | {"Fn::Or": list(parts)}:
                between = " and " if ("Fn::And" in question) == answer else " or "
                clause = between.join(self._question(part, answer, depth + 1, alone=False) for part in parts)
                return clause if alone else f"({clause})"
            case {"Fn::Equals": [left, right]}:
                return f"{_side(left)} {'is' if answer else 'is not'} {_side(right)}"
        return raw(question) if answer else f"not {raw(question)}"


def _also(statement: Mapping[str, Any]) -> Iterator[str]:
    """The names of the actions, and what a sentence has no words for."""
    for key in ("Action", "NotAction"):
        if key in statement:
            names = [raw(one) for one in as_list(statement[key])]
            yield f"Action{'s' * (len(names) != 1)}: {', '.join(names) or 'none'}."
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield f"Its effect is not understood: {raw(statement.get('Effect'))}."
    for key, value in statement.items():
        if key not in _TOLD:
            yield f"Also stated, {code(key)}: {raw(value)}."


def _variables(text: str) -> list[str]:
    """What a text of Fn::Sub refers to, but for what is the same everywhere."""
    return [name for name in dict.fromkeys(mentions({"Fn::Sub": text})) if not name.startswith("AWS::")]


def _side(value: Any) -> str:
    """One side of a comparison: a parameter by its name, a text as it is."""
    match value:
        case "":
            return "empty"
        case {"Ref": str(name)}:
            return code(name)
    return raw(value)


def reasons(template: Mapping[str, Any], resource: str) -> Mapping[str, Any]:
    """Why statements of a resource are wide, by Sid."""
    metadata = template["Resources"][resource].get("Metadata", {})
    stated = metadata.get("Wildcards", {}) if isinstance(metadata, Mapping) else {}
    return stated if isinstance(stated, Mapping) else {}


def is_wide(statement: Mapping[str, Any], policy: Policy, template: Mapping[str, Any]) -> bool:
    """Whether it allows more than what it names, as the rule E9403 has it; or lets anybody take a role."""
    world = World(template)
    owner = Resource(policy.resource, policy.type, template["Resources"][policy.resource], world)
    seen = Statement(owner, world.node(statement, ()))
    anybody = any(kind == "AWS" and text == "*" for kind, _, text in seen.principals)
    return wide(seen) is not None or (policy.kind == "trust" and seen.allows and anybody)
