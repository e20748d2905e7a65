"""What tells people that a service suffers, and rolls a deployment back."""

from dataclasses import dataclass
from typing import Any, ClassVar

from troposphere import GetAtt, Ref
from troposphere import elasticloadbalancingv2 as elb
from troposphere.cloudwatch import Alarm, MetricDimension

from templates.inputs import Input, number, switch
from templates.surroundings import SharedBalancer


@dataclass(frozen=True)
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
    topic_arn = Ref(balancer.alert_topic_arn)
    errors = number("ErrorsPerMinute", "Errors per minute", "Alarm at this many answers with 5xx", 1, 1_000_000, 10)
    seconds = number("SlowAnswerSeconds", "Slow answer", "Alarm when 1 % of answers take longer (seconds)", 1, 120, 5)

    def alarm(title: str, metric: str, what: str, threshold: Any, **statistic: Any) -> Alarm:
        return Alarm(
            title,
            AlarmDescription=what,
            Namespace="AWS/ApplicationELB",
            MetricName=metric,
            Dimensions=[
                MetricDimension(Name="LoadBalancer", Value=Ref(balancer.balancer_name)),
                MetricDimension(Name="TargetGroup", Value=GetAtt(target_group, "TargetGroupFullName")),
            ],
            **statistic,
            Period=60,
            EvaluationPeriods=3,
            DatapointsToAlarm=3,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            Threshold=threshold,
            TreatMissingData="notBreaching",
            AlarmActions=[topic_arn],
            OKActions=[topic_arn],
            InsufficientDataActions=[topic_arn],
        )

    return ServiceAlarms(
        roll_back=switch(
            "RollbackOnAlarms",
            "Roll back on alarms",
            "An alarm during a deployment undoes the deployment",
            default=True,
        ),
        errors=errors,
        seconds=seconds,
        server_errors=alarm(
            "ServerErrors",
            "HTTPCode_Target_5XX_Count",
            "The service answers with errors of its own",
            Ref(errors),
            Statistic="Sum",
        ),
        slow_answers=alarm(
            "SlowAnswers",
            "TargetResponseTime",
            "One answer in a hundred is slow",
            Ref(seconds),
            ExtendedStatistic="p99",
        ),
        unhealthy_tasks=alarm(
            "UnhealthyTasks",
            "UnHealthyHostCount",
            "A task has not answered its health check for three minutes",
            1,
            Statistic="Maximum",
        ),
    )
