"""What tells people that a service suffers, and rolls a deployment back."""

from functools import partial
from typing import Any, ClassVar

from troposphere import GetAtt, Ref
from troposphere import elasticloadbalancingv2 as elb
from troposphere.cloudwatch import Alarm

from templates.alarm import alarm
from templates.inputs import Input, number, switch
from templates.part import part
from templates.surroundings import SharedBalancer


@part
class ServiceAlarms:
    title: ClassVar[str] = "Alarms"
    roll_back: Input
    errors: Input
    seconds: Input
    server_errors: Alarm
    slow_answers: Alarm
    unhealthy_tasks: Alarm

    @property
    def names(self) -> list[Ref]:
        return [Ref(self.server_errors), Ref(self.slow_answers), Ref(self.unhealthy_tasks)]


def service_alarms(target_group: elb.TargetGroup, balancer: SharedBalancer) -> ServiceAlarms:
    errors = number("ErrorsPerMinute", "Errors per minute", "Alarm at this many answers with 5xx", 1, 1_000_000, 10)
    seconds = number("SlowAnswerSeconds", "Slow answer", "Alarm when 1 % of answers take longer (seconds)", 1, 120, 5)
    on = partial(_alarm, target_group, balancer)
    return ServiceAlarms(
        roll_back=switch(
            "RollbackOnAlarms",
            "Roll back on alarms",
            "An alarm during a deployment undoes the deployment",
            default=True,
        ),
        errors=errors,
        seconds=seconds,
        server_errors=on(
            "ServerErrors",
            "The service answers with errors of its own",
            "HTTPCode_Target_5XX_Count",
            Ref(errors),
            Statistic="Sum",
        ),
        slow_answers=on(
            "SlowAnswers",
            "One answer in a hundred is slow",
            "TargetResponseTime",
            Ref(seconds),
            ExtendedStatistic="p99",
        ),
        unhealthy_tasks=on(
            "UnhealthyTasks",
            "A task has not answered its health check for three minutes",
            "UnHealthyHostCount",
            1,
            Statistic="Maximum",
        ),
    )


def _alarm(
    target_group: elb.TargetGroup,
    balancer: SharedBalancer,
    title: str,
    what: str,
    metric: str,
    threshold: Any,
    **statistic: Any,
) -> Alarm:
    dimensions = {
        "LoadBalancer": Ref(balancer.balancer_name),
        "TargetGroup": GetAtt(target_group, "TargetGroupFullName"),
    }
    topic = Ref(balancer.alert_topic_arn)
    return alarm(title, what, ("AWS/ApplicationELB", metric), dimensions, threshold, topic, **statistic)
