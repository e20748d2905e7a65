"""A load balancer that answers with errors of its own raises an alarm."""

from typing import Any

import pytest

from delivery.rules.balancer_alarm import BalancerAlarm as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without


def alarm(metric: str, balancer: Any) -> dict[str, Any]:
    dimensions = [{"Name": "LoadBalancer", "Value": balancer}]
    return resource("AWS::CloudWatch::Alarm", MetricName=metric, Dimensions=dimensions)


NAME = {"Fn::GetAtt": ["Balancer", "LoadBalancerFullName"]}
GOOD = resources(
    Balancer=resource("AWS::ElasticLoadBalancingV2::LoadBalancer"),
    Topic=resource("AWS::SNS::Topic"),
    Errors=alarm("HTTPCode_ELB_5XX_Count", NAME),
)


@pytest.mark.parametrize("metric", ["HTTPCode_ELB_5XX_Count", "HTTPCode_ELB_503_Count"])
@pytest.mark.parametrize("balancer", [NAME, {"Ref": "BalancerName"}])
def test_a_balancer_whose_errors_are_watched_is_fine(metric: str, balancer: Any) -> None:
    assert found(Rule, changed(GOOD, "Errors", to=alarm(metric, balancer))) == []


def test_one_whose_errors_are_not_watched_is_found() -> None:
    """A metric of the targets is silent when there are none."""
    assert found(Rule, without(GOOD, "Errors")) == ["Balancer"]
    assert found(Rule, changed(GOOD, "Errors", to=alarm("HTTPCode_Target_5XX_Count", NAME))) == ["Balancer"]


def test_the_alarm_of_another_balancer_does_not_help() -> None:
    template = changed(GOOD, "Other", to=resource("AWS::ElasticLoadBalancingV2::LoadBalancer", Type="application"))
    assert found(Rule, template) == ["Other"]


def test_a_template_without_alarms_and_topics_leaves_it_to_others() -> None:
    assert found(Rule, without(without(GOOD, "Errors"), "Topic")) == []


@pytest.mark.parametrize("kind", ["network", "gateway", {"Ref": "Kind"}])
def test_other_balancers_do_not_answer(kind: Any) -> None:
    assert found(Rule, changed(without(GOOD, "Errors"), "Balancer", "Properties", "Type", to=kind)) == []


def test_an_alarm_that_only_some_environments_have_is_enough() -> None:
    template = changed(GOOD, "Errors", "Condition", to="IsProduction")
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsProduction": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]}}
    assert found(Rule, template) == []


@pytest.mark.parametrize(("environment", "is_found"), [("production", True), ("dev", False)])
def test_with_values_in_place_production_needs_it(environment: str, is_found: bool) -> None:
    template = {**without(GOOD, "Errors"), "Metadata": {"Stackwright": {"ValuesOf": environment}}}
    assert found(Rule, template) == (["Balancer"] if is_found else [])
