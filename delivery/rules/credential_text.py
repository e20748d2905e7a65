from collections.abc import Iterator, Mapping
from typing import Any

from delivery.rules._any_type import WrittenTextRule
from delivery.rules._secret_words import credential
from delivery.rules._world import Found, Path, World

TASK = "AWS::ECS::TaskDefinition"
NO_VALUES = ("AllowedPattern", "ConstraintDescription", "Description")
"""Texts about a parameter's value."""


class CredentialText(WrittenTextRule):
    id = "E9411"
    shortdesc = "No text of a template looks like a key or a password"
    description = (
        "Keys of AWS, private keys, tokens of known services and passwords in connection strings are recognized by "
        "their shape. In a template they are known to everybody who may read it, and stay in the repository's history "
        "when they are removed. The environment variables of containers have a rule of their own."
    )
    advice = "Revoke it, keep the new one in Secrets Manager, and refer to it from there"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html"
    rows = ("SEC-3", "SEC-4", "TD-5")

    def look(self, world: World) -> Iterator[Found]:
        for path, text in _texts(world.template, ()):
            what = credential(text)
            if what and not _is_about_a_value(path) and not _is_of_a_container(path, world):
                yield Found(path, f"This looks like {what}")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match value:
        case str():
            yield path, value
        case Mapping():
            for name, item in value.items():
                yield from _texts(item, (*path, name))
        case list():
            for index, item in enumerate(value):
                yield from _texts(item, (*path, index))


def _is_about_a_value(path: Path) -> bool:
    return path[0] == "Parameters" and path[-1] in NO_VALUES


def _is_of_a_container(path: Path, world: World) -> bool:
    return "Environment" in path and any(path[1] == task.name for task in world.of(TASK))
