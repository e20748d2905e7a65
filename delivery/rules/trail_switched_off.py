from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

TRAIL = "AWS::CloudTrail::Trail"


class TrailSwitchedOff(Rule):
    id = "E9611"
    shortdesc = "A trail is switched on"
    description = "A trail that does not log records nothing, and looks like one that does."
    advice = "Set IsLogging to true"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html"
    )
    rows = ("OPS-1",)
    subjects = (TRAIL,)

    def look(self, world: World) -> Iterator[Found]:
        for trail in world.of(TRAIL):
            if trail["IsLogging"].no:
                yield trail["IsLogging"].says("This trail does not log")
