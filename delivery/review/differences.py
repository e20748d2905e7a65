"""The differences of one resource, each once: from its details, and from its contexts what those leave out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from delivery.change_set import HIDDEN, KNOWN_AFTER_APPLY, Change, Detail, is_cut_off
from delivery.change_set.pointers import at, child, steps
from delivery.predict.differences import NOT_THERE, differences
from delivery.review.masking import Mask
from delivery.review.model import LATER, Difference

_TELLS_APART = (
    "Key",
    "Name",
    "Id",
    "Sid",
    "AttributeName",
    "IndexName",
    "DeviceName",
    "PolicyName",
    "CapacityProvider",
)
CUT_OFF = "‹cut off by CloudFormation›"
_WORDS = {"Never": "never", "Conditionally": "conditionally", "Always": "always"}
_UNSAID = ("AttributeValue", "ParameterValue", "Value")


def told(change: Change, mask: Mask, sure: Mapping[Detail, bool]) -> tuple[Difference, ...]:
    """Every difference of a modified resource. `sure` says of each detail whether the value will really be another."""
    places: dict[tuple[str, str], list[Detail]] = {}
    for detail in change.details:
        places.setdefault((detail.attribute, detail.path or detail.name), []).append(detail)
    left_out = tuple(_left_out(change, list(places), mask))
    open_ = {one.attribute for one in left_out}
    # A detail that names no place is said better by what the contexts have of it.
    told = [group for (attribute, place), group in places.items() if place or attribute not in open_]
    return (*(_of_details(change, group, mask, sure) for group in told), *left_out)


def added(change: Change, mask: Mask) -> tuple[Difference, ...]:
    """The properties of a resource that comes, or goes."""
    side = change.after if change.action in ("Add", "Import") else change.before
    properties = (side or {}).get("Properties")
    if not isinstance(properties, Mapping):
        return ()
    goes = side is change.before
    shown = [(name, _shown(mask.value(value, (name,)))) for name, value in sorted(properties.items())]
    return tuple(Difference(name, value if goes else None, None if goes else value) for name, value in shown)


def _of_details(change: Change, group: Sequence[Detail], mask: Mask, sure: Mapping[Detail, bool]) -> Difference:
    """One place, however many reasons there are for it."""
    first = group[0]
    # CloudFormation tells every reference as an edit as well, of which it does not know whether it is one.
    said = [one for one in group if one.entity or one.evaluation != "Dynamic"] or group
    before, after = _value(change, change.before, first.before, first), _value(change, change.after, first.after, first)
    path = readable(first.path, change) if first.path else first.name or first.attribute
    hides = any(map(mask.hides, group)) or _names_secret(path, mask, before, after)
    actual = first.drift.actual if first.drift else None
    deployed = first.drift.previous if first.drift else None
    before = actual if actual is not None else before
    return Difference(
        path=mask.text(path),
        before=_masked(before, mask, hides),
        after=_masked(after, mask, hides),
        attribute=first.attribute or "Properties",
        recreation=_WORDS.get(max((detail.recreation for detail in group), key=_strength), ""),
        source=", ".join(dict.fromkeys(mask.text(words) for detail in said if (words := _source(detail)))),
        certain=any(sure[detail] for detail in group),
        hidden=hides,
        deployed=_masked(deployed, mask, hides),
        drifted=first.drift is not None,
    )


def _strength(recreation: str) -> int:
    return list(_WORDS).index(recreation) if recreation in _WORDS else -1


def _value(change: Change, side: Mapping[str, Any] | None, told: str | None, detail: Detail) -> str | None:
    """The context has the whole value where the detail was cut off, or has none."""
    if told is not None and not is_cut_off(told):
        return told
    found = at(side, detail.path) if detail.path else at(side, f"/Properties/{detail.name}") if detail.name else None
    if found is None:
        return told if told is None or not is_cut_off(told) else f"{told} {CUT_OFF}"
    return _shown(found)


def _masked(value: str | None, mask: Mask, hides: bool) -> str | None:
    return None if value is None else HIDDEN if hides else mask.text(in_words(value))


def in_words(value: str) -> str:
    """A value with words for what is only known later."""
    return value.replace(KNOWN_AFTER_APPLY, LATER)


def _names_secret(path: str, mask: Mask, *values: str | None) -> bool:
    """`ContainerDefinitions/web/Environment/API_KEY/Value` is named by the step before its last."""
    words = [step for step in path.split("/") if step]
    name = words[-2] if len(words) > 1 and words[-1] in _UNSAID else words[-1] if words else ""
    return any(value and mask.value(value, (name,)) == HIDDEN for value in values)


def _source(detail: Detail) -> str:
    """Where a difference comes from, in words."""
    entity = detail.entity
    match detail.source:
        case "ParameterReference":
            return f"the parameter {entity}"
        case "ResourceReference":
            return f"the id of {entity}"
        case "ResourceAttribute":
            resource, _, attribute = entity.partition(".")
            return f"{attribute} of {resource}"
        case "DirectModification":
            return "edited"
        case "Automatic":
            return "its nested template may have changed"
        case "NoModification" | "":
            return ""
        case other:
            return f"{other} {entity}".strip()


def _left_out(change: Change, places: Sequence[tuple[str, str]], mask: Mask) -> Iterator[Difference]:
    """What differs between the contexts although no detail says so."""
    if change.before is None or change.after is None:
        return
    covered = [tuple(path.split("/")[1:]) for _, path in places if path.startswith("/")]
    names = {path for _, path in places if path and not path.startswith("/")}
    for found in differences(dict(change.before), dict(change.after), [("Properties", "Tags")]):
        here, there = (tuple(map(str, path)) for path in (found.path, found.path_before))
        if any(_within(here, place) or _within(there, place) for place in covered):
            continue
        attribute = here[0]
        if (
            attribute in names
            or (len(here) > 1 and here[1] in names)
            or KNOWN_AFTER_APPLY in json.dumps(_text(found.after))
        ):
            continue
        path = readable("/" + "/".join(here), change)
        before, after = _text(found.before), _text(found.after)
        hides = _names_secret(path, mask, before, after)
        yield Difference(
            mask.text(path),
            _masked(before, mask, hides),
            _masked(after, mask, hides),
            attribute=attribute,
            hidden=hides,
        )


def _within(path: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Either is a part of the other."""
    return all(one == other for one, other in zip(path, place, strict=False))


def _text(value: Any) -> str | None:
    return None if value is NOT_THERE else _shown(value)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def readable(path: str, change: Change) -> str:
    """`/Properties/Tags/0/Value` as `Tags/CostCenter`: items of a list go by their names where they have some."""
    way = steps(path)
    found: list[str] = []
    sides: list[Any] = [change.after or {}, change.before or {}]
    for number, step in enumerate(way):
        sides = [child(side, step) for side in sides]
        name = step
        if step.isdigit() and number:
            name = next((label for side in sides if (label := _label(side))), step)
        found.append(name)
    if found[:1] == ["Properties"]:
        found = found[1:]
    if found[:1] == ["Tags"] and found[-1:] == ["Value"]:
        found = found[:-1]
    return "/".join(found)


def _label(item: Any) -> str:
    """How an item of a list is called."""
    if not isinstance(item, Mapping):
        return ""
    return next((item[key] for key in _TELLS_APART if isinstance(item.get(key), str) and item[key]), "")
