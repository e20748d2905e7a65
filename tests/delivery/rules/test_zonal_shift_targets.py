"""The target groups of a Network Load Balancer allow its zonal shift."""

from delivery.rules.zonal_shift_targets import TERMINATION
from delivery.rules.zonal_shift_targets import ZonalShiftTargets as Rule
from tests.delivery.rules.balancing_lab import BALANCER, GROUP, balancer, group, listener
from tests.delivery.rules.container_lab import conditional, place
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

SWITCHES = {"zonal_shift.config.enabled": "true", "load_balancing.cross_zone.enabled": "true"}
GOOD = resources(
    Balancer=balancer(SWITCHES, Type="network"),
    Listener=listener("TLS"),
    Group=group({TERMINATION: "false"}, Protocol="TLS"),
)
ATTRIBUTES = (*GROUP, "TargetGroupAttributes")


def test_a_target_group_that_keeps_connections_is_fine() -> None:
    assert found(Rule, GOOD) == []
    assert found(Rule, changed(GOOD, *GROUP, "Protocol", to="TCP")) == []


def test_ending_connections_is_found() -> None:
    assert findings(Rule, changed(GOOD, *ATTRIBUTES, 0, "Value", to="true")) == [
        (
            place(*ATTRIBUTES, 0, "Value"),
            "The zonal shift of its balancer is not possible while the target group ends the connections of "
            f"unhealthy targets. {Rule.advice}",
        )
    ]


def test_ending_connections_is_the_default() -> None:
    assert found(Rule, without(GOOD, *ATTRIBUTES, 0)) == [place(*ATTRIBUTES)]
    assert found(Rule, without(GOOD, *ATTRIBUTES)) == [place(*GROUP)]


def test_a_protocol_or_a_target_that_cannot_be_shifted_is_found() -> None:
    assert found(Rule, changed(GOOD, *GROUP, "Protocol", to="UDP")) == [place(*GROUP, "Protocol")]
    assert found(Rule, changed(GOOD, *GROUP, "TargetType", to="alb")) == [place(*GROUP, "TargetType")]


def test_without_cross_zone_or_zonal_shift_there_is_nothing_to_ask() -> None:
    bad = without(GOOD, *ATTRIBUTES)
    for number in range(2):
        assert found(Rule, changed(bad, *BALANCER, "LoadBalancerAttributes", number, "Value", to="false")) == []
    assert found(Rule, changed(bad, *BALANCER, "Type", to="application")) == []


def test_a_target_group_that_another_balancer_leads_to_is_fine() -> None:
    assert found(Rule, changed(without(GOOD, *ATTRIBUTES), "Listener", to=listener("TLS", "Other"))) == []


def test_a_listener_rule_leads_to_a_target_group_too() -> None:
    rule = resource(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        ListenerArn={"Ref": "Listener"},
        Actions=[{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
    )
    template = changed(changed(without(GOOD, *ATTRIBUTES), "Listener", to=listener("TLS", "Other")), "Rule", to=rule)
    assert found(Rule, template) == [place(*GROUP)]


def test_values_that_are_not_known_are_left_alone() -> None:
    assert found(Rule, changed(GOOD, *ATTRIBUTES, 0, "Value", to={"Ref": "Termination"})) == []
    assert found(Rule, changed(GOOD, *ATTRIBUTES, to={"Ref": "Attributes"})) == []


def test_only_the_answer_in_which_both_happen_is_found() -> None:
    shift = {"Fn::If": ["Shift", "true", "false"]}
    ends = {"Fn::If": ["Shift", "true", "false"]}
    template = changed(GOOD, *BALANCER, "LoadBalancerAttributes", 0, "Value", to=shift)
    template = conditional(changed(template, *ATTRIBUTES, 0, "Value", to=ends), "Shift")
    assert found(Rule, template) == [place(*ATTRIBUTES, 0, "Value", "Fn::If", 1)]
