"""A statement with a wildcard says why it needs one."""

from typing import Any

import pytest

from delivery.rules.wildcard_without_reason import WildcardWithoutReason as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GOOD = resources(
    Policy=resource(
        "AWS::IAM::ManagedPolicy",
        attributes={"Metadata": {"Wildcards": {"SignIn": "ECR knows no narrower resource for this"}}},
        PolicyDocument={
            "Statement": [
                {"Sid": "SignIn", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
                {"Sid": "Pull", "Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": [{"Ref": "Arn"}]},
            ]
        },
    ),
    Key=resource(
        "AWS::KMS::Key",
        attributes={"Metadata": {"Wildcards": {"Own": "Without it nobody could change the key"}}},
        KeyPolicy={
            "Statement": [
                {"Sid": "Own", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*"},
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::111122223333:role/a"},
                    "Action": "kms:Decrypt",
                    "Resource": "*",
                },
                {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"},
            ]
        },
    ),
)
PULL = ("Policy", "Properties", "PolicyDocument", "Statement", 1)
USE = ("Key", "Properties", "KeyPolicy", "Statement", 1)


def _place(*path: str | int) -> list[str]:
    return ["/".join(map(str, path))]


def test_a_reason_excuses_and_what_is_narrow_or_denied_needs_none() -> None:
    assert found(Rule, GOOD) == []


def test_a_wildcard_whose_reason_is_missing_is_found() -> None:
    template = without(GOOD, "Policy", "Metadata")
    assert findings(Rule, template) == [
        (
            "Policy/Properties/PolicyDocument/Statement/0/Resource",
            f"The statement SignIn allows the resource *, and says no reason. {Rule.advice}",
        )
    ]


@pytest.mark.parametrize("reason", ["", "  ", ["because"], None])
def test_an_empty_reason_is_none(reason: Any) -> None:
    assert found(Rule, changed(GOOD, "Policy", "Metadata", "Wildcards", "SignIn", to=reason)) == _place(
        "Policy/Properties/PolicyDocument/Statement/0/Resource"
    )


def test_without_a_sid_no_reason_can_be_given() -> None:
    template = without(GOOD, "Policy", "Properties", "PolicyDocument", "Statement", 0, "Sid")
    assert found(Rule, template) == _place("Policy/Properties/PolicyDocument/Statement/0/Resource")


@pytest.mark.parametrize("action", ["*", "ecr:*", "ecr:Get*", "ecr:Ge?Image"])
def test_wild_actions_are_found(action: str) -> None:
    assert found(Rule, changed(GOOD, *PULL, "Action", to=["ecr:BatchGetImage", action])) == _place(*PULL, "Action", 1)
    assert found(Rule, changed(GOOD, *USE, "Action", to=action)) == _place(*USE, "Action")


@pytest.mark.parametrize(
    "arn",
    [
        "*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::*/*",
        "arn:aws:logs:*:*:*",
        {"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"},
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"},
        {"Fn::Join": [":", ["arn", {"Ref": "AWS::Partition"}, "dynamodb", "*", "*", "table/*"]]},
    ],
)
def test_all_of_a_service_or_of_a_type_is_found(arn: Any) -> None:
    assert found(Rule, changed(GOOD, *PULL, "Resource", to=[{"Ref": "Arn"}, arn])) == _place(*PULL, "Resource", 1)


@pytest.mark.parametrize(
    "arn",
    [
        {"Fn::Sub": "${Bucket.Arn}/*"},
        "arn:aws:s3:::one/*",
        {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/*"},
        {"Fn::Sub": "${Table.Arn}/index/*"},
        "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/one:*",
        {"Fn::Sub": "arn:${AWS::Partition}:cloudformation:*:*:stack/web-*/*"},
        {"Fn::If": ["Unknown", "*", "*"]},
    ],
)
def test_what_lies_within_one_thing_is_narrow(arn: Any) -> None:
    assert found(Rule, changed(GOOD, *PULL, "Resource", to=arn)) == []


@pytest.mark.parametrize("member", ["NotAction", "NotResource"])
def test_all_but_some_is_found(member: str) -> None:
    assert found(Rule, changed(GOOD, *PULL, member, to="iam:*")) == _place(*PULL, member)


def test_everybody_is_found_where_no_condition_narrows() -> None:
    assert found(Rule, changed(GOOD, *USE, "Principal", to={"AWS": "*"})) == _place(*USE, "Principal", "AWS")
    asked = changed(GOOD, *USE, "Condition", to={"StringEquals": {"kms:CallerAccount": "111122223333"}})
    assert found(Rule, changed(asked, *USE, "Principal", to="*")) == []
    assert found(Rule, changed(GOOD, *USE, "NotPrincipal", to={"AWS": "1"})) == _place(*USE, "NotPrincipal")


def test_inline_policies_have_their_reasons_at_the_role() -> None:
    wide = {"Statement": {"Sid": "Trace", "Effect": "Allow", "Action": "xray:PutTraceSegments", "Resource": "*"}}
    role = resources(Task=resource("AWS::IAM::Role", Policies=[{"PolicyName": "trace", "PolicyDocument": wide}]))
    assert found(Rule, role) == _place("Task/Properties/Policies/0/PolicyDocument/Statement/Resource")
    role["Resources"]["Task"]["Metadata"] = {"Wildcards": {"Trace": "X-Ray knows no resource for this"}}
    assert found(Rule, role) == []


def test_a_resource_that_a_condition_chooses_is_found_in_its_branch() -> None:
    template = changed(GOOD, *PULL, "Resource", to={"Fn::If": ["IsOpen", "*", {"Ref": "Arn"}]})
    template["Parameters"] = {"Open": {"Type": "String"}, "Arn": {"Type": "String"}}
    template["Conditions"] = {"IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}}
    assert found(Rule, template) == _place(*PULL, "Resource", "Fn::If", 1)


@pytest.mark.parametrize("document", ["text", ["text"], {"Statement": [None, "text"]}, None])
def test_a_document_that_is_none_is_somebody_elses_business(document: Any) -> None:
    assert found(Rule, changed(GOOD, "Policy", "Properties", "PolicyDocument", to=document)) == []
