from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

ZONE = "AWS::Route53::HostedZone"


class ZoneQueryLog(Rule):
    id = "W9703"
    shortdesc = "The queries to a public zone are logged"
    description = (
        "Which names are asked for, and from where, shows a forgotten record, a subdomain that somebody took over, or "
        "the start of an attack. Queries that were not logged cannot be looked at later."
    )
    advice = "Set QueryLoggingConfig with a log group in us-east-1 that Route 53 may write to"
    source_url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html"
    rows = ("DNS-2",)
    subjects = (ZONE,)

    def look(self, world: World) -> Iterator[Found]:
        """A zone with VPCs is private."""
        for zone in world.of(ZONE):
            if zone["VPCs"].absent and zone["QueryLoggingConfig"].absent:
                yield zone["QueryLoggingConfig"].says("The queries to this public zone are not logged")
