from collections.abc import Iterator

from delivery.rules._firewall import RULE_GROUP, WEB_ACL, is_foreign, rules_of
from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

AGAINST_FLOODS = "AWSManagedRulesAntiDDoSRuleSet"
"""A group that AWS maintains and that limits rates itself."""


class WebAclRate(Rule):
    id = "W9706"
    shortdesc = "A web ACL limits how often one client may ask"
    description = (
        "Other rules look at one request at a time. A million that are each in order, from a loop, a scraper or "
        "somebody who tries passwords, pass them all; scaling then makes them expensive instead of harmless."
    )
    advice = "Add a rule with a RateBasedStatement whose action is Block, Captcha or Challenge"
    source_url = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"
    rows = ("WAF-5",)
    subjects = (WEB_ACL,)
    beside = (RULE_GROUP,)

    def look(self, world: World) -> Iterator[Found]:
        for acl in world.of(WEB_ACL):
            if not acl["Rules"].unknown and not any(_limits(rule) for rule in acl["Rules"].items):
                yield acl["Rules"].says("No rule of this web ACL blocks clients that ask too often")


def _limits(rule: Node) -> bool:
    """Whether it does, as far as is known."""
    statement, world = rule["Statement"], rule.world
    if rule.unknown or is_foreign(statement, world):
        return True
    if statement.at("ManagedRuleGroupStatement", "Name").text == AGAINST_FLOODS:
        return not _only_counts(rule["OverrideAction"])
    groups = world.named(statement.at("RuleGroupReferenceStatement", "Arn").names, RULE_GROUP)
    if groups:
        return not _only_counts(rule["OverrideAction"]) and any(map(_group_limits, groups))
    return statement["RateBasedStatement"].present and not _only_counts(rule["Action"])


def _group_limits(group: Resource) -> bool:
    return any(
        rule.at("Statement", "RateBasedStatement").present and not _only_counts(rule["Action"])
        for rule in rules_of(group)
    )


def _only_counts(action: Node) -> bool:
    return action["Count"].present or action["Allow"].present
