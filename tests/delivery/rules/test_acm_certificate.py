"""The certificates of a load balancer come from ACM."""

from typing import Any

import pytest

from delivery.rules.acm_certificate import AcmCertificate as Rule
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, found, resource, resources

UPLOADED = "arn:aws:iam::111122223333:server-certificate/main"
ARN = ("One", "Properties", "Certificates", 0, "CertificateArn")
TYPES = ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerCertificate"]


def one(arn: Any, type_: str = TYPES[0]) -> dict[str, Any]:
    return resources(One=resource(type_, Certificates=[{"CertificateArn": arn}]))


@pytest.mark.parametrize("arn", ["arn:aws:acm:eu-west-1:111122223333:certificate/0f1e", {"Ref": "Certificate"}])
def test_a_certificate_of_acm_is_fine(arn: Any) -> None:
    assert found(Rule, one(arn)) == []


@pytest.mark.parametrize("type_", TYPES)
def test_an_uploaded_certificate_is_found(type_: str) -> None:
    assert found(Rule, one(UPLOADED, type_)) == [place(*ARN)]


def test_also_where_its_name_is_put_together() -> None:
    name = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:server-certificate/${Name}"}
    assert found(Rule, one(name)) == [place(*ARN)]


def test_a_listener_without_certificates_is_fine() -> None:
    assert found(Rule, changed(one(UPLOADED), "One", "Properties", to={"Protocol": "HTTP"})) == []
    assert found(Rule, changed(one(UPLOADED), *ARN[:3], to={"Ref": "Certificates"})) == []
    assert found(Rule, changed(one(UPLOADED), *ARN[:3], to=UPLOADED)) == []


def test_only_the_answer_that_was_uploaded_is_found() -> None:
    arn = {"Fn::If": ["Old", UPLOADED, {"Ref": "Certificate"}]}
    assert found(Rule, conditional(one(arn), "Old")) == [place(*ARN, "Fn::If", 1)]
