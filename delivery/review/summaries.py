"""What changes, in one line."""

from collections.abc import Iterable
from dataclasses import replace

from delivery.change_set import Change
from delivery.review.case import Case
from delivery.review.causes import listed
from delivery.review.model import Difference

_SHORT = 40
_MOST_SETTINGS = 3


def summary(change: Change, case: Case, differences: tuple[Difference, ...]) -> str:
    """What changes, in one line."""
    if change.action in ("Add", "Import", "Remove", "Dynamic", "SyncWithActual"):
        return {
            "Add": "new",
            "Import": "taken into the stack",
            "Dynamic": "to be decided when it is executed",
            "SyncWithActual": "only what CloudFormation remembers of it",
        }.get(change.action, "stays, outside the stack" if change.policy_action == "Retain" else "goes away")
    if change.type == "AWS::ECS::TaskDefinition":
        return settings(differences)
    forcing = [one for one in differences if one.recreation in ("always", "conditionally")]
    shown = forcing or differences
    if 0 < len(shown) <= 2 and all(_is_short(one) for one in shown):
        return ", ".join(value_line(one) for one in shown)
    names = list(dict.fromkeys(one.path.split("/")[0] or one.attribute for one in shown))
    return listed(names) if names else "nothing is said about what changes"


def value_line(one: Difference) -> str:
    """`Cpu 256 → 512`."""
    steps = one.path.split("/")
    is_part = one.attribute not in ("Properties", "Tags") or steps[-1].isdigit()
    name = "/".join(steps[-2:]) if is_part else steps[-1]
    if one.before is None and one.after is None:
        return f"{name} (its values are not known)"
    if one.before is None:
        return f"{name} {one.after} is new"
    if one.after is None:
        return f"{name} {one.before} goes"
    return f"{name} {one.before} → {one.after}"


def _is_short(one: Difference) -> bool:
    return all(len(value or "") <= _SHORT and "\n" not in (value or "") for value in (one.before, one.after))


def settings(differences: Iterable[Difference]) -> str:
    """Image, size and environment before and after, as far as there is room."""
    found = [words for one in differences if one.attribute == "Properties" and (words := _setting(one))]
    shown = sorted(dict.fromkeys(found), key=lambda words: not words.startswith("image"))
    return listed(shown, _MOST_SETTINGS + 1) if shown else "a new revision"


def _setting(one: Difference) -> str:
    steps = one.path.split("/")
    if steps[-1] == "Image" and one.before and one.after:
        before, after = _images(one.before, one.after)
        container = f" of {steps[1]}" if len(steps) > 2 and steps[0] == "ContainerDefinitions" else ""
        return f"image{container} {before} → {after}"
    if steps[0] in ("Cpu", "Memory") and len(steps) == 1:
        return value_line(one)
    if "Environment" in steps[:-1]:
        at = steps.index("Environment") + 1
        return value_line(replace(one, path=steps[at]))
    if steps[0] == "ContainerDefinitions" and len(steps) > 2:
        return "" if steps[2] in ("Cpu", "Memory") else " ".join(steps[2:])
    return steps[0]


def _images(before: str, after: str) -> tuple[str, str]:
    """Of two images of one repository only what differs: the tag, the digest."""
    for mark in ("@", ":"):
        old, new = before.rsplit(mark, 1), after.rsplit(mark, 1)
        if len(old) == len(new) == 2 and old[0] == new[0]:
            return _short(old[1]), _short(new[1])
    return before, after


def _short(version: str) -> str:
    return version[:19] if version.startswith("sha256:") else version
