"""A web ACL and each of its rules have metrics."""

from typing import Any

import pytest

from delivery.rules.web_acl_metrics import WebAclMetrics as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

OWN = ("Acl", "Properties", "VisibilityConfig", "CloudWatchMetricsEnabled")
RULE = ("Acl", "Properties", "Rules", 0, "VisibilityConfig", "CloudWatchMetricsEnabled")
GOOD = resources(
    Acl=resource(
        "AWS::WAFv2::WebACL",
        VisibilityConfig={"CloudWatchMetricsEnabled": True},
        Rules=[{"Name": "common", "VisibilityConfig": {"CloudWatchMetricsEnabled": True}}],
    )
)


def test_metrics_everywhere_are_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(("place", "name"), [(OWN, "Acl"), (RULE, "common")])
@pytest.mark.parametrize("value", [False, "false"])
def test_none_are_found(place: tuple[Any, ...], name: str, value: Any) -> None:
    ((where, message),) = findings(Rule, changed(GOOD, *place, to=value))
    assert where == "/".join(map(str, place))
    assert message.startswith(f"{name} has no metrics")


def test_also_in_a_group_of_rules() -> None:
    template = changed(GOOD, "Acl", "Type", to="AWS::WAFv2::RuleGroup")
    assert found(Rule, changed(template, *RULE, to=False)) == ["/".join(map(str, RULE))]


def test_what_is_not_known_may_have_them() -> None:
    assert found(Rule, changed(GOOD, *RULE, to={"Ref": "HasMetrics"})) == []
    assert found(Rule, changed(GOOD, "Acl", "Properties", "Rules", to={"Ref": "Rules"})) == []
    assert found(Rule, without(GOOD, "Acl", "Properties")) == []


def test_a_condition_may_switch_them_off() -> None:
    template = changed(GOOD, *OWN, to={"Fn::If": ["IsCheap", False, True]})
    template["Conditions"] = {"IsCheap": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(OWN)}/Fn::If/1"]
