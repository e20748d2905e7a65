from collections.abc import Iterator

from delivery.rules._containers import SERVICE, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class TaskTags(Rule):
    id = "W9125"
    shortdesc = "A service gives its tags to its tasks"
    description = (
        "By default a task has no tags: what it costs belongs to nobody, policies on tags do not reach it, and "
        "nobody can tell whose network interface it is."
    )
    advice = "Set PropagateTags to SERVICE and EnableECSManagedTags to true"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html"
    rows = ("SVC-7",)
    subjects = (SERVICE,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            source, managed = service["PropagateTags"], service["EnableECSManagedTags"]
            if source.absent or source.text == "NONE":
                yield source.says(stated("PropagateTags", source))
            if managed.no:
                yield managed.says(stated("EnableECSManagedTags", managed))
