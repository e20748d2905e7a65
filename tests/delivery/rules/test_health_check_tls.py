"""Targets that speak TLS are checked over TLS."""

import pytest

from delivery.rules.health_check_tls import HealthCheckTls as Rule
from tests.delivery.rules.balancing_lab import GROUP, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import findings, found

CHECK = place(*GROUP, "HealthCheckProtocol")


@pytest.mark.parametrize("protocol", ["HTTPS", "TLS"])
def test_a_check_over_https_is_fine(protocol: str) -> None:
    assert found(Rule, one_group(Protocol=protocol, HealthCheckProtocol="HTTPS")) == []


@pytest.mark.parametrize("protocol", ["HTTPS", "TLS"])
def test_a_check_over_http_of_an_encrypted_target_is_found(protocol: str) -> None:
    assert findings(Rule, one_group(Protocol=protocol, HealthCheckProtocol="HTTP")) == [
        (CHECK, f"Protocol is {protocol}, and HealthCheckProtocol is HTTP. {Rule.advice}")
    ]


def test_without_a_protocol_the_check_of_an_https_target_is_http() -> None:
    assert found(Rule, one_group(Protocol="HTTPS")) == [place(*GROUP)]


def test_a_tcp_check_of_a_tls_target_says_nothing_in_the_clear() -> None:
    """It only opens a connection; what is not HTTP behind a Network Load Balancer has no other check."""
    assert found(Rule, one_group(Protocol="TLS", HealthCheckProtocol="TCP")) == []
    assert found(Rule, one_group(Protocol="TLS")) == []


@pytest.mark.parametrize("protocol", ["HTTP", "TCP", {"Ref": "Protocol"}])
def test_targets_that_do_not_speak_tls_are_no_matter_here(protocol: object) -> None:
    assert found(Rule, one_group(Protocol=protocol, HealthCheckProtocol="HTTP")) == []


def test_a_check_that_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group(Protocol="HTTPS", HealthCheckProtocol={"Ref": "Check"})) == []


def test_only_the_answer_that_leads_to_http_is_found() -> None:
    check = {"Fn::If": ["Encrypted", "HTTPS", {"Ref": "AWS::NoValue"}]}
    template = conditional(one_group(Protocol="HTTPS", HealthCheckProtocol=check), "Encrypted")
    assert found(Rule, template) == [f"{CHECK}/Fn::If/2"]
