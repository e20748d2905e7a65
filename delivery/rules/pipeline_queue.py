from collections.abc import Iterator

from delivery.rules._releases import PIPELINE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class PipelineQueue(Rule):
    id = "W9801"
    shortdesc = "Releases go through a pipeline one after the other"
    description = (
        "By default a newer release overtakes an older one that waits, so that what was approved is not what is "
        "deployed, and in parallel two deployments change one stack. Only pipelines of type V2 can queue."
    )
    advice = "Set PipelineType to V2 and ExecutionMode to QUEUED"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html"
    rows = ("CI-8",)
    subjects = (PIPELINE,)

    def look(self, world: World) -> Iterator[Found]:
        for pipeline in world.of(PIPELINE):
            kind, mode = pipeline["PipelineType"], pipeline["ExecutionMode"]
            if kind.absent or kind.text == "V1":
                yield kind.says("This pipeline is of type V1, which cannot queue releases")
            if mode.absent or mode.text in ("SUPERSEDED", "PARALLEL"):
                yield mode.says(f"Releases do not wait for one another: ExecutionMode is {mode.text or 'SUPERSEDED'}")
