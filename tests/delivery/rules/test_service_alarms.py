"""Errors, slow answers and unhealthy tasks behind a load balancer raise alarms."""

from typing import Any

import pytest

from delivery.rules.service_alarms import ServiceAlarms as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

GROUP = {"Fn::GetAtt": ["Group", "TargetGroupFullName"]}


def alarm(metric: Any, group: Any = GROUP) -> dict[str, Any]:
    return resource("AWS::CloudWatch::Alarm", MetricName=metric, Dimensions=[{"Name": "TargetGroup", "Value": group}])


GOOD = resources(
    Service=resource("AWS::ECS::Service", LoadBalancers=[{"TargetGroupArn": {"Ref": "Group"}}]),
    Group=resource("AWS::ElasticLoadBalancingV2::TargetGroup", Protocol="HTTP"),
    Errors=alarm("HTTPCode_Target_5XX_Count"),
    Slow=alarm("TargetResponseTime"),
    Unhealthy=alarm("UnHealthyHostCount"),
)


def test_a_service_with_these_alarms_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize(
    ("name", "what"), [("Errors", "errors"), ("Slow", "slow answers"), ("Unhealthy", "unhealthy tasks")]
)
def test_one_without_is_found(name: str, what: str) -> None:
    ((place, message),) = findings(Rule, without(GOOD, name))
    assert place == "Service"
    assert message.startswith(f"No alarm tells of {what} of this service")


def test_the_alarm_of_another_target_group_does_not_help() -> None:
    template = changed(GOOD, "Other", to=resource("AWS::ElasticLoadBalancingV2::TargetGroup", Protocol="HTTP"))
    other = alarm("TargetResponseTime", {"Fn::GetAtt": ["Other", "TargetGroupFullName"]})
    assert found(Rule, changed(template, "Slow", to=other)) == ["Service"]


@pytest.mark.parametrize(
    "errors",
    [
        resource("AWS::CloudWatch::Alarm", MetricName="HTTPCode_Target_5XX_Count"),
        alarm("HTTPCode_Target_5XX_Count", {"Ref": "GroupName"}),
        alarm({"Ref": "Metric"}),
        resource(
            "AWS::CloudWatch::Alarm",
            Metrics=[
                {"Id": "rate", "Expression": "100 * errors / requests"},
                {
                    "Id": "errors",
                    "MetricStat": {
                        "Metric": {
                            "MetricName": "HTTPCode_Target_5XX_Count",
                            "Dimensions": [{"Name": "TargetGroup", "Value": GROUP}],
                        }
                    },
                },
            ],
        ),
    ],
)
def test_alarms_that_may_be_about_it_count(errors: dict[str, Any]) -> None:
    """On all targets of the balancer, on a group or a metric from elsewhere, on a calculation."""
    assert found(Rule, changed(GOOD, "Errors", to=errors)) == []


def test_behind_a_network_load_balancer_only_health_is_seen() -> None:
    template = without(without(GOOD, "Errors"), "Slow")
    template = changed(template, "Group", "Properties", "Protocol", to="TCP")
    assert found(Rule, template) == []
    assert found(Rule, without(template, "Unhealthy")) == ["Service"]


def test_a_service_that_no_balancer_leads_to_is_fine() -> None:
    alone = resources(Service=resource("AWS::ECS::Service"), Group=resource("AWS::ElasticLoadBalancingV2::TargetGroup"))
    assert found(Rule, alone) == []


def test_alarms_that_only_some_environments_have_are_enough() -> None:
    template = changed(GOOD, "Slow", "Condition", to="IsProduction")
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsProduction": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]}}
    assert found(Rule, template) == []


@pytest.mark.parametrize(("environment", "is_found"), [("prod", True), ("dev", False)])
def test_with_values_in_place_production_needs_them(environment: str, is_found: bool) -> None:
    template = {**without(GOOD, "Slow"), "Metadata": {"Stackwright": {"ValuesOf": environment}}}
    assert found(Rule, template) == (["Service"] if is_found else [])
