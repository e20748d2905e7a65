"""What serves users stands in several zones, in production in three."""

from typing import Any

import pytest

from delivery.rules.zones import Zones as Rule
from tests.delivery.rules.container_lab import conditional, place, valued, with_parameter
from tests.delivery.rules.lab import changed, findings, found, resource, resources

A, B, C = "subnet-a", "subnet-b", "subnet-c"
LISTED = ("Service", "Properties", "NetworkConfiguration", "AwsvpcConfiguration", "Subnets")


def service(subnets: Any) -> dict[str, Any]:
    network = {"AwsvpcConfiguration": {"Subnets": subnets}}
    return resources(Service=resource("AWS::ECS::Service", NetworkConfiguration=network))


def balancer(**properties: Any) -> dict[str, Any]:
    return resources(
        Balancer=resource("AWS::ElasticLoadBalancingV2::LoadBalancer", **{"Type": "network", **properties})
    )


def endpoint(*subnets: Any, kind: str = "Interface") -> dict[str, Any]:
    return resources(
        Endpoint=resource("AWS::EC2::VPCEndpoint", VpcEndpointType=kind, SubnetIds=list(subnets), VpcId="vpc-1")
    )


def subnet(zone: Any) -> dict[str, Any]:
    return resource("AWS::EC2::Subnet", VpcId={"Ref": "Vpc"}, AvailabilityZone=zone)


def select(index: int) -> dict[str, Any]:
    return {"Fn::Select": [index, {"Fn::GetAZs": ""}]}


def network(*zones: Any) -> dict[str, Any]:
    """A VPC with a subnet in each of these zones."""
    subnets = {f"Subnet{number}": subnet(zone) for number, zone in enumerate(zones, 1)}
    return resources(Vpc=resource("AWS::EC2::VPC", CidrBlock="10.0.0.0/16"), **subnets)


def test_two_subnets_are_fine_where_production_is_not_known() -> None:
    assert found(Rule, service([A, B])) == []
    assert found(Rule, balancer(Subnets=[A, B])) == []
    assert found(Rule, endpoint(A, B)) == []


def test_one_subnet_is_found() -> None:
    assert findings(Rule, service([A])) == [(place(*LISTED), f"Service stands in one zone. {Rule.advice}")]
    assert found(Rule, service(A)) == [place(*LISTED)]
    assert found(Rule, balancer(Subnets=[A])) == ["Balancer/Properties/Subnets"]
    assert found(Rule, balancer(SubnetMappings=[{"SubnetId": A}])) == ["Balancer/Properties/SubnetMappings"]
    assert found(Rule, endpoint(A)) == ["Endpoint/Properties/SubnetIds"]


def test_one_subnet_twice_is_one_zone() -> None:
    assert found(Rule, service([A, A])) == [place(*LISTED)]


@pytest.mark.parametrize("environment", ["prod", "production-eu"])
def test_production_needs_three(environment: str) -> None:
    assert findings(Rule, valued(service([A, B]), environment)) == [
        (place(*LISTED), f"Service stands in two zones. {Rule.advice}")
    ]
    assert found(Rule, valued(service([A, B, C]), environment)) == []
    assert found(Rule, valued(network(select(0), select(1)), environment)) == ["Vpc"]


@pytest.mark.parametrize("environment", ["dev", "staging"])
def test_other_environments_may_choose_less(environment: str) -> None:
    assert found(Rule, valued(service([A]), environment)) == []
    assert found(Rule, valued(network(select(0)), environment)) == []


def test_subnets_of_the_template_say_where_they_stand() -> None:
    template = changed(network(select(0), select(1)), "Service", to=service([])["Resources"]["Service"])
    template = changed(template, *LISTED, to=[{"Ref": "Subnet1"}, {"Ref": "Subnet2"}])
    assert found(Rule, template) == []
    template = changed(template, "Subnet3", to=subnet(select(0)))
    assert found(Rule, changed(template, *LISTED, 1, to={"Ref": "Subnet3"})) == [place(*LISTED)]
    assert found(Rule, valued(changed(template, *LISTED, 1, to={"Ref": "Subnet3"}), "dev")) == [place(*LISTED)]


@pytest.mark.parametrize("type_", ["AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup"])
def test_two_zones_are_enough_for_data(type_: str) -> None:
    template = resources(Group=resource(type_, SubnetIds=[A, B]))
    assert found(Rule, valued(template, "prod")) == []
    assert found(Rule, changed(template, "Group", "Properties", "SubnetIds", to=[A])) == ["Group/Properties/SubnetIds"]


def test_aws_takes_one_subnet_of_each_zone_for_balancers_and_endpoints() -> None:
    ids = [{"Ref": f"Subnet{number}"} for number in (1, 2, 3)]
    template = network(select(0), select(1), select(1))
    for name, made in (("Balancer", balancer(Subnets=ids)), ("Endpoint", endpoint(*ids)), ("Service", service(ids))):
        template = changed(template, name, to=made["Resources"][name])
    assert findings(Rule, template) == [
        (
            f"{name}/Properties/{listed}",
            f"{name} has 3 subnets in 2 zones, and AWS takes one of each. {Rule.advice}",
        )
        for name, listed in (("Balancer", "Subnets"), ("Endpoint", "SubnetIds"))
    ]
    assert found(Rule, changed(template, "Subnet3", to=subnet(select(2)))) == []


def test_a_subnet_whose_zone_aws_chooses_counts_as_one() -> None:
    template = changed(network(select(0), select(1)), "Subnet2", "Properties", to={"VpcId": {"Ref": "Vpc"}})
    assert found(Rule, template) == []


def test_a_vpc_with_subnets_in_one_zone_is_found() -> None:
    assert findings(Rule, network("eu-west-1a", "eu-west-1a")) == [
        ("Vpc", f"The subnets of this VPC stand in one zone. {Rule.advice}")
    ]
    assert found(Rule, network("eu-west-1a", "eu-west-1b")) == []


def test_a_vpc_whose_subnets_are_elsewhere_is_left_alone() -> None:
    assert found(Rule, network()) == []


@pytest.mark.parametrize("listed", [{"Ref": "SubnetIds"}, {"Fn::Split": [",", {"Ref": "Ids"}]}, [{"Ref": "SubnetIds"}]])
def test_lists_that_are_not_known_are_left_alone(listed: Any) -> None:
    template = with_parameter(service(listed), "SubnetIds", Type="List<AWS::EC2::Subnet::Id>")
    assert found(Rule, template) == []
    assert found(Rule, valued(template, "prod")) == []


def test_one_parameter_for_one_subnet_is_one_zone() -> None:
    assert found(Rule, with_parameter(service([{"Ref": "SubnetId"}]), "SubnetId")) == [place(*LISTED)]


def test_gateway_endpoints_stand_in_no_zone() -> None:
    assert found(Rule, endpoint(A, kind="Gateway")) == []


def test_strange_templates_are_left_alone() -> None:
    assert found(Rule, resources(Service={"Type": "AWS::ECS::Service"})) == []
    assert found(Rule, service({})) == []
    assert found(Rule, changed(service([A]), "Service", "Properties", "NetworkConfiguration", to="main")) == []


def test_a_template_that_offers_more_zones_leaves_the_choice() -> None:
    small = {"Fn::If": ["Small", [A], [A, B, C]]}
    assert found(Rule, conditional(service(small), "Small")) == []
    third = {"Fn::If": ["Small", {"Ref": "AWS::NoValue"}, B]}
    assert found(Rule, conditional(service([A, third]), "Small")) == []
    template = changed(network(select(0), select(1)), "Subnet2", "Condition", to="Small")
    assert found(Rule, conditional(template, "Small")) == []


def test_a_choice_between_one_zone_and_one_zone_is_found() -> None:
    template = network(select(0), select(0))
    assert found(Rule, conditional(changed(template, "Subnet2", "Condition", to="Small"), "Small")) == ["Vpc"]
