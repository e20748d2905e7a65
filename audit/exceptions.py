"""Findings that are accepted: which rule, where, why, and what would end it."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.findings import CheckFailed, Document, Finding

FILE = Path(__file__).parent / "exceptions.toml"
_NEEDED = {"rules", "reason", "until"}
_KNOWN = _NEEDED | {"resources", "files", "environments"}


@dataclass(frozen=True)
class Acceptance:
    """One entry of the file. Where it says nothing of resources, files or environments, it holds for all."""

    rules: tuple[str, ...]
    reason: str
    until: str
    resources: tuple[str, ...]
    files: tuple[str, ...]
    environments: tuple[str, ...]

    def rule_for(self, finding: Finding, document: Document) -> str | None:
        """The rule of this entry that accepts the finding."""
        environment = document.template.get("Metadata", {}).get("Stackwright", {}).get("ValuesOf", "")
        holds = (
            (not self.resources or _any(self.resources, finding.resource))
            and (not self.files or _any(self.files, document.file))
            and (not self.environments or environment in self.environments)
        )
        return next((rule for rule in self.rules if holds and _fits(rule, finding.rule)), None)


@dataclass(frozen=True)
class Told:
    """Findings told apart."""

    failed: list[Finding]
    accepted: list[Finding]


class Exceptions:
    """All entries; remembers which of their rules were needed."""

    def __init__(self, entries: Iterable[Acceptance]) -> None:
        self.entries = list(entries)
        self._used: set[tuple[int, str]] = set()

    def tell_apart(self, findings: Iterable[Finding], documents: Mapping[str, Document]) -> Told:
        """Which findings fail; `documents` are found by name."""
        failed: list[Finding] = []
        accepted: list[Finding] = []
        for finding in findings:
            (accepted if self._accepts(finding, documents[finding.document]) else failed).append(finding)
        return Told(failed, accepted)

    def _accepts(self, finding: Finding, document: Document) -> bool:
        hits = [(index, entry.rule_for(finding, document)) for index, entry in enumerate(self.entries)]
        used = {(index, rule) for index, rule in hits if rule is not None}
        self._used |= used
        return bool(used)

    def not_needed(self) -> list[str]:
        """A sentence for each rule of an entry that nothing was found for: it would hide what comes next."""
        return [
            f"{FILE.name}: the exception for {rule} ({entry.reason.split('.')[0]}) no longer applies: remove it"
            for index, entry in enumerate(self.entries)
            for rule in entry.rules
            if (index, rule) not in self._used
        ]


def read_exceptions(file: Path = FILE) -> Exceptions:
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("exception", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CheckFailed(f"{file.name}: this cannot be read: {error}") from error
    return Exceptions(_entry(entry, number, file.name) for number, entry in enumerate(entries, 1))


def _entry(entry: Mapping[str, Any], number: int, file: str) -> Acceptance:
    wrong = sorted((_NEEDED - set(entry)) | (set(entry) - _KNOWN))
    if wrong:
        word = "lacks or does not know"
        raise CheckFailed(
            f"{file}: exception {number} {word} {', '.join(wrong)}: it needs {', '.join(sorted(_NEEDED))}"
        )
    if not (str(entry["reason"]).strip() and str(entry["until"]).strip() and entry["rules"]):
        raise CheckFailed(f"{file}: exception {number} has an empty rule list, reason or until: write them")
    return Acceptance(
        rules=tuple(entry["rules"]),
        reason=entry["reason"],
        until=entry["until"],
        resources=tuple(entry.get("resources", ())),
        files=tuple(entry.get("files", ())),
        environments=tuple(entry.get("environments", ())),
    )


def _any(patterns: Iterable[str], text: str) -> bool:
    return any(_fits(pattern, text) for pattern in patterns)


def _fits(pattern: str, text: str) -> bool:
    """A star stands for anything; everything else, brackets too, for itself."""
    return re.fullmatch(".*".join(re.escape(piece) for piece in pattern.split("*")), text) is not None
