"""What goes from a load balancer to its targets is encrypted."""

import pytest

from delivery.rules.target_group_tls import TargetGroupTls as Rule
from tests.delivery.rules.balancing_lab import GROUP, group, listener, one_group
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, found, resource, resources

PROTOCOL = place(*GROUP, "Protocol")


@pytest.mark.parametrize("protocol", ["HTTPS", "TLS", "GENEVE", "QUIC"])
def test_a_target_group_that_encrypts_is_fine(protocol: str) -> None:
    assert found(Rule, one_group(Protocol=protocol)) == []


def test_plain_http_is_found() -> None:
    assert found(Rule, one_group(Protocol="HTTP")) == [PROTOCOL]
    assert found(Rule, one_group(Protocol="HTTP", TargetType="instance")) == [PROTOCOL]


def test_functions_have_no_protocol() -> None:
    assert found(Rule, resources(Group=resource("AWS::ElasticLoadBalancingV2::TargetGroup", TargetType="lambda"))) == []


def test_tcp_passes_on_what_arrives() -> None:
    """Where the listener is TCP as well, the client and the task agree on TLS between them."""
    assert found(Rule, resources(Group=group(Protocol="TCP"), Listener=listener("TCP"))) == []
    assert found(Rule, resources(Group=group(Protocol="TCP"), Listener=listener("TLS", "Other"))) == []


def test_tcp_behind_a_tls_listener_is_found() -> None:
    assert found(Rule, resources(Group=group(Protocol="TCP"), Listener=listener("TLS"))) == [PROTOCOL]


def test_a_protocol_that_is_not_known_is_left_alone() -> None:
    assert found(Rule, one_group(Protocol={"Ref": "Protocol"})) == []
    assert found(Rule, changed(one_group(), "Group", "Properties", to={"TargetGroupAttributes": "none"})) == []


def test_only_the_answer_that_leads_to_http_is_found() -> None:
    template = one_group(Protocol={"Fn::If": ["Encrypted", "HTTPS", "HTTP"]})
    assert found(Rule, conditional(template, "Encrypted")) == [f"{PROTOCOL}/Fn::If/2"]
