"""A service waits for the listener that leads to it."""

from typing import Any

from delivery.rules.listener_first import ListenerFirst as Rule
from tests.delivery.rules.balancing_lab import SERVICE, group, listener, service
from tests.delivery.rules.container_lab import conditional
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without


def waiting(depends_on: Any, **more: Any) -> dict[str, Any]:
    template = resources(Service=service(), Group=group(), Listener=listener(), **more)
    return changed(template, "Service", "DependsOn", to=depends_on)


def rule(group: str = "Group") -> dict[str, Any]:
    forward = {"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": group}}]}}
    return resource(
        "AWS::ElasticLoadBalancingV2::ListenerRule", ListenerArn={"Ref": "OtherListener"}, Actions=[forward]
    )


def test_a_service_that_depends_on_its_listener_is_fine() -> None:
    assert found(Rule, waiting("Listener")) == []
    assert found(Rule, waiting(["Policy", "Listener"])) == []


def test_a_service_that_waits_for_nothing_is_found() -> None:
    assert findings(Rule, without(waiting("Listener"), "Service", "DependsOn")) == [
        (
            "Service",
            f"Listener may be made after this service, whose target group is Group. {Rule.advice}",
        )
    ]


def test_a_service_that_waits_for_something_else_is_found() -> None:
    assert found(Rule, waiting(["Policy"])) == ["Service/DependsOn"]


def test_one_listener_or_rule_is_enough() -> None:
    """It is then that the target group has a load balancer."""
    assert found(Rule, waiting("ByPath", ByPath=rule())) == []
    assert found(Rule, waiting("Listener", ByPath=rule())) == []
    assert found(Rule, waiting([], ByPath=rule())) == ["Service/DependsOn"]


def test_what_waits_for_the_listener_is_worth_waiting_for() -> None:
    ready = resource("AWS::CloudFormation::WaitConditionHandle", attributes={"DependsOn": "Listener"})
    assert found(Rule, waiting("Ready", Ready=ready)) == []


def test_a_service_that_mentions_its_rule_waits_for_it() -> None:
    shift = {"ProductionListenerRule": {"Ref": "ByPath"}, "AlternateTargetGroupArn": {"Ref": "Green"}}
    template = waiting([], ByPath=rule(), Green=group())
    template = changed(template, *SERVICE, "LoadBalancers", 0, "AdvancedConfiguration", to=shift)
    assert found(Rule, template) == []
    assert found(Rule, changed(template, "ToGreen", to=listener(group="Green"))) == ["Service/DependsOn"]


def test_a_listener_of_another_stack_is_there_already() -> None:
    assert found(Rule, without(waiting([]), "Listener")) == []
    assert found(Rule, changed(waiting([]), "Listener", to=listener(group="Other"))) == []


def test_a_listener_that_does_not_exist_is_not_waited_for() -> None:
    template = changed(waiting([]), "Listener", "Condition", to="Public")
    assert found(Rule, conditional(template, "Public")) == ["Service/DependsOn"]
    behind = {"Fn::If": ["Public", [{"TargetGroupArn": {"Ref": "Group"}}], {"Ref": "AWS::NoValue"}]}
    depending = changed(changed(template, "Service", "DependsOn", to="Listener"), *SERVICE, "LoadBalancers", to=behind)
    assert found(Rule, conditional(depending, "Public")) == []
