"""Composition root: which stacks an application has, in the order in which they are deployed."""

from functools import cache
from typing import Any

from templates.application import Application
from templates.existing_network import existing_network_stack
from templates.network import network_stack
from templates.platform import platform_stack
from templates.registry import registry_stack
from templates.service import service_stack


def render(application: Application) -> dict[str, dict[str, Any]]:
    """Every stack's template by the stack's name. Images first: a service cannot start from an empty repository."""
    rendered: dict[str, dict[str, Any]] = {}
    if any(service.build for service in application.services.values()):
        rendered["registry"] = registry_stack(application).to_dict()
    rendered["network"] = _network(application.network)
    rendered["platform"] = platform_stack(application).to_dict()
    for name in application.services:
        rendered[name] = service_stack(application, name).to_dict()
    return rendered


@cache
def _network(choice: str) -> dict[str, Any]:
    """The same for every application, so it is made once."""
    return (network_stack() if choice == "new" else existing_network_stack()).to_dict()
