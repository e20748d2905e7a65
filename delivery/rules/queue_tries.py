from collections.abc import Iterator

from delivery.rules._data import QUEUE, redrive_policy
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

FEWEST = 2


class QueueTries(Rule):
    id = "W9547"
    shortdesc = "A message is tried more than once before it is put aside"
    description = (
        "A consumer that is stopped in the middle of a message, by a deployment, by scaling in or by the loss of a "
        "Spot task, counts as a failure. With maxReceiveCount 1 each release puts good messages among the dead ones."
    )
    advice = "Set maxReceiveCount to 5 or so, and make handling a message twice harmless"
    source_url = (
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"
    )
    rows = ("SQS-2",)
    subjects = (QUEUE,)

    def look(self, world: World) -> Iterator[Found]:
        for queue in world.of(QUEUE):
            tries = redrive_policy(queue).at("maxReceiveCount")
            if tries.number is not None and tries.number < FEWEST:
                place = tries if queue["RedrivePolicy"].text is None else queue["RedrivePolicy"]
                yield place.says(f"maxReceiveCount of {queue.name} is {tries.number:g}")
