from collections.abc import Iterator

from delivery.rules._access_policies import Statement
from delivery.rules._publishing import (
    EVENTS,
    INLINE_POLICY,
    PUBLISH,
    PUBLISHERS,
    TOPIC,
    TOPIC_POLICY,
    WITHOUT_POLICY,
    Publication,
    concerns,
    is_for,
    policies_of,
    publications,
    statements_of,
)
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class TopicPublishers(Rule):
    id = "E9603"
    shortdesc = "What is told to publish to a topic may do so"
    description = (
        "A topic's policy takes the place of the one that SNS gives a topic, and that one admits few services. What "
        "the policy does not name publishes nothing, and nobody is told. EventBridge meets no condition of a topic's "
        "policy."
    )
    advice = "Let the topic's policy allow the service sns:Publish, EventBridge without a Condition"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"
    rows = ("REL-47", "REL-7")
    subjects = (TOPIC,)
    beside = (TOPIC_POLICY, INLINE_POLICY, *PUBLISHERS)

    def look(self, world: World) -> Iterator[Found]:
        for told in publications(world):
            why = _refused(told)
            if why:
                yield told.place.says(f"{told.service} may not publish to {told.topic.name}: {why}")


def _refused(told: Publication) -> str:
    documents = policies_of(told.topic)
    if documents is None:
        return ""
    if not documents:
        return "" if told.service in WITHOUT_POLICY else "the topic has no policy that admits it"
    known = statements_of(told.topic) or []
    allowing = [one for one in known if one.allows and concerns(one, PUBLISH) and _admits(one, told.service)]
    if not allowing:
        return "the topic's policy does not admit it"
    if told.service == EVENTS and all(one.node["Condition"].present for one in allowing):
        return "the topic's policy asks it for a condition, and it meets none"
    return ""


def _admits(statement: Statement, service: str) -> bool:
    """What is allowed to the whole account may count for services that need no policy."""
    accounts = [text for kind, _, text in statement.principals if kind == "AWS"]
    whole = any(one.endswith(":root") or one == "${AWS::AccountId}" or one.isdecimal() for one in accounts)
    return is_for(statement, service) or (whole and service in WITHOUT_POLICY)
