"""What rules on alarms that undo deployments share."""

from collections.abc import Iterator

from delivery.rules._containers import SERVICE, parts
from delivery.rules._world import Node, Resource, World

ALARM = "AWS::CloudWatch::Alarm"


def watched(world: World) -> Iterator[tuple[Resource, Resource]]:
    """Each service with each alarm of this template that can undo its deployments."""
    for service in world.of(SERVICE):
        alarms = service.properties.at("DeploymentConfiguration", "Alarms")
        if alarms.at("Enable").text != "false":
            for alarm in world.named(alarms.at("AlarmNames").names, ALARM):
                yield service, alarm


def seconds_to_fire(alarm: Resource) -> float | None:
    """How long something must be wrong before the alarm fires; None when that is unknown."""
    wanted = alarm["DatapointsToAlarm"]
    points = (wanted if wanted.present else alarm["EvaluationPeriods"]).number
    periods = [period.number for period in _periods(alarm)]
    known = [period for period in periods if period is not None]
    return points * max(known) if points is not None and known and len(known) == len(periods) else None


def _periods(alarm: Resource) -> Iterator[Node]:
    if alarm["Period"].present:
        yield alarm["Period"]
    for metric in parts(alarm.properties.at("Metrics")):
        for period in (metric.at("Period"), metric.at("MetricStat", "Period")):
            if period.present:
                yield period
