"""A role trusts a service or a named role, never everybody or a whole account."""

from typing import Any

import pytest

from delivery.rules.trust_anybody import TrustAnybody as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

ALLOW = {"Effect": "Allow", "Action": "sts:AssumeRole"}
GOOD = resources(
    Task=resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument={
            "Version": "2012-10-17",
            "Statement": [{**ALLOW, "Principal": {"Service": "ecs-tasks.amazonaws.com"}}],
        },
    ),
)
STATEMENT = "Task/Properties/AssumeRolePolicyDocument/Statement/0"


def _with(**statement: Any) -> dict[str, Any]:
    return changed(GOOD, *_path("Statement"), to=[{**ALLOW, **statement}])


def _path(*names: str) -> tuple[str, ...]:
    return ("Task", "Properties", "AssumeRolePolicyDocument", *names)


def test_a_role_may_trust_a_service() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    ("principal", "place"),
    [
        ("*", "Principal"),
        ({"AWS": "*"}, "Principal/AWS"),
        ({"AWS": ["arn:aws:iam::111122223333:role/one", "*"]}, "Principal/AWS/1"),
        ({"AWS": "arn:aws:iam::111122223333:root"}, "Principal/AWS"),
        ({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::111122223333:root"}}, "Principal/AWS"),
        ({"AWS": "111122223333"}, "Principal/AWS"),
    ],
)
def test_everybody_and_whole_accounts_are_found(principal: Any, place: str) -> None:
    assert found(Rule, _with(Principal=principal)) == [f"{STATEMENT}/{place}"]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "arn:aws:iam::111122223333:role/one"},
        {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
        {"AWS": {"Fn::Sub": "arn:aws:iam::${TrustedAccount}:root"}},
        {"AWS": {"Ref": "TrustedRoleArn"}},
        {"Federated": "cognito-identity.amazonaws.com"},
    ],
)
def test_a_role_the_own_account_and_what_is_not_known_are_fine(principal: Any) -> None:
    assert found(Rule, _with(Principal=principal)) == []


def test_all_but_some_is_everybody() -> None:
    assert found(Rule, _with(NotPrincipal={"AWS": "arn:aws:iam::111122223333:role/one"})) == [
        f"{STATEMENT}/NotPrincipal"
    ]


def test_whoever_is_singled_out_by_a_condition_is_fine() -> None:
    """An external id is how a provider of software is let in."""
    whole = {"AWS": "arn:aws:iam::111122223333:root"}
    assert found(Rule, _with(Principal=whole, Condition={"StringEquals": {"sts:ExternalId": "a1b2"}})) == []
    assert found(Rule, _with(Principal=whole, Condition={"Ref": "Somewhere"})) == []
    assert found(Rule, _with(Principal=whole, Condition={"Bool": {"aws:SecureTransport": "true"}})) == [
        f"{STATEMENT}/Principal/AWS"
    ]


def test_who_is_denied_is_not_trusted() -> None:
    assert found(Rule, _with(Effect="Deny", Principal="*")) == []


def test_a_principal_that_a_condition_chooses_is_found_in_its_branch() -> None:
    template = _with(Principal={"Fn::If": ["IsOpen", {"AWS": "*"}, {"Service": "ecs-tasks.amazonaws.com"}]})
    template["Parameters"] = {"Open": {"Type": "String"}}
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
    assert found(Rule, template) == [f"{STATEMENT}/Principal/Fn::If/1/AWS"]


@pytest.mark.parametrize("document", ["text", [], {"Statement": "text"}, {"Statement": ["text", 1]}, {}])
def test_a_document_that_is_none_is_somebody_elses_business(document: Any) -> None:
    assert found(Rule, changed(GOOD, *_path(), to=document)) == []
