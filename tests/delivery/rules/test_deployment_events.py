"""Somebody is told when a deployment of a service fails."""

from typing import Any

import pytest

from delivery.rules.deployment_events import DeploymentEvents as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

RULE = ("Failures", "Properties")
PATTERN = (*RULE, "EventPattern")
GOOD = resources(
    Cluster=resource("AWS::ECS::Cluster"),
    Topic=resource("AWS::SNS::Topic"),
    Failures=resource(
        "AWS::Events::Rule",
        EventPattern={
            "source": ["aws.ecs"],
            "detail-type": ["ECS Deployment State Change"],
            "detail": {"eventName": ["SERVICE_DEPLOYMENT_FAILED"]},
        },
        Targets=[{"Id": "topic", "Arn": {"Ref": "Topic"}}],
    ),
)


def test_a_cluster_with_such_a_rule_beside_it_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_one_without_is_found_where_there_is_a_topic_or_a_service() -> None:
    alone = without(GOOD, "Failures")
    assert found(Rule, alone) == ["Cluster"]
    assert found(Rule, changed(without(alone, "Topic"), "Web", to=resource("AWS::ECS::Service"))) == ["Cluster"]


def test_a_cluster_alone_leaves_it_to_others() -> None:
    assert found(Rule, resources(Cluster=resource("AWS::ECS::Cluster"))) == []


def test_a_service_without_its_cluster_leaves_it_to_the_clusters_template() -> None:
    assert found(Rule, resources(Web=resource("AWS::ECS::Service"), Topic=resource("AWS::SNS::Topic"))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*RULE, "State"), "DISABLED"),
        ((*RULE, "EventBusName"), "orders"),
        ((*RULE, "Targets"), []),
        ((*PATTERN, "source"), ["aws.ec2"]),
        ((*PATTERN, "detail-type"), ["ECS Task State Change"]),
        ((*PATTERN, "detail", "eventName"), ["SERVICE_DEPLOYMENT_COMPLETED"]),
        ((*PATTERN, "detail", "eventType"), ["INFO"]),
        (PATTERN, {"Ref": "AWS::NoValue"}),
    ],
)
def test_a_rule_that_does_not_tell_of_failures_is_not_enough(path: tuple[str, ...], value: Any) -> None:
    assert found(Rule, changed(GOOD, *path, to=value)) == ["Cluster"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*RULE, "State"), "ENABLED"),
        ((*RULE, "State"), {"Ref": "State"}),
        ((*RULE, "EventBusName"), "default"),
        ((*RULE, "Targets"), {"Ref": "Targets"}),
        ((*PATTERN, "detail"), {"eventType": ["ERROR"]}),
        ((*PATTERN, "detail", "eventName"), [{"suffix": "_FAILED"}]),
        ((*PATTERN, "detail", "eventName"), {"Ref": "Names"}),
        ((*PATTERN, "detail-type"), ["ECS Task State Change", "ECS Deployment State Change"]),
        (PATTERN, '{"source": ["aws.ecs"]}'),
        (PATTERN, {"source": ["aws.ecs"]}),
    ],
)
def test_however_the_rule_is_written(path: tuple[str, ...], value: Any) -> None:
    assert found(Rule, changed(GOOD, *path, to=value)) == []


def test_a_rule_that_only_some_environments_have_is_enough() -> None:
    template = changed(GOOD, "Failures", "Condition", to="IsProduction")
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsProduction": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]}}
    assert found(Rule, template) == []


@pytest.mark.parametrize(("environment", "is_found"), [("prod", True), ("dev", False)])
def test_with_values_in_place_production_needs_it(environment: str, is_found: bool) -> None:
    template = {**without(GOOD, "Failures"), "Metadata": {"Stackwright": {"ValuesOf": environment}}}
    assert found(Rule, template) == (["Cluster"] if is_found else [])
