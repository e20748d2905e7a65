"""A change set becomes rows with a level and the reasons for it.

One way for all: a change set that was predicted, that was saved, and that CloudFormation has just made.
"""

from dataclasses import replace

from delivery.change_set import ChangeSet
from delivery.review.around import around, facts, notes
from delivery.review.case import Case, Surroundings
from delivery.review.drift import without_noise
from delivery.review.folding import folded
from delivery.review.model import StackReview
from delivery.review.pictured import picture
from delivery.review.renames import renames
from delivery.review.rows import row

__all__ = ["Surroundings", "review_stack"]


def review_stack(change_set: ChangeSet, surroundings: Surroundings | None = None) -> StackReview:
    """What a change set would do, and how dangerous each part of it is."""
    kept = tuple(map(without_noise, change_set.changes))
    case = Case(replace(change_set, changes=kept), surroundings or Surroundings())
    renamed = renames(kept)
    rows = folded((row(change, case, renamed) for change in kept), case)
    return StackReview(
        name=change_set.stack_name,
        predicted=case.surroundings.predicted,
        facts=facts(case),
        notes=notes(case),
        around=around(case),
        rows=rows,
        picture=picture(rows, case),
        unlisted=not kept and change_set.status == "CREATE_COMPLETE" and not case.surroundings.predicted,
    )
