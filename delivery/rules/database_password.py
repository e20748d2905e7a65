from collections.abc import Iterator

from delivery.rules._data import CLUSTER, INSTANCE, databases
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

HIDDEN = ("{{resolve:secretsmanager:", "{{resolve:ssm-secure:")
"""References that CloudFormation follows only when it creates the database."""

PLAIN = "{{resolve:ssm:"


class DatabasePassword(Rule):
    id = "E9536"
    shortdesc = "RDS makes the owner's password and keeps it in Secrets Manager"
    description = (
        "A password in a template or a parameter is in the repository, in the history of deployments and in the heads "
        "of people, and it stays the same for years. One that RDS makes is seen by nobody and changes every week."
    )
    advice = "Set ManageMasterUserPassword to true and leave MasterUserPassword out"
    source_url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"
    rows = ("RDS-13",)
    subjects = (CLUSTER, INSTANCE)

    def look(self, world: World) -> Iterator[Found]:
        for database in databases(world):
            yield from _judged(database)


def _judged(database: Resource) -> Iterator[Found]:
    """The password itself is never repeated in a message."""
    password, managed = database["MasterUserPassword"], database["ManageMasterUserPassword"]
    parameters = password.names & set(database.world.template.get("Parameters") or ())
    if password.present and any(reference in password.words for reference in HIDDEN):
        return
    if password.text is not None:
        is_plain = PLAIN in password.text
        yield password.says(f"The owner's password is {'a plain SSM parameter' if is_plain else 'written here'}")
    elif parameters:
        yield password.says(f"The owner's password is the parameter {', '.join(sorted(parameters))}")
    elif password.absent and managed.no and database["MasterUsername"].present and _by_password(database):
        yield managed.says("Nothing says where the owner's password comes from")


def _by_password(database: Resource) -> bool:
    return (
        database["MasterUserAuthenticationType"].absent or database["MasterUserAuthenticationType"].text == "password"
    )
