from collections.abc import Iterator

from delivery.rules._containers import SERVICE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class PlatformVersion(Rule):
    id = "W9115"
    shortdesc = "A service runs on the latest Fargate platform"
    description = (
        "A service that names a platform version stays on it: it misses what later ones repair, and stops being "
        "deployable when AWS retires that version."
    )
    advice = "Leave PlatformVersion out or set it to LATEST"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html"
    rows = ("SVC-2", "REL-28")
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            version = service["PlatformVersion"]
            if version.default not in (None, "LATEST"):
                yield version.says(f"PlatformVersion is {version.default}")
