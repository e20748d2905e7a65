"""A web ACL limits how often one client may ask."""

from typing import Any

import pytest

from delivery.rules.web_acl_rate import WebAclRate as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

RULES = ("Acl", "Properties", "Rules")
COMMON = {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}}
FLOODS = {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesAntiDDoSRuleSet"}}
RATE = {"Statement": {"RateBasedStatement": {"Limit": 2000, "AggregateKeyType": "IP"}}, "Action": {"Block": {}}}
OURS = {"RuleGroupReferenceStatement": {"Arn": {"Fn::GetAtt": ["Group", "Arn"]}}}
NONE: dict[str, Any] = {"None": {}}
COUNT: dict[str, Any] = {"Count": {}}
GOOD = resources(
    Acl=resource("AWS::WAFv2::WebACL", Rules=[{"Statement": COMMON, "OverrideAction": NONE}, RATE]),
    Group=resource("AWS::WAFv2::RuleGroup", Rules=[RATE]),
)


def test_an_acl_that_blocks_who_asks_too_often_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    "rules",
    [
        [{**RATE, "Action": {"Challenge": {}}}],
        [{"Statement": FLOODS, "OverrideAction": NONE}],
        [{"Statement": OURS, "OverrideAction": NONE}],
        [{"Statement": {"RuleGroupReferenceStatement": {"Arn": {"Ref": "GroupArn"}}}}],
        [{"Statement": {"Fn::FindInMap": ["A", "B", "C"]}}],
        [{"Ref": "Rule"}],
        {"Ref": "Rules"},
    ],
)
def test_there_are_other_ways_and_what_is_not_known_may_be_one(rules: Any) -> None:
    assert found(Rule, changed(GOOD, *RULES, to=rules)) == []


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [{"Statement": COMMON, "OverrideAction": NONE}],
        [{**RATE, "Action": COUNT}],
        [{"Statement": FLOODS, "OverrideAction": COUNT}],
        [{"Statement": OURS, "OverrideAction": COUNT}],
    ],
)
def test_one_that_blocks_nobody_is_found(rules: Any) -> None:
    assert found(Rule, changed(GOOD, *RULES, to=rules)) == ["/".join(RULES)]
    assert found(Rule, without(GOOD, *RULES)) == ["Acl/Properties"]


def test_a_group_that_only_counts_is_not_enough() -> None:
    template = changed(GOOD, *RULES, to=[{"Statement": OURS, "OverrideAction": NONE}])
    assert found(Rule, changed(template, "Group", "Properties", "Rules", 0, "Action", to=COUNT)) == ["/".join(RULES)]


def test_a_condition_may_let_it_only_count() -> None:
    template = changed(GOOD, *RULES, 1, "Action", to={"Fn::If": ["IsTrial", COUNT, {"Block": {}}]})
    template["Conditions"] = {"IsTrial": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["/".join(RULES)]
