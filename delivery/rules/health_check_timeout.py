from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP, check_interval, figure, takes_requests
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class HealthCheckTimeout(Rule):
    id = "E9207"
    shortdesc = "A health check ends before the next one begins"
    description = (
        "An Application Load Balancer takes only a timeout that is shorter than the interval: otherwise the target "
        "group cannot be made, and the deployment rolls back."
    )
    advice = "Lower HealthCheckTimeoutSeconds below HealthCheckIntervalSeconds"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    rows = ("REL-15",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            interval, written = check_interval(group), group["HealthCheckTimeoutSeconds"]
            timeout = figure(written, 5)
            if takes_requests(group) and interval is not None and timeout is not None and timeout >= interval:
                place = written if written.present else group["HealthCheckIntervalSeconds"]
                yield place.says(f"The timeout of {timeout:g} seconds is not below the interval of {interval:g}")
