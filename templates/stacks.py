"""Composition root: which stacks an application has, in the order in which they are deployed."""

from functools import cache
from typing import Any

from troposphere import Template

from templates.application import Application
from templates.existing_network import existing_network_stack
from templates.network import network_stack
from templates.platform import platform_stack
from templates.registry import registry_stack
from templates.service import service_stack

READING_ORDER = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Resources",
    "Outputs",
)


def render(application: Application) -> dict[str, dict[str, Any]]:
    """Every stack's template by the stack's name. Images first: a service cannot start from an empty repository."""
    rendered: dict[str, dict[str, Any]] = {}
    if any(service.build for service in application.services.values()):
        rendered["registry"] = _as_data(registry_stack(application))
    rendered["network"] = _network(application.network)
    rendered["platform"] = _as_data(platform_stack(application))
    for name in application.services:
        rendered[name] = _as_data(service_stack(application, name))
    return rendered


@cache
def _network(choice: str) -> dict[str, Any]:
    """The same for every application, so it is made once."""
    return _as_data(network_stack() if choice == "new" else existing_network_stack())


def _as_data(template: Template) -> dict[str, Any]:
    data = template.to_dict()
    return {section: data[section] for section in READING_ORDER if section in data}
