"""Beside Fargate Spot at least one task stays on Fargate."""

from typing import Any

import pytest

from delivery.rules.fargate_base import FargateBase as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

FARGATE = {"CapacityProvider": "FARGATE", "Base": 1, "Weight": 1}
SPOT = {"CapacityProvider": "FARGATE_SPOT", "Weight": 4}
OWNERS = {
    "AWS::ECS::Cluster": "DefaultCapacityProviderStrategy",
    "AWS::ECS::ClusterCapacityProviderAssociations": "DefaultCapacityProviderStrategy",
    "AWS::ECS::Service": "CapacityProviderStrategy",
}


def strategy(*shares: Any, owner: str = "AWS::ECS::Service") -> dict[str, Any]:
    return resources(One=resource(owner, **{OWNERS[owner]: list(shares)}))


@pytest.mark.parametrize("owner", OWNERS)
def test_one_task_on_fargate_is_enough(owner: str) -> None:
    """The reference architecture's development environment has a base of 1, and four times as much Spot."""
    assert found(Rule, strategy(FARGATE, SPOT, owner=owner)) == []
    assert found(Rule, strategy(SPOT, {**FARGATE, "Base": "2"}, owner=owner)) == []


@pytest.mark.parametrize("owner", OWNERS)
def test_a_base_that_is_missing_or_zero_is_found(owner: str) -> None:
    good = strategy(FARGATE, SPOT, owner=owner)
    where = ("One", "Properties", OWNERS[owner], 0)
    assert found(Rule, without(good, *where, "Base")) == [place(*where)]
    assert findings(Rule, changed(good, *where, "Base", to=0)) == [
        (
            place(*where, "Base"),
            f"Base is 0 on FARGATE, and FARGATE_SPOT is in the same strategy. {Rule.advice}",
        )
    ]


def test_spot_alone_or_with_the_base_is_found() -> None:
    assert found(Rule, strategy(SPOT)) == ["One/Properties/CapacityProviderStrategy/0"]
    based = {"CapacityProvider": "FARGATE_SPOT", "Base": 2}
    assert found(Rule, strategy(based, {"CapacityProvider": "FARGATE", "Weight": 1})) == [
        "One/Properties/CapacityProviderStrategy/1"
    ]


def test_spot_without_a_share_gets_no_task() -> None:
    bare = {"CapacityProvider": "FARGATE", "Weight": 1}
    assert found(Rule, strategy(bare, {"CapacityProvider": "FARGATE_SPOT", "Weight": 0})) == []
    assert found(Rule, strategy(bare, {"CapacityProvider": "FARGATE_SPOT"})) == []
    assert found(Rule, strategy(bare)) == []


def test_a_share_of_spot_that_is_a_parameter_may_be_one() -> None:
    spot = {"CapacityProvider": "FARGATE_SPOT", "Weight": {"Ref": "SpotWeight"}}
    assert found(Rule, strategy({"CapacityProvider": "FARGATE", "Weight": 1}, spot)) == [
        "One/Properties/CapacityProviderStrategy/0"
    ]
    assert found(Rule, strategy({**FARGATE, "Base": {"Ref": "FargateBase"}}, spot)) == []


def test_providers_that_are_not_known_are_left_alone() -> None:
    assert found(Rule, strategy({"CapacityProvider": {"Ref": "Provider"}, "Base": 1}, SPOT)) == []
    assert found(Rule, strategy({"CapacityProvider": {"Ref": "Instances"}, "Weight": 1})) == []
    assert found(Rule, changed(strategy(), "One", "Properties", to={"CapacityProviderStrategy": "FARGATE_SPOT"})) == []


def test_a_condition_that_moves_the_base_is_followed() -> None:
    base = {"Fn::If": ["Cheap", {"Ref": "AWS::NoValue"}, 1]}
    template = strategy({**FARGATE, "Base": base}, SPOT)
    assert found(Rule, conditional(template, "Cheap")) == ["One/Properties/CapacityProviderStrategy/0/Base/Fn::If/1"]
