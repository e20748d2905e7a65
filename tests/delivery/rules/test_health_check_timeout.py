"""A health check ends before the next one begins."""

import pytest

from delivery.rules.health_check_timeout import HealthCheckTimeout as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import findings, found


@pytest.mark.parametrize(("interval", "timeout"), [(10, 9), (6, 5), ("30", "5")])
def test_a_timeout_below_the_interval_is_fine(interval: object, timeout: object) -> None:
    assert found(Rule, one_group(HealthCheckIntervalSeconds=interval, HealthCheckTimeoutSeconds=timeout)) == []


def test_the_defaults_are_fine() -> None:
    """Every 30 seconds, for 5."""
    assert found(Rule, one_group()) == []
    assert found(Rule, one_group(HealthCheckTimeoutSeconds=29)) == []
    assert found(Rule, one_group(HealthCheckIntervalSeconds=6)) == []


@pytest.mark.parametrize(("interval", "timeout"), [(10, 10), (10, 15)])
def test_a_timeout_that_reaches_the_interval_is_found(interval: int, timeout: int) -> None:
    template = one_group(HealthCheckIntervalSeconds=interval, HealthCheckTimeoutSeconds=timeout)
    assert findings(Rule, template) == [
        (
            place(*GROUP, "HealthCheckTimeoutSeconds"),
            f"The timeout of {timeout} seconds is not below the interval of {interval}. {Rule.advice}",
        )
    ]


def test_one_of_the_two_is_enough() -> None:
    assert found(Rule, one_group(HealthCheckTimeoutSeconds=30)) == [place(*GROUP, "HealthCheckTimeoutSeconds")]
    assert found(Rule, one_group(HealthCheckIntervalSeconds=5)) == [place(*GROUP, "HealthCheckIntervalSeconds")]


@pytest.mark.parametrize("other", [{"Protocol": "TCP"}, {"TargetType": "lambda"}, {"Protocol": {"Ref": "Protocol"}}])
def test_only_application_load_balancers_ask_for_it(other: dict[str, object]) -> None:
    assert found(Rule, one_group(HealthCheckIntervalSeconds=10, HealthCheckTimeoutSeconds=10, **other)) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group(HealthCheckIntervalSeconds={"Ref": "Interval"}, HealthCheckTimeoutSeconds=60)) == []
    assert found(Rule, one_group(HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds={"Ref": "Timeout"})) == []


def test_a_condition_is_followed() -> None:
    timeout = {"Fn::If": ["Patient", 40, 5]}
    assert found(Rule, conditional(one_group(HealthCheckTimeoutSeconds=timeout), "Patient")) == [
        place(*GROUP, "HealthCheckTimeoutSeconds", "Fn::If", 1)
    ]
