"""What is audited: the templates of out/ as they are and as CloudFormation sees them, or anybody's files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.findings import CheckFailed, Document
from audit.standins import with_stand_ins
from audit.typed import typed
from delivery.intrinsics import Scope, value_of
from delivery.resolve import resolve
from delivery.writing import MANIFEST

SSM_VALUE = "AWS::SSM::Parameter::Value<"


@dataclass(frozen=True)
class Stack:
    """One template with everything that it is deployed as."""

    as_written: Document
    with_values: tuple[Document, ...]
    """One for each environment, production first."""


def stacks_of(out: Path) -> list[Stack]:
    """Every stack of every application of an out/ folder."""
    applications = sorted(path.parent for path in out.glob(f"*/{MANIFEST}"))
    if not applications:
        raise CheckFailed(f"{out}: no application stands here; run generate.py build first")
    return [stack for folder in applications for stack in _stacks(folder, f"{out.name}/{folder.name}")]


def foreign(path: Path) -> Document:
    """A template from elsewhere, JSON or YAML."""
    from cfnlint.decode import decode

    if not path.is_file():
        raise CheckFailed(f"{path}: there is no such file")
    found, errors = decode(str(path))
    if errors:
        raise CheckFailed(f"{path}: this is no template: {' '.join(str(errors[0].message).split())}")
    template = json.loads(json.dumps(found, default=str))
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise CheckFailed(f"{path}: this is no template: it has no Resources")
    return Document(str(path), str(path), template)


def _stacks(folder: Path, called: str) -> Iterator[Stack]:
    manifest = _read(folder / MANIFEST)
    regions = tuple(sorted({one["region"] for one in manifest["environments"]}))
    environments = sorted(manifest["environments"], key=lambda one: (not one["name"].startswith("prod"), one["name"]))
    templates = {stack["name"]: _read(folder / stack["template"]) for stack in manifest["stacks"]}
    published = {one["name"]: _published(folder, templates, one) for one in environments}
    for name, template in templates.items():
        file = f"{called}/{name}.json"
        yield Stack(
            Document(file, file, template, regions),
            tuple(
                Document(
                    f"{file} with the values of {one['name']}",
                    file,
                    _with_values(template, _values(folder, one["name"], name), published[one["name"]], one),
                    (one["region"],),
                )
                for one in environments
            ),
        )


def _with_values(
    template: Mapping[str, Any], values: Mapping[str, str], published: Mapping[str, Any], environment: Mapping[str, Any]
) -> dict[str, Any]:
    """What CloudFormation sees: parameters in place, also those that SSM holds; numbers are numbers."""
    declared, given = {}, dict(values)
    for name, one in template.get("Parameters", {}).items():
        held = published.get(values.get(name, ""))
        if one["Type"].startswith(SSM_VALUE) and isinstance(held, str):
            declared[name] = {**one, "Type": one["Type"].removeprefix(SSM_VALUE).removesuffix(">")}
            given[name] = held
        else:
            declared[name] = one
    resolved = resolve({**template, "Parameters": declared}, given)
    resolved["Metadata"] = {"Stackwright": {"ValuesOf": environment["name"]}}
    return typed(resolved, environment["region"])


def _published(folder: Path, templates: Mapping[str, Any], environment: Mapping[str, Any]) -> dict[str, Any]:
    """What the stacks of an environment publish, by the name in SSM; ids that only AWS knows have stand-ins."""
    found = {}
    for stack, template in templates.items():
        values = _values(folder, environment["name"], stack)
        resources = template["Resources"]
        scope = Scope(template, values)
        for body in resources.values():
            if body["Type"] == "AWS::SSM::Parameter":
                name = value_of(body["Properties"]["Name"], scope)
                value = value_of(body["Properties"]["Value"], scope)
                found[str(name)] = value_of(with_stand_ins(value, resources, environment["region"]), scope)
    return found


def _values(folder: Path, environment: str, stack: str) -> dict[str, str]:
    rows = _read(folder / environment / f"{stack}.parameters.json")
    return {row["ParameterKey"]: row["ParameterValue"] for row in rows}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckFailed(f"{path}: this cannot be read: {error}; run generate.py build") from error


def all_documents(stacks: Sequence[Stack]) -> list[Document]:
    """As they are, and with each environment's values."""
    return [document for stack in stacks for document in (stack.as_written, *stack.with_values)]
