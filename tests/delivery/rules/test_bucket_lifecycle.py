"""Old versions and half-done uploads do not stay in a bucket for ever."""

from delivery.rules.bucket_lifecycle import BucketLifecycle as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

GOOD = resources(
    Bucket=resource(
        "AWS::S3::Bucket",
        VersioningConfiguration={"Status": "Enabled"},
        LifecycleConfiguration={
            "Rules": [
                {"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 30}},
                {"Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
            ]
        },
    )
)
RULES = ("Bucket", "Properties", "LifecycleConfiguration", "Rules")
PLACE = "Bucket/Properties/LifecycleConfiguration/Rules"


def test_what_nobody_sees_goes() -> None:
    assert found(Rule, GOOD) == []


def test_what_stays_for_ever_is_found() -> None:
    assert found(Rule, without(GOOD, *RULES, 0)) == [PLACE]
    assert found(Rule, without(GOOD, *RULES, 1)) == [PLACE]
    assert found(Rule, without(GOOD, "Bucket", "Properties", "LifecycleConfiguration")) == ["Bucket/Properties"] * 2


def test_a_rule_that_is_switched_off_does_nothing() -> None:
    assert found(Rule, changed(GOOD, *RULES, 0, "Status", to="Disabled")) == [PLACE]
    assert found(Rule, changed(GOOD, *RULES, 0, "Status", to={"Ref": "Status"})) == []


def test_a_bucket_without_versions_has_no_old_ones() -> None:
    assert found(Rule, without(without(GOOD, *RULES, 0), "Bucket", "Properties", "VersioningConfiguration")) == []


def test_what_object_lock_keeps_is_meant_to_stay() -> None:
    assert found(Rule, changed(without(GOOD, *RULES, 0), "Bucket", "Properties", "ObjectLockEnabled", to=True)) == []


def test_what_a_parameter_says_is_not_known() -> None:
    assert found(Rule, changed(GOOD, *RULES, to={"Ref": "Rules"})) == []
    assert found(Rule, changed(GOOD, *RULES, to=[{"Fn::Transform": {"Name": "Rules"}}])) == []
    assert found(Rule, changed(GOOD, *RULES[:-1], to={"Ref": "Rules"})) == []


def test_a_rule_that_is_not_always_there_is_missed_where_it_is_not() -> None:
    expiry = GOOD["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"][0]
    template = changed(GOOD, *RULES, 0, to={"Fn::If": ["IsProd", expiry, {"Ref": "AWS::NoValue"}]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsProd": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]}}
    assert found(Rule, template) == [PLACE]
