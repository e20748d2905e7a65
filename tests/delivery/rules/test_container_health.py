"""Without a load balancer each essential container has a health check."""

from delivery.rules.container_health import ContainerHealth as Rule
from tests.delivery.rules.container_lab import CONTAINER, CONTAINERS, SERVICE, conditional, place, service, task
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = task({"Name": "worker", "HealthCheck": {"Command": ["CMD", "healthy"], "StartPeriod": 30}})
GOOD["Resources"] |= service(TaskDefinition={"Ref": "Task"})["Resources"]
BARE = without(GOOD, *CONTAINER, "HealthCheck")
BALANCED = [{"TargetGroupArn": "arn", "ContainerName": "worker", "ContainerPort": 80}]


def test_a_worker_with_a_health_check_is_good() -> None:
    assert found(Rule, GOOD) == []


def test_a_worker_without_one_is_found() -> None:
    assert findings(Rule, BARE) == [
        (
            place(*CONTAINER),
            f"The container worker has no health check, and Service is behind no load balancer. {Rule.advice}",
        )
    ]
    assert found(Rule, changed(BARE, *SERVICE, "LoadBalancers", to=[])) == [place(*CONTAINER)]


def test_a_check_that_is_switched_off_is_none() -> None:
    assert found(Rule, changed(GOOD, *CONTAINER, "HealthCheck", "Command", to=["NONE"])) == [
        place(*CONTAINER, "HealthCheck")
    ]


def test_each_essential_container_needs_one() -> None:
    """One that is not may die without an end to its task."""
    beside = changed(GOOD, *CONTAINERS, to=[GOOD["Resources"]["Task"]["Properties"]["ContainerDefinitions"][0], {}])
    assert found(Rule, beside) == [place(*CONTAINERS, 1)]
    assert found(Rule, changed(beside, *CONTAINERS, 1, "Essential", to=False)) == []


def test_a_load_balancer_or_lattice_asks_the_task() -> None:
    assert found(Rule, changed(BARE, *SERVICE, "LoadBalancers", to=BALANCED)) == []
    assert found(Rule, changed(BARE, *SERVICE, "VpcLatticeConfigurations", to=[{"PortName": "http"}])) == []


def test_only_services_ask_for_health() -> None:
    """A task that a schedule starts ends by itself."""
    assert found(Rule, without(BARE, *SERVICE, "TaskDefinition")) == []
    assert (
        found(Rule, changed(BARE, *SERVICE, "TaskDefinition", to="arn:aws:ecs:eu-west-1:111122223333:task/a:1")) == []
    )


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(BARE, *SERVICE, "LoadBalancers", to={"Ref": "Balancers"})) == []
    assert found(Rule, changed(GOOD, *CONTAINER, "HealthCheck", to={"Ref": "Check"})) == []


def test_a_service_that_is_behind_a_balancer_only_sometimes_is_found() -> None:
    balancers = {"Fn::If": ["Public", BALANCED, {"Ref": "AWS::NoValue"}]}
    template = changed(BARE, *SERVICE, "LoadBalancers", to=balancers)
    assert found(Rule, conditional(template, "Public")) == [place(*CONTAINER)]
    check = {"Fn::If": ["Public", {"Ref": "AWS::NoValue"}, {"Command": ["CMD", "healthy"]}]}
    assert found(Rule, conditional(changed(template, *CONTAINER, "HealthCheck", to=check), "Public")) == []
