"""What rules on AWS WAF share."""

from delivery.rules._world import Node, Resource, World

WEB_ACL = "AWS::WAFv2::WebACL"
RULE_GROUP = "AWS::WAFv2::RuleGroup"
LOGGING = "AWS::WAFv2::LoggingConfiguration"


def rules_of(owner: Resource) -> list[Node]:
    """The rules of a web ACL or a rule group, as far as they are written out."""
    return [rule for rule in owner["Rules"].items if rule.keys]


def is_foreign(statement: Node, world: World) -> bool:
    """Whether its rules stand elsewhere and may be anything."""
    arn = statement.at("RuleGroupReferenceStatement", "Arn")
    return statement.unknown or (arn.present and not world.named(arn.names, RULE_GROUP))
