"""A service grows fast and shrinks slowly."""

from typing import Any

import pytest

from delivery.rules.scaling_cooldowns import ScalingCooldowns as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

TRACKING = ("Policy", "Properties", "TargetTrackingScalingPolicyConfiguration")
OUT, IN = (*TRACKING, "ScaleOutCooldown"), (*TRACKING, "ScaleInCooldown")


def of(growing: Any, shrinking: Any) -> dict[str, Any]:
    return resources(
        Target=resource("AWS::ApplicationAutoScaling::ScalableTarget", ServiceNamespace="ecs"),
        Policy=resource(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            ScalingTargetId={"Ref": "Target"},
            TargetTrackingScalingPolicyConfiguration={"ScaleOutCooldown": growing, "ScaleInCooldown": shrinking},
        ),
    )


GOOD = of(60, 300)


@pytest.mark.parametrize("pauses", [(60, 300), (300, 300), ("0", "60"), ({"Ref": "Out"}, {"Ref": "In"})])
def test_a_pause_before_shrinking_that_is_as_long_as_the_other_is_good(pauses: tuple[Any, Any]) -> None:
    assert found(Rule, of(*pauses)) == []


@pytest.mark.parametrize("pause", [OUT, IN])
def test_a_missing_pause_is_found(pause: tuple[str, ...]) -> None:
    assert findings(Rule, without(GOOD, *pause)) == [(place(*TRACKING), f"{pause[-1]} is not set. {Rule.advice}")]


def test_no_pause_or_a_short_one_before_shrinking_is_found() -> None:
    assert found(Rule, changed(GOOD, *IN, to=0)) == [place(*IN)]
    assert findings(Rule, of(300, 60)) == [
        (place(*IN), f"ScaleInCooldown is 60, shorter than ScaleOutCooldown 300. {Rule.advice}")
    ]
    assert found(Rule, of({"Ref": "Out"}, 60)) == []


def test_what_never_shrinks_needs_no_pause_for_it() -> None:
    template = changed(without(GOOD, *IN), *TRACKING, "DisableScaleIn", to=True)
    assert found(Rule, template) == []
    assert found(Rule, without(template, *OUT)) == [place(*TRACKING)]


def test_it_is_about_services() -> None:
    bare = without(without(GOOD, *OUT), *IN)
    assert found(Rule, bare) == [place(*TRACKING), place(*TRACKING)]
    assert found(Rule, changed(bare, "Target", "Properties", "ServiceNamespace", to="dynamodb")) == []
    alone = changed(without(bare, "Target"), "Policy", "Properties", "ScalableDimension", to="ecs:service:DesiredCount")
    assert found(Rule, alone) == [place(*TRACKING), place(*TRACKING)]


def test_policies_in_steps_are_left_alone() -> None:
    assert found(Rule, without(GOOD, *TRACKING)) == []
    assert found(Rule, changed(GOOD, *TRACKING, to={"Ref": "Tracking"})) == []


def test_a_branch_without_a_pause_is_found() -> None:
    template = changed(GOOD, *IN, to={"Fn::If": ["Hasty", 0, 300]})
    assert found(Rule, conditional(template, "Hasty")) == [place(*IN, "Fn::If", 1)]
