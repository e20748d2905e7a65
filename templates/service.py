"""The stack of one service: its parts, put together."""

from typing import ClassVar

from troposphere import GetAtt, Output, Ref, Template

from templates.application import Application
from templates.deployment import RunningService, deployment, running_service
from templates.exposure import Exposure, TaskNetwork, exposure, task_network
from templates.identity import identity
from templates.part import StackIdentity, assemble, part
from templates.scaling import autoscaling, task_count
from templates.settings import pascal
from templates.surroundings import Place, place
from templates.task import Workload, workload


@part
class ServiceOutputs:
    title: ClassVar[str] = "Outputs"
    outputs: tuple[Output, ...]


def service_stack(application: Application, name: str) -> Template:
    here = place(application, name)
    work = workload(here)
    network = task_network(here)
    exposed = exposure(here, network)
    rollout, count = deployment(here), task_count(here)
    running = running_service(here, work, network, exposed, rollout, count)
    growing = autoscaling(here, count, running.service, exposed.target_group if exposed else None)
    parts = (
        identity("environment"),
        work,
        count,
        rollout,
        network,
        exposed,
        running,
        growing,
        here.names,
        _outputs(here, work, network, exposed, running),
    )
    return assemble(_identity(name), *(part for part in parts if part is not None))


def _identity(name: str) -> StackIdentity:
    purpose = f"The service {name}: task, network, load balancer rule, deployment and scaling"
    return StackIdentity(name, "environment", purpose)


def _outputs(
    here: Place, work: Workload, network: TaskNetwork, exposed: Exposure | None, running: RunningService
) -> ServiceOutputs:
    """Every name that operating the service needs."""
    values = {
        "ServiceName": ("The ECS service", GetAtt(running.service, "Name")),
        "ClusterName": ("The cluster that it runs in", Ref(here.names.platform.cluster_name)),
        "TaskDefinitionArn": ("The revision that this stack deploys", Ref(work.task.definition)),
        "LogGroupName": ("The service's log", Ref(work.logs.group)),
        "TaskRoleArn": ("What the application may do", GetAtt(work.roles.task_role, "Arn")),
        "TaskSecurityGroupId": ("The security group of the tasks", GetAtt(network.group, "GroupId")),
    }
    if exposed is not None:
        values["TargetGroupArn"] = ("Where the load balancer looks for tasks", Ref(exposed.target_group))
    for variable, made in zip(here.settings.secrets, work.secrets.variables, strict=True):
        if made.secret is not None:
            values[f"{pascal(variable)}SecretArn"] = (f"The secret that holds {variable}", Ref(made.secret))
    return ServiceOutputs(
        tuple(Output(title, Description=what, Value=value) for title, (what, value) in values.items())
    )
