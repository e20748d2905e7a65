"""Who publishes to which topic, and what policies say to that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from delivery.rules._access_policies import Statement, statements
from delivery.rules._world import Node, Resource, World
from delivery.rules._written_text import UNKNOWN

TOPIC = "AWS::SNS::Topic"
TOPIC_POLICY = "AWS::SNS::TopicPolicy"
INLINE_POLICY = "AWS::SNS::TopicInlinePolicy"
ALARM = "AWS::CloudWatch::Alarm"
COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
EVENT_RULE = "AWS::Events::Rule"

PUBLISH = "sns:publish"
EVENTS = "events.amazonaws.com"

WITHOUT_POLICY = ("cloudwatch.amazonaws.com", "events.rds.amazonaws.com")
"""These publish within their account also to a topic that has only the policy that SNS gives it."""


@dataclass(frozen=True)
class Publication:
    """A place of the template where a service is told to publish to a topic of the template."""

    service: str
    place: Node
    topic: Resource


# Where the topics of each resource type stand, and the service that publishes.


def _alarm(alarm: Resource) -> Iterator[Node]:
    for name in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        yield from alarm[name].items


def _event_rule(rule: Resource) -> Iterator[Node]:
    """A target with a role publishes with the role's permissions."""
    return (target["Arn"] for target in rule["Targets"].items if target["RoleArn"].absent)


def _budget(budget: Resource) -> Iterator[Node]:
    for notice in budget["NotificationsWithSubscribers"].items:
        yield from (one["Address"] for one in notice["Subscribers"].items)


def _anomaly(subscription: Resource) -> Iterator[Node]:
    return (one["Address"] for one in subscription["Subscribers"].items)


def _database(subscription: Resource) -> Iterator[Node]:
    yield subscription["SnsTopicArn"]


def _bucket(bucket: Resource) -> Iterator[Node]:
    return (one["Topic"] for one in bucket.at("NotificationConfiguration", "TopicConfigurations").items)


def _vault(vault: Resource) -> Iterator[Node]:
    yield vault.at("Notifications", "SNSTopicArn")


_PUBLISHERS: Mapping[str, tuple[str, Callable[[Resource], Iterator[Node]]]] = {
    ALARM: ("cloudwatch.amazonaws.com", _alarm),
    COMPOSITE: ("cloudwatch.amazonaws.com", _alarm),
    EVENT_RULE: (EVENTS, _event_rule),
    "AWS::Budgets::Budget": ("budgets.amazonaws.com", _budget),
    "AWS::CE::AnomalySubscription": ("costalerts.amazonaws.com", _anomaly),
    "AWS::RDS::EventSubscription": ("events.rds.amazonaws.com", _database),
    "AWS::S3::Bucket": ("s3.amazonaws.com", _bucket),
    "AWS::Backup::BackupVault": ("backup.amazonaws.com", _vault),
}
PUBLISHERS = tuple(_PUBLISHERS)


def publications(world: World) -> Iterator[Publication]:
    """All that is known in this template."""
    for resource in world.of(*PUBLISHERS):
        service, topics = _PUBLISHERS[resource.type]
        for place in topics(resource):
            for topic in world.named(place.names, TOPIC):
                yield Publication(service, place, topic)


# Policies.


def policies_of(topic: Resource) -> list[Node] | None:
    """The documents that say who may do what with the topic. None where one of them may be unknown."""
    found = []
    for policy in topic.world.of(TOPIC_POLICY, INLINE_POLICY):
        where = policy["Topics" if policy.type == TOPIC_POLICY else "TopicArn"]
        document = policy["PolicyDocument"]
        if topic.name in where.names:
            found.append(document)
            if document.unknown or document["Statement"].unknown:
                return None
        elif not where.names & set(topic.world.template["Resources"]):
            return None
    return found


def statements_of(topic: Resource) -> list[Statement] | None:
    """All statements about a topic. None where there may be others."""
    documents = policies_of(topic)
    return None if documents is None else [one for document in documents for one in statements(document, topic)]


def concerns(statement: Statement, action: str) -> bool:
    """Whether it is about an action, as far as is known."""
    if statement.node["NotAction"].present:
        return True
    return any(text == UNKNOWN or fnmatchcase(action, text.lower()) for _, text in statement.texts("Action"))


def is_for(statement: Statement, service: str) -> bool:
    """Whether a service is among the principals, as far as is known."""
    node = statement.node
    if node["NotPrincipal"].present or node["Principal"].unknown:
        return True
    return any(text == "*" or (kind == "Service" and _is(text, service)) for kind, _, text in statement.principals)


def services_in(statement: Statement) -> set[str]:
    """The services that are named as principals."""
    return {text for kind, _, text in statement.principals if kind == "Service" and text.endswith(".amazonaws.com")}


def _is(text: str, service: str) -> bool:
    """`events.${AWS::URLSuffix}` may be `events.amazonaws.com`."""
    start, variable, _ = text.partition("${")
    return service.startswith(start) if variable else text == service
