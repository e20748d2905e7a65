"""Origin access control signs the requests to the origin."""

from typing import Any

import pytest

from delivery.rules.origin_access_signing import OriginAccessSigning as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

PLACE = ("Access", "Properties", "OriginAccessControlConfig", "SigningBehavior")
GOOD = resources(
    Access=resource("AWS::CloudFront::OriginAccessControl", OriginAccessControlConfig={"SigningBehavior": "always"})
)


@pytest.mark.parametrize("behaviour", ["always", "no-override", {"Ref": "Behaviour"}])
def test_requests_that_are_signed_are_fine(behaviour: Any) -> None:
    """With no-override a viewer may sign for himself."""
    assert found(Rule, changed(GOOD, *PLACE, to=behaviour)) == []


def test_requests_that_are_not_signed_are_found() -> None:
    assert found(Rule, changed(GOOD, *PLACE, to="never")) == ["/".join(PLACE)]


def test_a_condition_may_switch_signing_off() -> None:
    template = changed(GOOD, *PLACE, to={"Fn::If": ["IsOpen", "never", "always"]})
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(PLACE)}/Fn::If/1"]
