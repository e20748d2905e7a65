import re
from collections.abc import Iterator

from delivery.rules._balancing import TARGET_GROUP
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World

FIRST_ERROR = 400


class HealthCheckMatcher(Rule):
    id = "W9208"
    shortdesc = "A health check takes no error for health"
    description = (
        "Where answers such as 401, 404 or 500 count as healthy, a task whose application is missing or broken gets "
        "traffic as long as something answers on its port."
    )
    advice = "Set Matcher.HttpCode to 200, and HealthCheckPath to one that answers so"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    rows = ("REL-15",)
    subjects = (TARGET_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for group in world.of(TARGET_GROUP):
            codes = group.properties.at("Matcher", "HttpCode")
            if any(int(code) >= FIRST_ERROR for code in re.findall(r"\d+", codes.text or "")):
                yield codes.says(f"The answers {codes.text} count as healthy")
