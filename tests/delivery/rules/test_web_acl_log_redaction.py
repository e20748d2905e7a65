"""The log of a web ACL does not hold what signs people in."""

from typing import Any

import pytest

from delivery.rules.web_acl_log_redaction import WebAclLogRedaction as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

FIELDS = ("Logging", "Properties", "RedactedFields")


def header(name: str) -> dict[str, Any]:
    return {"SingleHeader": {"Name": name}}


GOOD = resources(
    Acl=resource("AWS::WAFv2::WebACL"),
    Logging=resource(
        "AWS::WAFv2::LoggingConfiguration",
        ResourceArn={"Fn::GetAtt": ["Acl", "Arn"]},
        RedactedFields=[header("Authorization"), header("cookie")],
    ),
)


def test_a_log_without_these_headers_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(("index", "name"), [(0, "authorization"), (1, "cookie")])
def test_a_header_that_is_shown_is_found(index: int, name: str) -> None:
    ((place, message),) = findings(Rule, without(GOOD, *FIELDS, index))
    assert place == "/".join(FIELDS)
    assert message.startswith(f"The log shows the header {name}")


def test_a_log_that_hides_nothing_is_found() -> None:
    assert found(Rule, without(GOOD, *FIELDS)) == ["Logging/Properties"] * 2


@pytest.mark.parametrize("fields", [{"Ref": "Fields"}, [{"Ref": "Field"}]])
def test_what_is_not_known_may_be_hidden(fields: Any) -> None:
    assert found(Rule, changed(GOOD, *FIELDS, to=fields)) == []


def protected(action: str, **keys: Any) -> dict[str, Any]:
    one = {"Action": action, "Field": {"FieldType": "SINGLE_HEADER", **keys}}
    template = without(GOOD, *FIELDS)
    return changed(template, "Acl", "Properties", "DataProtectionConfig", to={"DataProtections": [one]})


def test_the_acl_may_hide_them_itself() -> None:
    assert found(Rule, protected("SUBSTITUTION")) == []
    assert found(Rule, protected("HASH", FieldKeys=["authorization", "cookie"])) == []
    assert found(Rule, protected("HASH", FieldKeys=["cookie"])) == ["Logging/Properties"]


def test_a_condition_may_show_them() -> None:
    template = changed(GOOD, *FIELDS, 1, to={"Fn::If": ["IsOpen", {"Ref": "AWS::NoValue"}, header("cookie")]})
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["/".join(FIELDS)]
