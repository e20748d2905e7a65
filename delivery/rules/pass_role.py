from collections.abc import Iterator

from delivery.rules._access_policies import IDENTITY, Statement, policies
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

PASS_ROLE = "iam:passrole"
SERVICE = "iam:passedtoservice"


class PassRole(Rule):
    id = "E9405"
    shortdesc = "iam:PassRole says to which service a role may be passed"
    description = (
        "Who may pass a role to any service starts something there that acts with the role's rights: a function, "
        "a build, an instance. With iam:PassedToService the role goes only where it was meant to go."
    )
    advice = "Add the Condition StringEquals iam:PassedToService with the service, such as ecs-tasks.amazonaws.com"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
    rows = ("IAM-5",)
    subjects = tuple(IDENTITY)

    def look(self, world: World) -> Iterator[Found]:
        for statement in policies(world, IDENTITY):
            if statement.allows and statement.readable and not _to_one_service(statement):
                for place, text in statement.texts("Action"):
                    if text.lower() == PASS_ROLE:
                        yield place.says("This statement lets roles be passed to every service")


def _to_one_service(statement: Statement) -> bool:
    return any(
        item.key == SERVICE and "not" not in item.operator and "*" not in item.values for item in statement.restrictions
    )
