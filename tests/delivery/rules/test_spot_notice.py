"""A task on Spot drains and stops within its two minutes."""

from typing import Any

import pytest

from delivery.rules._balancing import DRAIN
from delivery.rules.spot_notice import SpotNotice as Rule
from tests.delivery.rules.balancing_lab import GROUP, SERVICE, group, service, task
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

FARGATE = {"CapacityProvider": "FARGATE", "Base": 1, "Weight": 1}
SPOT = {"CapacityProvider": "FARGATE_SPOT", "Weight": 1}
VALUE = (*GROUP, "TargetGroupAttributes", 0, "Value")
STRATEGY = (*SERVICE, "CapacityProviderStrategy")
TIMEOUT = ("Task", "Properties", "ContainerDefinitions", 0, "StopTimeout")


def tasks(drain: Any, stop: Any, *shares: Any) -> dict[str, Any]:
    return resources(
        Service=service(CapacityProviderStrategy=list(shares or (FARGATE, SPOT))),
        Group=group({DRAIN: drain}),
        Task=task(StopTimeout=stop),
    )


def test_two_minutes_for_both_are_fine() -> None:
    assert found(Rule, tasks("60", 60)) == []
    assert found(Rule, tasks(0, 120)) == []


def test_more_than_two_minutes_are_found() -> None:
    assert findings(Rule, tasks("61", 60)) == [
        (
            place(*VALUE),
            f"Service may run on Spot: 61 seconds to drain and 60 to stop are 121. {Rule.advice}",
        )
    ]


def test_the_container_that_takes_longest_counts() -> None:
    """The log router beside it has the default of 30 seconds."""
    assert found(Rule, tasks("91", 5)) == [place(*VALUE)]
    assert found(Rule, tasks("90", 5)) == []


def test_what_is_not_written_has_its_default() -> None:
    assert found(Rule, without(tasks("30", 60), *GROUP, "TargetGroupAttributes")) == [place(*GROUP)]
    assert found(Rule, without(tasks("91", 60), *TIMEOUT)) == [place(*VALUE)]


def test_draining_alone_may_be_too_much() -> None:
    """Nothing is known of how long the task takes to stop."""
    elsewhere = without(tasks("121", 60), "Task")
    assert found(Rule, elsewhere) == [place(*VALUE)]
    assert found(Rule, changed(elsewhere, *VALUE, to="120")) == []


@pytest.mark.parametrize("share", [{"Weight": {"Ref": "SpotWeight"}}, {"Weight": 0, "Base": 1}, {"Weight": "3"}])
def test_a_share_that_may_be_more_than_none_counts(share: dict[str, Any]) -> None:
    spot = {"CapacityProvider": "FARGATE_SPOT", **share}
    assert found(Rule, tasks("110", 60, FARGATE, spot)) == [place(*VALUE)]


@pytest.mark.parametrize("share", [{}, {"Weight": 0}, {"Weight": "0", "Base": 0}])
def test_without_a_share_nothing_runs_on_spot(share: dict[str, Any]) -> None:
    spot = {"CapacityProvider": "FARGATE_SPOT", **share}
    assert found(Rule, tasks("110", 60, FARGATE, spot)) == []


def test_fargate_alone_leaves_all_the_time() -> None:
    assert found(Rule, tasks("300", 120, FARGATE)) == []


def test_a_service_without_a_strategy_has_that_of_its_cluster() -> None:
    template = without(tasks("110", 60), *STRATEGY)
    assert found(Rule, template) == []
    cluster = resource("AWS::ECS::Cluster", DefaultCapacityProviderStrategy=[SPOT])
    template = changed(changed(template, "Cluster", to=cluster), *SERVICE, "Cluster", to={"Ref": "Cluster"})
    assert found(Rule, template) == [place(*VALUE)]
    assert found(Rule, changed(template, *SERVICE, "LaunchType", to="FARGATE")) == []


def test_a_second_target_group_of_a_deployment_counts_too() -> None:
    green = {**group({DRAIN: "110"})}
    template = changed(tasks("30", 60), "Green", to=green)
    shift = {"AlternateTargetGroupArn": {"Ref": "Green"}}
    template = changed(template, *SERVICE, "LoadBalancers", 0, "AdvancedConfiguration", to=shift)
    assert found(Rule, template) == ["Green/Properties/TargetGroupAttributes/0/Value"]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, tasks({"Ref": "Drain"}, 120)) == []
    assert found(Rule, tasks("60", {"Ref": "Stop"})) == []
    assert found(Rule, changed(tasks("110", 60), *STRATEGY, to={"Ref": "Strategy"})) == []
    assert found(Rule, changed(tasks("110", 60), *SERVICE, "LoadBalancers", to="Group")) == []


def test_only_the_answer_that_uses_spot_is_found() -> None:
    spot = {"Fn::If": ["Cheap", SPOT, {"Ref": "AWS::NoValue"}]}
    drain = {"Fn::If": ["Cheap", "60", "300"]}
    assert found(Rule, conditional(tasks(drain, 60, FARGATE, spot), "Cheap")) == []
    assert found(Rule, conditional(tasks({"Fn::If": ["Cheap", "90", "30"]}, 60, FARGATE, spot), "Cheap")) == [
        place(*VALUE, "Fn::If", 1)
    ]


def test_a_weight_that_a_rule_of_the_template_keeps_at_none_is_none() -> None:
    """CloudFormation refuses any other value; with a condition it may not."""
    spot = {"CapacityProvider": "FARGATE_SPOT", "Weight": {"Ref": "SpotWeight"}}
    template = tasks("110", 60, FARGATE, spot)
    template["Parameters"] = {"SpotWeight": {"Type": "Number", "Default": 0}}
    kept = {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "SpotWeight"}, "0"]}, "AssertDescription": "No Spot"}]}
    assert found(Rule, {**template, "Rules": {"NoSpot": kept}}) == []
    sometimes = {**kept, "RuleCondition": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, {**template, "Rules": {"NoSpot": sometimes}}) == [place(*VALUE)]
