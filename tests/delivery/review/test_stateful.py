"""What holds data, what becomes of it, and what people notice."""

import pytest
from cfnlint.helpers import valid_snapshot_types
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.predict.policies import default_deletion_policy
from delivery.review.model import Level
from delivery.review.noticed import notice, noticed
from delivery.review.stateful import _HELD, held_by, outcome, takes_snapshot

EXAMPLES = settings(max_examples=60, deadline=None, database=None, derandomize=True)
TABLE, DATABASE, BUCKET = "AWS::DynamoDB::Table", "AWS::RDS::DBInstance", "AWS::S3::Bucket"
KNOWN = ("", "Delete", "Retain", "Snapshot", "ReplaceAndDelete", "ReplaceAndRetain", "ReplaceAndSnapshot")

OUTCOMES = [
    ("a table goes with its items", "Delete", TABLE, Level.DATA_LOSS, "the table is deleted, with the items in it"),
    ("a kept table leaves the stack", "Retain", TABLE, Level.ROUTINE, "the table stays as it is, outside the stack"),
    ("what nothing is said of is feared", "", TABLE, Level.DATA_LOSS, "nothing says what becomes of the old table"),
    ("the new one is empty", "ReplaceAndDelete", TABLE, Level.DATA_LOSS, "the new one is empty"),
    ("kept beside an empty one", "ReplaceAndRetain", TABLE, Level.OUTAGE, "what was in the old one must be moved"),
    ("no snapshot of a table", "Snapshot", TABLE, Level.DATA_LOSS, "no snapshot can be taken"),
    ("none when it is replaced", "ReplaceAndSnapshot", TABLE, Level.DATA_LOSS, "no snapshot can be taken"),
    ("a database leaves a snapshot", "Snapshot", DATABASE, Level.OUTAGE, "a final snapshot is taken"),
    ("the new database is empty", "ReplaceAndSnapshot", DATABASE, Level.OUTAGE, "the new one is empty"),
    ("a bucket must be empty", "Delete", BUCKET, Level.DATA_LOSS, "if it holds objects, its deletion fails"),
    ("images go with EmptyOnDelete", "Delete", "AWS::ECR::Repository", Level.DATA_LOSS, "EmptyOnDelete"),
    ("a key waits", "Delete", "AWS::KMS::Key", Level.DATA_LOSS, "7 to 30 days"),
    ("another key reads nothing", "ReplaceAndRetain", "AWS::KMS::Key", Level.OUTAGE, "cannot read"),
    ("an address is another number", "ReplaceAndDelete", "AWS::EC2::EIP", Level.DATA_LOSS, "another number"),
    ("a word of tomorrow", "ReplaceAndArchive", TABLE, Level.UNKNOWN, "ReplaceAndArchive"),
    ("also where nothing is held", "Archive", "AWS::ECS::Service", Level.UNKNOWN, "Archive"),
    ("kept, whatever it is", "Retain", "AWS::ECS::Service", Level.ROUTINE, "outside the stack"),
    ("the old one kept", "ReplaceAndRetain", "AWS::ECS::Service", Level.ROUTINE, "the old one stays"),
    ("whose code nobody sees", "Delete", "Custom::Thing", Level.UNKNOWN, "the code behind"),
    ("a nested stack", "Delete", "AWS::CloudFormation::Stack", Level.UNKNOWN, "look into its template"),
    ("somebody else's type", "Delete", "MongoDB::Atlas::Cluster", Level.UNKNOWN, "not known"),
]


@pytest.mark.parametrize(
    ("policy", "type_", "level", "words"), [row[1:] for row in OUTCOMES], ids=[r[0] for r in OUTCOMES]
)
def test_what_becomes_of_what_a_resource_holds(policy, type_, level, words):
    found = outcome(policy, type_)
    assert found is not None
    assert found[0] is level
    assert words in found[1]


@pytest.mark.parametrize("policy", ["", "Delete", "Snapshot", "ReplaceAndDelete", "ReplaceAndSnapshot"])
def test_a_resource_that_holds_nothing_loses_nothing(policy):
    assert outcome(policy, "AWS::ECS::Service") is None
    assert held_by("AWS::ECS::Service") is None


@pytest.mark.parametrize("type_", sorted(_HELD))
def test_deleting_what_holds_data_is_data_loss_and_keeping_it_is_not(type_):
    assert held_by(type_)
    for policy in ("", "Delete", "ReplaceAndDelete"):
        assert outcome(policy, type_)[0] is Level.DATA_LOSS
    for policy in ("Retain", "ReplaceAndRetain"):
        assert outcome(policy, type_)[0] is not Level.DATA_LOSS
    for policy in ("Snapshot", "ReplaceAndSnapshot"):
        assert (outcome(policy, type_)[0] is Level.OUTAGE) is takes_snapshot(type_)


def test_snapshots_are_taken_of_the_types_that_cfn_lint_knows_and_no_others():
    assert {type_ for type_ in {*_HELD, *valid_snapshot_types} if takes_snapshot(type_)} == valid_snapshot_types


@pytest.mark.parametrize(
    ("type_", "properties", "policy"),
    [
        ("AWS::RDS::DBCluster", {}, "Snapshot"),
        ("AWS::RDS::DBCluster", None, "Snapshot"),
        (DATABASE, {"Engine": "postgres"}, "Snapshot"),
        (DATABASE, {"DBClusterIdentifier": "main"}, "Delete"),
        (DATABASE, None, "Delete"),
        ("AWS::Neptune::DBCluster", {}, "Delete"),
        (TABLE, {}, "Delete"),
    ],
)
def test_only_databases_of_rds_leave_a_snapshot_by_default(type_, properties, policy):
    assert default_deletion_policy(type_, properties) == policy


@EXAMPLES
@given(st.text() | st.sampled_from(KNOWN), st.text() | st.sampled_from(sorted(_HELD)))
def test_no_word_and_no_type_makes_it_fail_and_no_unknown_word_is_dropped(policy, type_):
    found = outcome(policy, type_)
    if policy not in KNOWN:
        assert found is not None
        assert found[0] is Level.UNKNOWN
        assert policy in found[1]


NOTICED = [
    ("AWS::ECS::Service", "remove", Level.OUTAGE, "all its tasks stop"),
    ("AWS::ECS::Service", "replace", Level.OUTAGE, "started anew"),
    ("AWS::ECS::Service", "conditional", Level.MAYBE, "if it is replaced, all its tasks are started anew"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "replace", Level.OUTAGE, "DNS must follow"),
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "remove", Level.OUTAGE, "no longer scales"),
    ("AWS::CloudWatch::Alarm", "remove", Level.OUTAGE, "nobody is told"),
    ("AWS::WAFv2::WebACLAssociation", "remove", Level.ACCESS, "no longer protected"),
    ("AWS::IAM::Role", "remove", Level.OUTAGE, "refused"),
]


@pytest.mark.parametrize(("type_", "how", "level", "words"), NOTICED)
def test_people_notice_when_something_goes(type_, how, level, words):
    found = notice(type_, how)
    assert found is not None
    assert found.level is level
    assert words in found.sentence
    assert noticed(type_, how) == found.sentence


@pytest.mark.parametrize(
    ("type_", "how"),
    [("AWS::ECS::TaskDefinition", "replace"), ("AWS::ECS::Service", "add"), ("AWS::IAM::Policy", "replace"),
     ("AWS::IAM::Policy", "conditional"), ("Custom::Thing", "remove"), ("", "")],
)  # fmt: skip
def test_where_nobody_notices_nothing_is_said(type_, how):
    assert noticed(type_, how) is None
