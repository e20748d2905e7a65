"""Lists of rules, of which one more or one less weakens all: what is deleted by age, what a listener or WAF does."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from delivery.review.model import Level, Reason
from delivery.review.weakening.kinds import falls
from delivery.review.weakening.values import FOREVER, by_name, is_there, member, switch

_AGES = (
    ("ExpirationInDays", "objects"),
    ("NoncurrentVersionExpirationInDays", "earlier versions of objects"),
    ("NoncurrentVersionExpiration/NoncurrentDays", "earlier versions of objects"),
)


def sooner_expired(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """Objects of a bucket that a lifecycle rule deletes earlier than before."""
    old, new = (_lifecycle(side) for side in (before, after))
    known = [{**rule, "Id": None} for rule in old.values()]
    for name, rule in new.items():
        if {**rule, "Id": None} in known:
            continue
        for pointer, what in _AGES:
            was, becomes = (_age(side, pointer) for side in (old.get(name, {}), rule))
            found = falls(f"the retention of {what} (days)", was, becomes, FOREVER) if becomes is not None else None
            if found:
                level = Level.DATA_LOSS if found.certain else Level.MAYBE
                yield Reason(level, f"lifecycle rule {name}: {found.sentence}: older ones are deleted")


def _lifecycle(properties: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The rules that are on, by their id or their place."""
    rules = member(properties.get("LifecycleConfiguration"), "Rules")
    found: dict[str, Mapping[str, Any]] = {}
    for place, rule in enumerate(rules if isinstance(rules, list) else (), 1):
        if isinstance(rule, dict) and switch(rule.get("Status")) is True:
            name = rule.get("Id")
            found.setdefault(name if isinstance(name, str) and name else f"number {place}", rule)
    return found


def _age(rule: Mapping[str, Any], pointer: str) -> Any:
    value: Any = rule
    for name in pointer.split("/"):
        value = member(value, name)
    return value


def sooner_deleted_images(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """Images that a lifecycle rule of the repository deletes earlier than before."""
    old, new = (_image_rules(side) for side in (before, after))
    for rule in new or ():
        if old is None or rule in old:
            continue
        selection = rule.get("selection")
        count = member(selection, "countNumber")
        unit = "images" if member(selection, "countType") == "imageCountMoreThan" else "days"
        like = [_without_count(other) for other in old]
        if _without_count(rule) not in like:
            yield Reason(Level.DATA_LOSS, f"another lifecycle rule deletes images: it keeps {count} {unit}")
            continue
        was = member(old[like.index(_without_count(rule))].get("selection"), "countNumber")
        if falls("", was, count, None):
            yield Reason(Level.DATA_LOSS, f"a lifecycle rule deletes images earlier: {was} {unit} before, {count} now")


def _without_count(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a rule is about: its order, its words and its count are not it."""
    selection = rule.get("selection")
    about = selection if isinstance(selection, dict) else {}
    return {**about, "countNumber": None}


def _image_rules(properties: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    policy = properties.get("LifecyclePolicy")
    text = member(policy, "LifecyclePolicyText") if policy is not None else "{}"
    try:
        read = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return None
    rules = read.get("rules", []) if isinstance(read, dict) else None
    return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else None


def freer_requests(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """A listener, or a rule of one, that no longer asks people to sign in or sends them to HTTPS."""
    for key in ("DefaultActions", "Actions"):
        old, new = (_action_types(side.get(key)) for side in (before, after))
        if old is None or new is None:
            continue
        if any(type_.startswith(("authenticate-", "jwt-")) for type_ in old - new) and not any(
            type_.startswith(("authenticate-", "jwt-")) for type_ in new
        ):
            yield Reason(Level.ACCESS, "requests are let through without signing in")
        if "redirect to HTTPS" in old - new and new - {"fixed-response", "redirect"}:
            yield Reason(Level.ACCESS, "plain HTTP is no longer sent to HTTPS: what is sent can be read on the way")


def _action_types(actions: Any) -> set[str] | None:
    if not isinstance(actions, list):
        return None
    found = set()
    for action in actions:
        type_ = member(action, "Type")
        if not isinstance(type_, str):
            return None
        secure = type_ == "redirect" and member(member(action, "RedirectConfig"), "Protocol") == "HTTPS"
        found.add("redirect to HTTPS" if secure else type_)
    return found


_STRENGTH = {"Allow": 0, "Count": 0, "Captcha": 1, "Challenge": 1, "Block": 2}


def freer_firewall(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """A web ACL that only counts, or lets through, what it stopped before."""
    if _strength(before.get("DefaultAction")) > _strength(after.get("DefaultAction")) >= 0:
        yield Reason(Level.ACCESS, "what no rule speaks of is let through, where it was stopped")
    old, new = (by_name(side.get("Rules"), "Name") for side in (before, after))
    for name in sorted(set(old) & set(new)):
        if _strength(old[name].get("Action")) > _strength(new[name].get("Action")) >= 0:
            yield Reason(Level.ACCESS, f"rule {name}: what it stopped is let through, or only counted")
        group, now = old[name].get("OverrideAction"), new[name].get("OverrideAction")
        if is_there(group) and "Count" in _keys(now) - _keys(group):
            yield Reason(Level.ACCESS, f"rule {name}: what its group stops is only counted")
    gone = sorted(set(old) - set(new))
    if gone and isinstance(after.get("Rules"), list):
        yield Reason(Level.ACCESS, f"the firewall no longer has {', '.join(gone)}")


def _keys(value: Any) -> frozenset[str]:
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _strength(action: Any) -> int:
    return max((_STRENGTH.get(name, -1) for name in _keys(action)), default=-1)
