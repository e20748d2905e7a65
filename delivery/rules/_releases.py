"""What rules on pipelines share."""

from collections.abc import Iterator
from dataclasses import dataclass

from delivery.rules._world import Node, Resource

PIPELINE = "AWS::CodePipeline::Pipeline"


@dataclass(frozen=True)
class Step:
    """An action of a pipeline, and when it runs: actions of one turn run at the same time."""

    action: Node
    stage: Node
    turn: tuple[int, float]

    @property
    def is_approval(self) -> bool:
        return self.action.at("ActionTypeId", "Category").text == "Approval"

    @property
    def deploys(self) -> bool:
        return self.action.at("ActionTypeId", "Category").text == "Deploy"


def steps(pipeline: Resource) -> Iterator[Step]:
    """As far as they are written out."""
    for number, stage in enumerate(pipeline["Stages"].items):
        for action in stage["Actions"].items:
            if action.keys:
                yield Step(action, stage, (number, action["RunOrder"].number or 1))


def is_known(pipeline: Resource) -> bool:
    """Whether all stages and actions are written out."""
    stages = pipeline["Stages"]
    return not stages.unknown and all(
        not stage.unknown and not stage["Actions"].unknown and not any(one.unknown for one in stage["Actions"].items)
        for stage in stages.items
    )
