"""The task definition: one hardened container, its image, its variables, its log."""

from typing import Any, ClassVar

from troposphere import Equals, GetAtt, Not, NoValue, Ref, Sub, ecs

from templates.application import Adjustable, Service
from templates.inputs import Input, text
from templates.part import Question, part
from templates.secret_variables import Secrets, container_secrets, secrets
from templates.settings import pascal
from templates.surroundings import Place
from templates.task_logs import Logs, awslogs, task_logs
from templates.task_roles import TaskRoles, task_roles
from templates.task_size import TaskSize, task_size

TAG = r"(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
DIGEST = r"(sha256:[0-9a-f]{64})?"
# ECS Exec writes here; a read-only root file system would stop it.
EXEC_FOLDERS = ("/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm")


@part
class Image:
    title: ClassVar[str] = "Image"
    tag: Input
    digest: Input
    has_digest: Question

    def of(self, repository: Any) -> Any:
        """The image of a repository: by digest where one is given."""
        return self.has_digest.choose(
            Sub("${Repository}@${Digest}", Repository=repository, Digest=Ref(self.digest)),
            Sub("${Repository}:${Tag}", Repository=repository, Tag=Ref(self.tag)),
        )


@part
class Variables:
    title: ClassVar[str] = "Environment variables"
    inputs: tuple[Input, ...]


@part
class Task:
    title: ClassVar[str] = "Task"
    definition: ecs.TaskDefinition


@part
class Workload:
    """All that runs, and what it needs to run."""

    title: ClassVar[str] = "Workload"
    image: Image
    size: TaskSize
    variables: Variables
    secrets: Secrets
    logs: Logs
    roles: TaskRoles
    task: Task


def image() -> Image:
    tag = text(
        "ImageTag",
        "Image tag",
        "The version to run; there is no default, so that nothing starts unasked",
        TAG,
        "an image tag other than latest",
    )
    digest = text(
        "ImageDigest",
        "Image digest",
        "Names the image exactly; wins over the tag",
        DIGEST,
        "sha256: and 64 hexadecimal digits, or empty",
        "",
    )
    return Image(tag=tag, digest=digest, has_digest=Question("HasImageDigest", Not(Equals(Ref(digest), ""))))


def variables(service: Service) -> Variables:
    return Variables(
        tuple(
            Input(
                f"Env{pascal(name)}",
                label=name,
                Type="String",
                Description=f"The environment variable {name}",
                Default=value.default,
                AllowedPattern=r"^(?![\s\S]*\{\{resolve:)[\s\S]*$",
                ConstraintDescription="must not be a dynamic reference: it would be expanded to plain text",
            )
            for name, value in service.environment.items()
            if isinstance(value, Adjustable)
        )
    )


def workload(here: Place) -> Workload:
    version, size, logs, hidden = image(), task_size(), task_logs(here), secrets(here)
    roles = task_roles(here, logs, hidden)
    return Workload(
        version, size, variables(here.settings), hidden, logs, roles, _task(here, version, size, logs, hidden, roles)
    )


def _task(here: Place, version: Image, size: TaskSize, logs: Logs, hidden: Secrets, roles: TaskRoles) -> Task:
    service = here.settings
    repository = here.names.repository
    container = ecs.ContainerDefinition(
        Name=here.name,
        Image=version.of(Ref(repository.uri) if repository else service.image),
        Essential=True,
        VersionConsistency="enabled",
        Memory=Ref(size.memory),
        User=service.user,
        ReadonlyRootFilesystem=True,
        LinuxParameters=ecs.LinuxParameters(InitProcessEnabled=True, Capabilities=ecs.KernelCapabilities(Drop=["ALL"])),
        PortMappings=[ecs.PortMapping(ContainerPort=service.port, Protocol="tcp")],
        Environment=_environment(service),
        MountPoints=_mounts(service, roles.has_ecs_exec),
        StopTimeout=here.times.stop_timeout,
        LogConfiguration=awslogs(logs, here.name),
        **_optional(here, hidden),
    )
    return Task(
        ecs.TaskDefinition(
            "TaskDefinition",
            RequiresCompatibilities=["FARGATE"],
            NetworkMode="awsvpc",
            Cpu=Ref(size.cpu),
            Memory=Ref(size.memory),
            EphemeralStorage=size.ephemeral_storage,
            RuntimePlatform=ecs.RuntimePlatform(CpuArchitecture=Ref(size.architecture), OperatingSystemFamily="LINUX"),
            ExecutionRoleArn=GetAtt(roles.execution_role, "Arn"),
            TaskRoleArn=GetAtt(roles.task_role, "Arn"),
            ContainerDefinitions=[container],
            Volumes=_volumes(service, roles.has_ecs_exec),
        )
    )


def _optional(here: Place, hidden: Secrets) -> dict[str, Any]:
    service = here.settings
    settings: dict[str, Any] = {}
    if service.secrets:
        settings["Secrets"] = container_secrets(service, hidden)
    if service.command:
        settings["Command"] = list(service.command)
    if service.health.command:
        settings["HealthCheck"] = ecs.HealthCheck(
            Command=["CMD", *service.health.command],
            Interval=service.health.interval,
            Timeout=service.health.timeout,
            Retries=service.health.unhealthy,
            StartPeriod=here.times.start_period,
        )
    return settings


def _environment(service: Service) -> list[ecs.Environment]:
    given: dict[str, Any] = {
        "APPLICATION": Ref("Application"),
        "ENVIRONMENT": Ref("Environment"),
        "PORT": str(service.port),
    }
    for name, value in service.environment.items():
        given[name] = Ref(f"Env{pascal(name)}") if isinstance(value, Adjustable) else _as_text(value)
    return [ecs.Environment(Name=name, Value=value) for name, value in given.items() if name not in service.secrets]


def _as_text(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _mounts(service: Service, has_exec: Question) -> list[Any]:
    always = [_mount(folder) for folder in service.writable]
    return always + [has_exec.choose(_mount(folder), NoValue) for folder in EXEC_FOLDERS]


def _mount(folder: str) -> ecs.MountPoint:
    return ecs.MountPoint(SourceVolume=_volume_name(folder), ContainerPath=folder, ReadOnly=False)


def _volumes(service: Service, has_exec: Question) -> list[Any]:
    always = [ecs.Volume(Name=_volume_name(folder)) for folder in service.writable]
    return always + [has_exec.choose(ecs.Volume(Name=_volume_name(folder)), NoValue) for folder in EXEC_FOLDERS]


def _volume_name(folder: str) -> str:
    return folder.strip("/").replace("/", "-").replace(".", "_")
