"""An alias record of a load balancer looks at its health."""

from typing import Any

import pytest

from delivery.rules.alias_health import AliasHealth as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

ALIAS = ("Record", "Properties", "AliasTarget")
HEALTH = (*ALIAS, "EvaluateTargetHealth")
GOOD = resources(
    Balancer=resource("AWS::ElasticLoadBalancingV2::LoadBalancer"),
    Record=resource(
        "AWS::Route53::RecordSet",
        AliasTarget={"DNSName": {"Fn::GetAtt": ["Balancer", "DNSName"]}, "EvaluateTargetHealth": True},
    ),
)


@pytest.mark.parametrize("value", [True, "true", {"Ref": "LooksAtHealth"}])
def test_a_record_that_looks_at_health_is_fine(value: Any) -> None:
    assert found(Rule, changed(GOOD, *HEALTH, to=value)) == []


@pytest.mark.parametrize(
    "host",
    [
        {"Fn::GetAtt": ["Balancer", "DNSName"]},
        {"Fn::Sub": "dualstack.${Balancer.DNSName}"},
        "web-0123456789.eu-west-1.elb.amazonaws.com",
        "dualstack.web-0123456789.cn-north-1.elb.amazonaws.com.cn.",
    ],
)
def test_one_that_does_not_is_found(host: Any) -> None:
    template = changed(GOOD, *ALIAS, "DNSName", to=host)
    assert found(Rule, changed(template, *HEALTH, to=False)) == ["/".join(HEALTH)]
    assert found(Rule, without(template, *HEALTH)) == ["/".join(ALIAS)]


def test_also_within_a_group_of_records() -> None:
    record = {"Name": "example.com", "AliasTarget": {"DNSName": {"Fn::GetAtt": ["Balancer", "DNSName"]}}}
    template = changed(GOOD, "Group", to=resource("AWS::Route53::RecordSetGroup", RecordSets=[record]))
    assert found(Rule, template) == ["Group/Properties/RecordSets/0/AliasTarget"]


@pytest.mark.parametrize(
    "host", [{"Fn::GetAtt": ["Site", "DomainName"]}, "d0123456789abc.cloudfront.net", {"Ref": "Host"}]
)
def test_cloudfront_and_what_is_not_known_are_left_alone(host: Any) -> None:
    template = changed(GOOD, "Site", to=resource("AWS::CloudFront::Distribution"))
    assert found(Rule, changed(template, *ALIAS, to={"DNSName": host})) == []


def test_a_record_that_is_no_alias_is_fine() -> None:
    plain = resource("AWS::Route53::RecordSet", Type="A", ResourceRecords=["192.0.2.1"])
    assert found(Rule, changed(GOOD, "Record", to=plain)) == []


def test_a_condition_may_choose() -> None:
    template = changed(GOOD, *HEALTH, to={"Fn::If": ["IsCareful", True, False]})
    template["Conditions"] = {"IsCareful": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(HEALTH)}/Fn::If/2"]
