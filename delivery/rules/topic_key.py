from collections.abc import Iterator

from delivery.rules._access_policies import KEY, Statement, statements
from delivery.rules._publishing import (
    EVENTS,
    INLINE_POLICY,
    PUBLISH,
    PUBLISHERS,
    TOPIC,
    TOPIC_POLICY,
    concerns,
    is_for,
    publications,
    services_in,
    statements_of,
)
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World
from delivery.rules._written_text import written

ALIAS = "AWS::KMS::Alias"
AWS_MANAGED = "alias/aws/sns"
NEEDED = ("kms:decrypt", "kms:generatedatakey")
CONTEXT = "kms:encryptioncontext:"
SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")


class TopicKey(Rule):
    id = "E9602"
    shortdesc = "The services that publish to a topic may use the topic's key"
    description = (
        "A service that may publish and may not use the key publishes nothing, and nobody is told: the alarm turns red "
        "and no message comes. No service may use the AWS-managed key alias/aws/sns, and EventBridge does not say for "
        "whom it acts, so that a condition on its source shuts it out."
    )
    advice = (
        "Encrypt the topic with a key of your own whose policy allows the service kms:Decrypt and kms:GenerateDataKey, "
        "for EventBridge without a condition on the source"
    )
    source_url = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"
    rows = ("SNS-1", "REL-47")
    subjects = (TOPIC,)
    beside = (TOPIC_POLICY, INLINE_POLICY, KEY, ALIAS, *PUBLISHERS)

    def look(self, world: World) -> Iterator[Found]:
        told = list(publications(world))
        for topic in world.of(TOPIC):
            services = {one.service for one in told if one.topic.name == topic.name} | _admitted(topic)
            key = topic["KmsMasterKeyId"]
            if services and written(key).endswith(AWS_MANAGED):
                yield key.says(f"The AWS-managed key keeps {_list(services)} from publishing to {topic.name}")
            for own in _keys(topic):
                for service in sorted(services):
                    if not _may_use(own, service):
                        yield own["KeyPolicy"].says(
                            f"{_why(own, service)}, which keeps it from publishing to {topic.name}"
                        )


def _admitted(topic: Resource) -> set[str]:
    """The services that the topic's policy lets publish: somebody means them to."""
    known = statements_of(topic) or []
    return {name for one in known if one.allows and concerns(one, PUBLISH) for name in services_in(one)}


def _keys(topic: Resource) -> list[Resource]:
    """The topic's key, if it is of this template."""
    key, world = topic["KmsMasterKeyId"], topic.world
    aliases = world.named(key.names, ALIAS)
    aliases += [one for one in world.of(ALIAS) if key.text and one["AliasName"].text == key.text]
    return world.named(key.names.union(*(one["TargetKeyId"].names for one in aliases)), KEY)


def _may_use(key: Resource, service: str) -> bool:
    policy = key["KeyPolicy"]
    if policy.unknown or policy["Statement"].unknown:
        return True
    usable = [one for one in _allowing(key, service) if not (service == EVENTS and _asks_for_source(one))]
    return all(any(concerns(one, action) for one in usable) for action in NEEDED)


def _allowing(key: Resource, service: str) -> list[Statement]:
    found = [one for one in statements(key["KeyPolicy"], key) if one.allows and is_for(one, service)]
    return [one for one in found if not _for_something_else(one)]


def _for_something_else(statement: Statement) -> bool:
    """A context of encryption that SNS does not send: the statement is for queues, or for logs."""
    contexts = [one.key for one in statement.restrictions if one.key.startswith(CONTEXT)]
    return any(not key.startswith(f"{CONTEXT}aws:sns:") for key in contexts)


def _asks_for_source(statement: Statement) -> bool:
    return any(one.key in SOURCES and not one.operator.endswith("ifexists") for one in statement.restrictions)


def _why(key: Resource, service: str) -> str:
    if service == EVENTS and any(_asks_for_source(one) for one in _allowing(key, service)):
        return f"{service} may use this key only under a condition on its source, which it does not send"
    return f"{service} may not use this key"


def _list(services: set[str]) -> str:
    return ", ".join(sorted(services))
