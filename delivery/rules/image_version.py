from collections.abc import Iterator

from delivery.rules._container_images import UNKNOWN, image_text
from delivery.rules._containers import TASK, called, containers
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class ImageVersion(Rule):
    id = "E9107"
    shortdesc = "An image is named by digest, or by a tag other than latest"
    description = (
        "What latest is changes without a release: a task that is replaced at night runs what nobody has deployed, "
        "the same template makes two different environments, and a rollback brings nothing back."
    )
    advice = (
        "Name the image by digest (repository@sha256:...) or by the tag of one version, and give no default of latest"
    )
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"
    rows = ("TD-12", "REL-29")
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            image = container["Image"]
            fault = _fault(image_text(image)) if image.present else None
            if fault:
                yield image.says(f"{called(container)} runs an image with {fault}")


def _fault(image: str) -> str | None:
    name = image.rsplit("/", 1)[-1]
    before, colon, tag = name.partition(":")
    if "@" in name or (not colon and (UNKNOWN in before or not before)):
        return None
    if not colon:
        return "neither a tag nor a digest, which means latest"
    return "the tag latest" if tag == "latest" else None
