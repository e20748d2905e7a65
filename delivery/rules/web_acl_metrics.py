from collections.abc import Iterator

from delivery.rules._firewall import RULE_GROUP, WEB_ACL, rules_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, World


class WebAclMetrics(Rule):
    id = "W9705"
    shortdesc = "A web ACL and each of its rules have metrics"
    description = (
        "A rule without metrics blocks people and nobody sees how many; no alarm can tell of an attack, or of a rule "
        "that has begun to block customers."
    )
    advice = "Set VisibilityConfig.CloudWatchMetricsEnabled to true"
    source_url = "https://docs.aws.amazon.com/waf/latest/developerguide/monitoring-cloudwatch.html"
    rows = ("WAF-4",)
    subjects = (WEB_ACL, RULE_GROUP)

    def look(self, world: World) -> Iterator[Found]:
        for owner in world.of(WEB_ACL, RULE_GROUP):
            for node in (owner.properties, *rules_of(owner)):
                metrics = node.at("VisibilityConfig", "CloudWatchMetricsEnabled")
                if metrics.text == "false":
                    yield metrics.says(f"{node['Name'].text or owner.name} has no metrics")
