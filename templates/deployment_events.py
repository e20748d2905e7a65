"""Tells people when a deployment of a service has failed: ECS says so in an event, and nowhere else.

A deployment that was rolled back looks like one that never was, and the stack may even be green.
"""

from typing import Any, ClassVar

from awacs import sqs as actions
from awacs.aws import Allow, ArnEquals, Condition, Policy, Principal, Statement
from troposphere import GetAtt, Ref, Sub
from troposphere.cloudwatch import Alarm
from troposphere.events import DeadLetterConfig, Rule, Target
from troposphere.sqs import Queue, QueuePolicy

from templates.alarm import alarm
from templates.alerts import Alerts
from templates.part import part
from templates.permissions import nobody_without_tls

TWO_WEEKS = 14 * 24 * 60 * 60


@part
class DeploymentEvents:
    title: ClassVar[str] = "Failed deployments"
    undelivered: Queue
    rule: Rule
    undelivered_policy: QueuePolicy
    undelivered_alarm: Alarm


def deployment_events(cluster_name: Any, told: Alerts, key_arn: Any) -> DeploymentEvents:
    """One rule for all services of the cluster."""
    queue = Queue(
        "UndeliveredAlerts",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        MessageRetentionPeriod=TWO_WEEKS,
        RedriveAllowPolicy={"redrivePermission": "allowAll"},
        KmsMasterKeyId=key_arn,
    )
    rule = Rule(
        "DeploymentFailures",
        DependsOn=told.policy,
        Description="Tells people that a deployment of a service has failed",
        State="ENABLED",
        EventPattern={
            "source": ["aws.ecs"],
            "detail-type": ["ECS Deployment State Change"],
            "detail": {"eventName": ["SERVICE_DEPLOYMENT_FAILED"]},
            "resources": [{"prefix": _services_of(cluster_name)}],
        },
        Targets=[Target(Id="alerts", Arn=Ref(told.topic), DeadLetterConfig=DeadLetterConfig(Arn=GetAtt(queue, "Arn")))],
    )
    return DeploymentEvents(
        undelivered=queue,
        rule=rule,
        undelivered_policy=QueuePolicy(
            "UndeliveredAlertsPolicy",
            Queues=[Ref(queue)],
            PolicyDocument=Policy(
                Version="2012-10-17",
                Statement=[
                    events_may_be_kept(queue, rule),
                    nobody_without_tls([actions.Action("*")], [GetAtt(queue, "Arn")]),
                ],
            ),
        ),
        undelivered_alarm=_alarm(queue, told),
    )


def events_may_be_kept(queue: Queue, rule: Rule) -> Statement:
    """EventBridge, for this rule alone."""
    return Statement(
        Sid="EventsSend",
        Effect=Allow,
        Principal=Principal("Service", "events.amazonaws.com"),
        Action=[actions.SendMessage],
        Resource=[GetAtt(queue, "Arn")],
        Condition=Condition(ArnEquals({"aws:SourceArn": GetAtt(rule, "Arn")})),
    )


def _services_of(cluster_name: Any) -> Sub:
    """How the ARN of every service of the cluster begins."""
    return Sub(
        "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:service/${ClusterName}/", ClusterName=cluster_name
    )


def _alarm(queue: Queue, told: Alerts) -> Alarm:
    return alarm(
        "AlertsUndelivered",
        "An alert could not be delivered: it lies in the queue for undelivered alerts",
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
        {"QueueName": GetAtt(queue, "QueueName")},
        1,
        Ref(told.topic),
        Statistic="Maximum",
        DatapointsToAlarm=1,
    )
