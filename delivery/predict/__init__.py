"""Two sides of a stack become the change set that CloudFormation would make, as it would describe it.

Offline and therefore a prediction: nothing here has seen an account. What only the account knows stays a named unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from delivery.predict.answer import answer
from delivery.predict.compared import state_of
from delivery.predict.consequences import State, follow
from delivery.predict.origins import Origins
from delivery.predict.resources import Stack, stack_of
from delivery.sides import Pair

__all__ = ["Prediction", "predict", "predicted"]


@dataclass(frozen=True)
class Prediction:
    """A change set that was worked out, and what it was worked out from."""

    answer: dict[str, Any]  # as DescribeChangeSet has it
    before: Stack
    after: Stack
    moves: Mapping[str, bool] = field(default_factory=dict)  # names in Parameter Store with another value: certainly?


def predict(pair: Pair) -> dict[str, Any]:
    """The change set from one side to the other, as DescribeChangeSet would answer."""
    return predicted(pair).answer


def predicted(pair: Pair, moved: Mapping[str, bool] | None = None) -> Prediction:
    """As `predict`. `moved` are names in Parameter Store that get another value before this stack is deployed."""
    before, after = stack_of(pair.before), stack_of(pair.after, moved)
    origins = Origins(before, after, moved or {})
    states = {
        name: state_of(before.resources[name], resource, origins)
        for name, resource in after.resources.items()
        if name in before.resources
    }
    follow(states)
    return Prediction(answer(pair, before, after, states), before, after, _moves(before, after, states))


def _moves(before: Stack, after: Stack, states: Mapping[str, State]) -> dict[str, bool]:
    """The names that this stack publishes in Parameter Store and whose values change."""
    moves: dict[str, bool] = {}
    for name, state in states.items():
        published = state.resource.properties.get("Name")
        if state.resource.type == "AWS::SSM::Parameter" and isinstance(published, str):
            values = [touch for touch in state.touches if touch.path[:1] == ("Value",)]
            if values:
                moves[published] = any(touch.certain for touch in values)
            elif before.resources[name].properties.get("Name") != published:
                moves[published] = False
    return moves
