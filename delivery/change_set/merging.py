"""Several answers about one change set become one: pages, and descriptions with and without values.

The order in which they come makes no difference, and nothing that one of them says is lost.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from delivery.change_set.oddities import unknown
from delivery.change_set.words import INCOMPLETE_VALUES, STACK, WORDS

_CONTEXTS = ("BeforeContext", "AfterContext", "PreviousDeploymentContext")
_VALUES = ("BeforeValue", "AfterValue", "Drift")
# They are known by these; what else two descriptions say of one change adds up.
_SAME = (
    "LogicalResourceId",
    "Action",
    "ResourceType",
    "Replacement",
    "PolicyAction",
    "PhysicalResourceId",
    "ChangeSetId",
)
# These change while a change set lives, or say nothing of it.
_PASSING = frozenset({"Changes", "NextToken", "Status", "ExecutionStatus", "StatusReason"})


@dataclass(frozen=True)
class Merged:
    """All that the answers say about one change set, apart from those of its nested stacks."""

    head: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    unknown: tuple[tuple[str, Any], ...]
    missing: tuple[str, ...]
    without_values: tuple[str, ...]  # logical ids


def merged(answers: Sequence[Mapping[str, Any]]) -> Merged:
    """One or more answers about the same change set as one."""
    items = _items([answer.get("Changes", []) for answer in answers])
    bare = tuple(dict.fromkeys(_logical_id(item) for item in items if _may_have_values(item) and not _richness(item)))
    head, left = _head(answers)
    odd = {canonical(pair): pair for answer in answers for pair in unknown(answer)} | {canonical(x): x for x in left}
    missing = (*_pages(answers), *_clashes(items), *_values(answers, items, bare))
    return Merged(head, items, tuple(odd[text] for text in sorted(odd)), missing, bare)


def canonical(value: Any) -> str:
    """The same text for the same data."""
    return json.dumps(value, sort_keys=True, default=str)


def _head(answers: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """What is said about the change set itself, and what contradicts it."""
    head: dict[str, Any] = {}
    left: list[tuple[str, Any]] = []
    for name in sorted({name for answer in answers for name in answer} - _PASSING):
        said = {canonical(answer[name]): answer[name] for answer in answers if name in answer}
        texts = sorted(said, key=lambda text: (-len(text), text))
        head[name] = said[texts[0]]
        left += [(name, said[text]) for text in texts[1:]]
    latest = max((_state(answer) for answer in answers), default=(0, "", 0, ""))
    now = [answer for answer in answers if _state(answer) == latest]
    head |= {"Status": latest[1], "ExecutionStatus": latest[3]}
    head["StatusReason"] = " / ".join(sorted({answer.get("StatusReason", "") for answer in now} - {""}))
    return head, [(name, value) for name, value in left if name != "ResponseMetadata"]


def _state(answer: Mapping[str, Any]) -> tuple[int, str, int, str]:
    """How far a change set had come when it was described; states that nobody knows come last."""
    status, execution = answer.get("Status", ""), answer.get("ExecutionStatus", "")
    return _rank(status, "ChangeSetStatus"), status, _rank(execution, "ExecutionStatus"), execution


def _rank(word: str, kind: str) -> int:
    known = ("", *WORDS[kind])
    return known.index(word) if word in known else len(known)


def _items(pages: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[Mapping[str, Any], ...]:
    """Every change once, sorted."""
    alike: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for page in pages:
        seen: Counter[str] = Counter()
        for item in page:
            key = _key(item)
            seen[key] += 1
            alike[f"{key} {seen[key]}"].append(item)
    found = [item for items in alike.values() for item in _folded(items)]
    return tuple(sorted(found, key=lambda item: (_logical_id(item), canonical(item))))


def _key(item: Mapping[str, Any]) -> str:
    resource = item.get("ResourceChange")
    if not resource:
        return canonical(item)
    return canonical([item.get("Type"), *(resource.get(name) for name in _SAME)])


def _folded(items: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Descriptions of one change as one; what has most values is the base. Values that contradict stay apart."""
    left = sorted(items, key=lambda item: (-_richness(item), -len(text := canonical(item)), text))
    while left:
        base, *others = left
        left = []
        for other in others:
            if _agree(base, other):
                base = _together(base, other)
            else:
                left.append(other)
        yield base


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    first, second = one.get("ResourceChange", {}), other.get("ResourceChange", {})
    return all(first[name] == second[name] for name in _CONTEXTS if name in first and name in second)


def _together(base: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that two mappings say; where they differ, the first is right. Lists add up."""
    found = {**other, **base}
    for name in base.keys() & other.keys():
        mine, theirs = base[name], other[name]
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            found[name] = _together(mine, theirs)
        elif isinstance(mine, list) and isinstance(theirs, list):
            found[name] = [*mine, *(item for item in theirs if not any(_within(item, known) for known in mine))]
    return found


def _within(little: Any, much: Any) -> bool:
    """Whether everything that the first says is said by the second."""
    if isinstance(little, Mapping) and isinstance(much, Mapping):
        return all(name in much and _within(value, much[name]) for name, value in little.items())
    return bool(little == much)


def _richness(item: Mapping[str, Any]) -> int:
    """How many values before and after are given."""
    resource = item.get("ResourceChange", {})
    targets = [detail.get("Target", {}) for detail in resource.get("Details", ())]
    return sum(name in resource for name in _CONTEXTS) + sum(name in target for target in targets for name in _VALUES)


def _may_have_values(item: Mapping[str, Any]) -> bool:
    """A nested stack has them in its own change set."""
    resource = item.get("ResourceChange", {})
    return bool(resource) and "ChangeSetId" not in resource and resource.get("ResourceType") != STACK


def _logical_id(item: Mapping[str, Any]) -> str:
    found: str = item.get("ResourceChange", {}).get("LogicalResourceId", "")
    return found


def _pages(answers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if all(answer.get("NextToken") for answer in answers):
        yield "there are more pages than these: describe the change set again without --max-items and --no-paginate"


def _clashes(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    times = Counter(_logical_id(item) for item in items if item.get("ResourceChange"))
    for name, count in sorted(times.items()):
        if count > 1:
            yield f"{name or 'a change without a logical id'} is here {count} times: look at each"


def _values(
    answers: Sequence[Mapping[str, Any]], items: Sequence[Mapping[str, Any]], bare: Sequence[str]
) -> Iterator[str]:
    """What is not known of values before and after."""
    warned = [INCOMPLETE_VALUES in answer.get("StatusReason", "") for answer in answers]
    if warned and all(warned):
        yield (
            "CloudFormation says that it may have left out changes (see the reason of its status): describe the change "
            "set again without --include-property-values, and give both files"
        )
    if any(warned) and bare:
        yield f"CloudFormation gives no values for {', '.join(bare)}"
    elif bare and not any(_richness(item) for item in items):
        yield "there are no values before and after: describe the change set again with --include-property-values"
