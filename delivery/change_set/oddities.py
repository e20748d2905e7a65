"""What in an answer CloudFormation's model has not: members and words from the future, values of a wrong kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from delivery.change_set import Change, Detail
from delivery.change_set.words import ANSWER, CHANGE, ENVELOPE, SHAPES, WORDS
from delivery.reading.document import shown

_KINDS: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "text": ("text", (str,)),
    "flag": ("true or false", (bool,)),
    "number": ("a whole number", (int,)),
    "time": ("a time", (str, int, float, datetime)),
}


@dataclass(frozen=True)
class Oddity:
    """One thing that the model has not."""

    kind: str  # member, word, type
    place: tuple[str, ...]  # ("Details 2", "Target", "Attribute"), outermost first
    value: Any
    wanted: str = ""

    @property
    def sentence(self) -> str:
        name, outer = self.place[-1], "".join(f" of {part}" for part in reversed(self.place[:-1]))
        if self.kind == "member":
            return f'member "{shown(name)}"{outer}'
        if self.kind == "word":
            return f'{name} "{shown(self.value)}"{outer}'
        return f"{shown(name)}{outer} is {what(self.value)}, not {self.wanted}"


def oddities(value: Any, kind: str, place: tuple[str, ...] = ()) -> Iterator[Oddity]:
    """Everything odd in a value that should be of a kind, in the order of the value."""
    if kind.endswith("[]"):
        if not isinstance(value, list | tuple):
            yield Oddity("type", place, value, "a list")
            return
        for number, item in enumerate(value, 1):
            yield from oddities(item, kind.removesuffix("[]"), (*place[:-1], f"{place[-1]} {number}"))
    elif kind in SHAPES:
        if not isinstance(value, Mapping):
            yield Oddity("type", place, value, "a mapping")
            return
        for name, item in value.items():
            known = SHAPES[kind].get(name)
            if known:
                yield from oddities(item, known, (*place, name))
            else:
                yield Oddity("member", (*place, name), item)
    else:
        yield from _simple(value, kind, place)


def _simple(value: Any, kind: str, place: tuple[str, ...]) -> Iterator[Oddity]:
    wanted, types = _KINDS.get(kind, _KINDS["text"])
    if not isinstance(value, types) or (isinstance(value, bool) and kind != "flag"):
        yield Oddity("type", place, value, wanted)
    elif kind in WORDS and value and value not in WORDS[kind]:
        yield Oddity("word", place, value)


def wrong(answer: Mapping[str, Any]) -> str:
    """Why something cannot be an answer at all; empty where it can."""
    found = (odd for odd in oddities(answer, ANSWER) if odd.kind == "type")
    return next((odd.sentence for odd in found), "")


def unknown(answer: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What an answer says about the change set itself that is not understood, as it came."""
    about = {name: value for name, value in answer.items() if name != "Changes" and name not in ENVELOPE}
    return [(" of ".join(reversed(odd.place)), odd.value) for odd in oddities(about, ANSWER)]


def odd(change: Change) -> tuple[str, ...]:
    """What of a change is not understood: `Action "Teleport"`, `member "Blast" of Details 2`."""
    item = change.raw or _as_answered(change)
    found = [Oddity(odd.kind, _near(odd.place), odd.value, odd.wanted).sentence for odd in oddities(item, CHANGE)]
    resource = item.get("ResourceChange")
    if not isinstance(resource, Mapping):
        return (*found, "there is no ResourceChange")
    wanted = ("Action", "LogicalResourceId", "ResourceType")
    found += [f"there is no {name}" for name in wanted if not resource.get(name)]
    read = {
        "BeforeContext": change.before,
        "AfterContext": change.after,
        "PreviousDeploymentContext": change.previous,
    }
    return (*found, *(f"{name} cannot be read" for name in read if resource.get(name) and read[name] is None))


def _near(place: tuple[str, ...]) -> tuple[str, ...]:
    """A place as seen from the resource."""
    return place[1:] if len(place) > 1 and place[0] == "ResourceChange" else place


def _as_answered(change: Change) -> Mapping[str, Any]:
    """The words of a change that CloudFormation did not answer, such as one that was predicted."""
    resource = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "ResourceType": change.type,
        "Replacement": change.replacement,
        "PolicyAction": change.policy_action,
        "Scope": change.scope,
        "Details": [_detail_as_answered(detail) for detail in change.details],
        "ResourceDriftStatus": change.drift_status,
    }
    return {"ResourceChange": resource}


def _detail_as_answered(detail: Detail) -> Mapping[str, Any]:
    return {
        "Target": {
            "Attribute": detail.attribute,
            "RequiresRecreation": detail.recreation,
            "AttributeChangeType": detail.kind,
        },
        "Evaluation": detail.evaluation,
        "ChangeSource": detail.source,
    }


def what(value: Any) -> str:
    """What sort of thing a value is, in words."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    return "nothing" if value is None else "a number"
