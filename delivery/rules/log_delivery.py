from collections.abc import Iterator

from delivery.rules._containers import TASK, called, containers, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

DRIVERS = ("awslogs", "splunk")
"""Those of Fargate that write to a log by themselves; awsfirelens hands over to a container."""


class LogDelivery(Rule):
    id = "W9130"
    shortdesc = "A container does not wait for its log"
    description = (
        "A log driver that blocks stops the application at its next line of output when the log cannot be reached. "
        "Unless the container says so itself, a setting of the account decides; and what the buffer of 10 MB cannot "
        "hold is lost."
    )
    advice = "Set the options mode to non-blocking and max-buffer-size to 25m"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html"
    rows = ("TD-4", "REL-45")
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            log = container["LogConfiguration"]
            options = log.at("Options")
            if log.at("LogDriver").text not in DRIVERS or options.unknown:
                continue
            mode, buffer = options["mode"], options["max-buffer-size"]
            if not mode.unknown and mode.text != "non-blocking":
                yield mode.says(f"{called(container)} may wait for its log: {stated('mode', mode)}")
            elif buffer.absent:
                yield buffer.says(f"{called(container)} has a log whose {stated('max-buffer-size', buffer)}")
