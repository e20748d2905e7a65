"""Nobody mounts a file system without TLS."""

from typing import Any

import pytest

from delivery.rules.file_system_tls import FileSystemTls as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without


def _when(answer: Any) -> dict[str, Any]:
    return {"Bool": {"aws:SecureTransport": answer}}


ALLOW = {"Effect": "Allow", "Principal": {"AWS": {"Ref": "Role"}}, "Action": "elasticfilesystem:ClientMount"}
DENY = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "*", "Condition": _when("false")}
GOOD = resources(Files=resource("AWS::EFS::FileSystem", FileSystemPolicy={"Statement": [ALLOW, DENY]}))
POLICY = ("Files", "Properties", "FileSystemPolicy")
FOUND = ["Files/Properties/FileSystemPolicy"]


def _with(*statements: Any) -> dict[str, Any]:
    return changed(GOOD, *POLICY, "Statement", to=list(statements))


def test_a_policy_that_denies_plain_connections_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_a_file_system_without_a_policy_is_found() -> None:
    ((place, message),) = findings(Rule, without(GOOD, *POLICY))
    assert place == "Files/Properties"
    assert message.startswith("Files has no FileSystemPolicy")


def test_a_policy_that_says_nothing_of_tls_is_found() -> None:
    assert found(Rule, _with(ALLOW)) == FOUND


@pytest.mark.parametrize(
    "change",
    [
        {"Effect": "Allow"},
        {"Condition": _when("true")},
        {"Condition": {"StringEquals": {"aws:SecureTransport": "false"}}},
        {"Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}},
        {"Action": "elasticfilesystem:ClientRootAccess"},
        {"Principal": {"AWS": {"Ref": "Role"}}},
    ],
)
def test_a_statement_that_denies_something_else_is_not_enough(change: dict[str, Any]) -> None:
    assert found(Rule, _with(ALLOW, {**DENY, **change})) == FOUND


@pytest.mark.parametrize(
    "change",
    [
        {"Principal": "*"},
        {"Action": ["elasticfilesystem:*"]},
        {"Action": ["elasticfilesystem:ClientWrite", "elasticfilesystem:ClientMount"]},
        {"Condition": _when(False)},
        {"Condition": {"BoolIfExists": {"AWS:SecureTransport": ["False"]}}},
        {"Condition": {"Ref": "Condition"}},
    ],
)
def test_every_way_to_deny_it_is_fine(change: dict[str, Any]) -> None:
    assert found(Rule, _with(ALLOW, {**DENY, **change})) == []


def test_a_policy_that_allows_only_with_tls_is_fine() -> None:
    """Without a statement that allows it nobody comes in nameless."""
    assert found(Rule, _with({**ALLOW, "Condition": _when("true")})) == []
    assert found(Rule, _with({**ALLOW, "Condition": _when("true")}, ALLOW)) == FOUND


@pytest.mark.parametrize("policy", [{"Ref": "Policy"}, {"Statement": {"Ref": "All"}}, {"Statement": [{"Ref": "One"}]}])
def test_what_cannot_be_read_is_not_judged(policy: object) -> None:
    assert found(Rule, changed(GOOD, *POLICY, to=policy)) == []


def test_a_statement_that_a_condition_takes_away_is_missing() -> None:
    template = _with(ALLOW, {"Fn::If": ["IsStrict", DENY, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Strict": {"Type": "String"}}
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "Strict"}, "yes"]}}
    assert found(Rule, template) == FOUND
