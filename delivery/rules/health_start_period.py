from collections.abc import Iterator

from delivery.rules._containers import TASK, called, containers, stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class HealthStartPeriod(Rule):
    id = "W9113"
    shortdesc = "A container's health check leaves time to start"
    description = (
        "Without a start period the first failures count while the application still starts. On a busy day, when "
        "starting takes longer, ECS kills every new task just before it would be ready."
    )
    advice = "Set HealthCheck.StartPeriod to at least the time that the application takes to start"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"
    rows = ("TD-14", "REL-16")
    subjects = (TASK,)

    def look(self, world: World) -> Iterator[Found]:
        for _, container in containers(world):
            check = container["HealthCheck"]
            period = check.at("StartPeriod")
            off = [item.text for item in check.at("Command").items] == ["NONE"]
            if check.present and not off and (period.absent or period.number == 0):
                yield period.says(f"{called(container)} has a health check whose {stated('StartPeriod', period)}")
