from collections.abc import Iterator

from delivery.rules._containers import SERVICE
from delivery.rules._rollback_alarms import ALARM, watched
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class RollbackAlarmData(Rule):
    id = "W9218"
    shortdesc = "An alarm that undoes deployments is not on for want of data"
    description = (
        "Before the first deployment, and in quiet hours, there are no requests to measure. An alarm that takes this "
        "for a failure is on when a deployment starts, or undoes one that works."
    )
    advice = "Set TreatMissingData of this alarm to notBreaching, or to missing"
    source_url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    rows = ("REL-3", "REL-4")
    subjects = (SERVICE,)
    beside = (ALARM,)

    def look(self, world: World) -> Iterator[Found]:
        for service, alarm in watched(world):
            if alarm["TreatMissingData"].text == "breaching":
                yield alarm["TreatMissingData"].says(
                    f"This alarm undoes deployments of {service.name}, and TreatMissingData is breaching"
                )
