"""Composition root: which stacks an application has, in the order in which they are deployed."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from troposphere import Template

from templates.application import Application
from templates.existing_network import existing_network_stack
from templates.network import network_stack
from templates.platform import PlatformSettings, platform_stack
from templates.registry import registry_stack
from templates.service import service_stack
from templates.timing import idle_timeout

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

RESOURCE_ORDER = ("Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Properties")


def render(application: Application) -> dict[str, Mapping[str, Any]]:
    """Every stack's template by the stack's name. Images first: a service cannot start from an empty repository.

    Templates are for reading: what two applications have in common is one object.
    """
    rendered: dict[str, Mapping[str, Any]] = {}
    if built := tuple(name for name, service in application.services.items() if service.build):
        rendered["registry"] = _registry(built)
    rendered["network"] = _network(application.network)
    rendered["platform"] = _platform(_platform_settings(application))
    for name in application.services:
        rendered[name] = _as_data(service_stack(application, name))
    return rendered


def _platform_settings(application: Application) -> PlatformSettings:
    order = application.priorities
    slowest = [service.longest_request for service in application.services.values() if service.public]
    routes = tuple((order[f"route {route}"], route) for route in application.routes)
    return PlatformSettings(idle_timeout(slowest), routes)


# These functions are pure and their settings are often equal, so what was made is kept for the next application.


@cache
def _network(choice: str) -> Mapping[str, Any]:
    return _as_data(network_stack() if choice == "new" else existing_network_stack())


@lru_cache(maxsize=16)
def _registry(services: tuple[str, ...]) -> Mapping[str, Any]:
    return _as_data(registry_stack(services))


@lru_cache(maxsize=16)
def _platform(settings: PlatformSettings) -> Mapping[str, Any]:
    return _as_data(platform_stack(settings))


def _as_data(template: Template) -> dict[str, Any]:
    data = template.to_dict()
    data["Resources"] = {name: _in_order(body, RESOURCE_ORDER) for name, body in data["Resources"].items()}
    return _in_order(data, READING_ORDER)


def _in_order(body: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    known = {key: body[key] for key in order if key in body}
    return known | {key: value for key, value in body.items() if key not in known}
