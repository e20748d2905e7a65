from collections.abc import Iterator

from delivery.rules._containers import SERVICE, TASK, called, containers_of, is_balanced, tasks_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class ContainerHealth(Rule):
    id = "W9112"
    shortdesc = "Without a load balancer each essential container has a health check"
    description = (
        "Nothing else asks such a container whether it still works. One that hangs runs for ever, and a broken "
        "version counts as deployed as soon as its process has started."
    )
    advice = "Give the container a HealthCheck with a Command that fails when the application no longer does its work"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html"
    rows = ("TD-14", "REL-16")
    subjects = (SERVICE,)
    beside = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            if is_balanced(service) is False and service["VpcLatticeConfigurations"].absent:
                for task in tasks_of(service):
                    yield from _unwatched(task, service)


def _unwatched(task: Resource, service: Resource) -> Iterator[Found]:
    for container in containers_of(task):
        check = container["HealthCheck"]
        off = [item.text for item in check["Command"].items] == ["NONE"]
        if (check.absent or off) and container["Essential"].text != "false":
            yield check.says(f"{called(container)} has no health check, and {service.name} is behind no load balancer")
