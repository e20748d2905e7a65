from collections.abc import Iterator

from delivery.rules._publishing import EVENT_RULE
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class EventDeadLetters(Rule):
    id = "W9610"
    shortdesc = "An event that cannot be delivered is kept"
    description = (
        "EventBridge gives up on a target after a day, and at once where it lacks a permission. The event is then "
        "lost, and nothing but a metric shows it."
    )
    advice = "Set DeadLetterConfig.Arn to an SQS queue that somebody watches"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
    rows = ("REL-7",)
    subjects = (EVENT_RULE,)

    def look(self, world: World) -> Iterator[Found]:
        for rule in world.of(EVENT_RULE):
            for target in rule["Targets"].items:
                if not target.unknown and target.at("DeadLetterConfig", "Arn").absent:
                    yield target.says(f"What {target['Id'].text or 'this target'} does not take is lost")
