import re
from collections.abc import Iterator, Mapping

from delivery.rules._access_policies import ROLE, Restriction, Statement, trust
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World
from delivery.rules._written_text import bare

SENDS: Mapping[str, bool] = {
    "backup": False,
    "cloudformation": False,
    "codebuild": False,
    "codepipeline": False,
    "ecs": False,
    "ecs-tasks": True,
    "lambda": False,
    "vpc-flow-logs": True,
}
"""Whether a source shows that the service says for whom it acts; a condition on what it does not say locks it out.

ECS (task IAM roles) and VPC (IAM role for flow logs) show both keys in their guides; the guides of the others show
none, or none could be read. A service that is not listed is taken for one that does not.
"""

ABOUT_ACCOUNTS = ("aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
ANY_ACCOUNT = re.compile(r"\*+|arn:[^:]*:[^:]*:[^:]*:\*?(?::.*)?")
"""An ARN whose account is left open."""


class TrustSource(Rule):
    id = "E9402"
    shortdesc = "A role that a service assumes asks for whom the service acts"
    description = (
        "A service assumes the roles of all its customers. Without aws:SourceAccount or aws:SourceArn, a stranger who "
        "gets the service to use this role's ARN lets it act with this role's rights: the confused deputy. Only "
        "services that are known to send these keys are looked at; for others the condition would shut them out."
    )
    advice = "Add StringEquals aws:SourceAccount with the account's id, and ArnLike aws:SourceArn where it is sent"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    rows = ("IAM-2",)
    subjects = (ROLE,)

    def look(self, world: World) -> Iterator[Found]:
        for statement in trust(world):
            if statement.allows and statement.readable and not any(map(_pins, statement.restrictions)):
                for name, place in _senders(statement):
                    yield place.says(f"{name} may assume this role on behalf of any account")


def _senders(statement: Statement) -> Iterator[tuple[str, Node]]:
    for kind, place, text in statement.principals:
        if kind == "Service" and SENDS.get(text.split(".")[0], False):
            yield text.split(".")[0], place


def _pins(restriction: Restriction) -> bool:
    """Whether this leaves one account, as far as is known."""
    if "not" in restriction.operator or not restriction.values:
        return False
    if restriction.key in ABOUT_ACCOUNTS:
        return not any(set(value) <= set("*?") for value in restriction.values)
    return restriction.key == "aws:sourcearn" and not any(
        ANY_ACCOUNT.fullmatch(bare(arn)) for arn in restriction.values
    )
