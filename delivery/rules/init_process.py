from collections.abc import Iterator

from delivery.rules._containers import TASK, called, linux_containers, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

INITS = ("tini", "dumb-init", "catatonit", "s6-svscan", "/init")


class InitProcess(Rule):
    id = "W9105"
    shortdesc = "A container has an init process"
    description = (
        "The first process of a container gets no default signal handlers: an application that does not handle "
        "SIGTERM by itself is killed in the middle of its work at every deployment, and dead child processes, also "
        "those of ECS Exec sessions, stay."
    )
    advice = "Set LinuxParameters.InitProcessEnabled to true"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html"
    rows = ("TD-10", "REL-18")
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for task, container in linux_containers(world):
            init = container.at("LinuxParameters", "InitProcessEnabled")
            if init.no and not _shares_processes(task) and not _brings_init(container):
                yield init.says(f"{called(container)} has no init process: {stated('InitProcessEnabled', init)}")


def _shares_processes(task: Resource) -> bool:
    """Then no process of the application is the first."""
    return task["PidMode"].present


def _brings_init(container: Node) -> bool:
    """Its entry point is an init process, or is unknown."""
    entry = container["EntryPoint"]
    first = entry.items[0].text if entry.items else None
    return entry.unknown or any(str(first).endswith(init) for init in INITS)
