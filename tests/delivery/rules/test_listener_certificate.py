"""A listener that has a certificate uses it."""

from typing import Any

import pytest

from delivery.rules.listener_certificate import ListenerCertificate as Rule
from tests.delivery.rules.container_lab import conditional
from tests.delivery.rules.lab import findings, found, resource, resources

CERTIFICATES = [{"CertificateArn": {"Ref": "Certificate"}}]
PROTOCOL = "Listener/Properties/Protocol"


def listener(protocol: Any, **properties: Any) -> dict[str, Any]:
    return resources(Listener=resource("AWS::ElasticLoadBalancingV2::Listener", Protocol=protocol, **properties))


@pytest.mark.parametrize("protocol", ["HTTPS", "TLS", "QUIC"])
def test_a_listener_that_encrypts_is_fine(protocol: str) -> None:
    assert found(Rule, listener(protocol, Certificates=CERTIFICATES, SslPolicy="any")) == []


@pytest.mark.parametrize("protocol", ["HTTP", "TCP", "UDP"])
def test_a_listener_that_has_nothing_to_encrypt_with_is_no_matter_here(protocol: str) -> None:
    assert found(Rule, listener(protocol)) == []


@pytest.mark.parametrize("protocol", ["HTTP", "TCP", "UDP", "TCP_UDP"])
def test_a_certificate_that_is_not_used_is_found(protocol: str) -> None:
    assert findings(Rule, listener(protocol, Certificates=CERTIFICATES)) == [
        (PROTOCOL, f"Protocol is {protocol}, and the listener has Certificates. {Rule.advice}")
    ]
    assert found(Rule, listener(protocol, SslPolicy={"Ref": "Policy"})) == [PROTOCOL]


def test_a_protocol_that_is_not_known_is_left_alone() -> None:
    assert found(Rule, listener({"Ref": "Protocol"}, Certificates=CERTIFICATES)) == []


def test_a_listener_that_encrypts_where_it_has_a_certificate_is_fine() -> None:
    protocol = {"Fn::If": ["Encrypted", "HTTPS", "HTTP"]}
    certificates = {"Fn::If": ["Encrypted", CERTIFICATES, {"Ref": "AWS::NoValue"}]}
    assert found(Rule, conditional(listener(protocol, Certificates=certificates), "Encrypted")) == []
    assert found(Rule, conditional(listener(protocol, Certificates=CERTIFICATES), "Encrypted")) == [
        f"{PROTOCOL}/Fn::If/2"
    ]
