"""No statement lets its holder give itself more rights."""

from typing import Any

import pytest

from delivery.rules.privilege_escalation import PrivilegeEscalation as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Policy=resource(
        "AWS::IAM::ManagedPolicy",
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["iam:GetRole", "iam:ListPolicyVersions", "iam:PassRole"],
                    "Resource": "arn:aws:iam::111122223333:role/web",
                },
                {"Effect": "Deny", "Action": "iam:PutRolePolicy", "Resource": "*"},
            ]
        },
    ),
)
STATEMENT = ("Policy", "Properties", "PolicyDocument", "Statement", 0)
ACTIONS = ["iam:GetRole", "IAM:putRolePolicy"]
PLACE = "/".join(map(str, (*STATEMENT, "Action", 1)))


def test_reading_passing_and_denying_give_nothing() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    "action", ["iam:PutRolePolicy", "iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy", "iam:CreateAccessKey"]
)
def test_what_gives_more_is_found(action: str) -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Action", to=action)) == ["/".join(map(str, (*STATEMENT, "Action")))]


def test_in_whatever_case_and_place() -> None:
    assert found(Rule, changed(GOOD, *STATEMENT, "Action", to=ACTIONS)) == [PLACE]


@pytest.mark.parametrize(
    "condition", [{"StringEquals": {"iam:PermissionsBoundary": {"Ref": "Boundary"}}}, {"Ref": "Somewhere"}]
)
def test_a_boundary_bounds_and_what_is_not_known_may(condition: Any) -> None:
    template = changed(GOOD, *STATEMENT, "Action", to=ACTIONS)
    assert found(Rule, changed(template, *STATEMENT, "Condition", to=condition)) == []


def test_another_condition_does_not_bound() -> None:
    template = changed(GOOD, *STATEMENT, "Action", to=ACTIONS)
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    assert found(Rule, changed(template, *STATEMENT, "Condition", to=mfa)) == [PLACE]


def test_everybody_may_look_after_their_own_keys() -> None:
    own = changed(GOOD, *STATEMENT, "Resource", to={"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:user/${!aws:username}"})
    assert found(Rule, changed(own, *STATEMENT, "Action", to="iam:CreateAccessKey")) == []


def test_an_action_that_a_condition_adds_is_found_in_its_branch() -> None:
    chosen = {"Fn::If": ["IsDeployer", "iam:PutRolePolicy", {"Ref": "AWS::NoValue"}]}
    template = changed(GOOD, *STATEMENT, "Action", to=["iam:GetRole", chosen])
    template["Parameters"] = {"Deployer": {"Type": "String"}}
    template["Conditions"] = {"IsDeployer": {"Fn::Equals": [{"Ref": "Deployer"}, "yes"]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/1"]
