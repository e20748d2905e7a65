"""A cache takes minor versions of its engine by itself."""

import pytest

from delivery.rules.cache_upgrades import CacheUpgrades as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Group=resource("AWS::ElastiCache::ReplicationGroup", AutoMinorVersionUpgrade=True),
    Node=resource("AWS::ElastiCache::CacheCluster"),
)


@pytest.mark.parametrize("name", ["Group", "Node"])
@pytest.mark.parametrize(("value", "count"), [(False, 1), ("false", 1), (True, 0), ({"Ref": "Upgrade"}, 0)])
def test_only_a_cache_that_refuses_them_is_found(name: str, value: object, count: int) -> None:
    template = changed(GOOD, name, "Properties", "AutoMinorVersionUpgrade", to=value)
    assert found(Rule, template) == [f"{name}/Properties/AutoMinorVersionUpgrade"] * count


def test_saying_nothing_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_only_the_branch_that_refuses_is_found() -> None:
    template = changed(GOOD, "Group", "Properties", "AutoMinorVersionUpgrade", to={"Fn::If": ["Is", True, False]})
    template["Parameters"] = {"Upgrade": {"Type": "String"}}
    template["Conditions"] = {"Is": {"Fn::Equals": [{"Ref": "Upgrade"}, "yes"]}}
    assert found(Rule, template) == ["Group/Properties/AutoMinorVersionUpgrade/Fn::If/2"]
