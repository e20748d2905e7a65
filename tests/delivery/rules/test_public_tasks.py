"""Tasks have no public address unless an environment asks for it."""

from typing import Any

from delivery.rules.public_tasks import PublicTasks as Rule
from tests.delivery.rules.container_lab import SERVICE, conditional, place, service, valued, with_parameter
from tests.delivery.rules.lab import findings, found

ADDRESS = place(*SERVICE, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")


def of(address: Any) -> dict[str, Any]:
    return service(NetworkConfiguration={"AwsvpcConfiguration": {"AssignPublicIp": address}})


def test_no_address_is_good() -> None:
    assert found(Rule, of("DISABLED")) == []
    assert found(Rule, service()) == []


def test_a_public_address_is_found() -> None:
    assert findings(Rule, of("ENABLED")) == [(ADDRESS, f"AssignPublicIp is ENABLED. {Rule.advice}")]


def test_a_parameter_is_good_when_its_default_is_private() -> None:
    template = of({"Ref": "Address"})
    assert found(Rule, with_parameter(template, "Address", Default="DISABLED")) == []
    assert findings(Rule, with_parameter(template, "Address", Default="ENABLED")) == [
        (ADDRESS, f"AssignPublicIp is a parameter whose default is ENABLED. {Rule.advice}")
    ]


def test_an_environment_may_ask_for_it_but_not_production() -> None:
    assert found(Rule, valued(of("ENABLED"), "dev")) == []
    assert found(Rule, valued(of("ENABLED"), "prod")) == [ADDRESS]


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, service(NetworkConfiguration={"Ref": "Network"})) == []


def test_a_branch_with_an_address_is_found() -> None:
    template = of({"Fn::If": ["Cheap", "ENABLED", "DISABLED"]})
    assert found(Rule, conditional(template, "Cheap")) == [place(ADDRESS, "Fn::If", 1)]
