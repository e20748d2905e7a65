"""Where alarms go: an encrypted topic, and an e-mail address if one is given."""

from typing import Any, ClassVar

from awacs import sns as actions
from awacs.aws import Allow, Condition, Policy, Principal, Statement, StringEquals
from troposphere import AccountId, Equals, Not, Ref
from troposphere.sns import SubscriptionResource, Topic, TopicPolicy

from templates.inputs import Input, text
from templates.part import Question, part
from templates.permissions import nobody_without_tls

EMAIL = r"([^@\s]+@[^@\s]+\.[^@\s]+)?"


@part
class Alerts:
    title: ClassVar[str] = "Alerts"
    email: Input
    has_email: Question
    topic: Topic
    policy: TopicPolicy
    subscription: SubscriptionResource


def alerts(key_arn: Any) -> Alerts:
    email = text(
        "AlertEmail",
        "E-mail for alerts",
        "Who is told of alarms; AWS asks that person to confirm",
        EMAIL,
        "an e-mail address, or empty",
        "",
    )
    has_email = Question("HasAlertEmail", Not(Equals(Ref(email), "")))
    topic = Topic("AlertTopic", KmsMasterKeyId=key_arn)
    return Alerts(
        email=email,
        has_email=has_email,
        topic=topic,
        policy=TopicPolicy(
            "AlertTopicPolicy",
            Topics=[Ref(topic)],
            PolicyDocument=Policy(
                Version="2012-10-17",
                Statement=[
                    alarms_may_publish(topic),
                    events_may_publish(topic),
                    nobody_without_tls([actions.Publish], [Ref(topic)]),
                ],
            ),
        ),
        subscription=SubscriptionResource(
            "AlertSubscription", Condition=has_email.name, TopicArn=Ref(topic), Protocol="email", Endpoint=Ref(email)
        ),
    )


def alarms_may_publish(topic: Topic) -> Statement:
    """CloudWatch alarms of this account."""
    return Statement(
        Sid="AlarmsPublish",
        Effect=Allow,
        Principal=Principal("Service", "cloudwatch.amazonaws.com"),
        Action=[actions.Publish],
        Resource=[Ref(topic)],
        Condition=Condition(StringEquals({"aws:SourceAccount": AccountId})),
    )


def events_may_publish(topic: Topic) -> Statement:
    """EventBridge sends no account that a condition could ask for; its rules belong to this account."""
    return Statement(
        Sid="EventsPublish",
        Effect=Allow,
        Principal=Principal("Service", "events.amazonaws.com"),
        Action=[actions.Publish],
        Resource=[Ref(topic)],
    )
