"""An Aurora cluster has instances in two zones."""

from typing import Any

import pytest

from delivery.rules.database_aurora_zones import AuroraZones as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without


def _zone(number: int) -> dict[str, Any]:
    return {"Fn::Select": [number, {"Fn::GetAZs": ""}]}


def _member(**properties: Any) -> dict[str, Any]:
    return resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Aurora"}, **properties)


GOOD = resources(
    Aurora=resource("AWS::RDS::DBCluster", Engine="aurora-postgresql"),
    First=_member(AvailabilityZone=_zone(0)),
    Second=_member(AvailabilityZone=_zone(1)),
    Elsewhere=resource("AWS::RDS::DBInstance", DBClusterIdentifier="another-cluster"),
)


def test_two_instances_in_two_zones_are_fine() -> None:
    assert found(Rule, GOOD) == []


def test_aurora_may_choose_the_zones() -> None:
    assert found(Rule, without(GOOD, "Second", "Properties", "AvailabilityZone")) == []


def test_a_single_instance_is_found() -> None:
    ((place, message),) = findings(Rule, without(GOOD, "First"))
    assert place == "Second"
    assert message.startswith("This is the only instance of Aurora")


def test_a_cluster_whose_instances_are_elsewhere_is_not_judged() -> None:
    assert found(Rule, without(without(GOOD, "First"), "Second")) == []


def test_two_instances_in_one_zone_are_found() -> None:
    ((place, message),) = findings(Rule, changed(GOOD, "Second", "Properties", "AvailabilityZone", to=_zone(0)))
    assert place == "Second/Properties/AvailabilityZone"
    assert message.startswith("All 2 instances of Aurora are in one zone")


def test_a_cluster_that_makes_its_own_instances_is_not_judged() -> None:
    assert found(Rule, changed(without(GOOD, "First"), "Aurora", "Properties", "Engine", to="mysql")) == []


def test_a_second_instance_may_depend_on_a_condition() -> None:
    template = changed(GOOD, "Second", "Condition", to="IsLarge")
    template["Parameters"] = {"Size": {"Type": "String"}}
    template["Conditions"] = {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]}}
    assert found(Rule, template) == []
    assert found(Rule, changed(template, "First", "Condition", to="IsLarge")) == []


@pytest.mark.parametrize(("environment", "places"), [("dev", []), ("prod", ["First"])])
def test_with_values_in_place_only_production_is_held_to_it(environment: str, places: list[str]) -> None:
    template = without(GOOD, "Second")
    template["Metadata"] = {"Stackwright": {"ValuesOf": environment}}
    assert found(Rule, template) == places
