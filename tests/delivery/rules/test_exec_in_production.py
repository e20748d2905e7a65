"""Shell access to containers is off unless an environment asks for it."""

from delivery.rules.exec_in_production import ExecInProduction as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service, valued, with_parameter
from tests.delivery.rules.lab import findings, found

SWITCH = place(*SERVICE, "EnableExecuteCommand")
ON = service(EnableExecuteCommand=True)


def test_off_is_good() -> None:
    assert found(Rule, service()) == []
    assert found(Rule, service(EnableExecuteCommand=False)) == []


def test_on_is_found() -> None:
    assert findings(Rule, ON) == [(SWITCH, f"EnableExecuteCommand is true. {Rule.advice}")]
    assert found(Rule, service(EnableExecuteCommand="true")) == [SWITCH]


def test_a_parameter_is_good_when_its_default_is_off() -> None:
    template = service(EnableExecuteCommand={"Ref": "Shell"})
    assert found(Rule, with_parameter(template, "Shell", Default="false")) == []
    assert found(Rule, with_parameter(template, "Shell")) == []
    assert findings(Rule, with_parameter(template, "Shell", Default="true")) == [
        (SWITCH, f"EnableExecuteCommand is a parameter whose default is true. {Rule.advice}")
    ]


def test_an_environment_may_ask_for_it_but_not_production() -> None:
    assert found(Rule, valued(ON, "dev")) == []
    for name in ("prod", "production", "Prod-eu"):
        assert found(Rule, valued(ON, name)) == [SWITCH]


def test_a_branch_that_switches_it_on_is_found() -> None:
    template = service(EnableExecuteCommand={"Fn::If": ["Debug", True, False]})
    assert found(Rule, conditional(template, "Debug")) == [place(SWITCH, "Fn::If", 1)]
