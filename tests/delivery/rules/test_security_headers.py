"""Every answer of a distribution makes browsers use HTTPS."""

from typing import Any

import pytest

from delivery.rules.security_headers import SecurityHeaders as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

CONFIG = ("Site", "Properties", "DistributionConfig")
HEADERS = ("Headers", "Properties", "ResponseHeadersPolicyConfig", "SecurityHeadersConfig")
GOOD = resources(
    Site=resource(
        "AWS::CloudFront::Distribution",
        DistributionConfig={
            "DefaultCacheBehavior": {"ResponseHeadersPolicyId": {"Ref": "Headers"}},
            "CacheBehaviors": [
                {"PathPattern": "/api/*", "ResponseHeadersPolicyId": "67f7725c-6f97-4210-82d7-5512b31e9d03"},
                {"PathPattern": "/old/*", "ResponseHeadersPolicyId": {"Ref": "PolicyId"}},
            ],
        },
    ),
    Headers=resource(
        "AWS::CloudFront::ResponseHeadersPolicy",
        ResponseHeadersPolicyConfig={
            "SecurityHeadersConfig": {"StrictTransportSecurity": {"AccessControlMaxAgeSec": 31536000, "Override": True}}
        },
    ),
)


def test_behaviours_with_security_headers_are_fine() -> None:
    """One's own, those that AWS maintains, and what is not known."""
    assert found(Rule, GOOD) == []


def test_each_behaviour_without_is_found() -> None:
    template = without(GOOD, *CONFIG, "DefaultCacheBehavior", "ResponseHeadersPolicyId")
    template = without(template, *CONFIG, "CacheBehaviors", 0, "ResponseHeadersPolicyId")
    template = changed(template, *CONFIG, "DefaultCacheBehavior", "TargetOriginId", to="site")
    assert findings(Rule, template)[0][1].startswith("The behaviour for /api/* has no response headers policy")
    assert found(Rule, template) == [
        "Site/Properties/DistributionConfig/CacheBehaviors/0",
        "Site/Properties/DistributionConfig/DefaultCacheBehavior",
    ]


def test_policies_of_aws_that_do_not_set_the_header_are_found() -> None:
    cors = "60669652-455b-4ae9-85a4-c4c02393f86c"
    template = changed(GOOD, *CONFIG, "DefaultCacheBehavior", "ResponseHeadersPolicyId", to=cors)
    assert found(Rule, template) == ["Site/Properties/DistributionConfig/DefaultCacheBehavior/ResponseHeadersPolicyId"]


def test_a_policy_of_ones_own_that_does_not_set_it_is_found() -> None:
    assert found(Rule, without(GOOD, *HEADERS, "StrictTransportSecurity")) == ["/".join(HEADERS)]


@pytest.mark.parametrize(("seconds", "is_found"), [(0, True), ("300", True), (2592000, False), ({"Ref": "Age"}, False)])
def test_browsers_must_remember_it_for_a_month(seconds: Any, is_found: bool) -> None:
    place = (*HEADERS, "StrictTransportSecurity", "AccessControlMaxAgeSec")
    assert found(Rule, changed(GOOD, *place, to=seconds)) == (["/".join(place)] if is_found else [])


def test_it_may_be_set_as_a_header_of_ones_own() -> None:
    header = {"Header": "Strict-Transport-Security", "Value": "max-age=63072000", "Override": True}
    config = {"CustomHeadersConfig": {"Items": [header]}}
    assert found(Rule, changed(GOOD, *HEADERS[:-1], to=config)) == []
    config["CustomHeadersConfig"]["Items"][0]["Header"] = "X-Other"
    assert found(Rule, changed(GOOD, *HEADERS[:-1], to=config)) == ["/".join(HEADERS[:-1])]


def test_a_policy_that_no_behaviour_uses_may_be_for_something_else() -> None:
    template = changed(GOOD, "Cors", to=resource("AWS::CloudFront::ResponseHeadersPolicy"))
    assert found(Rule, template) == []


def test_a_condition_may_take_the_policy_away() -> None:
    chosen = {"Fn::If": ["IsStrict", {"Ref": "Headers"}, {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, *CONFIG, "DefaultCacheBehavior", "ResponseHeadersPolicyId", to=chosen)
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [
        "Site/Properties/DistributionConfig/DefaultCacheBehavior/ResponseHeadersPolicyId/Fn::If/2"
    ]
