from collections.abc import Iterator

from delivery.rules._containers import TASK, called, containers_of, parts, runs_on_fargate, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

SHORTEST, LONGEST = 2, 120


class StopTimeout(Rule):
    id = "W9114"
    shortdesc = "A container says how long it needs to stop"
    description = (
        "After SIGTERM a container has 30 seconds unless it says otherwise, then it is killed: longer requests and "
        "jobs end in the middle, at every deployment and whenever the service shrinks. Fargate takes 2 to 120 seconds."
    )
    advice = "Set StopTimeout to the longest request plus the time to shut down, from 2 to 120 seconds"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"
    rows = ("TD-15", "REL-11")
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for task in world.of(TASK):
            first = _ends_by_itself(task)
            for container in containers_of(task):
                timeout = container["StopTimeout"]
                if container["Name"].text not in first and _is_wrong(timeout, task):
                    yield timeout.says(f"{called(container)}: {stated('StopTimeout', timeout)}")


def _ends_by_itself(task: Resource) -> set[str | None]:
    """Containers that are done before another one starts."""
    return {
        link["ContainerName"].text
        for container in containers_of(task)
        for link in parts(container["DependsOn"])
        if link["Condition"].text in ("COMPLETE", "SUCCESS")
    }


def _is_wrong(timeout: Node, task: Resource) -> bool:
    if timeout.number is None:
        return timeout.absent
    return timeout.number < SHORTEST or (timeout.number > LONGEST and runs_on_fargate(task))
