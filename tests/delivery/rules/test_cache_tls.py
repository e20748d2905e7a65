"""A cache refuses connections without TLS."""

import pytest

from delivery.rules.cache_tls import CacheTls as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Cache=resource(
        "AWS::ElastiCache::ReplicationGroup", TransitEncryptionEnabled=True, TransitEncryptionMode="required"
    )
)
MODE = ("Cache", "Properties", "TransitEncryptionMode")


@pytest.mark.parametrize("mode", ["required", {"Ref": "Mode"}, {"Ref": "AWS::NoValue"}])
def test_a_cache_that_requires_tls_is_fine(mode: object) -> None:
    """Which it does when nothing is said."""
    assert found(Rule, changed(GOOD, *MODE, to=mode)) == []


def test_a_cache_that_only_prefers_it_is_found() -> None:
    assert found(Rule, changed(GOOD, *MODE, to="preferred")) == ["Cache/Properties/TransitEncryptionMode"]


def test_also_where_a_condition_chooses_it() -> None:
    template = changed(GOOD, *MODE, to={"Fn::If": ["Migrates", "preferred", "required"]})
    template["Parameters"] = {"Migrate": {"Type": "String"}}
    template["Conditions"] = {"Migrates": {"Fn::Equals": [{"Ref": "Migrate"}, "yes"]}}
    assert found(Rule, template) == ["Cache/Properties/TransitEncryptionMode/Fn::If/1"]
