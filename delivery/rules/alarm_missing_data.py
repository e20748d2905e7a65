from collections.abc import Iterator

from delivery.rules._publishing import ALARM
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class AlarmMissingData(Rule):
    id = "W9606"
    shortdesc = "An alarm says what missing data mean"
    description = (
        "Unless it is said, an alarm without data is neither good nor bad. A count of errors has no data while nothing "
        "fails, so that the alarm never becomes OK; a heartbeat has none when its sender is dead, so that no alarm is "
        "raised."
    )
    advice = (
        "Set TreatMissingData: notBreaching where silence is good, breaching where it is bad, "
        "missing or ignore on purpose"
    )
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data"
    rows = ("REL-46", "ALM-1")
    subjects = (ALARM,)

    def look(self, world: World) -> Iterator[Found]:
        """Alarms on queries have criteria of their own."""
        for alarm in world.of(ALARM):
            if alarm["TreatMissingData"].absent and alarm["EvaluationCriteria"].absent:
                yield alarm["TreatMissingData"].says("TreatMissingData is not set")
