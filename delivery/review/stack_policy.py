"""A stack policy says which updates CloudFormation refuses. It is asked before anybody executes anything."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from delivery.change_set import Change
from delivery.problems import nearest, refuse
from delivery.reading.document import shown

MODIFY, REPLACE, DELETE = "Update:Modify", "Update:Replace", "Update:Delete"
MOST_BYTES = 16384
_ACTIONS = (MODIFY, REPLACE, DELETE)
_ID = "LogicalResourceId/"
_KEYS = ("Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource", "Condition")
_OPERATORS = ("StringEquals", "StringLike")


@dataclass(frozen=True)
class Statement:
    """What is allowed or denied, on which resources."""

    name: str  # "statement 2"
    denies: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    but_actions: bool = False  # NotAction: every action but these
    but_resources: bool = False
    types: tuple[tuple[bool, tuple[str, ...]], ...] = ()  # (whether wildcards count, types); each must hold


@dataclass(frozen=True)
class StackPolicy:
    """The statements of a policy; what none of them allows is denied."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Denial:
    """That an update is refused, or may be."""

    certain: bool
    sentence: str


def read_policy(text: str, path: Path) -> StackPolicy:
    """The policy that a file holds; raises Refused where CloudFormation would not take it."""
    reader = _Reader(text, path)
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise reader.refuse(f"a stack policy has at most {MOST_BYTES} bytes: shorten it")
    found = reader.json()
    if not isinstance(found, dict) or "Statement" not in found:
        raise reader.refuse('a stack policy is an object with a "Statement" list: write {"Statement": [...]}')
    reader.check_keys(found, ("Version", "Id", "Statement"), "a stack policy")
    statements = found["Statement"]
    listed = statements if isinstance(statements, list) else [statements]
    return StackPolicy(tuple(reader.statement(item, place) for place, item in enumerate(listed, 1)))


def denied(policy: StackPolicy, change: Change) -> Denial | None:
    """Whether the policy refuses a change, in words; None where it does not speak of it or allows it."""
    actions = _asked(change)
    found = [(action, why) for action in actions if (why := _denied(policy, action, change)) is not None]
    if not found:
        return None
    action, why = found[0]
    sentence = f"the stack policy denies {action} of {change.logical_id} ({why})"
    if change.path:
        words = "but it does not reach into nested stacks, and whether this one has a policy of its own is not known"
        return Denial(False, f"{sentence}, {words}")
    if len(found) < len(actions):
        return Denial(False, f"{sentence}: the update fails if that is what it comes to")
    if change.details and all(detail.evaluation == "Dynamic" for detail in change.details):
        return Denial(False, f"{sentence}: the update fails unless the resource turns out to be unchanged")
    return Denial(True, f"{sentence}: the update fails; change the policy first, an execution takes no temporary one")


def _asked(change: Change) -> tuple[str, ...]:
    """The actions that a change comes to, several where that is open; what is new or only recorded asks for none."""
    if change.action in {"Add", "Import", "SyncWithActual"}:
        return ()
    if change.action == "Remove":
        return (DELETE,)
    if change.action != "Modify":
        return _ACTIONS
    return {"True": (REPLACE,), "False": (MODIFY,)}.get(change.replacement, (REPLACE, MODIFY))


def _denied(policy: StackPolicy, action: str, change: Change) -> str | None:
    """Which statement denies an action on a resource, or that none allows it."""
    speaking = [statement for statement in policy.statements if _speaks_of(statement, action, change)]
    for statement in speaking:
        if statement.denies:
            return statement.name
    return None if speaking else "no statement allows it"


def _speaks_of(statement: Statement, action: str, change: Change) -> bool:
    is_action = any(_matches(pattern.lower(), action.lower()) for pattern in statement.actions)
    is_resource = any(_matches(pattern, _ID + change.logical_id) for pattern in statement.resources)
    return (
        is_action is not statement.but_actions
        and is_resource is not statement.but_resources
        and all(
            any(_matches(name, change.type) if wild else name == change.type for name in names)
            for wild, names in statement.types
        )
    )


def _matches(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern in which * stands for anything and ? for one character."""
    place = star = 0
    step, back = 0, -1
    while place < len(text):
        if step < len(pattern) and pattern[step] == "*":
            back, star, step = step, place, step + 1
        elif step < len(pattern) and pattern[step] in ("?", text[place]):
            place, step = place + 1, step + 1
        elif back >= 0:  # let the last * stand for one more character
            star += 1
            place, step = star, back + 1
        else:
            return False
    return not pattern[step:].strip("*")


@dataclass(frozen=True)
class _Reader:
    text: str
    path: Path

    def refuse(self, sentence: str, word: str | None = None) -> Exception:
        """What is wrong, with the line on which the word that is meant stands first."""
        place = self.text.find(json.dumps(word)) if word is not None else -1
        return refuse(sentence, self.path, self.text.count("\n", 0, place) + 1 if place >= 0 else None)

    def json(self) -> Any:
        try:
            return json.loads(self.text.removeprefix("\ufeff"), object_pairs_hook=self._object)
        except json.JSONDecodeError as error:
            raise refuse(f"this is not JSON: {error.msg}; a stack policy is JSON", self.path, error.lineno) from None
        except (ValueError, RecursionError):
            raise self.refuse("this cannot be read as JSON: write a stack policy as in AWS's documentation") from None

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise self.refuse(f'"{shown(key)}" stands twice in one object: keep one of them', key)
            found[key] = value
        return found

    def check_keys(self, found: dict[str, Any], known: Iterable[str], what: str) -> None:
        for key in found:
            if key not in known:
                raise self.refuse(f'{what} has no "{shown(key)}" ({nearest(key, known)})', key)

    def statement(self, item: Any, place: int) -> Statement:
        name = f"statement {place}"
        if not isinstance(item, dict):
            raise self.refuse(f"{name} is no object: write Effect, Action, Principal and Resource in braces")
        self.check_keys(item, _KEYS, name)
        effect = item.get("Effect")
        if effect not in ("Allow", "Deny"):
            word = effect if isinstance(effect, str) else None
            raise self.refuse(f'the Effect of {name} is neither "Allow" nor "Deny": write one of them', word)
        if item.get("Principal") not in ("*", {"AWS": "*"}):
            raise self.refuse(
                f'the Principal of {name} is not "*", the only one that a stack policy may have: write "*"'
            )
        but_actions, actions = self._one_of(item, "Action", name)
        but_resources, resources = self._one_of(item, "Resource", name)
        for action in actions:
            if not any(_matches(action.lower(), known.lower()) for known in _ACTIONS):
                hint = nearest(action, (*_ACTIONS, "Update:*"))
                raise self.refuse(f'{name} has the action "{shown(action)}", which there is not ({hint})', action)
        for resource in resources:
            if not resource.startswith(("*", _ID)):
                sentence = f'{name} has the resource "{shown(resource)}": write "*" or "{_ID}" and a logical id'
                raise self.refuse(sentence, resource)
        types = self._types(item.get("Condition", {}), name)
        return Statement(name, effect == "Deny", actions, resources, but_actions, but_resources, types)

    def _one_of(self, item: dict[str, Any], key: str, name: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the key is there with Not, and what it says."""
        given = [word for word in (key, f"Not{key}") if word in item]
        if len(given) != 1:
            has = f"both {key} and" if given else f"neither {key} nor"
            raise self.refuse(f"{name} has {has} Not{key}: write one of them")
        return given[0] != key, self._words(item[given[0]], f"{given[0]} of {name}")

    def _words(self, value: Any, what: str) -> tuple[str, ...]:
        words = value if isinstance(value, list) else [value]
        if not words or not all(isinstance(word, str) and word for word in words):
            raise self.refuse(f"{what} is neither a text nor a list of texts: write one of them")
        return tuple(words)

    def _types(self, condition: Any, name: str) -> tuple[tuple[bool, tuple[str, ...]], ...]:
        if not isinstance(condition, dict):
            raise self.refuse(f"the Condition of {name} is no object: name StringEquals or StringLike in braces")
        found = []
        for operator, test in condition.items():
            if operator not in _OPERATORS:
                raise self.refuse(f'{name} has no "{shown(operator)}" ({nearest(operator, _OPERATORS)})', operator)
            if not isinstance(test, dict) or list(test) != ["ResourceType"]:
                raise self.refuse(
                    f"{operator} of {name} does not look at ResourceType alone: nothing else can be asked"
                )
            found.append((operator == "StringLike", self._words(test["ResourceType"], f"ResourceType of {name}")))
        return tuple(found)
