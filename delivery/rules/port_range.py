from collections.abc import Iterator

from delivery.rules._containers import parts
from delivery.rules._network import GROUP, WAY_IN, WAY_OUT
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

WIDE = 100
FIRST_EPHEMERAL = 32768
SIDES = ("SecurityGroupIngress", "SecurityGroupEgress")


class PortRange(Rule):
    id = "W9309"
    shortdesc = "A security-group rule opens the port that is needed, not a range"
    description = (
        "A range of ports opens what nobody thought of: an admin interface, a debugger, a database beside the "
        "application. Ranges of ephemeral ports, which container instances need, are left alone."
    )
    advice = "Write one rule for each port: FromPort and ToPort the same"
    source_url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    rows = ("SG-3",)
    subjects = (GROUP, WAY_IN, WAY_OUT)

    def look(self, world: World) -> Iterator[Found]:
        ways = [rule.properties for rule in world.of(WAY_IN, WAY_OUT)]
        for group in world.of(GROUP):
            ways += [way for side in SIDES for way in parts(group.properties.at(side))]
        for way in ways:
            first, last = way["FromPort"].number, way["ToPort"].number
            if way["IpProtocol"].text not in ("tcp", "6") or first is None or last is None:
                continue
            if first < FIRST_EPHEMERAL and last - first >= WIDE:
                yield way["ToPort"].says(f"The ports {first:g} to {last:g} are open")
