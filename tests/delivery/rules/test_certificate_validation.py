"""A certificate renews itself."""

from typing import Any

import pytest

from delivery.rules.certificate_validation import CertificateValidation as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

METHOD = ("Certificate", "Properties", "ValidationMethod")
GOOD = resources(
    Certificate=resource("AWS::CertificateManager::Certificate", DomainName="example.com", ValidationMethod="DNS")
)


@pytest.mark.parametrize("method", ["DNS", "HTTP", {"Ref": "Method"}])
def test_one_that_needs_no_person_is_fine(method: Any) -> None:
    assert found(Rule, changed(GOOD, *METHOD, to=method)) == []


def test_one_that_is_validated_by_mail_is_found() -> None:
    assert found(Rule, changed(GOOD, *METHOD, to="EMAIL")) == ["/".join(METHOD)]


def test_also_where_that_is_only_the_default() -> None:
    ((place, message),) = findings(Rule, without(GOOD, *METHOD))
    assert place == "Certificate/Properties"
    assert "by default" in message


def test_a_private_authority_validates_nothing() -> None:
    private = changed(without(GOOD, *METHOD), "Certificate", "Properties", "CertificateAuthorityArn", to={"Ref": "Ca"})
    assert found(Rule, private) == []


def test_a_condition_may_choose_mail() -> None:
    template = changed(GOOD, *METHOD, to={"Fn::If": ["HasZone", "DNS", "EMAIL"]})
    template["Conditions"] = {"HasZone": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == [f"{'/'.join(METHOD)}/Fn::If/2"]
