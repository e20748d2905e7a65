"""A task has one role to start with and another to run with."""

from typing import Any

from delivery.rules.separate_roles import SeparateRoles as Rule
from tests.delivery.rules.container_lab import TASK, conditional, place, task
from tests.delivery.rules.lab import changed, findings, found, resource, without

EXECUTION, OWN = (*TASK, "ExecutionRoleArn"), (*TASK, "TaskRoleArn")


def of(execution: Any, own: Any) -> dict[str, Any]:
    template = task({"Name": "web"}, RequiresCompatibilities=["FARGATE"], ExecutionRoleArn=execution, TaskRoleArn=own)
    template["Resources"] |= {name: resource("AWS::IAM::Role") for name in ("Start", "Run")}
    return template


def arn(role: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [role, "Arn"]}


GOOD = of(arn("Start"), arn("Run"))


def test_two_roles_are_good() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, of({"Ref": "StartRoleArn"}, {"Ref": "RunRoleArn"})) == []
    assert found(Rule, of({"Fn::ImportValue": "start"}, arn("Run"))) == []


def test_one_role_for_both_is_found() -> None:
    assert findings(Rule, of(arn("Run"), arn("Run"))) == [
        (place(*OWN), f"ExecutionRoleArn and TaskRoleArn are the same role. {Rule.advice}")
    ]
    assert found(Rule, of({"Ref": "RoleArn"}, {"Ref": "RoleArn"})) == [place(*OWN)]
    assert found(Rule, of("arn:aws:iam::111122223333:role/all", "arn:aws:iam::111122223333:role/all")) == [place(*OWN)]


def test_also_where_its_arn_is_put_together() -> None:
    joined = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/${Run}"}
    assert found(Rule, of(joined, arn("Run"))) == [place(*OWN)]
    other = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/${Start}"}
    assert found(Rule, of(joined, other)) == []


def test_a_missing_role_is_found() -> None:
    assert found(Rule, without(GOOD, *OWN)) == [place(*TASK)]
    assert found(Rule, without(GOOD, *EXECUTION)) == [place(*TASK)]


def test_an_instance_has_a_role_to_start_tasks_with() -> None:
    """And an application without a role of its own uses it."""
    template = changed(without(GOOD, *EXECUTION), *TASK, "RequiresCompatibilities", to=["EC2"])
    assert found(Rule, template) == []
    assert found(Rule, without(template, *OWN)) == [place(*TASK)]


def test_roles_that_exclude_each_other_are_not_one() -> None:
    template = of({"Fn::If": ["Shared", arn("Run"), arn("Start")]}, arn("Run"))
    assert found(Rule, conditional(template, "Shared")) == [place(*OWN)]
    apart = changed(template, *OWN, to={"Fn::If": ["Shared", arn("Start"), arn("Run")]})
    assert found(Rule, conditional(apart, "Shared")) == []
