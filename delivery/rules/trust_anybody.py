import re
from collections.abc import Iterator

from delivery.rules._access_policies import ROLE, Statement, trust
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World
from delivery.rules._written_text import bare

WHOLE_ACCOUNT = re.compile(r"(?:arn:[^:]*:iam::)?\d{12}(?::root)?")
NARROWING = ("sts:externalid", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltag/")
"""Condition keys that single out who comes."""


class TrustAnybody(Rule):
    id = "E9401"
    shortdesc = "A role trusts a service or a named role, never everybody or a whole account"
    description = (
        "Where a role trusts everybody, any AWS account of the world takes it on. Where it trusts the root of an "
        "account, each identity there that may assume roles does, and its administrators decide who that is. "
        "The root of the role's own account (AWS::AccountId) is left to its IAM policies."
    )
    advice = "Name the one service or role that needs it; where a whole account must be trusted, ask for sts:ExternalId"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
    rows = ("IAM-1",)
    subjects = (ROLE,)

    def look(self, world: World) -> Iterator[Found]:
        for statement in trust(world):
            if not statement.allows or _narrowed(statement):
                continue
            if statement.node["NotPrincipal"].present:
                yield statement.node["NotPrincipal"].says("This role trusts everybody but those that are named")
            for kind, place, text in statement.principals:
                if kind == "AWS" and text == "*":
                    yield place.says("This role trusts everybody")
                elif kind == "AWS" and WHOLE_ACCOUNT.fullmatch(bare(text)):
                    yield place.says("This role trusts a whole account")


def _narrowed(statement: Statement) -> bool:
    return not statement.readable or any(item.key.startswith(NARROWING) for item in statement.restrictions)
