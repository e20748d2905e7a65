import re
from collections.abc import Iterator

from delivery.rules._releases import PIPELINE, Step, is_known, steps
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PRODUCTION = re.compile(r"(?<![a-z])(?:prod|prd|production|live)(?![a-z])", re.IGNORECASE)
NOT_YET = re.compile(r"(?:non|not|pre)[-_ ]?pro?d", re.IGNORECASE)
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")


class ProductionApproval(Rule):
    id = "W9803"
    shortdesc = "A person approves before a pipeline changes production"
    description = (
        "Without an approval every change of the source reaches production by itself, and so does everybody who may "
        "write to the source: a merged mistake, or a stolen account. What is production is told by the names of stages "
        "and actions, and of stacks and services that they deploy."
    )
    advice = "Put an action of the category Approval and the provider Manual before the deployment to production"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html"
    rows = ("CI-8",)
    subjects = (PIPELINE,)

    def look(self, world: World) -> Iterator[Found]:
        for pipeline in world.of(PIPELINE):
            all_steps = list(steps(pipeline))
            approvals = [step.turn for step in all_steps if step.is_approval]
            for step in all_steps if is_known(pipeline) else ():
                if step.deploys and _is_production(step) and not any(turn < step.turn for turn in approvals):
                    yield step.action.says(f"{step.stage['Name'].text} changes production, and nobody approves before")


def _is_production(step: Step) -> bool:
    where = (step.stage["Name"].words, step.action["Name"].words, step.action["Configuration"].words)
    text = WORDS.sub(" ", " ".join(where))
    return bool(PRODUCTION.search(NOT_YET.sub("", text)))
