"""Grants as a person reads them: many actions on one thing are one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from delivery.review.access.conditions import Condition, in_words, says_who, says_whose_token
from delivery.review.access.dangers import is_harmless_everywhere, why_action
from delivery.review.access.found import Line, clean, listed
from delivery.review.access.globs import meet
from delivery.review.access.policies import NOTHING, PUBLIC, Grant, Part

_RESOURCES = 3  # in one line


@dataclass(frozen=True)
class Place:
    """Where a policy hangs, as far as its sentences need to know."""

    kind: str = ""  # trust: who may act as a role; gateway: what may pass; empty: all others
    noun: str = ""  # "this key": what a statement without a resource is about
    own_account: str = ""  # "account 111122223333", which may do with a key of its own what it likes
    spelled: Mapping[str, str] = field(default_factory=dict)


class _Group(NamedTuple):
    """Grants that differ in nothing but their actions and resources."""

    allow: bool
    who: Part
    what: tuple[Part, ...]
    which: tuple[Part, ...]
    when: tuple[Condition, ...]


def lines(grants: Iterable[Grant], place: Place) -> tuple[Line, ...]:
    """What is allowed, what is denied, in a stable order. A denial's line is what is denied."""
    groups = sorted(
        _groups(grants), key=lambda group: (not group.allow, group.who, group.which, group.what, group.when)
    )
    return tuple(_line(group, place) for group in groups)


def _groups(grants: Iterable[Grant]) -> list[_Group]:
    actions: dict[tuple[bool, Part, Part, tuple[Condition, ...]], set[Part]] = {}
    for grant in grants:
        actions.setdefault((grant.allow, grant.who, grant.which, grant.when), set()).add(grant.what)
    resources: dict[tuple[bool, Part, tuple[Part, ...], tuple[Condition, ...]], set[Part]] = {}
    for (allow, who, which, when), what in actions.items():
        resources.setdefault((allow, who, tuple(sorted(what)), when), set()).add(which)
    return [
        _Group(allow, who, what, tuple(chunk), when)
        for (allow, who, what, when), found in resources.items()
        for chunk in _chunks(sorted(found))
    ]


def _chunks(parts: list[Part]) -> list[list[Part]]:
    return [parts[start : start + _RESOURCES] for start in range(0, len(parts), _RESOURCES)]


def _line(group: _Group, place: Place) -> Line:
    risky = _risky(group, place)
    said = _said(group, place, risky)
    if not group.allow:
        return Line(said)
    public = _is_public(group, place)
    reason = said if group.who != NOTHING else f"more may be done: {said.removeprefix('may ')}"
    dangers: tuple[str, ...] = (f"{said}: this is open to the public",) if public else ()
    if group.who.but and place.kind != "gateway":
        dangers += (f"{said}, which is everybody who is not named",)
    if place.kind == "trust" and _is_any_token(group):
        dangers += (f"{said}, whoever the token belongs to",)
    return Line(said, dangers + _warnings(group, place, risky), public, reason)


def _said(group: _Group, place: Place, risky: Mapping[Part, str]) -> str:
    """`anyone may s3:GetObject on arn:aws:s3:::bucket/*`; of a denial, `s3:* on ... for anyone`."""
    ordered = [*(part for part in group.what if part in risky), *(part for part in group.what if part not in risky)]
    actions = listed([_action(part, place) for part in ordered], always=len(risky))
    tail = f"{_on(group, place)}{_if(group.when, place)}"
    if not group.allow:
        whom = "" if group.who == NOTHING else f" for {_who(group.who)}"
        return f"{actions}{_on(group, place)}{whom}{_if(group.when, place)}"
    if place.kind == "trust" and group.which == (NOTHING,) and _lets_in(group):
        only = {part.words for part in group.what} <= {("sts:assumerole",)} and not any(part.but for part in group.what)
        means = "" if only else f" ({actions})"
        return f"{_who(group.who)} may assume this role{means}{_if(group.when, place)}"
    doing = "do " if any(part.but or part.words == ("*",) for part in ordered[:1]) else ""
    who = "" if group.who == NOTHING else f"{_who(group.who)} "
    return f"{who}may {doing}{actions}{tail}"


def _lets_in(group: _Group) -> bool:
    return any(part.but or meet("sts:assumerole*", part.words[0]) for part in group.what)


def _action(part: Part, place: Place) -> str:
    names = [clean(place.spelled.get(word, word)) for word in part.words]
    if part.but:
        return f"everything but {', '.join(names)}"
    return "everything (*)" if part.words == ("*",) else names[0]


def _who(who: Part) -> str:
    names = ["anyone" if word == PUBLIC else clean(word) for word in who.words]
    return f"everyone but {', '.join(names)}" if who.but else names[0] or "somebody"


def _on(group: _Group, place: Place) -> str:
    named = [_resource(part) for part in group.which if part != NOTHING]
    if NOTHING in group.which and place.noun:
        named.insert(0, place.noun)
    through = " through this endpoint" if place.kind == "gateway" else ""
    return (f" on {' and '.join(named)}" if named else "") + through


def _resource(part: Part) -> str:
    names = [clean(word) or "nothing" for word in part.words]
    return f"everything but {', '.join(names)}" if part.but else names[0]


def _if(when: tuple[Condition, ...], place: Place) -> str:
    said = sorted(in_words(condition, place.spelled) for condition in when)
    return f" if {' and '.join(said)}" if said else ""


def _is_public(group: _Group, place: Place) -> bool:
    if place.kind == "gateway" or group.who != Part((PUBLIC,)):
        return False
    return not any(says_who(condition) for condition in group.when)


def _is_any_token(group: _Group) -> bool:
    """Whether an identity provider may send anybody whom it knows."""
    federated = group.who.words[0].startswith("sign-ins through ") and ":saml-provider/" not in group.who.words[0]
    web = any("withwebidentity" in part.words[0] or "*" in part.words[0] for part in group.what)
    return federated and web and not any(says_whose_token(condition) for condition in group.when)


def _risky(group: _Group, place: Place) -> dict[Part, str]:
    """The actions that are dangerous for what they are, and why."""
    if place.kind or (place.own_account and group.who.words == (place.own_account,)):
        return {part: "which is all that is not named" for part in group.what if part.but and place.kind != "gateway"}
    everywhere = Part(("*",)) in group.which
    found: dict[Part, str] = {}
    for part in group.what:
        why = "which is all that is not named" if part.but else why_action(part.words[0], everywhere)
        if not why and group.who == NOTHING and everywhere and not is_harmless_everywhere(part.words[0]):
            why = "which is every resource there is"
        if why:
            found[part] = why
    return found


def _warnings(group: _Group, place: Place, risky: Mapping[Part, str]) -> tuple[str, ...]:
    """One sentence for each why, with the actions that it is about."""
    by_why: dict[str, list[Part]] = {}
    for part, why in sorted(risky.items()):
        by_why.setdefault(why, []).append(part)
    who = "more may be done:" if group.who == NOTHING else f"{_who(group.who)} may"
    tail = f"{_on(group, place)}{_if(group.when, place)}"
    told = [f"{who} {', '.join(_action(part, place) for part in parts)}{tail}, {why}" for why, parts in by_why.items()]
    if place.kind != "gateway" and any(part.but for part in group.which):
        told.append(
            f"{who} {listed([_action(part, place) for part in group.what])}{tail}, which is all that is not named"
        )
    return tuple(told)
