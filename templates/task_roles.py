"""Two roles: one with which ECS starts a task, and one with which the application works."""

from typing import ClassVar

from awacs.aws import Statement
from troposphere import GetAtt, Ref
from troposphere.iam import ManagedPolicy, Role

from templates.inputs import Input, is_on, switch
from templates.part import Question, part
from templates.permissions import (
    decrypt_exec_sessions_with,
    find_and_write_logs_in,
    find_exec_log_group,
    open_exec_channels,
    policy_of,
    pull_images_of,
    role_for,
    sign_in_to_the_registry,
    write_logs_to,
)
from templates.secret_variables import Secrets, reading_statements
from templates.surroundings import Place
from templates.task_logs import Logs

ECS_TASKS = "ecs-tasks.amazonaws.com"


@part
class TaskRoles:
    title: ClassVar[str] = "Access"
    ecs_exec: Input
    has_ecs_exec: Question
    execution_role: Role
    execution_policy: ManagedPolicy
    task_role: Role
    exec_policy: ManagedPolicy


def task_roles(here: Place, logs: Logs, hidden: Secrets) -> TaskRoles:
    ecs_exec = switch(
        "EcsExec", "Shell sessions", "Allow ECS Exec into running tasks; off in production", default=False
    )
    platform = here.names.platform
    has_exec = Question("HasEcsExec", is_on(ecs_exec))
    execution_role = role_for(ECS_TASKS, "ExecutionRole", "Starts tasks: pulls the image, reads secrets, writes logs")
    task_role = role_for(ECS_TASKS, "TaskRole", "What the application itself may do")
    return TaskRoles(
        ecs_exec=ecs_exec,
        has_ecs_exec=has_exec,
        execution_role=execution_role,
        execution_policy=policy_of(
            execution_role, "ExecutionPolicy", _to_start(here, logs, hidden), "What starting a task needs"
        ),
        task_role=task_role,
        exec_policy=policy_of(
            task_role,
            "EcsExecPolicy",
            [
                open_exec_channels(),
                find_exec_log_group(),
                find_and_write_logs_in(Ref(platform.exec_log_group_arn), "WriteExecLogs"),
                decrypt_exec_sessions_with(Ref(platform.key_arn)),
            ],
            "What shell sessions need, and their log",
            when=has_exec,
        ),
    )


def _to_start(here: Place, logs: Logs, hidden: Secrets) -> list[Statement]:
    """Exactly this service's image, log group and secrets."""
    repository = here.names.repository
    pulling = [sign_in_to_the_registry(), pull_images_of(Ref(repository.arn))] if repository else []
    return [*pulling, write_logs_to(GetAtt(logs.group, "Arn")), *reading_statements(here, hidden)]
