"""Each zone has a NAT gateway of its own, or the NAT gateway is a regional one."""

from typing import Any

import pytest

from delivery.rules.nat_per_zone import NatPerZone as Rule
from tests.delivery.rules.container_lab import conditional, valued
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without


def network(*ways: Any) -> dict[str, Any]:
    """A private subnet for each way out, in a zone of its own, and two NAT gateways."""
    bodies: dict[str, Any] = {name: resource("AWS::EC2::NatGateway", SubnetId=f"subnet-{name}") for name in "AB"}
    for number, way in enumerate(ways):
        ref = {"Ref": f"Table{number}"}
        zone = {"Fn::Select": [number, {"Fn::GetAZs": ""}]}
        bodies[f"Subnet{number}"] = resource("AWS::EC2::Subnet", VpcId="vpc-1", AvailabilityZone=zone)
        bodies[f"Way{number}"] = resource("AWS::EC2::Route", RouteTableId=ref, NatGatewayId=way)
        bodies[f"Place{number}"] = resource(
            "AWS::EC2::SubnetRouteTableAssociation", RouteTableId=ref, SubnetId={"Ref": f"Subnet{number}"}
        )
    return resources(**bodies)


A, B = {"Ref": "A"}, {"Ref": "B"}
PER_ZONE = network(A, B)
ONE = without(network(A, A), "B")


def test_a_gateway_for_each_zone_is_fine() -> None:
    assert found(Rule, PER_ZONE) == []


def test_one_gateway_for_two_zones_is_found() -> None:
    assert findings(Rule, ONE) == [
        ("A", f"2 zones go out through this one NAT gateway, which is in a single zone. {Rule.advice}")
    ]


def test_one_gateway_for_one_zone_is_fine() -> None:
    assert found(Rule, without(network(A), "B")) == []
    same = changed(ONE, "Subnet1", "Properties", "AvailabilityZone", to={"Fn::Select": [0, {"Fn::GetAZs": ""}]})
    assert found(Rule, same) == []


def test_one_route_table_for_all_zones_is_found() -> None:
    assert found(Rule, changed(without(ONE, "Way1"), "Place1", "Properties", "RouteTableId", to={"Ref": "Table0"})) == [
        "A"
    ]


def test_a_regional_gateway_serves_every_zone() -> None:
    assert found(Rule, changed(ONE, "A", "Properties", to={"AvailabilityMode": "regional"})) == []
    assert found(Rule, changed(ONE, "A", "Properties", to={"AvailabilityMode": "zonal"})) == ["A"]
    assert found(Rule, changed(ONE, "A", "Properties", to={"AvailabilityMode": {"Ref": "Mode"}})) == []


def test_a_gateway_that_nothing_goes_through_is_found() -> None:
    """The zone that it was made for depends on another zone."""
    assert found(Rule, network(A, A)) == ["A", "B"]


def test_gateways_whose_routes_are_elsewhere_are_left_alone() -> None:
    assert found(Rule, network()) == []


def test_route_tables_whose_subnets_are_elsewhere_are_a_zone_each() -> None:
    template = without(without(ONE, "Place0"), "Place1")
    assert found(Rule, template) == ["A"]
    assert found(Rule, without(without(PER_ZONE, "Place0"), "Place1")) == []


def test_a_template_that_offers_one_for_each_zone_leaves_the_choice() -> None:
    template = changed(network(A, {"Fn::If": ["PerZone", B, A]}), "B", "Condition", to="PerZone")
    assert found(Rule, conditional(template, "PerZone")) == []


def test_production_has_no_such_choice() -> None:
    assert found(Rule, valued(ONE, "prod")) == ["A"]
    assert found(Rule, valued(PER_ZONE, "prod")) == []


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_other_environments_may_choose_one(environment: str) -> None:
    assert found(Rule, valued(ONE, environment)) == []


def test_a_choice_that_forgets_a_route_is_found() -> None:
    template = changed(network(A, A), "B", "Condition", to="PerZone")
    assert found(Rule, conditional(template, "PerZone")) == ["A", "B"]


def test_strange_templates_are_left_alone() -> None:
    assert found(Rule, resources(A={"Type": "AWS::EC2::NatGateway"}, Way={"Type": "AWS::EC2::Route"})) == []
