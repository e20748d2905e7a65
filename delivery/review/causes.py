"""The chain of causes of a change, link by link: because Vpc is replaced, because VpcCidr changed."""

from collections.abc import Iterator, Mapping, Sequence

from delivery.change_set import Change, Detail
from delivery.review.model import Cause
from delivery.review.verdicts import Replaced, Verdict, cause

_MOST = 12


def chain(
    change: Change, by_id: Mapping[str, Change], known: Mapping[str, Verdict], parameters: Mapping[str, str]
) -> tuple[Cause, ...]:
    """From a change to its root. `parameters` says of a parameter what changed about it, where more is known."""
    links: list[Cause] = []
    seen = {change.id}
    here = change
    while len(links) < _MOST:
        deciding = known[here.id].decided_by if here.id in known else ()
        details = deciding or here.details
        target = next((found for detail in details if (found := cause(detail, here, by_id))), None)
        own = next(_roots(details, parameters), None)
        if own and (target is None or deciding or here is change):
            links.append(own)
            break
        if target is None or target.id in seen:
            break
        seen.add(target.id)
        links.append(Cause(f"{target.id} {_happens(target, known)}", target.id))
        here = target
    return tuple(links)


def _roots(details: tuple[Detail, ...], parameters: Mapping[str, str]) -> Iterator[Cause]:
    """What nothing else in the stack is behind."""
    named = list(dict.fromkeys(detail.entity for detail in details if detail.source == "ParameterReference"))
    yield from (Cause(parameters[name]) for name in named if name in parameters)
    plain = [name for name in named if name not in parameters]
    if plain:
        yield Cause(f"the parameter{'s' if len(plain) > 1 else ''} {listed(plain)} changed")
    # CloudFormation tells every reference as an edit as well, of which it does not know whether it is one.
    follows = {detail.path for detail in details if detail.source in ("ResourceReference", "ResourceAttribute")}
    details = tuple(one for one in details if one.evaluation != "Dynamic" or one.entity or one.path not in follows)
    edited = [
        detail.path.removeprefix("/Properties").split("/")[1:2] or [detail.name]
        for detail in details
        if detail.source == "DirectModification"
    ]
    if names := [name for name in dict.fromkeys(step for steps in edited for step in steps) if name]:
        yield Cause(f"{listed(names)} {'was' if len(names) == 1 else 'were'} edited in the template")
    if any(detail.source == "Automatic" for detail in details):
        yield Cause("its nested template may have changed")


def listed(names: Sequence[str], most: int = 4) -> str:
    """`A, B and C`; of many the first few and how many more."""
    shown = [*names] if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _happens(change: Change, known: Mapping[str, Verdict]) -> str:
    if change.action == "Modify":
        return {
            Replaced.YES: "is replaced",
            Replaced.MAYBE: "may be replaced",
            Replaced.NO: "changes",
        }[known[change.id].replaced if change.id in known else Replaced.NO]
    return {"Add": "is new", "Remove": "is removed", "Import": "is imported"}.get(change.action, "changes")
