"""Beside an HTTPS listener, HTTP only sends people on to it."""

from typing import Any

import pytest

from delivery.rules.http_redirect import HttpRedirect as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

REDIRECT = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
FORWARD = {"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}
ACTIONS = ("Plain", "Properties", "DefaultActions")


def listener(protocol: Any, *actions: Any, balancer: str = "Balancer") -> dict[str, Any]:
    return resource(
        "AWS::ElasticLoadBalancingV2::Listener",
        LoadBalancerArn={"Ref": balancer},
        Protocol=protocol,
        DefaultActions=list(actions),
    )


def both(*actions: Any) -> dict[str, Any]:
    return resources(Plain=listener("HTTP", *actions), Encrypted=listener("HTTPS", FORWARD))


def fixed(status: Any) -> dict[str, Any]:
    return {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": status}}


def test_a_redirect_is_fine() -> None:
    assert found(Rule, both(REDIRECT)) == []


def test_an_answer_over_http_is_found() -> None:
    assert findings(Rule, both(FORWARD)) == [
        (
            place(*ACTIONS, 0),
            f"This HTTP listener answers, though its balancer has an HTTPS listener. {Rule.advice}",
        )
    ]
    assert found(Rule, both(fixed("200"))) == [place(*ACTIONS, 0)]


@pytest.mark.parametrize("to", [{"Port": "8080"}, {"Protocol": "HTTP"}])
def test_a_redirect_that_stays_on_http_is_found(to: dict[str, Any]) -> None:
    """Without a protocol it keeps the one that was asked for."""
    assert found(Rule, both({"Type": "redirect", "RedirectConfig": to})) == [place(*ACTIONS, 0)]


@pytest.mark.parametrize("status", ["403", 404, "503"])
def test_a_refusal_gives_nothing_away(status: object) -> None:
    assert found(Rule, both(fixed(status))) == []


def test_without_an_https_listener_there_is_nowhere_to_go() -> None:
    assert found(Rule, without(both(FORWARD), "Encrypted")) == []
    assert found(Rule, changed(both(FORWARD), "Encrypted", to=listener("HTTPS", FORWARD, balancer="Other"))) == []


def test_what_is_not_known_is_left_alone() -> None:
    assert found(Rule, both({"Type": {"Ref": "Kind"}})) == []
    assert found(Rule, both({"Type": "redirect", "RedirectConfig": {"Protocol": {"Ref": "To"}}})) == []
    assert found(Rule, both(fixed({"Ref": "Status"}))) == []
    assert found(Rule, changed(both(), *ACTIONS, to={"Ref": "Actions"})) == []


def test_an_answer_is_found_only_where_the_https_listener_exists() -> None:
    """Without a certificate plain HTTP is all there is."""
    action = {"Fn::If": ["Encrypted", REDIRECT, FORWARD]}
    template = changed(both(action), "Encrypted", "Condition", to="Encrypted")
    assert found(Rule, conditional(template, "Encrypted")) == []
    always = changed(both(FORWARD), "Encrypted", "Condition", to="Encrypted")
    assert found(Rule, conditional(always, "Encrypted")) == [place(*ACTIONS, 0)]
