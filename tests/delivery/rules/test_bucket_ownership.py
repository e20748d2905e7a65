"""A bucket's objects belong to its owner, and no access list counts."""

from delivery.rules.bucket_ownership import BucketOwnership as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Bucket=resource("AWS::S3::Bucket", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
)
RULE = ("Bucket", "Properties", "OwnershipControls", "Rules", 0, "ObjectOwnership")
PLACE = "Bucket/Properties/OwnershipControls/Rules/0/ObjectOwnership"


def test_the_owner_of_the_bucket_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_a_bucket_that_does_not_say_is_found() -> None:
    assert found(Rule, without(GOOD, "Bucket", "Properties", "OwnershipControls")) == ["Bucket/Properties"]


def test_another_owner_is_found() -> None:
    assert found(Rule, changed(GOOD, *RULE, to="ObjectWriter")) == [PLACE]
    assert found(Rule, changed(GOOD, *RULE, to="BucketOwnerPreferred")) == [PLACE]


def test_what_a_parameter_says_is_not_known() -> None:
    assert found(Rule, changed(GOOD, *RULE, to={"Ref": "Ownership"})) == []
    assert found(Rule, changed(GOOD, "Bucket", "Properties", "OwnershipControls", to={"Ref": "Ownership"})) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *RULE, to={"Fn::If": ["IsOld", "ObjectWriter", "BucketOwnerEnforced"]})
    template["Parameters"] = {"Old": {"Type": "String"}}
    template["Conditions"] = {"IsOld": {"Fn::Equals": [{"Ref": "Old"}, "yes"]}}
    assert found(Rule, template) == [f"{PLACE}/Fn::If/1"]
