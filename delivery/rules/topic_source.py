from collections.abc import Iterator

from delivery.rules._access_policies import Restriction, policies
from delivery.rules._publishing import INLINE_POLICY, PUBLISH, TOPIC_POLICY, concerns
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

POLICIES = {TOPIC_POLICY: ("PolicyDocument",), INLINE_POLICY: ("PolicyDocument",)}
SENDERS = ("budgets", "cloudwatch", "costalerts", "events.rds", "s3", "ses")
"""Services whose guides show a topic policy that asks for the source. EventBridge is none of them."""
ABOUT_SOURCE = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")


class TopicSource(Rule):
    id = "E9604"
    shortdesc = "A service publishes to a topic only for the account"
    description = (
        "CloudWatch, Budgets and other services act for every AWS account. Where a topic admits one without asking for "
        "whom it acts, a stranger's alarm can be sent to it: people learn to ignore alerts, or are led astray by one."
    )
    advice = "Add StringEquals aws:SourceAccount with the account's id"
    source_url = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"
    rows = ("SNS-2",)
    subjects = tuple(POLICIES)

    def look(self, world: World) -> Iterator[Found]:
        for statement in policies(world, POLICIES):
            if not statement.allows or not statement.readable or not concerns(statement, PUBLISH):
                continue
            for kind, place, text in statement.principals:
                name = text.removesuffix(".amazonaws.com")
                if kind == "Service" and name in SENDERS and not any(map(_asks, statement.restrictions)):
                    yield place.says(f"{text} may publish here on behalf of any account")


def _asks(restriction: Restriction) -> bool:
    return restriction.key in ABOUT_SOURCE and "not" not in restriction.operator
