"""A health check asks a path that was chosen for it."""

import pytest

from delivery.rules.health_check_path import HealthCheckPath as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import found


@pytest.mark.parametrize("protocol", ["HTTP", "HTTPS"])
def test_a_path_is_fine(protocol: str) -> None:
    assert found(Rule, one_group(Protocol=protocol, HealthCheckPath="/healthy")) == []
    assert found(Rule, one_group(Protocol=protocol, HealthCheckPath={"Ref": "Path"})) == []


@pytest.mark.parametrize("protocol", ["HTTP", "HTTPS"])
def test_a_check_without_a_path_is_found(protocol: str) -> None:
    """What an Application Load Balancer sends requests to is checked over HTTP unless it says otherwise."""
    assert found(Rule, one_group(Protocol=protocol)) == [place(*GROUP)]


def test_a_network_load_balancer_that_checks_over_http_needs_one_too() -> None:
    assert found(Rule, one_group(Protocol="TCP", HealthCheckProtocol="HTTP")) == [place(*GROUP)]


@pytest.mark.parametrize("check", [{}, {"HealthCheckProtocol": "TCP"}, {"HealthCheckProtocol": {"Ref": "Check"}}])
def test_a_check_that_is_not_over_http_has_no_path(check: dict[str, object]) -> None:
    assert found(Rule, one_group(Protocol="TCP", **check)) == []


def test_functions_are_checked_only_if_somebody_asks() -> None:
    assert found(Rule, one_group(TargetType="lambda")) == []


def test_only_the_answer_without_a_path_is_found() -> None:
    path = {"Fn::If": ["Checked", "/healthy", {"Ref": "AWS::NoValue"}]}
    assert found(Rule, conditional(one_group(HealthCheckPath=path), "Checked")) == [
        place(*GROUP, "HealthCheckPath", "Fn::If", 2)
    ]
