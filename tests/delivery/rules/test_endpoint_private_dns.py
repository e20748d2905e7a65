"""An interface endpoint answers to the service's own name."""

from typing import Any

import pytest

from delivery.rules.endpoint_private_dns import EndpointPrivateDns as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources
from tests.delivery.rules.network_lab import ENDPOINT, endpoint

SWITCH = place(*ENDPOINT, "PrivateDnsEnabled")


def one(service: Any = "logs", kind: Any = "Interface", /, **properties: Any) -> dict[str, Any]:
    return resources(Endpoint=endpoint(service, kind, **properties))


@pytest.mark.parametrize("switch", [True, "true", {"Ref": "PrivateDns"}])
def test_an_endpoint_with_the_name_is_fine(switch: object) -> None:
    assert found(Rule, one(PrivateDnsEnabled=switch)) == []


@pytest.mark.parametrize("service", ["logs", "ecr.api", "ecr.dkr", "secretsmanager"])
def test_an_endpoint_without_the_name_is_found(service: str) -> None:
    """Where nothing is written it is off."""
    assert found(Rule, one(service)) == [place(*ENDPOINT)]
    assert findings(Rule, one(service, PrivateDnsEnabled=False)) == [
        (SWITCH, f"PrivateDnsEnabled is false for this interface endpoint. {Rule.advice}")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "com.amazonaws.eu-west-1.logs",
        {"Fn::Join": ["", ["com.amazonaws.", {"Ref": "AWS::Region"}, ".logs"]]},
        {"Fn::Sub": ["com.amazonaws.${Where}.logs", {"Where": {"Ref": "AWS::Region"}}]},
    ],
)
def test_the_name_of_the_service_may_be_written_in_any_way(name: Any) -> None:
    assert found(Rule, changed(one(), *ENDPOINT, "ServiceName", to=name)) == [place(*ENDPOINT)]


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_services_with_gateway_endpoints_need_no_name_here(service: str) -> None:
    assert found(Rule, one(service)) == []
    assert found(Rule, one(service, "Gateway")) == []


@pytest.mark.parametrize("name", ["com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", {"Ref": "Service"}])
def test_services_of_others_have_names_of_their_own(name: Any) -> None:
    assert found(Rule, changed(one(), *ENDPOINT, "ServiceName", to=name)) == []


def test_a_record_of_ones_own_is_as_good() -> None:
    """So that several VPCs share an endpoint."""
    target = {
        "DNSName": {
            "Fn::Select": [1, {"Fn::Split": [":", {"Fn::Select": [0, {"Fn::GetAtt": ["Endpoint", "DnsEntries"]}]}]}]
        }
    }
    record = resource("AWS::Route53::RecordSet", Name="logs.eu-west-1.amazonaws.com", Type="A", AliasTarget=target)
    assert found(Rule, changed(one(), "Record", to=record)) == []


def test_only_the_answer_without_the_name_is_found() -> None:
    switch = {"Fn::If": ["Named", True, False]}
    assert found(Rule, conditional(one(PrivateDnsEnabled=switch), "Named")) == [f"{SWITCH}/Fn::If/2"]
