"""Every file of an application in `out/`, as bytes: the contract between the two halves."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from delivery.build import Built
from delivery.guide import guide
from delivery.json_text import to_text
from delivery.manifest import manifest
from delivery.problems import refuse
from delivery.quotas import uses
from delivery.stacks import scope
from delivery.writing import MANIFEST


def contents(built: Built) -> dict[str, bytes]:
    """Path below `out/<app>/` to content."""
    files: dict[str, bytes] = {}
    for stack, template in built.templates.items():
        text = _text_of(_TheVery(template))
        for use in uses(template, text):
            if use.used > use.limit:
                raise refuse(
                    f"{built.name}/{stack} would have {use.used:,} {use.what}, CloudFormation takes {use.limit:,}: "
                    "move services into an application of their own"
                )
        files[f"{stack}.json"] = text.encode()
    for one in built.environments:
        for stack, values in built.values[one.name].items():
            pairs = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
            files[f"{one.name}/{stack}.parameters.json"] = to_text(pairs).encode()
            owner = {} if scope(built.templates[stack]) == "account" else {"Environment": one.name}
            tags = {"Application": built.name, **owner, **one.tags}
            listed = [{"Key": key, "Value": value} for key, value in tags.items()]
            files[f"{one.name}/{stack}.tags.json"] = to_text(listed).encode()
    files["README.md"] = guide(built).encode()
    files[MANIFEST] = to_text(manifest(built, files)).encode()
    return files


class _TheVery:
    """Equal only to itself: applications share templates, and comparing them would cost more than writing them."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self.template = template

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheVery) and other.template is self.template

    def __hash__(self) -> int:
        return id(self.template)


@lru_cache(maxsize=8)
def _text_of(very: _TheVery) -> str:
    return to_text(very.template)
