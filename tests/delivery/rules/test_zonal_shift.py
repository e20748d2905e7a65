"""Traffic can be moved away from a zone that is in trouble."""

from typing import Any

import pytest

from delivery.rules.zonal_shift import SWITCH
from delivery.rules.zonal_shift import ZonalShift as Rule
from tests.delivery.rules.balancing_lab import BALANCER, balancer
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, found, resources, without

VALUE = place(*BALANCER, "LoadBalancerAttributes", 0, "Value")


def one(having: dict[str, Any], /, **properties: Any) -> dict[str, Any]:
    return resources(Balancer=balancer(having, **properties))


@pytest.mark.parametrize("value", ["true", True])
@pytest.mark.parametrize("kind", ["application", "network"])
def test_a_balancer_that_allows_it_is_fine(kind: str, value: object) -> None:
    assert found(Rule, one({SWITCH: value}, Type=kind)) == []


def test_a_switch_that_is_off_is_found() -> None:
    assert found(Rule, one({SWITCH: "false"})) == [VALUE]
    assert found(Rule, one({SWITCH: "false"}, Type="network")) == [VALUE]


def test_a_balancer_that_does_not_say_so_is_found() -> None:
    """The type that is not written is application."""
    assert found(Rule, one({"idle_timeout.timeout_seconds": "60"})) == [place(*BALANCER, "LoadBalancerAttributes")]
    assert found(Rule, without(one({}), *BALANCER, "LoadBalancerAttributes")) == [place(*BALANCER)]


@pytest.mark.parametrize("kind", ["gateway", {"Ref": "Kind"}])
def test_other_balancers_have_no_zonal_shift(kind: object) -> None:
    assert found(Rule, one({}, Type=kind)) == []


@pytest.mark.parametrize("attributes", [{"Ref": "Attributes"}, [{"Fn::If": ["Unclear", {"Key": SWITCH}]}]])
def test_attributes_that_are_not_known_are_left_alone(attributes: object) -> None:
    assert found(Rule, changed(one({}), *BALANCER, "LoadBalancerAttributes", to=attributes)) == []


def test_a_value_that_is_a_parameter_is_left_alone() -> None:
    assert found(Rule, one({SWITCH: {"Ref": "Shift"}})) == []


def test_only_the_answer_that_switches_it_off_is_found() -> None:
    template = one({SWITCH: {"Fn::If": ["Shift", "true", "false"]}})
    assert found(Rule, conditional(template, "Shift")) == [f"{VALUE}/Fn::If/2"]
