from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

FLOW_LOG = "AWS::EC2::FlowLog"
HALVES = {"ACCEPT", "REJECT"}


class FlowLogTraffic(Rule):
    id = "W9303"
    shortdesc = "Flow logs hold all traffic"
    description = (
        "A log of what was rejected does not show what an intruder reached, and one of what was accepted does not "
        "show who knocks, nor why a connection that should work does not."
    )
    advice = "Set TrafficType to ALL"
    source_url = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"
    rows = ("VPC-2",)
    subjects = (FLOW_LOG,)

    def look(self, world: World) -> Iterator[Found]:
        logs = world.of(FLOW_LOG)
        for log in logs:
            kind = log["TrafficType"]
            beside = {one["TrafficType"].text for one in logs if one["ResourceId"].value == log["ResourceId"].value}
            if kind.text in HALVES and "ALL" not in beside and not beside >= HALVES:
                yield kind.says(f"TrafficType is {kind.text}")
