"""A review for programs: JSON, in the format that docs/review-format.md describes."""

from collections.abc import Iterable, Mapping
from typing import Any

from delivery.json_text import to_text
from delivery.render import words
from delivery.review.model import Difference, Level, Reason, Review, Row, StackReview

FORMAT_VERSION = "1.0"
"""A new member raises the second number; whatever could break a reader raises the first."""


def as_json(review: Review) -> str:
    """The whole review, always the same bytes, in ASCII."""
    return to_text(
        {
            "format_version": FORMAT_VERSION,
            "title": review.title,
            "level": _level(review.level),
            "counts": _counts(review.counts),
            "changes": review.changes,
            "verdict": words.verdict(review),
            "notes": _reasons(review.notes),
            "stacks": [_stack(stack) for stack in review.stacks],
            "unchanged": sorted(review.unchanged),
        }
    )


def _level(level: Level | None) -> str | None:
    return level.value if level else None


def _counts(counts: Mapping[Level, int]) -> dict[str, int]:
    return {level.value: counts.get(level, 0) for level in Level}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    found = sorted(reasons, key=lambda reason: reason.level.rank)
    return [{"level": reason.level.value, "sentence": reason.sentence} for reason in found]


def _stack(stack: StackReview) -> dict[str, Any]:
    return {
        "name": stack.name,
        "predicted": stack.predicted,
        "level": _level(stack.level),
        "counts": _counts(stack.counts),
        "changes": stack.changes,
        "same_as": list(stack.same_as),
        "unlisted": stack.unlisted,
        "facts": [{"name": name, "value": value} for name, value in stack.facts],
        "notes": _reasons(stack.notes),
        "around": [
            {"name": name, "differences": [_difference(difference) for difference in differences]}
            for name, differences in words.around_of(stack)
        ],
        "rows": [_row(row) for row in _sorted(stack.rows)],
        "references": _references(stack),
    }


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.level.rank, row.id))


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "action": row.action,
        "symbol": row.symbol,
        "type": row.type,
        "level": row.level.value,
        "summary": row.summary,
        "physical_id": row.physical_id,
        "reasons": _reasons(row.reasons),
        "causes": [{"sentence": cause.sentence, "row": cause.row} for cause in row.causes],
        "differences": [_difference(difference) for difference in row.differences],
        "statements": [
            {"gained": statement.gained, "dangerous": statement.dangerous, "sentence": statement.sentence}
            for statement in row.statements
        ],
        "notes": list(row.notes),
        "members": [_row(member) for member in _sorted(row.members)],
        "raw": row.raw,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "path": difference.path,
        "attribute": difference.attribute,
        "before": words.masked(difference, difference.before),
        "after": words.masked(difference, difference.after),
        "recreation": difference.recreation,
        "source": difference.source,
        "certain": difference.certain,
        "hidden": difference.hidden,
        "drifted": difference.drifted,
        "deployed": words.masked(difference, difference.deployed),
    }


def _references(stack: StackReview) -> list[dict[str, str]]:
    """Who refers to whom among the rows; resources that do not change are in the template."""
    row_of = {node.id: node.row for node in stack.picture.nodes if node.row}
    found = {(row_of[who], row_of[whom]) for who, whom in stack.picture.edges if who in row_of and whom in row_of}
    return [{"from": who, "to": whom} for who, whom in sorted(found) if who != whom]
