from collections.abc import Iterator

from delivery.rules._container_images import image_text
from delivery.rules._containers import TASK, called, containers
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class VersionConsistency(Rule):
    id = "W9108"
    shortdesc = "All tasks of a deployment run one image"
    description = (
        "ECS looks up the digest behind a tag once for each deployment, so that tasks that are started later run "
        "the same bytes. With VersionConsistency disabled each task gets what the tag means at that moment."
    )
    advice = "Remove VersionConsistency or set it to enabled, or name the image by its digest"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerImage.html"
    rows = ("TD-12",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            consistency = container["VersionConsistency"]
            if consistency.text == "disabled" and "@" not in image_text(container["Image"]):
                yield consistency.says(f"{called(container)} has a tag for image, and VersionConsistency is disabled")
