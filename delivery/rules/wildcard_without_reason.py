from collections.abc import Iterator

from delivery.rules._access_policies import IDENTITY, THING, Statement, policies
from delivery.rules._access_wide import TYPES, reasons, wide
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class WildcardWithoutReason(Rule):
    id = "E9403"
    shortdesc = "A statement with a wildcard says why it needs one"
    description = (
        "A wildcard allows what nobody has thought of, today and whenever AWS adds an action. Some are unavoidable, "
        "and nobody can tell them from those that were only convenient unless the template says so."
    )
    advice = (
        "Name actions and resources; where that is impossible, give the statement a Sid and the resource "
        "Metadata with a sentence under Wildcards and that Sid"
    )
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
    rows = ("IAM-3", "IAM-4", "IAM-5", "KMS-2")
    subjects = TYPES

    def look(self, world: World) -> Iterator[Found]:
        for kinds in (IDENTITY, THING):
            for statement in policies(world, kinds):
                found = wide(statement)
                if found and not _has_reason(statement):
                    place, what = found
                    yield place.says(f"{_called(statement)} allows {what}, and says no reason")


def _has_reason(statement: Statement) -> bool:
    given = reasons(statement.resource)
    reason = given[statement.sid] if statement.sid else None
    return given.unknown or (reason is not None and bool((reason.text or "").strip()))


def _called(statement: Statement) -> str:
    return f"The statement {statement.sid}" if statement.sid else "A statement without a Sid"
