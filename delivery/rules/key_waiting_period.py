from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

KEYS = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey")
LONGEST = 30


class KeyWaitingPeriod(Rule):
    id = "W9508"
    shortdesc = "The deletion of a key can be stopped for thirty days"
    description = (
        "When a key is gone, everything that it encrypted is gone, backups too. The waiting period is the time in "
        "which somebody can notice and cancel: seven days pass within one holiday."
    )
    advice = "Leave PendingWindowInDays out, or set it to 30"
    source_url = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"
    rows = ("KMS-3",)
    subjects = KEYS

    def look(self, world: World) -> Iterator[Found]:
        if world.environment is not None and not world.environment.startswith("prod"):
            return
        for key in world.of(*KEYS):
            days = key["PendingWindowInDays"].number
            if days is not None and days < LONGEST:
                yield key["PendingWindowInDays"].says(f"The key is gone after {days:g} days")
