"""Serves cloudformation-validate: its own rules, and the Guard rules of AWS Control Tower.

A Guard rule takes two milliseconds even when a template has nothing for it to look at, so a template is
shown only to the rules that evaluate one of its types. An engine holds some 200 MB: few are kept.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloudformation_validate as cv
from serving import Check, Row, serve

KEEP = 2
"""So many engines are kept, besides the one without Guard rules."""

SPARE = 8
"""So many Guard rules more than needed are no reason to make another engine."""

COUNT = (cv.Severity.FATAL, cv.Severity.ERROR, cv.Severity.WARN)
"""What counts; the rest is advice."""

NAME = re.compile(r"^rule (\w+) when is_cfn_", re.MULTILINE)
"""The rule of a file; the others have parameters and help it."""


@dataclass(frozen=True)
class Guard:
    """One rule of Control Tower."""

    name: str
    """As the engine calls it: 's3_bucket_versioning_enabled_check'."""
    id: str
    """As Control Tower calls it: 'CT.S3.PR.3'."""
    message: str
    types: frozenset[str]
    """The types of resources that the rule evaluates."""
    source: cv.ExternalRuleSource


def guards(folder: Path) -> dict[str, Guard]:
    """All Guard rules of a folder by their name."""
    found = [_guard(file, folder) for file in sorted(folder.glob("cfn-guard/**/*.guard"))]
    by_name = {guard.name: guard for guard in found}
    if not found or len(by_name) != len(found):
        raise ValueError(f"{len(found)} Guard rules with {len(by_name)} names in {folder}")
    return by_name


def _guard(file: Path, folder: Path) -> Guard:
    content = file.read_text(encoding="utf-8")
    names = set(NAME.findall(content))
    if len(names) != 1:
        raise ValueError(f"Not one rule but {len(names)} in {file}")
    name = names.pop()
    about = folder / "metadata" / file.relative_to(folder / "cfn-guard").with_suffix(".metadata.json")
    facts = json.loads(about.read_text(encoding="utf-8"))
    message = f"{facts['DisplayName']}. {facts['RemediationMessage']}"
    types = frozenset(facts["EvaluatedResourceTypes"])
    return Guard(name, facts["Id"], message, types, cv.ExternalRuleSource(name=name, content=content))


class Validator:
    """Checks templates, and keeps the engines that it used last."""

    def __init__(self, rules: dict[str, Guard]) -> None:
        self.rules = rules
        self.engines: list[tuple[frozenset[str], cv.CompositeEngine]] = []
        self.bare: cv.CompositeEngine | None = None

    def check(self, template: dict[str, Any], regions: list[str]) -> Iterator[Row]:
        """The Guard rules do not look at the region, so the regions after the first do without them."""
        content = json.dumps(template).encode()
        for number, region in enumerate(regions or ["us-east-1"]):
            engine = self._without_guards() if number else self._engine(self.needed(template))
            yield from self._rows(_report(engine, content, region))

    def needed(self, template: dict[str, Any]) -> frozenset[str]:
        """The names of the Guard rules that have something to look at."""
        resources = template.get("Resources")
        entries = resources.values() if isinstance(resources, dict) else []
        types = {str(entry.get("Type")) for entry in entries if isinstance(entry, dict)}
        return frozenset(guard.name for guard in self.rules.values() if not guard.types or guard.types & types)

    def _engine(self, needed: frozenset[str]) -> cv.CompositeEngine:
        fitting = [entry for entry in self.engines if needed <= entry[0] and len(entry[0]) <= len(needed) + SPARE]
        if fitting:
            entry = min(fitting, key=lambda entry: len(entry[0]))
            self.engines.remove(entry)
        else:
            del self.engines[KEEP - 1 :]
            entry = (needed, self.make(needed))
        self.engines.insert(0, entry)
        return entry[1]

    def make(self, names: frozenset[str]) -> cv.CompositeEngine:
        """An engine with its own rules and these Guard rules."""
        sources = [self.rules[name].source for name in sorted(names)]
        return cv.CompositeEngine(cv.CompositeEngineConfig(guard_rules=sources))

    def _without_guards(self) -> cv.CompositeEngine:
        self.bare = self.bare or self.make(frozenset())
        return self.bare

    def _rows(self, diagnostics: list[cv.Diagnostic]) -> Iterator[Row]:
        """One for each Guard rule and resource: the engine tells each clause, some of them without the resource."""
        places: dict[str, dict[str, str]] = {}
        for diagnostic in diagnostics:
            resource, place = _where(diagnostic)
            if diagnostic.source == cv.RuleOrigin.GUARD:
                places.setdefault(diagnostic.rule_id, {}).setdefault(resource, place)
            else:
                yield f"v:{diagnostic.rule_id}", resource, place, diagnostic.message
        for rule, found in places.items():
            for resource, place in found.items():
                if resource or len(found) == 1:
                    yield self.rules[rule].id, resource, place, self.rules[rule].message


def _report(engine: cv.CompositeEngine, content: bytes, region: str) -> list[cv.Diagnostic]:
    """What counts, in a fixed order."""
    config = cv.ValidateConfig(
        detail_level=cv.DetailLevel.STANDARD,
        pseudo_parameter_overrides=cv.PseudoParameterOverrides(region=region),
    )
    report = engine.validate_template(content, config)
    if report.status != cv.ReportStatus.OK:
        said = [diagnostic.message for diagnostic in report.diagnostics[:1]]
        raise ValueError(" ".join([f"The analysis ended as {report.status.name}.", *said]))
    counting = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity in COUNT]
    return sorted(counting, key=lambda found: (found.rule_id, found.property_path or "", found.message))


def _where(diagnostic: cv.Diagnostic) -> tuple[str, str]:
    """The resource and the place below it; other parts of a template are a place without a resource."""
    path = (diagnostic.property_path or "").replace(".", "/")
    entity = diagnostic.entity
    if entity is None:
        return "", path
    if entity.entity_type == cv.EntityType.RESOURCE:
        return entity.logical_id, path
    section = f"{entity.entity_type.name.title()}s/{entity.logical_id}"
    return "", path if path.startswith(section) else f"{section}/{path}".rstrip("/")


def start() -> Check:
    """The first argument is the folder of the Guard rules."""
    return Validator(guards(Path(sys.argv[1]))).check


if __name__ == "__main__":
    serve(start)
