"""A person approves before a pipeline changes production."""

from typing import Any

import pytest

from delivery.rules.production_approval import ProductionApproval as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

STAGES = ("Pipeline", "Properties", "Stages")


def action(category: str, name: str = "Act", order: int = 1, **configuration: Any) -> dict[str, Any]:
    kind = {"Category": category, "Owner": "AWS", "Provider": "X", "Version": "1"}
    return {"Name": name, "ActionTypeId": kind, "RunOrder": order, "Configuration": configuration}


def stage(name: str, *actions: Any) -> dict[str, Any]:
    return {"Name": name, "Actions": list(actions)}


APPROVAL = stage("Approve", action("Approval"))
PRODUCTION = stage("Production", action("Deploy"))
GOOD = resources(
    Pipeline=resource(
        "AWS::CodePipeline::Pipeline",
        Stages=[stage("Source", action("Source")), stage("Staging", action("Deploy")), APPROVAL, PRODUCTION],
    )
)


def test_production_after_an_approval_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_production_without_is_found() -> None:
    ((place, message),) = findings(Rule, without(GOOD, *STAGES, 2))
    assert place == "Pipeline/Properties/Stages/2/Actions/0"
    assert message.startswith("Production changes production, and nobody approves before")


def test_an_approval_that_comes_later_does_not_help() -> None:
    assert found(Rule, changed(GOOD, *STAGES, to=[stage("Source", action("Source")), PRODUCTION, APPROVAL])) == [
        "Pipeline/Properties/Stages/1/Actions/0"
    ]


@pytest.mark.parametrize(("order", "is_found"), [(2, False), (1, True)])
def test_within_a_stage_the_order_counts(order: int, is_found: bool) -> None:
    """Actions of one order run at the same time."""
    stages = [stage("Source", action("Source")), stage("Prod", action("Approval"), action("Deploy", order=order))]
    expected = ["Pipeline/Properties/Stages/1/Actions/1"] if is_found else []
    assert found(Rule, changed(GOOD, *STAGES, to=stages)) == expected


@pytest.mark.parametrize(
    "last",
    [
        stage("DeployProd", action("Deploy")),
        stage("deploy-live", action("Deploy")),
        stage("Deploy", action("Deploy", "production")),
        stage("Deploy", action("Deploy", StackName="web-prod")),
        stage("Deploy", action("Deploy", ServiceName={"Fn::Sub": "${Application}-prod-web"})),
    ],
)
def test_production_is_told_by_its_names(last: Any) -> None:
    assert found(Rule, changed(GOOD, *STAGES, to=[last])) == ["Pipeline/Properties/Stages/0/Actions/0"]


@pytest.mark.parametrize(
    "last",
    [
        stage("Deploy", action("Deploy", StackName={"Ref": "StackName"})),
        stage("NonProd", action("Deploy")),
        stage("pre-prod", action("Deploy")),
        stage("not_production", action("Deploy")),
        stage("Products", action("Deploy")),
        stage("Delivery", action("Deploy", ClusterName="reproduction")),
        stage("Production", action("Test")),
    ],
)
def test_other_deployments_need_nobody(last: Any) -> None:
    assert found(Rule, changed(GOOD, *STAGES, to=[last])) == []


@pytest.mark.parametrize("stages", [{"Ref": "Stages"}, [{"Ref": "Stage"}, PRODUCTION], ["x", stage("Prod", "y")], "x"])
def test_what_is_not_known_or_strange_is_left_alone(stages: Any) -> None:
    assert found(Rule, changed(GOOD, *STAGES, to=stages)) == []


def test_a_condition_may_take_the_approval_away() -> None:
    template = changed(GOOD, *STAGES, 2, to={"Fn::If": ["IsCareful", APPROVAL, {"Ref": "AWS::NoValue"}]})
    template["Conditions"] = {"IsCareful": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    assert found(Rule, template) == ["Pipeline/Properties/Stages/3/Actions/0"]
