"""What only shows when the containers of a task are looked at as a whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.review.model import Level, Reason
from delivery.review.weakening.values import by_name, is_open, member, number, switch

_PLAIN_RATES = ("FARGATE",)


def weaker_containers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """Containers with more rights on their host, or with a secret that lies open."""
    old = by_name(before.get("ContainerDefinitions"), "Name")
    for name, container in by_name(after.get("ContainerDefinitions"), "Name").items():
        yield from _more_rights(name, old.get(name), container)
        yield from _bare_secrets(name, old.get(name), container)


def _more_rights(name: str, before: Any, after: Any) -> Iterator[Reason]:
    was = switch(member(before, "Privileged"))
    if switch(member(after, "Privileged")) is True and was is not True:
        yield Reason(Level.ACCESS, f"{name}: it may do everything on its host (Privileged)")
    old, new = member(before, "User"), member(after, "User")
    if _is_root(new) and not _is_root(old):
        yield Reason(Level.ACCESS, f"{name}: it runs as root")
    elif new is None and old is not None and not _is_root(old):
        yield Reason(Level.MAYBE, f"{name}: its image decides as whom it runs, which may be root")


def _is_root(user: Any) -> bool:
    return isinstance(user, str | int) and str(user).split(":")[0] in {"root", "0"}


def _bare_secrets(name: str, before: Any, after: Any) -> Iterator[Reason]:
    secret = by_name(member(before, "Secrets"), "Name")
    still = by_name(member(after, "Secrets"), "Name")
    plain = by_name(member(after, "Environment"), "Name")
    for variable in sorted(set(secret) & set(plain) - set(still)):
        yield Reason(
            Level.ACCESS,
            f"{name}: {variable} no longer comes from a secret: whoever reads the task definition reads its value",
        )


def more_spot(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Reason]:
    """A larger share of tasks on Spot, which AWS may stop at any time, or fewer that never are."""
    for key in ("CapacityProviderStrategy", "DefaultCapacityProviderStrategy"):
        old, new = _mix(before, key), _mix(after, key)
        if old is None or new is None:
            continue
        if new[0] > old[0]:
            yield Reason(
                Level.OUTAGE,
                f"the share of tasks on Spot rises from {old[0]} % to {new[0]} %: AWS may stop them at any time",
            )
        if new[1] < old[1] and new[0] > 0:
            yield Reason(Level.OUTAGE, f"the base of tasks that are not on Spot falls from {old[1]} to {new[1]}")


def _mix(properties: Mapping[str, Any], key: str) -> tuple[int, int] | None:
    """The share of Spot in percent, and the base that is not on Spot; None where that is not known."""
    strategy = properties.get(key)
    if strategy is None:
        return (0, 0) if key == "CapacityProviderStrategy" and properties.get("LaunchType") in _PLAIN_RATES else None
    if not isinstance(strategy, list):
        return None
    spot = total = base = 0
    for item in strategy:
        provider, weight, kept = member(item, "CapacityProvider"), _whole(item, "Weight"), _whole(item, "Base")
        if not isinstance(provider, str) or is_open(provider) or weight is None or kept is None:
            return None
        total += weight
        spot += weight if provider.upper().endswith("_SPOT") else 0
        base += 0 if provider.upper().endswith("_SPOT") else kept
    return (100 * spot // total if total else 0), base


def _whole(item: Any, name: str) -> int | None:
    value = member(item, name)
    found = number("0" if value is None else value)
    return int(found) if found is not None and found.is_finite() and found >= 0 else None
