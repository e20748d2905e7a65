"""Short ways to a review: of a saved answer, and of two sides."""

import json
from pathlib import Path
from typing import Any

from delivery.change_set.answers import change_set
from delivery.comparing import Compared
from delivery.diff import diff
from delivery.predict import predicted
from delivery.review import Surroundings, review_stack
from delivery.review.model import Review, Row, StackReview
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import template

ANSWERS = Path(__file__).parents[1] / "answers"


def saved(*names: str, **more: Any) -> StackReview:
    """The review of saved answers by their file names."""
    answers = [json.loads((ANSWERS / f"{name}.json").read_text()) for name in names]
    return review_stack(change_set(answers), Surroundings(**more))


def stack(
    before: Any, after: Any, old: dict[str, str] | None = None, new: dict[str, str] | None = None, **more: Any
) -> StackReview:
    """The review of what is predicted between two templates, with the values of their parameters."""
    found = predicted(Pair("stack", Side(before, old or {}), Side(after, new if new is not None else old or {})))
    return review_stack(change_set([found.answer]), Surroundings(found.before, found.after, predicted=True, **more))


def of(type_: str, before: Any, after: Any, attributes: dict[str, Any] | None = None) -> Row:
    """The row of one resource between two states of it; None is a resource that is not there."""
    sides = [
        template(
            {
                "Other": ("AWS::SNS::Topic", {}),
                **({} if side is None else {"It": {"Type": type_, "Properties": side, **(attributes or {})}}),
            }
        )
        for side in (before, after)
    ]
    return row(stack(*sides), "It")


def row(reviewed: StackReview, id_: str) -> Row:
    """A row, or the member of one, by its id."""
    for found in reviewed.rows:
        for one in (*found.members, found):
            if one.id == id_:
                return one
    raise AssertionError(f"no row {id_} among {[found.id for found in reviewed.rows]}")


def whole(*pairs: Pair) -> Review:
    """The review of several stacks, in order."""
    return diff(Compared("before against after", pairs))


def sentences(found: Row | StackReview) -> str:
    """Every sentence that says why."""
    reasons = found.reasons if isinstance(found, Row) else found.notes
    return "\n".join(f"{one.level.value}: {one.sentence}" for one in reasons)
