"""What holds data is kept when it is deleted or replaced."""

from typing import Any

import pytest

from delivery.rules.kept_when_deleted import KeptWhenDeleted as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
GOOD = resources(
    Bucket=resource("AWS::S3::Bucket", attributes=KEPT),
    Db=resource("AWS::RDS::DBCluster", attributes={"DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot"}),
    Member=resource("AWS::RDS::DBInstance", DBClusterIdentifier={"Ref": "Db"}),
    Copy=resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier="main"),
    Cache=resource("AWS::ElastiCache::CacheCluster", Engine="memcached"),
    Topic=resource("AWS::SNS::Topic"),
)


def test_what_is_kept_what_is_a_copy_and_what_holds_nothing_are_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("type_", ["AWS::ECR::Repository", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::EC2::Volume"])
def test_both_policies_are_needed(type_: str) -> None:
    assert found(Rule, resources(Store=resource(type_))) == ["Store", "Store"]
    assert found(Rule, resources(Store=resource(type_, attributes={"DeletionPolicy": "Retain"}))) == ["Store"]


def test_a_database_has_a_snapshot_taken_by_itself_but_not_when_it_is_replaced() -> None:
    assert found(Rule, resources(Db=resource("AWS::RDS::DBInstance"))) == ["Db"]
    deleted = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Snapshot"}
    assert found(Rule, resources(Db=resource("AWS::RDS::DBInstance", attributes=deleted))) == ["Db/DeletionPolicy"]


@pytest.mark.parametrize("attribute", ["DeletionPolicy", "UpdateReplacePolicy"])
@pytest.mark.parametrize("policy", ["Delete", "Snapshot"])
def test_a_policy_that_deletes_is_found(attribute: str, policy: str) -> None:
    """A bucket has no snapshots."""
    assert found(Rule, changed(GOOD, "Bucket", attribute, to=policy)) == [f"Bucket/{attribute}"]


def test_retain_except_on_create_is_for_deletion_only() -> None:
    assert found(Rule, changed(GOOD, "Bucket", "UpdateReplacePolicy", to="RetainExceptOnCreate")) == [
        "Bucket/UpdateReplacePolicy"
    ]


def test_the_message_says_what_is_lost_when() -> None:
    assert findings(Rule, without(GOOD, "Bucket", "UpdateReplacePolicy")) == [
        ("Bucket", f"With no UpdateReplacePolicy it is deleted when an update replaces it. {Rule.advice}")
    ]


@pytest.mark.parametrize("policy", [{"Ref": "Policy"}, {"Fn::If": ["IsProd", "Retain", {"Ref": "Policy"}]}])
def test_what_is_not_known_is_fine(policy: Any) -> None:
    assert found(Rule, changed(GOOD, "Bucket", "DeletionPolicy", to=policy)) == []


def test_a_policy_that_a_condition_chooses_is_found_in_its_branch() -> None:
    """As the transform AWS::LanguageExtensions allows."""
    template = changed(GOOD, "Bucket", "DeletionPolicy", to={"Fn::If": ["IsProd", "Retain", "Delete"]})
    template["Parameters"] = {"Environment": {"Type": "String"}}
    template["Conditions"] = {"IsProd": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]}}
    assert found(Rule, template) == ["Bucket/DeletionPolicy/Fn::If/2"]
