"""A deployment behind a load balancer is rolled back when alarms say so."""

import pytest

from delivery.rules.deployment_alarms import DeploymentAlarms as Rule
from tests.delivery.rules.container_lab import DEPLOYMENT, SERVICE, conditional, place, service, valued
from tests.delivery.rules.lab import changed, findings, found, without

GOOD = service(
    LoadBalancers=[{"TargetGroupArn": "arn", "ContainerName": "web", "ContainerPort": 80}],
    DeploymentConfiguration={"Alarms": {"AlarmNames": [{"Ref": "Errors"}], "Enable": True, "Rollback": True}},
)
ALARMS = (*DEPLOYMENT, "Alarms")
BARE = without(GOOD, *ALARMS)
STRATEGIES = ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]


def test_alarms_that_roll_back_are_good() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_none_is_found_whatever_the_strategy(strategy: str) -> None:
    assert findings(Rule, changed(BARE, *DEPLOYMENT, "Strategy", to=strategy)) == [
        (place(*DEPLOYMENT), f"This service is behind a load balancer and has no deployment alarms. {Rule.advice}")
    ]


def test_alarms_without_a_name_are_found() -> None:
    """That none of them works is no further news."""
    nothing = {"AlarmNames": [], "Enable": False, "Rollback": False}
    assert found(Rule, changed(GOOD, *ALARMS, to=nothing)) == [place(*ALARMS, "AlarmNames")]
    assert found(Rule, changed(GOOD, *ALARMS, "AlarmNames", to=[])) == [place(*ALARMS, "AlarmNames")]
    assert found(Rule, without(GOOD, *ALARMS, "AlarmNames")) == [place(*ALARMS)]
    assert found(Rule, changed(GOOD, *ALARMS, "AlarmNames", to={"Ref": "AlarmNames"})) == []


@pytest.mark.parametrize("name", ["Enable", "Rollback"])
def test_alarms_that_are_written_as_off_are_found_but_not_those_that_an_environment_switches_off(name: str) -> None:
    off = changed(GOOD, *ALARMS, name, to=False)
    assert findings(Rule, off) == [
        (place(*ALARMS, name), f"The deployment alarms do not work: {name} is false. {Rule.advice}")
    ]
    assert found(Rule, valued(off, "prod")) == [place(*ALARMS, name)]
    assert found(Rule, valued(off, "dev")) == []
    assert found(Rule, changed(GOOD, *ALARMS, name, to={"Ref": "RollbackOnAlarms"})) == []


def test_a_service_that_nobody_calls_needs_none() -> None:
    assert found(Rule, without(BARE, *SERVICE, "LoadBalancers")) == []
    assert found(Rule, changed(BARE, *SERVICE, "LoadBalancers", to=[])) == []
    assert found(Rule, changed(BARE, *SERVICE, "LoadBalancers", to={"Ref": "Balancers"})) == []


@pytest.mark.parametrize("controller", ["CODE_DEPLOY", "EXTERNAL", {"Ref": "Controller"}])
def test_other_controllers_have_alarms_of_their_own(controller: object) -> None:
    assert found(Rule, changed(BARE, *SERVICE, "DeploymentController", to={"Type": controller})) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, changed(GOOD, *ALARMS, to={"Ref": "Alarms"})) == []
    assert found(Rule, changed(GOOD, *DEPLOYMENT, to={"Fn::FindInMap": ["Deployment", "Main", "All"]})) == []


def test_a_condition_that_takes_them_away_is_found() -> None:
    alarms = {"Fn::If": ["Quiet", {"Ref": "AWS::NoValue"}, {"AlarmNames": ["a"], "Enable": True, "Rollback": True}]}
    template = conditional(changed(GOOD, *ALARMS, to=alarms), "Quiet")
    assert found(Rule, template) == [place(*ALARMS, "Fn::If", 1)]
