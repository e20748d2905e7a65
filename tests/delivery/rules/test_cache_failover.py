"""A cache outlives the loss of a node."""

import pytest

from delivery.rules.cache_failover import CacheFailover as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Nodes=resource("AWS::ElastiCache::ReplicationGroup", AutomaticFailoverEnabled=True, NumCacheClusters=2),
    Shards=resource(
        "AWS::ElastiCache::ReplicationGroup",
        AutomaticFailoverEnabled="true",
        NumNodeGroups=3,
        ReplicasPerNodeGroup="1",
    ),
    Listed=resource(
        "AWS::ElastiCache::ReplicationGroup",
        AutomaticFailoverEnabled=True,
        NodeGroupConfiguration=[{"ReplicaCount": 1}, {"Slots": "0-1"}, {"Ref": "Third"}],
    ),
)
SWITCH = ("Properties", "AutomaticFailoverEnabled")


def test_caches_with_replicas_that_take_over_are_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("name", ["Nodes", "Shards", "Listed"])
def test_a_cache_whose_replicas_may_not_take_over_is_found(name: str) -> None:
    assert found(Rule, without(GOOD, name, *SWITCH)) == [f"{name}/Properties"]
    assert found(Rule, changed(GOOD, name, *SWITCH, to=False)) == [f"{name}/Properties/AutomaticFailoverEnabled"]
    assert found(Rule, changed(GOOD, name, *SWITCH, to={"Ref": "Failover"})) == []


def test_a_cache_of_one_node_is_found() -> None:
    ((place, message),) = findings(Rule, changed(GOOD, "Nodes", "Properties", "NumCacheClusters", to=1))
    assert place == "Nodes/Properties/NumCacheClusters"
    assert message.startswith("This cache has 1 node")
    assert found(Rule, without(GOOD, "Nodes", "Properties", "NumCacheClusters")) == ["Nodes"]


def test_a_shard_without_a_replica_is_found() -> None:
    assert found(Rule, changed(GOOD, "Shards", "Properties", "ReplicasPerNodeGroup", to=0)) == [
        "Shards/Properties/ReplicasPerNodeGroup"
    ]
    assert found(Rule, changed(GOOD, "Listed", "Properties", "NodeGroupConfiguration", 0, "ReplicaCount", to=0)) == [
        "Listed/Properties/NodeGroupConfiguration/0/ReplicaCount"
    ]


@pytest.mark.parametrize("grown", ["PrimaryClusterId", "GlobalReplicationGroupId"])
def test_a_cache_that_grows_from_another_may_have_its_nodes_there(grown: str) -> None:
    template = changed(GOOD, "Nodes", "Properties", grown, to="other")
    assert found(Rule, without(template, "Nodes", "Properties", "NumCacheClusters")) == []


def test_a_template_that_offers_enough_may_offer_less() -> None:
    template = changed(GOOD, "Nodes", "Properties", "NumCacheClusters", to={"Fn::If": ["IsLarge", 2, 1]})
    template = changed(template, "Nodes", *SWITCH, to={"Fn::If": ["IsLarge", True, False]})
    template["Parameters"] = {"Size": {"Type": "String"}}
    template["Conditions"] = {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]}}
    assert found(Rule, template) == []


@pytest.mark.parametrize(("environment", "count"), [("dev", 0), ("prod", 1)])
def test_with_values_in_place_only_production_is_held_to_it(environment: str, count: int) -> None:
    template = changed(GOOD, "Nodes", "Properties", "NumCacheClusters", to="1")
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert len(found(Rule, template)) == count
