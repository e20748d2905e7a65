from collections.abc import Iterator

from delivery.rules._data import QUEUE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World

FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"


class QueueVisibility(Rule):
    id = "E9549"
    shortdesc = "A message that somebody works on is hidden from the others"
    description = (
        "With a VisibilityTimeout of 0 the next consumer gets a message while the first still works on it: everything "
        "is done several times. AWS refuses to join a function to a queue that hides messages for a shorter time than "
        "the function may take."
    )
    advice = "Set VisibilityTimeout to more than handling a message may take; for a function, to six times its Timeout"
    source_url = (
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"
    )
    rows = ("SQS-2",)
    subjects = (QUEUE,)
    beside = (FUNCTION, MAPPING)

    def look(self, world: World) -> Iterator[Found]:
        for queue in world.of(QUEUE):
            hidden = queue["VisibilityTimeout"]
            seconds = 30 if hidden.absent else hidden.number
            if seconds == 0:
                yield hidden.says("VisibilityTimeout is 0")
            elif seconds is not None:
                for function, takes in _consumers(queue):
                    if seconds < takes:
                        yield hidden.says(f"Messages are hidden for {seconds:g} s, and {function} may take {takes:g} s")


def _consumers(queue: Resource) -> Iterator[tuple[str, float]]:
    """The functions of the template that work on this queue, with how long each may take."""
    for mapping in queue.world.of(MAPPING):
        if queue.name in mapping["EventSourceArn"].names:
            for function in queue.world.named(mapping["FunctionName"].names, FUNCTION):
                limit = 3 if function["Timeout"].absent else function["Timeout"].number
                if limit is not None:
                    yield function.name, limit
