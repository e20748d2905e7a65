"""The log of a service, and how its containers write to it without ever waiting for it."""

from typing import ClassVar

from troposphere import Ref, Region, Sub, ecs
from troposphere.logs import LogGroup

from templates.inputs import Input, log_retention
from templates.log_groups import log_group
from templates.part import part
from templates.surroundings import Place


@part
class Logs:
    title: ClassVar[str] = "Logs"
    retention: Input
    group: LogGroup


def task_logs(here: Place) -> Logs:
    # The id of the stack makes the name unique, so that a log group kept from a former stack is in nobody's way.
    name = Sub(
        f"/ecs/${{Application}}-${{Environment}}/{here.name}/${{Unique}}",
        Unique={"Fn::Select": [2, {"Fn::Split": ["/", Ref("AWS::StackId")]}]},
    )
    retention = log_retention(of="the application's logs")
    return Logs(retention=retention, group=log_group("LogGroup", retention, Ref(here.names.platform.key_arn), name))


def awslogs(logs: Logs, service_name: str) -> ecs.LogConfiguration:
    return ecs.LogConfiguration(
        LogDriver="awslogs",
        Options={
            "awslogs-group": Ref(logs.group),
            "awslogs-region": Region,
            "awslogs-stream-prefix": service_name,
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    )
