"""cfn-lint with our own rules as a checker. What a template asks cfn-lint to ignore is found all the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.engines.engine import FINDINGS, Outcome, all_checked
from audit.findings import CheckFailed, Document, Finding
from delivery import lint
from delivery.problems import Refused

DIRECTIVES = "cfn-lint"
"""What a template's Metadata calls its wishes."""


@dataclass(frozen=True)
class CfnLint:
    """It runs in the environment of the product, which lints with it."""

    name: str = "cfn-lint"
    cache: Path | None = FINDINGS

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        """What is found in each document, in their order."""
        return all_checked(self.attempt(documents, jobs))

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        """One outcome for each document, in their order."""
        sheets = [
            lint.Sheet(f"{document.name} ({number})", _without_directives(document.template), document.regions)
            for number, document in enumerate(documents, 1)
        ]
        try:
            found = lint.lint(sheets, cache=self.cache, jobs=jobs)
        except Refused as refusal:
            raise CheckFailed(f"cfn-lint did not work: {refusal}") from refusal
        by_sheet: dict[str, list[lint.Finding]] = {sheet.name: [] for sheet in sheets}
        for finding in found:
            by_sheet[finding.sheet].append(finding)
        return [_outcome(document, by_sheet[sheet.name]) for document, sheet in zip(documents, sheets, strict=True)]


def _outcome(document: Document, found: Sequence[lint.Finding]) -> Outcome:
    for finding in found:
        if finding.rule == lint.CRASHED:
            return CheckFailed(f"cfn-lint could not check {document.name}: {finding.message}")
    return tuple(sorted(_finding(document, finding) for finding in found))


def _finding(document: Document, found: lint.Finding) -> Finding:
    resource, place = "", found.place
    if place.startswith("Resources/"):
        _, resource, *below = place.split("/", 2)
        place = "".join(below)
    return Finding(document.name, found.rule, resource, place, found.message)


def _without_directives(template: Mapping[str, Any]) -> dict[str, Any]:
    """The template without what it and its resources ask of cfn-lint."""
    plain = _without(template)
    if isinstance(resources := plain.get("Resources"), Mapping):
        plain["Resources"] = {
            name: _without(resource) if isinstance(resource, Mapping) else resource
            for name, resource in resources.items()
        }
    return plain


def _without(part: Mapping[str, Any]) -> dict[str, Any]:
    metadata = part.get("Metadata")
    if not isinstance(metadata, Mapping) or DIRECTIVES not in metadata:
        return dict(part)
    kept = {name: value for name, value in metadata.items() if name != DIRECTIVES}
    return {name: value for name, value in part.items() if name != "Metadata"} | ({"Metadata": kept} if kept else {})
