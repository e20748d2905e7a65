"""What a release would change, worked out offline: pairs of stacks become one review."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from delivery.change_set.answers import change_set
from delivery.intrinsics import CannotResolve
from delivery.predict import Prediction, predicted
from delivery.predict.resources import stack_of
from delivery.problems import refuse
from delivery.review import Surroundings, review_stack
from delivery.review.model import Level, Picture, Reason, Review, StackReview
from delivery.sides import Pair, Side

if TYPE_CHECKING:
    from delivery.comparing import Compared
    from delivery.review.stack_policy import StackPolicy


def diff(compared: "Compared", policy: "StackPolicy | None" = None) -> Review:
    """The review of everything that was compared, in the order of deployment."""
    stacks: list[StackReview] = []
    same: list[str] = []
    moved: dict[str, tuple[str, bool]] = {}  # names in Parameter Store: the stack that changes the value, certainly?
    for stack in compared.stacks:
        if not isinstance(stack, Pair) and not moved:
            same.append(stack.name)
            continue
        pair = stack if isinstance(stack, Pair) else stack.read()
        prediction = _predicted(pair, {name: certain for name, (_, certain) in moved.items()})
        reviewed = _reviewed(pair, prediction, moved, policy)
        moved |= {name: (pair.name, certain) for name, certain in prediction.moves.items()}
        if reviewed.changes or (reviewed.notes and pair.before != pair.after):
            stacks.append(reviewed)
        else:
            same.append(pair.name)
    notes = tuple(Reason(Level.ROUTINE, note) for note in compared.notes)
    return Review(compared.title, tuple(_once(stacks)), tuple(same), notes)


def review_saved(files: Sequence[Path], policy: "StackPolicy | None" = None) -> Review:
    """The review of a change set that CloudFormation made and that was saved in these files."""
    from delivery.change_set.saved import read_saved

    told = read_saved(files)
    reviewed = review_stack(told, Surroundings(policy=policy))
    return Review(f"change set {told.name or told.stack_name}", (reviewed,))


def _predicted(pair: Pair, moved: Mapping[str, bool]) -> Prediction:
    try:
        return predicted(pair, moved)
    except CannotResolve:
        for side in (pair.before, pair.after):
            _check(side)
        raise


def _check(side: Side | None) -> None:
    """Say which template CloudFormation would refuse."""
    try:
        stack_of(side)
    except CannotResolve as error:
        raise refuse(
            f"CloudFormation would refuse this template: {error.sentence}", side.file if side else None
        ) from None


def _reviewed(
    pair: Pair, prediction: Prediction, moved: Mapping[str, tuple[str, bool]], policy: "StackPolicy | None"
) -> StackReview:
    told = change_set([prediction.answer])
    return review_stack(told, Surroundings(prediction.before, prediction.after, policy, moved, predicted=True))


def _once(stacks: Iterable[StackReview]) -> Iterator[StackReview]:
    """A review that holds for several stacks (the same template in several environments) is shown once."""
    first: dict[str, StackReview] = {}
    names: dict[str, list[str]] = {}
    for stack in stacks:
        key = repr(replace(stack, name="", picture=Picture(), facts=() if stack.predicted else stack.facts))
        first.setdefault(key, stack)
        names.setdefault(key, []).append(stack.name)
    for key, stack in first.items():
        yield replace(stack, same_as=tuple(names[key][1:]))
