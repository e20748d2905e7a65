"""A service that is scaled has no DesiredCount."""

from delivery.rules.desired_count import DesiredCountBesideScaling as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Web=resource("AWS::ECS::Service"),
    Worker=resource("AWS::ECS::Service", DesiredCount=2),
    Scaling=resource(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        ResourceId={"Fn::Sub": ["service/${Cluster}/${Web.Name}", {"Cluster": "main"}]},
    ),
)


def test_only_a_service_that_is_not_scaled_may_have_a_desired_count() -> None:
    """Worker has one and no scalable target."""
    assert found(Rule, GOOD) == []


def test_a_desired_count_beside_a_scalable_target_is_found() -> None:
    assert found(Rule, changed(GOOD, "Web", "Properties", "DesiredCount", to=2)) == ["Web/Properties/DesiredCount"]


def test_also_where_the_resource_id_is_joined() -> None:
    joined = {"Fn::Join": ["/", ["service", "main", {"Fn::GetAtt": ["Worker", "Name"]}]]}
    assert found(Rule, changed(GOOD, "Scaling", "Properties", "ResourceId", to=joined)) == [
        "Worker/Properties/DesiredCount"
    ]


def test_not_where_the_count_and_the_target_exclude_each_other() -> None:
    """One template may scale or not scale: a condition decides."""
    count = {"Fn::If": ["IsScaled", {"Ref": "AWS::NoValue"}, 2]}
    template = changed(GOOD, "Web", "Properties", "DesiredCount", to=count)
    template = changed(template, "Scaling", "Condition", to="IsScaled")
    template["Parameters"] = {"Scale": {"Type": "String"}}
    template["Conditions"] = {"IsScaled": {"Fn::Equals": [{"Ref": "Scale"}, "yes"]}}
    assert found(Rule, template) == []
    assert found(Rule, without(template, "Scaling", "Condition")) == ["Web/Properties/DesiredCount/Fn::If/2"]
