from collections.abc import Iterator

from delivery.rules._data import QUEUE, redrive_policy
from delivery.rules._publishing import EVENT_RULE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

WHEN_ABSENT = 345_600
HOUR = 3600


class QueueDeadLetters(Rule):
    id = "W9548"
    shortdesc = "What was put aside is kept longer than what waits"
    description = (
        "A message keeps its age when it moves to the dead-letter queue. If that queue keeps messages no longer than "
        "the first one, a message that failed late is deleted there before anybody has looked at it. The queue for "
        "undelivered events has to outlast a long weekend."
    )
    advice = "Give the dead-letter queue a MessageRetentionPeriod of 1209600 seconds, and the first queue a shorter one"
    source_url = (
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
        "setting-up-dead-letter-queue-retention.html"
    )
    rows = ("SQS-2",)
    subjects = (QUEUE,)
    beside = (EVENT_RULE,)

    def look(self, world: World) -> Iterator[Found]:
        for rule in world.of(EVENT_RULE):
            for target in rule["Targets"].items:
                for aside in world.named(target.at("DeadLetterConfig", "Arn").names, QUEUE):
                    yield from _too_short(aside)
        for queue in world.of(QUEUE):
            target = redrive_policy(queue).at("deadLetterTargetArn")
            for aside in world.named(target.names, QUEUE):
                yield from _judged(queue, aside)


def _judged(queue: Resource, aside: Resource) -> Iterator[Found]:
    """Among FIFO queues a message that moves is young again."""
    waits, kept = _seconds(queue), _seconds(aside)
    if waits is not None and kept is not None and kept <= waits and not aside["FifoQueue"].yes:
        yield aside["MessageRetentionPeriod"].says(
            f"{aside.name} keeps messages for {kept / HOUR:g} hours, and {queue.name} for {waits / HOUR:g}"
        )


def _too_short(aside: Resource) -> Iterator[Found]:
    kept = _seconds(aside)
    if kept is not None and kept < WHEN_ABSENT:
        yield aside["MessageRetentionPeriod"].says(f"{aside.name} keeps undelivered events for {kept / HOUR:g} hours")


def _seconds(queue: Resource) -> float | None:
    period = queue["MessageRetentionPeriod"]
    return WHEN_ABSENT if period.absent else period.number
