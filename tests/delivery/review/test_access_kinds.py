"""Roles, shares, switches and the policies of single services: who may newly do what with them."""

import pytest

from delivery.review.access import Access, access
from tests.delivery.review.test_access import (
    EQUALS,
    FILES,
    LATER,
    POLICY,
    READ,
    ROLE,
    allow,
    document,
    gained,
    lost,
    policy,
    reasons,
    role,
)


def test_a_new_role_has_one_calm_reason():
    found = access(ROLE, None, role(READ))
    assert gained(found) == [
        "ecs-tasks.amazonaws.com may assume this role if aws:SourceAccount is 111122223333",
        f"may s3:GetObject on {FILES}",
    ]
    assert reasons(found) == ["a new role: ecs-tasks.amazonaws.com may use it"]


def test_a_new_role_with_something_dangerous_says_that_instead():
    found = access(ROLE, None, role(READ, allow("iam:PassRole", "*")))
    assert reasons(found) == ["more may be done: iam:PassRole on *, which lets it hand on any role"]


@pytest.mark.parametrize(
    ("principal", "condition", "sentence", "dangerous"),
    [
        ({"AWS": "444455556666"}, {}, "account 444455556666 may assume this role", False),
        (
            {"AWS": "arn:‹AWS::Partition›:iam::‹AWS::AccountId›:root"},
            {},
            "account ‹AWS::AccountId› may assume this role",
            False,
        ),
        (
            "*",
            {"ArnLike": {"aws:SourceArn": "arn:‹AWS::Partition›:iam::*:role/x"}},
            "anyone may assume this role if aws:SourceArn is like arn:‹AWS::Partition›:iam::*:role/x",
            True,
        ),
        (
            "*",
            {"ArnLike": {"aws:SourceArn": "arn:‹AWS::Partition›:sns:‹AWS::Region›:‹AWS::AccountId›:*"}},
            "anyone may assume this role if "
            "aws:SourceArn is like arn:‹AWS::Partition›:sns:‹AWS::Region›:‹AWS::AccountId›:*",
            False,
        ),
        ({"AWS": "arn:aws:iam::444455556666:root"}, {}, "account 444455556666 may assume this role", False),
        ("*", {}, "anyone may assume this role", True),
        ({"AWS": ["*"]}, {}, "anyone may assume this role", True),
        (
            "*",
            {EQUALS: {"aws:PrincipalOrgID": "o-1"}},
            "anyone may assume this role if aws:PrincipalOrgID is o-1",
            False,
        ),
        (
            "*",
            {"StringLike": {"aws:PrincipalArn": "*"}},
            "anyone may assume this role if aws:PrincipalArn is like *",
            True,
        ),
        (
            "*",
            {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
            "anyone may assume this role if aws:SourceIp is in 0.0.0.0/0",
            True,
        ),
    ],
)
def test_who_may_act_as_a_role(principal, condition, sentence, dangerous):
    trust = document(allow("sts:AssumeRole", Principal=principal, Condition=condition))
    found = access(ROLE, role(), role(AssumeRolePolicyDocument=trust))
    assert gained(found) == [sentence]
    assert found.statements[0].dangerous == dangerous


@pytest.mark.parametrize(("whose", "dangerous"), [("repo:ours/app:*", False), ("repo:*", True), (None, True)])
def test_sign_ins_of_just_anybody_are_dangerous(whose, dangerous):
    condition = {"StringLike": {"id.example:sub": whose}} if whose else {EQUALS: {"id.example:aud": "sts"}}
    provider = {"Federated": "arn:aws:iam::111122223333:oidc-provider/id.example"}
    trust = document(allow("sts:AssumeRoleWithWebIdentity", Principal=provider, Condition=condition))
    assert access(ROLE, role(), role(AssumeRolePolicyDocument=trust)).statements[0].dangerous == dangerous


def test_everyone_but_somebody_is_dangerous():
    trust = document({"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": "444455556666"}})
    found = access(ROLE, role(), role(AssumeRolePolicyDocument=trust))
    assert gained(found) == ["everyone but account 444455556666 may assume this role"]
    assert found.statements[0].dangerous


@pytest.mark.parametrize(
    ("name", "dangerous"), [("AdministratorAccess", True), ("AmazonS3FullAccess", True), ("Ours", False)]
)
def test_a_managed_policy_is_attached_and_detached(name, dangerous):
    arn = f"arn:aws:iam::aws:policy/{name}"
    attached = access(ROLE, role(), role(ManagedPolicyArns=[arn]))
    assert gained(attached) == [f"managed policy {arn} is attached"]
    assert attached.statements[0].dangerous == dangerous
    assert bool(attached.notes) != dangerous
    detached = access(ROLE, role(ManagedPolicyArns=arn), role())
    assert (lost(detached), detached.reasons) == ([f"managed policy {arn} is attached"], ())


@pytest.mark.parametrize("after", [None, "arn:other"])
def test_a_boundary_that_goes_or_is_exchanged_is_dangerous(after):
    others = {"PermissionsBoundary": after} if after else {}
    found = access(ROLE, role(PermissionsBoundary="arn:boundary"), role(**others))
    assert gained(found) == ["the permissions boundary arn:boundary no longer limits it"]
    assert found.statements[0].dangerous


def test_a_boundary_that_comes_narrows():
    found = access(ROLE, role(), role(PermissionsBoundary="arn:boundary"))
    assert (lost(found), found.reasons) == (["the permissions boundary arn:boundary limits it"], ())


def test_a_longer_session_and_another_role_of_a_task_are_notes():
    found = access(ROLE, role(MaxSessionDuration="3600"), role(MaxSessionDuration=43200))
    assert found == Access(notes=("the longest session in seconds is 43200 instead of 3600",))
    task = access("AWS::ECS::TaskDefinition", {"TaskRoleArn": "a"}, {"TaskRoleArn": "b"})
    assert [statement.sentence for statement in task.statements] == [
        "its containers act as b",
        "its containers act as a",
    ]
    assert reasons(task) == ["its containers act as b from now on: what that lets it do is not compared"]


def test_a_policy_that_applies_to_another_role_too_is_a_gain():
    before, after = {**policy(READ), "Roles": ["a"]}, {**policy(READ), "Roles": ["b", "a"]}
    assert gained(access(POLICY, before, after)) == ["it applies to the role b"]


def test_the_account_of_a_key_may_do_with_it_what_it_likes_but_another_may_not():
    ours, theirs = (allow("kms:*", "*", Principal={"AWS": account}) for account in ("111122223333", "444455556666"))
    assert not any(it.dangerous for it in access("AWS::KMS::Key", None, {"KeyPolicy": document(ours)}).statements)
    found = access("AWS::KMS::Key", {"KeyPolicy": document(ours)}, {"KeyPolicy": document(ours, theirs)})
    assert gained(found) == ["account 444455556666 may kms:* on this key"]
    assert found.statements[0].dangerous


def test_an_endpoint_without_a_policy_lets_everything_through():
    some = policy(allow("s3:*", "*", Principal="*"))
    assert gained(access("AWS::EC2::VPCEndpoint", some, {})) == [
        "anyone may do everything (*) on * through this endpoint"
    ]
    assert not gained(access("AWS::EC2::VPCEndpoint", {}, some))


@pytest.mark.parametrize(
    ("type_", "properties", "sentence", "dangerous"),
    [
        (
            "AWS::Lambda::Permission",
            {"Principal": "*", "Action": "lambda:InvokeFunction", "FunctionName": "f"},
            "anyone may lambda:InvokeFunction on f",
            True,
        ),
        (
            "AWS::Lambda::Permission",
            {
                "Principal": "sns.amazonaws.com",
                "Action": "lambda:InvokeFunction",
                "FunctionName": "f",
                "SourceAccount": "1",
            },
            "sns.amazonaws.com may lambda:InvokeFunction on f if aws:SourceAccount is 1",
            False,
        ),
        (
            "AWS::Lambda::LayerVersionPermission",
            {"Principal": "*", "Action": "lambda:GetLayerVersion", "LayerVersionArn": "l", "OrganizationId": "o-1"},
            "anyone may lambda:GetLayerVersion on l if aws:PrincipalOrgID is o-1",
            False,
        ),
        (
            "AWS::Events::EventBusPolicy",
            {"StatementId": "s", "Principal": "444455556666", "Action": "events:PutEvents"},
            "account 444455556666 may events:PutEvents",
            False,
        ),
        (
            "AWS::Events::EventBusPolicy",
            {"StatementId": "s", "Statement": allow("events:PutEvents", "b", Principal="*")},
            "anyone may events:PutEvents on b",
            True,
        ),
        ("AWS::Lambda::Url", {"AuthType": "NONE"}, "anyone may call it without signing in", True),
        ("AWS::RDS::DBInstance", {"PubliclyAccessible": "true"}, "it has an address on the internet", True),
        ("AWS::EC2::Subnet", {"MapPublicIpOnLaunch": True}, "machines in it get addresses on the internet", True),
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            {},
            "it can be reached from the internet (internet-facing)",
            True,
        ),
        (
            "AWS::ApiGateway::Method",
            {"HttpMethod": "POST", "AuthorizationType": "NONE"},
            "anyone may call POST without signing in",
            True,
        ),
        (
            "AWS::IAM::UserToGroupAddition",
            {"GroupName": "admins", "Users": ["eve"]},
            "the user eve is in the group admins",
            False,
        ),
        (
            "AWS::RAM::ResourceShare",
            {"Principals": ["444455556666"], "AllowExternalPrincipals": "false"},
            "it is shared with 444455556666",
            False,
        ),
    ],
)
def test_properties_that_open_something_are_statements(type_, properties, sentence, dangerous):
    found = access(type_, None, properties)
    assert gained(found) == [sentence]
    assert found.statements[0].dangerous == dangerous
    assert reasons(found)
    assert lost(access(type_, properties, None)) == [sentence]


def test_blocks_of_public_access_that_go_are_dangerous():
    blocks = {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": "true", "BlockPublicAcls": True}}
    found = access("AWS::S3::Bucket", blocks, {})
    assert gained(found) == [
        f"{name} is off, so it does not keep the public out" for name in ("BlockPublicAcls", "BlockPublicPolicy")
    ]
    assert access("AWS::S3::Bucket", None, blocks) == Access()
    assert lost(access("AWS::S3::Bucket", {}, blocks)) == gained(found)


def test_a_switch_that_is_only_known_later_is_not_taken_for_closed():
    found = access("AWS::RDS::DBInstance", {"PubliclyAccessible": "false"}, {"PubliclyAccessible": LATER})
    assert reasons(found) == ["whether it has an address on the internet is only known when the change is made"]
