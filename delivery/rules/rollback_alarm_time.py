from collections.abc import Iterator

from delivery.rules._containers import SERVICE, rollout
from delivery.rules._rollback_alarms import ALARM, seconds_to_fire, watched
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

LONGEST = 300


class RollbackAlarmTime(Rule):
    id = "W9217"
    shortdesc = "An alarm that undoes rolling deployments fires within five minutes"
    description = (
        "During a rolling deployment users meet the new version from the first task on, and go on meeting it until "
        "the alarm fires. ECS also keeps the deployment open until the slowest alarm has had its time."
    )
    advice = f"Lower Period or DatapointsToAlarm of this alarm: their product should be {LONGEST} seconds or less"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    rows = ("REL-3",)
    subjects = (SERVICE,)
    beside = (ALARM,)

    def look(self, world: World) -> Iterator[Found]:
        for service, alarm in watched(world):
            needed = seconds_to_fire(alarm)
            if needed is not None and needed > LONGEST and rollout(service) == "ROLLING":
                period = alarm["Period"] if alarm["Period"].present else alarm["Metrics"]
                yield period.says(f"This alarm undoes deployments of {service.name} and needs {needed:g} seconds")
