"""A resource that is protected from deletion stays when it should go: its deletion fails."""

from collections.abc import Mapping
from typing import Any

_SWITCHES = ("DeletionProtection", "DeletionProtectionEnabled", "DisableApiTermination", "TerminationProtection")
_ATTRIBUTES = {"deletion_protection.enabled": "LoadBalancerAttributes"}


def is_protected(properties: Mapping[str, Any] | None) -> bool:
    """Whether the protection is switched on, as far as the template says."""
    if properties is None:
        return False
    if any(_is_on(properties.get(name)) for name in _SWITCHES):
        return True
    return any(_is_on(_of(properties.get(place), key)) for key, place in _ATTRIBUTES.items())


def _of(items: Any, key: str) -> Any:
    found = items if isinstance(items, list) else []
    return next((item.get("Value") for item in found if isinstance(item, Mapping) and item.get("Key") == key), None)


def _is_on(value: Any) -> bool:
    return str(value).lower() in ("true", "active", "enabled")
