"""The pains of those who review change sets, as far as they can be prevented without an account."""

import json
import subprocess
import sys

import pytest

from delivery.review.model import Level
from tests.conftest import ROOT
from tests.delivery.predict.sides import template
from tests.delivery.review.promises import changed, faces, keeps, promise, resource, told  # noqa: F401
from tests.delivery.review.reviews import ANSWERS, of, row, saved, sentences, stack

SECRET = "swordfish-4711"


@keeps("d2")
def test_what_is_not_known_of_a_nested_stack_is_said_and_not_passed_over():
    alone = sentences(saved("nested-root"))
    assert "the change set of the nested stack Network is not here" in alone
    unlisted = sentences(saved("nested-unlisted"))
    assert "what happens in the nested stack Network is not listed" in unlisted
    assert "make the change set with --include-nested-stacks" in unlisted
    assert not saved("nested-root", "nested-network", "nested-subnets").notes


@keeps("d6")
def test_a_database_that_goes_is_not_hidden_behind_a_permission_that_comes(command, tmp_path):
    allow = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
    role = {"AssumeRolePolicyDocument": {}, "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [allow]}}]}
    sides = {
        "old": {"Table": ("AWS::DynamoDB::Table", {"TableName": "a"})},
        "new": {"Role": ("AWS::IAM::Role", role)},
    }
    for name, resources in sides.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(template(resources)))
    ended = command("diff", tmp_path / "old.json", tmp_path / "new.json")
    assert ended.code == 3
    assert ended.out.index("the table is deleted, with the items in it") < ended.out.index("may iam:PassRole on *")


@keeps("d7")
def test_values_that_are_read_at_deploy_time_are_listed():
    kept = "{{resolve:ssm:/shop/size:3}}"

    def side(size):
        own = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/shop/image"}
        properties = {"AllocatedStorage": size, "DBInstanceClass": kept, "DBName": {"Ref": "Name"}}
        return template({"Db": ("AWS::RDS::DBInstance", properties)}, Parameters={"Name": own})

    ((name, values),) = stack(side("1"), side("2")).facts
    assert name == "read when it is deployed"
    assert kept in values
    assert "/shop/image" in values


@keeps("d10")
@pytest.mark.parametrize("face", ["text", "markdown", "json", "html"])
def test_a_value_that_a_hidden_parameter_causes_is_masked_wherever_else_it_stands(face, command, tmp_path):
    answer = told("parameters")
    found = resource(answer, "Database")
    found["Details"][0]["Target"] |= {"BeforeValue": "before", "AfterValue": SECRET}
    found["AfterContext"] = json.dumps({"Properties": {"MasterUserPassword": SECRET, "DBName": f"x-{SECRET}"}})
    answer["Description"] = f"With {SECRET}"
    answer["StatusReason"] = f"Because of {SECRET}"
    answer["Tags"] = [{"Key": "Why", "Value": SECRET}]
    (tmp_path / "saved.json").write_text(json.dumps(answer))
    ended = command("review", "--saved", tmp_path / "saved.json", "--format", face, "--verbose", "--debug")
    assert ended.code == 0
    assert "Database" in ended.out
    assert "****" in ended.out
    assert SECRET not in ended.out + ended.err


@keeps("d11")
def test_a_stack_that_cannot_be_updated_is_blocked_with_cloudformations_reason(command):
    ended = command("review", "--saved", ANSWERS / "failed-rollback-complete.json")
    assert ended.code == 3
    (note,) = saved("failed-rollback-complete").notes
    assert note.level is Level.BLOCKED
    assert "is in ROLLBACK_COMPLETE state and can not be updated" in note.sentence


@keeps("d12")
@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({}, "a deployment that fails goes on trying"),
        ({"DeploymentCircuitBreaker": {"Enable": False, "Rollback": False}}, "a deployment that fails goes on trying"),
        (
            {"DeploymentCircuitBreaker": {"Enable": True, "Rollback": False}},
            "going back by itself after a failed deployment",
        ),
    ],
    ids=["gone", "off", "without going back"],
)
def test_a_deployment_that_would_go_on_trying_for_hours_is_told(after, words):
    breaker = {"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}}
    found = of("AWS::ECS::Service", {"DeploymentConfiguration": breaker}, {"DeploymentConfiguration": after})
    assert found.level is Level.OUTAGE
    assert words in sentences(found)


@keeps("d20")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("execution-obsolete", "the stack has changed since this change set was made: make a new one"),
        ("status-delete-complete", "this change set is gone (DELETE_COMPLETE): make a new one"),
        ("execution-execute-failed", "this change set was executed already, and failed: make a new one"),
    ],
)
def test_a_change_set_that_can_no_longer_be_executed_stops_and_says_what_to_do(command, name, words):
    ended = command("review", "--saved", ANSWERS / f"{name}.json")
    assert ended.code == 3
    assert words in sentences(saved(name))
    for kind, face in faces(name).items():
        assert words in face, kind


@keeps("d21")
@pytest.mark.parametrize(
    ("after", "words"),
    [(None, "the export shop-vpc goes"), ("vpc-2", "the export shop-vpc changes"), ("vpc-1", "")],
    ids=["goes", "changes", "stays"],
)
def test_an_export_that_others_may_import_is_told_before_it_goes_or_changes(after, words):
    def side(value):
        outputs = {"Other": {"Value": "x"}}
        if value:
            outputs["Vpc"] = {"Value": value, "Export": {"Name": "shop-vpc"}}
        return template({"Topic": ("AWS::SNS::Topic", {"DisplayName": str(value == after)})}, Outputs=outputs)

    notes = sentences(stack(side("vpc-1"), side(after)))
    assert ("the update fails while another stack imports it" in notes) == bool(words)
    assert words in notes


@keeps("d24")
@pytest.mark.parametrize("name", ["Uploads", "Files"])
def test_what_stays_outside_the_stack_is_told_so_that_nobody_pays_for_orphans(name):
    assert "outside the stack" in sentences(row(saved("policy-actions"), name))


def test_a_policy_that_cloudformation_does_not_have_needs_a_person():
    found = row(
        changed("policy-actions", lambda answer: resource(answer, "Table").update(PolicyAction="Keep")), "Table"
    )
    assert "what Keep does to the table is not known" in sentences(found)


OFFLINE = """
import socket, sys
def closed(*a, **k): raise AssertionError("the network was used")
socket.socket.connect = socket.getaddrinfo = closed
from delivery.command_line import run
from generate import commands
code = run(commands, ["diff", *sys.argv[1:]])
loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("boto3", "botocore", "cfnlint"))
print(code, loaded, file=sys.stderr)
"""


@keeps("d26")
def test_a_diff_needs_no_account_no_permission_and_no_network(tmp_path):
    for name in "ab":
        side = template({"It": ("AWS::ECS::Service", {"Cluster": name})})
        (tmp_path / f"{name}.json").write_text(json.dumps(side))
    env = {"PATH": "/nowhere", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        [sys.executable, "-c", OFFLINE, tmp_path / "a.json", tmp_path / "b.json"],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert ended.stderr == "0 []\n"
    assert "all its tasks are started anew" in ended.stdout
