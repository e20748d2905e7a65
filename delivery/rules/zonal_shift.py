from collections.abc import Iterator

from delivery.rules._balancing import BALANCER, attribute, kind
from delivery.rules._containers import stated
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

SWITCH = "zonal_shift.config.enabled"


class ZonalShift(Rule):
    id = "W9203"
    shortdesc = "Traffic can be moved away from a zone that is in trouble"
    description = (
        "When a zone fails in part, health checks may stay green while users see errors. Zonal shift takes the zone "
        "out of the balancer at once, by hand or by AWS, but only where it was allowed beforehand."
    )
    advice = f"Set the load balancer attribute {SWITCH} to true"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html"
    rows = ("LB-12", "REL-25")
    subjects = (BALANCER,)

    def look(self, world: World) -> Iterator[Found]:
        for balancer in world.of(BALANCER):
            switch = attribute(balancer, SWITCH)
            if kind(balancer) in ("application", "network") and switch.no:
                yield switch.says(stated(SWITCH, switch))
