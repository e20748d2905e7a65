"""From a folder of parameter files to everything that stands in `out/`: read, check, write down. No side effects."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from delivery.environment import Environment, environment
from delivery.load import read, validate
from delivery.problems import Problem, nearest, refuse, refuse_all
from delivery.reach import stranded_services
from delivery.stacks import scope
from delivery.values import complaints, parameter_values, vpc_ranges

if TYPE_CHECKING:
    from pydantic import BaseModel

Templates = Mapping[str, Mapping[str, Any]]
Render = Callable[[Any], Templates]
APP_FILE = "app.yaml"
_FOLDER_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Built:
    """One application: its templates, its environments, and the value of every parameter."""

    name: str
    templates: Templates
    environments: tuple[Environment, ...]
    values: Mapping[str, Mapping[str, Mapping[str, str]]]  # environment, stack, parameter

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted({one.region for one in self.environments}))


def application_names(parameters: Path, wanted: tuple[str, ...]) -> list[str]:
    """The applications to build: those asked for, or all there are."""
    if not parameters.is_dir():
        raise refuse(f"{parameters} is not a folder: it must hold one folder per application")
    there = sorted(path.name for path in parameters.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not there:
        raise refuse(f"{parameters} holds no application: make a folder with {APP_FILE} and an environment file")
    refuse_all(
        Problem(f"there is no application {name} in {parameters}: {nearest(name, there)}")
        for name in wanted
        if name not in there
    )
    return [name for name in there if not wanted or name in wanted]


def build(folder: Path, model: "type[BaseModel]", render: Render) -> Built:
    """Read one application's folder and work out every template and value; every mistake is told at once."""
    application = application_of(folder, model)
    templates = render(application)
    environments = tuple(environment(read(path), templates) for path in _environment_files(folder))
    values = {one.name: _values(one, folder.name, templates) for one in environments}
    built = Built(folder.name, templates, environments, values)
    refuse_all(problem for one in environments for problem in _value_problems(one, built))
    refuse_all([*_different_shared_values(built), *_overlaps(built), *_stranded(built)])
    return built


def application_of(folder: Path, model: "type[BaseModel]") -> Any:
    """The typed application that a folder describes."""
    if not _FOLDER_NAME.fullmatch(folder.name):
        raise refuse("cannot name an application: use lower-case letters, digits and single hyphens", folder)
    document = read(folder / APP_FILE)
    application = validate(document, model)
    name = getattr(application, "application", folder.name)
    if name != folder.name:
        line = document.line_of(("application",))
        raise refuse(f"application {name} lies in the folder {folder.name}: give both one name", document.path, line)
    return application


def _environment_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.name[0] != ".")
    refuse_all(
        Problem("ends in .yml: rename it so that it ends in .yaml", path) for path in files if path.suffix == ".yml"
    )
    found = [path for path in files if path.name != APP_FILE]
    if not found:
        raise refuse(f"holds no environment: write one beside {APP_FILE}, such as dev.yaml", folder)
    return found


def _values(one: Environment, application: str, templates: Templates) -> dict[str, dict[str, str]]:
    names = {"Application": application, "Environment": one.name}
    return {
        stack: parameter_values(template, one.values.get(stack, {}), names) for stack, template in templates.items()
    }


def _value_problems(one: Environment, built: Built) -> Iterator[Problem]:
    for stack, template in built.templates.items():
        given = one.values.get(stack, {})
        for complaint in complaints(template, built.values[one.name][stack]):
            written = [name for name in complaint.parameters if name in given]
            place = (stack, written[0]) if written else (stack,)
            sentence = complaint.sentence if written else f"{stack}: {complaint.sentence}"
            yield Problem(sentence, one.document.path, one.document.line_of(place))
        for name, value in given.items():
            found = re.match(r"arn:[^:]*:acm:([^:]*):", value)
            if found and found[1] != one.region:
                yield Problem(
                    f"{name} is a certificate of {found[1]}, but this environment is in {one.region}: "
                    "a load balancer takes only certificates of its own region",
                    one.document.path,
                    one.document.line_of((stack, name)),
                )


def _different_shared_values(built: Built) -> Iterator[Problem]:
    """A stack that environments share cannot have one value here and another there."""
    shared = [stack for stack, template in built.templates.items() if scope(template) == "account"]
    first: dict[tuple[str, str, str, str], tuple[Environment, str]] = {}
    for one in built.environments:
        for stack in shared:
            for name, value in built.values[one.name][stack].items():
                other, theirs = first.setdefault((one.account or "", one.region, stack, name), (one, value))
                if theirs != value:
                    yield Problem(
                        f"{name} is {value} here and {theirs} in {other.name}, but both share the stack {stack}: "
                        "give both one value",
                        one.document.path,
                        one.document.line_of((stack, name)),
                    )


def _stranded(built: Built) -> Iterator[Problem]:
    for one in built.environments:
        for stack in stranded_services(built.templates, built.values[one.name]):
            yield Problem(
                f"tasks of {stack} could not fetch their image: their private subnets have neither a NAT gateway nor "
                "interface endpoints; set NatGateways or InterfaceEndpoints, or AssignPublicIp to ENABLED",
                one.document.path,
                one.document.line_of((stack,)),
            )


def _overlaps(built: Built) -> Iterator[Problem]:
    """Networks of one application that overlap could never be joined, and the range of a VPC cannot change."""
    seen: list[tuple[Environment, IPv4Network]] = []
    for one in built.environments:
        for stack, template in built.templates.items():
            for block, parameter in vpc_ranges(template, built.values[one.name][stack]):
                network = IPv4Network(block)
                for other, theirs in seen:
                    if network.overlaps(theirs):
                        yield Problem(
                            f"{parameter} {network} overlaps {theirs} of {other.name}: give each environment a range "
                            "of its own, it cannot change later",
                            one.document.path,
                            one.document.line_of((stack, parameter)),
                        )
                seen.append((one, network))
