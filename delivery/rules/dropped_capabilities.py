from collections.abc import Iterator

from delivery.rules._containers import TASK, called, linux_containers, runs_on_fargate
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World


class DroppedCapabilities(Rule):
    id = "E9106"
    shortdesc = "A container drops all Linux capabilities"
    description = (
        "By default a container keeps fourteen capabilities of root, among them raw sockets, changing owners and "
        "ignoring file permissions. Hardly any application needs one; whoever breaks into it does."
    )
    advice = "Set LinuxParameters.Capabilities.Drop to [ALL]; Fargate allows to add SYS_PTRACE and nothing else"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"
    rows = ("TD-10",)
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for task, container in linux_containers(world):
            capabilities = container.at("LinuxParameters", "Capabilities")
            dropped = capabilities.at("Drop")
            if not container["Privileged"].yes and _lacks_all(dropped):
                names = ", ".join(str(item.text) for item in dropped.items) or "none"
                yield dropped.says(f"{called(container)} drops these capabilities: {names}")
            for added in capabilities.at("Add").items if runs_on_fargate(task) else ():
                if added.text not in (None, "SYS_PTRACE"):
                    yield added.says(f"{called(container)} adds the capability {added.text}")


def _lacks_all(dropped: Node) -> bool:
    return not dropped.unknown and all(not item.unknown and item.text != "ALL" for item in dropped.items)
