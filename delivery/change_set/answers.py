"""Answers of DescribeChangeSet become one change set: all its pages, with those of its nested stacks."""

from collections.abc import Mapping, Sequence
from typing import Any

from delivery.change_set import ChangeSet
from delivery.change_set.merging import Merged, merged
from delivery.change_set.nesting import references, stack, tree
from delivery.change_set.oddities import wrong
from delivery.change_set.parts import normalised
from delivery.change_set.words import ANSWER
from delivery.problems import refuse

_LISTED = 5


def change_set(answers: Sequence[Mapping[str, Any]]) -> ChangeSet:
    """One change set from its pages, its descriptions with and without values, and its nested change sets."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for answer in map(checked, answers):
        grouped.setdefault(_identity(answer), []).append(answer)
    if not grouped:
        raise refuse("there is no answer of describe-change-set here: give one")
    found = {name: merged(grouped[name]) for name in sorted(grouped)}
    return tree(_top(found), found)


def checked(answer: Any) -> Mapping[str, Any]:
    """An answer in the API's own spelling; raises Refused with why it is none."""
    plain = normalised(answer, ANSWER)
    sentence = wrong(plain) if isinstance(plain, Mapping) else "it is no mapping"
    if not sentence and not (plain.get("ChangeSetId") or plain.get("ChangeSetName")):
        sentence = "it has no ChangeSetId"
    if sentence:
        raise refuse(f"this is not an answer of describe-change-set: {sentence}")
    return dict(plain)


def _identity(answer: Mapping[str, Any]) -> str:
    """Its ARN; those who cut it out have left the names."""
    near = answer.get("StackId") or answer.get("StackName", "")
    return answer.get("ChangeSetId") or f"{near}/{answer['ChangeSetName']}"


def _top(found: Mapping[str, Merged]) -> str:
    """The change set that is not nested in another of them."""
    named = {name for one in found.values() for name in references(one)}
    free = [name for name in found if name not in named] or list(found)
    first = [name for name in free if not (_elders(found[name]) - {name}) & found.keys()]
    if len(first) == 1:
        return first[0]
    if not first:
        raise refuse("these change sets say that each is nested in another of them: describe them again")
    listed = ", ".join(
        f"{found[name].head.get('ChangeSetName', name)} of stack {stack(found[name])}" for name in first[:_LISTED]
    )
    shared = set.intersection(*(_elders(found[name]) for name in first))
    if shared:
        raise refuse(f"the change set that these are nested in is not here ({min(shared)}): give it too ({listed})")
    raise refuse(f"these are {len(first)} different change sets ({listed}): give the answers of one")


def _elders(one: Merged) -> set[str]:
    return {one.head.get("ParentChangeSetId", ""), one.head.get("RootChangeSetId", "")} - {""}
