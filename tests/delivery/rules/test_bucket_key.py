"""A bucket that KMS encrypts uses one bucket key for many objects."""

from delivery.rules.bucket_key import BucketKey as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

BY_KMS = {"BucketKeyEnabled": True, "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
BY_S3 = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
GOOD = resources(
    Data=resource("AWS::S3::Bucket", BucketEncryption={"ServerSideEncryptionConfiguration": [BY_KMS]}),
    Logs=resource("AWS::S3::Bucket", BucketEncryption={"ServerSideEncryptionConfiguration": [BY_S3]}),
    Plain=resource("AWS::S3::Bucket"),
)
RULE = ("Data", "Properties", "BucketEncryption", "ServerSideEncryptionConfiguration", 0)
PLACE = "/".join(map(str, RULE))


def test_only_encryption_by_kms_needs_a_bucket_key() -> None:
    assert found(Rule, GOOD) == []


def test_encryption_by_kms_without_a_bucket_key_is_found() -> None:
    assert found(Rule, without(GOOD, *RULE, "BucketKeyEnabled")) == [PLACE]
    assert found(Rule, changed(GOOD, *RULE, "BucketKeyEnabled", to=False)) == [f"{PLACE}/BucketKeyEnabled"]


def test_two_layers_know_no_bucket_keys() -> None:
    two = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms:dsse"}}
    assert found(Rule, changed(GOOD, *RULE, to=two)) == []


def test_what_a_parameter_says_is_not_known() -> None:
    assert found(Rule, changed(GOOD, *RULE, "BucketKeyEnabled", to={"Ref": "Enabled"})) == []
    unknown = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": {"Ref": "Algorithm"}}}
    assert found(Rule, changed(GOOD, *RULE, to=unknown)) == []


def test_the_branch_of_a_condition_is_found() -> None:
    template = changed(GOOD, *RULE, "BucketKeyEnabled", to={"Fn::If": ["IsBig", True, False]})
    template["Parameters"] = {"Big": {"Type": "String"}}
    template["Conditions"] = {"IsBig": {"Fn::Equals": [{"Ref": "Big"}, "yes"]}}
    assert found(Rule, template) == [f"{PLACE}/BucketKeyEnabled/Fn::If/2"]
