from collections.abc import Iterator

from delivery.rules._access_policies import Statement
from delivery.rules._publishing import INLINE_POLICY, PUBLISH, TOPIC, TOPIC_POLICY, concerns, statements_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class TopicWithoutTls(Rule):
    id = "E9601"
    shortdesc = "Nobody publishes to a topic without TLS"
    description = (
        "SNS takes messages over HTTP too. What an alert says, or what a program publishes, then crosses networks "
        "in clear text, and whoever stands in between can change it."
    )
    advice = (
        "Give the topic an AWS::SNS::TopicPolicy that denies sns:Publish to the principal * "
        "where aws:SecureTransport is false"
    )
    source_url = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"
    rows = ("SNS-2",)
    subjects = (TOPIC,)
    beside = (TOPIC_POLICY, INLINE_POLICY)

    def look(self, world: World) -> Iterator[Found]:
        for topic in world.of(TOPIC):
            known = statements_of(topic)
            if known is not None and not any(map(_refuses, known)):
                yield topic.says(f"{topic.name} can be published to without TLS")


def _refuses(statement: Statement) -> bool:
    node = statement.node
    if node["Effect"].text != "Deny" or not concerns(statement, PUBLISH):
        return False
    everybody = ("AWS", "*") in {(kind, text) for kind, _, text in statement.principals}
    return everybody and (not statement.readable or _without_tls(statement))


def _without_tls(statement: Statement) -> bool:
    """All that comes without TLS is refused: a second comparison would let some of it through."""
    return statement.node["Condition"].absent or [(one.key, one.values) for one in statement.restrictions] == [
        ("aws:securetransport", ("false",))
    ]
