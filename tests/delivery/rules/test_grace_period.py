"""A new task behind a load balancer gets time to become healthy."""

from typing import Any

from delivery.rules.grace_period import NAME
from delivery.rules.grace_period import GracePeriod as Rule
from tests.delivery.rules.balancing_lab import GROUP, SERVICE, group, service, task
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resources, without

GRACE = (*SERVICE, NAME)
START = ("Task", "Properties", "ContainerDefinitions", 0, "HealthCheck", "StartPeriod")
CHECKS = {"HealthCheckIntervalSeconds": 10, "HealthyThresholdCount": 3}


def starting(grace: Any = 60, /, **properties: Any) -> dict[str, Any]:
    """A task that has a minute to start, behind a target group that calls it healthy after half of one."""
    return resources(
        Service=service(**{NAME: grace}, **properties),
        Group=group(**CHECKS),
        Task=task(HealthCheck={"Command": ["CMD", "/healthy"], "StartPeriod": 60}),
    )


def test_as_long_as_the_task_and_the_target_group_take_is_fine() -> None:
    assert found(Rule, starting(60)) == []
    assert found(Rule, starting("120")) == []


def test_no_grace_period_is_found() -> None:
    assert found(Rule, without(starting(), *GRACE)) == [place(*SERVICE)]


def test_less_than_the_container_has_to_start_is_found() -> None:
    assert findings(Rule, starting(59)) == [
        (place(*GRACE), f"{NAME} is 59, and The container web has 60 seconds to start. {Rule.advice}")
    ]


def test_less_than_the_target_group_takes_is_found() -> None:
    template = without(starting(29), "Task")
    assert findings(Rule, template) == [
        (place(*GRACE), f"{NAME} is 29, and Group takes 30 seconds to call a task healthy. {Rule.advice}")
    ]
    assert found(Rule, changed(template, *GRACE, to=30)) == []


def test_a_target_group_that_says_nothing_takes_two_and_a_half_minutes() -> None:
    """Every 30 seconds, five good answers."""
    silent = changed(without(starting(149), "Task"), "Group", to=group())
    assert found(Rule, silent) == [place(*GRACE)]
    assert found(Rule, changed(silent, *GRACE, to=150)) == []


def test_a_service_without_a_load_balancer_needs_none() -> None:
    assert found(Rule, without(without(starting(), *GRACE), *SERVICE, "LoadBalancers")) == []
    assert found(Rule, changed(without(starting(), *GRACE), *SERVICE, "LoadBalancers", to=[])) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, starting({"Ref": "Grace"})) == []
    assert found(Rule, changed(without(starting(), *GRACE), *SERVICE, "LoadBalancers", to={"Ref": "None"})) == []
    template = changed(starting(10), *GROUP, "HealthCheckIntervalSeconds", to={"Ref": "Interval"})
    assert found(Rule, changed(template, *START, to={"Ref": "Start"})) == []


def test_only_the_answer_that_is_too_short_is_found() -> None:
    assert found(Rule, conditional(starting({"Fn::If": ["Quick", 5, 60]}), "Quick")) == [place(*GRACE, "Fn::If", 1)] * 2
