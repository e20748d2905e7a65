"""A repository with images in it cannot be deleted."""

from delivery.rules.emptied_repository import EmptiedRepository as Rule
from tests.delivery.rules.lab import changed, found, resource, resources

GOOD = resources(
    Web=resource("AWS::ECR::Repository", EmptyOnDelete=False),
    Worker=resource("AWS::ECR::Repository"),
)
WEB = ("Web", "Properties", "EmptyOnDelete")


def test_off_or_absent_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_images_that_go_with_the_repository_are_found() -> None:
    assert found(Rule, changed(GOOD, *WEB, to=True)) == ["/".join(WEB)]
    assert found(Rule, changed(GOOD, *WEB, to="true")) == ["/".join(WEB)]


def test_what_a_parameter_says_is_not_known() -> None:
    assert found(Rule, changed(GOOD, *WEB, to={"Ref": "Empty"})) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *WEB, to={"Fn::If": ["IsDev", True, False]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsDev": {"Fn::Equals": [{"Ref": "Environment"}, "dev"]}}
    assert found(Rule, template) == ["Web/Properties/EmptyOnDelete/Fn::If/1"]
