from collections.abc import Iterator

from delivery.rules._balancing import OVER_HTTP, TARGET_GROUP, takes_requests
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Resource, World


class HealthCheckPath(Rule):
    id = "W9205"
    shortdesc = "A health check asks a path that was chosen for it"
    description = (
        "Without a path the balancer asks for /. That page may be slow, need a login or be answered from a cache, so "
        "that healthy tasks are killed or broken ones stay."
    )
    advice = "Set HealthCheckPath to a path that answers 200 when, and only when, the task can do its work"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    rows = ("LB-15", "REL-15")
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            path = group["HealthCheckPath"]
            if path.absent and _asks_over_http(group):
                yield path.says("This target group is checked over HTTP, and HealthCheckPath is not set")


def _asks_over_http(group: Resource) -> bool:
    check = group["HealthCheckProtocol"]
    return takes_requests(group) if check.absent else check.text in OVER_HTTP
