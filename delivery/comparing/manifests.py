"""What the manifest of an application says about its stacks, and where their files are."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.comparing.operands import Operand
from delivery.comparing.written import Stack, Written
from delivery.problems import Refused, refuse
from delivery.reading.document import shown

FORMAT_VERSION = 1
_NAME = "manifest.json"
_AGAIN = "build out/ again, or name another revision"


@dataclass(frozen=True)
class Environment:
    """Where an environment's stacks are, and what they are called there."""

    name: str
    region: str | None
    account: str | None
    stacks: Mapping[str, str]


@dataclass(frozen=True)
class Application:
    """The folder of an application on one side."""

    name: str
    side: Operand
    folder: str  # `hello/`, or empty where it is the whole side
    templates: Mapping[str, str]  # in the order of deployment
    account_wide: frozenset[str]
    environments: Mapping[str, Environment]
    format_version: Any = FORMAT_VERSION

    def stack(self, name: str, one: Environment) -> Stack | None:
        """One of its stacks in one of its environments."""
        if name not in self.templates or name not in one.stacks:
            return None
        template = self._file(self.templates[name])
        if template is None:
            listed = shown(self.templates[name])
            raise self.refuse(f"lists {listed}, which is not there or cannot be read: {_AGAIN}")
        values, tags = (self._file(f"{one.name}/{name}.{what}.json") for what in ("parameters", "tags"))
        return Stack(template, values, tags, one.stacks[name], one.region, one.account)

    def refuse(self, sentence: str) -> Refused:
        return refuse(sentence, self.side.file(self.folder + _NAME))

    def _file(self, path: str) -> Written | None:
        content = self.side.found.files.get(self.folder + path)
        return None if content is None else Written(self.side.file(self.folder + path), content)


def applications(side: Operand) -> dict[str, Application]:
    """Every application that has a manifest in this folder, by name."""
    found: dict[str, Application] = {}
    for path, content in side.found.files.items():
        folder, _, name = path.rpartition("/")
        if name == _NAME and b'"format_version"' in content and b'"stacks"' in content:
            one = _application(side, f"{folder}/" if folder else "", content)
            if one.name in found:
                places = " and ".join(str(side.file(place)) for place in (found[one.name].folder, one.folder))
                raise refuse(f"the application {shown(one.name)} is in {places}: name one of these folders")
            found[one.name] = one
    return found


def _application(side: Operand, folder: str, content: bytes) -> Application:
    file = side.file(folder + _NAME)
    try:
        data = json.loads(content)
        stacks = sorted(data["stacks"], key=lambda stack: int(stack["order"]))
        environments = [_environment(one, data["application"], stacks) for one in data["environments"]]
        return Application(
            _word(data["application"]),
            side,
            folder,
            {_word(stack["name"]): _word(stack["template"]) for stack in stacks},
            frozenset(stack["name"] for stack in stacks if stack["scope"] == "account"),
            {one.name: one for one in environments},
            data["format_version"],
        )
    except json.JSONDecodeError as error:
        raise refuse(f"this is not JSON ({error.msg.lower()}): {_AGAIN}", file, error.lineno) from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise refuse(f"this is no manifest that can be read: {_AGAIN}", file) from None


def _environment(data: Mapping[str, Any], application: str, stacks: list[Any]) -> Environment:
    known = dict(data.get("stacks") or _names(application, data["name"], stacks))
    return Environment(
        _word(data["name"]),
        _perhaps(data.get("region")),
        _perhaps(data.get("account")),
        {stack: _word(name) for stack, name in known.items()},
    )


def _names(application: str, environment: str, stacks: list[Any]) -> Iterator[tuple[str, str]]:
    for stack in stacks:
        owner = application if stack["scope"] == "account" else f"{application}-{environment}"
        yield stack["name"], f"{owner}-{stack['name']}"


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("a name is missing")
    return value


def _perhaps(value: Any) -> str | None:
    return None if value is None else _word(value)
