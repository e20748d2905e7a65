from collections.abc import Iterator

from delivery.rules._access_policies import KEY, policies
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

KEYS = {KEY: ("KeyPolicy",), "AWS::KMS::ReplicaKey": ("KeyPolicy",)}
BOUNDS = ("kms:encryptioncontext:aws:logs:arn", "kms:encryptioncontext", "aws:sourceaccount", "aws:sourcearn")


class KeyForLogs(Rule):
    id = "E9507"
    shortdesc = "CloudWatch Logs may use a key only for log groups of the account"
    description = (
        "CloudWatch Logs acts for every AWS account. Where a key's policy lets it use the key without asking for "
        "which log group, it does so also for log groups of strangers who know the key's ARN."
    )
    advice = "Add ArnLike kms:EncryptionContext:aws:logs:arn with the ARN of the log groups, including the account"
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
    rows = ("LOG-2",)
    subjects = tuple(KEYS)

    def look(self, world: World) -> Iterator[Found]:
        for statement in policies(world, KEYS):
            bound = any(item.key.startswith(BOUNDS) for item in statement.restrictions)
            if statement.allows and statement.readable and not bound:
                for kind, place, text in statement.principals:
                    if kind == "Service" and text.startswith("logs."):
                        yield place.says("CloudWatch Logs may use this key for log groups of any account")
