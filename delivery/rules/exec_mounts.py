from collections.abc import Iterator

from delivery.rules._containers import SERVICE, TASK, called, containers_of, parameter, parts, runs_windows, tasks_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

FOLDERS = ("/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm")


class ExecMounts(Rule):
    id = "E9117"
    shortdesc = "ECS Exec with a read-only root file system has the writable folders that it needs"
    description = (
        "The agent of ECS Exec writes to three folders. In a container with a read-only root file system it stops "
        "right after the start, which shows only when somebody needs the shell; people then make the file system "
        "writable instead."
    )
    advice = f"Mount a writable volume at {', '.join(FOLDERS)}, where EnableExecuteCommand may be true"
    source_url = "https://github.com/aws/containers-roadmap/issues/1359"
    rows = ("SVC-3", "TD-2")
    subjects = (SERVICE,)
    beside = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for service in world.of(SERVICE):
            if not _may_be_on(service["EnableExecuteCommand"]):
                continue
            for task in tasks_of(service):
                lacking = [(container, _missing(container)) for container in containers_of(task)]
                if runs_windows(task) or not all(folders for _, folders in lacking):
                    continue
                for container, folders in lacking:
                    yield container.says(
                        f"{called(container)} has a read-only root file system and no writable mount at "
                        f"{', '.join(folders)}, and {service.name} may be run with ECS Exec"
                    )


def _may_be_on(switch: Node) -> bool:
    """A parameter can be true, unless this is a world in which a condition says that it is not."""
    match switch.value:
        case {"Ref": str(name)} if parameter(switch.world, name):
            return (name, False) not in set(_facts(switch))
        case _:
            return switch.yes


def _facts(switch: Node) -> Iterator[tuple[str, bool]]:
    """Which parameters are true and which are not, as the answered conditions say."""
    for name, answer in switch.world.answers.items():
        match switch.world.template.get("Conditions", {}).get(name):
            case {"Fn::Equals": [{"Ref": str(asked)}, "true"]} | {"Fn::Equals": ["true", {"Ref": str(asked)}]}:
                yield asked, answer
            case {"Fn::Equals": [{"Ref": str(asked)}, "false"]} | {"Fn::Equals": ["false", {"Ref": str(asked)}]}:
                yield asked, not answer


def _missing(container: Node) -> list[str]:
    """The folders that the agent could not write to, as far as is known."""
    mounts = container["MountPoints"]
    if not container["ReadonlyRootFilesystem"].yes or mounts.unknown:
        return []
    if any(item.unknown or item["ContainerPath"].unknown for item in mounts.items):
        return []
    writable = [str(item["ContainerPath"].text).rstrip("/") for item in parts(mounts) if item["ReadOnly"].no]
    return [folder for folder in FOLDERS if not any(f"{folder}/".startswith(f"{path}/") for path in writable)]
