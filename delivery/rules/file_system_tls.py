from collections.abc import Iterator
from fnmatch import fnmatchcase

from delivery.rules._access_policies import Statement, statements
from delivery.rules._data import FILES
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

MOUNT = "elasticfilesystem:clientmount"


class FileSystemTls(Rule):
    id = "E9546"
    shortdesc = "Nobody mounts a file system without TLS"
    description = (
        "Without a policy of its own a file system lets in every client that reaches a mount target, nameless and "
        "without TLS. Files then cross the network readable."
    )
    advice = 'Give it a FileSystemPolicy that denies everybody everything where aws:SecureTransport is "false"'
    source_url = "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html"
    rows = ("EFS-5",)
    subjects = (FILES,)

    def look(self, world: World) -> Iterator[Found]:
        for files in world.of(FILES):
            policy = files["FileSystemPolicy"]
            if policy.absent:
                yield policy.says(f"{files.name} has no FileSystemPolicy")
            elif policy.keys and not _forced(files):
                yield policy.says(f"The FileSystemPolicy of {files.name} does not deny connections without TLS")


def _forced(files: Resource) -> bool:
    """Also where all that is allowed is allowed with TLS only; what cannot be read may do it."""
    document = files["FileSystemPolicy"]
    found = statements(document, files)
    if document["Statement"].unknown or any(item.unknown for item in document["Statement"].items):
        return True
    if any(_denies(statement) for statement in found):
        return True
    return all(_asks(statement, "true") for statement in found if statement.allows)


def _denies(statement: Statement) -> bool:
    everybody = any(text == "*" for _, _, text in statement.principals)
    mounting = any(fnmatchcase(MOUNT, text.lower()) for _, text in statement.texts("Action"))
    return not statement.allows and everybody and mounting and _asks(statement, "false")


def _asks(statement: Statement, answer: str) -> bool:
    return not statement.readable or any(
        asked.key == "aws:securetransport"
        and asked.operator.startswith("bool")
        and [value.lower() for value in asked.values] == [answer]
        for asked in statement.restrictions
    )
