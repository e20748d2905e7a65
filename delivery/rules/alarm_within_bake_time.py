from collections.abc import Iterator

from delivery.rules._balancing import figure
from delivery.rules._containers import SERVICE, SHIFTING, rollout
from delivery.rules._rollback_alarms import ALARM, seconds_to_fire, watched
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

DEFAULT_BAKE, DEFAULT_CANARY = 15, 10


class AlarmWithinBakeTime(Rule):
    id = "W9216"
    shortdesc = "The alarms of a deployment can fire within its bake time"
    description = (
        "When the bake time is over, the old tasks are gone and nothing goes back by itself. An alarm that needs "
        "longer to fire than that watches the deployment in vain."
    )
    advice = "Lengthen the bake time, or lower the alarm's Period or DatapointsToAlarm"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"
    rows = ("REL-4",)
    subjects = (SERVICE,)
    beside = (ALARM,)

    def look(self, world: World) -> Iterator[Found]:
        for service, alarm in watched(world):
            needed = seconds_to_fire(alarm)
            for name, time, minutes in _bake_times(service):
                if needed is not None and minutes and needed > minutes * 60:
                    yield time.says(f"{name} is {minutes:g} minutes, and {alarm.name} needs {needed / 60:g} to fire")


def _bake_times(service: Resource) -> Iterator[tuple[str, Node, float | None]]:
    """None where it is unknown, 0 where there is none; for a rolling deployment ECS works it out from the alarms."""
    how, configuration = rollout(service), service.properties.at("DeploymentConfiguration")
    time = configuration.at("BakeTimeInMinutes")
    yield "BakeTimeInMinutes", time, figure(time, DEFAULT_BAKE if how in SHIFTING else 0)
    if how == "CANARY":
        first = configuration.at("CanaryConfiguration", "CanaryBakeTimeInMinutes")
        yield "CanaryBakeTimeInMinutes", first, figure(first, DEFAULT_CANARY)
