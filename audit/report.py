"""What an audit says: findings, then one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audit.findings import Document, Finding


@dataclass(frozen=True)
class Outcome:
    """What one gate found."""

    gate: str
    """'G4'."""
    what: str
    """What looked: 'checkov'."""
    checked: str
    """What it looked at: '14 documents'."""
    failed: Sequence[str] = field(default_factory=tuple)
    """Sentences: what is wrong, where, and what to do."""
    excepted: int = 0
    note: str = ""
    """What a reader should know of a gate that did not look at everything."""


def sentence(finding: Finding, document: Document) -> str:
    """A finding with the place where it can be looked up."""
    place = ", ".join(part for part in (finding.resource, finding.place) if part)
    return f"{document.name}{': ' + place if place else ''}: {finding.rule}: {finding.message}"


def report(outcomes: Sequence[Outcome]) -> str:
    """All findings by gate, then the table."""
    lines = [f"{outcome.gate} {line}" for outcome in outcomes for line in outcome.failed]
    if lines:
        lines.append("")
    rows = [("gate", "what looked", "checked", "failed", "excepted"), *map(_row, outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines += [_line(row, widths) for row in rows]
    lines += [f"{outcome.gate}: {outcome.note}" for outcome in outcomes if outcome.note]
    return "\n".join(lines)


def failed(outcomes: Iterable[Outcome]) -> bool:
    return any(outcome.failed for outcome in outcomes)


def _row(outcome: Outcome) -> tuple[str, str, str, str, str]:
    return (outcome.gate, outcome.what, outcome.checked, str(len(outcome.failed)), str(outcome.excepted))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    words = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
    return "  ".join([*words, *numbers])
