"""What the registry says of a type, and what follows for a difference at one of its properties."""

import json
import subprocess
import sys
from pathlib import Path

import cfnlint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.registry_notes import note_on, notes, place
from delivery.schemas import definition, known_types, recreation, recreation_reason, schema_of
from tests.conftest import ROOT

EXAMPLES = settings(max_examples=60, deadline=None, database=None, derandomize=True)
FOLDER = Path(cfnlint.__file__).parent / "data" / "schemas"
HASHES = json.loads((FOLDER / "providers" / "us-east-1.json").read_text())
WORDS = ("Never", "Conditionally", "Always")
LEAD_NOWHERE: set[tuple[str, tuple[str, ...]]] = set()  # create-only pointers to what the schema does not have
PATHS = st.lists(st.one_of(st.sampled_from(["Tags", "Cpu", "*", "", "Ä"]), st.integers(0, 9)), max_size=5).map(tuple)

# type, path, whether it is replaced
DIFFERENCES = [
    ("a create-only property", "AWS::ECS::TaskDefinition", ("Cpu",), "Always"),
    ("what lies in one", "AWS::ECS::TaskDefinition", ("ContainerDefinitions", 0, "Image"), "Always"),
    ("a property that is changed in place", "AWS::ECS::Service", ("DesiredCount",), "Never"),
    (
        "a create-only property of a list's item",
        "AWS::MSK::Channel",
        ("IcebergDestinationConfiguration",),
        "Conditionally",
    ),
    (
        "a nested create-only property",
        "AWS::MSK::Replicator",
        ("ReplicationInfoList", 0, "TopicReplication", "StartingPosition", "Type"),
        "Always",
    ),
    (
        "the list that a nested create-only property lies in",
        "AWS::MSK::Replicator",
        ("ReplicationInfoList", 0, "TopicReplication"),
        "Conditionally",
    ),
    ("the neighbour of a nested one", "AWS::Batch::ComputeEnvironment", ("ComputeResources", "MaxvCpus"), "Never"),
    ("a conditional property", "AWS::EC2::VPC", ("InstanceTenancy",), "Conditionally"),
    ("what lies in a conditional one", "AWS::EC2::Instance", ("BlockDeviceMappings", 0, "Ebs"), "Conditionally"),
    ("any property where nothing can be updated", "AWS::Lambda::Permission", ("Whatever",), "Always"),
    ("a property that the registry does not know", "AWS::ECS::Service", ("Newest", "Thing"), "Conditionally"),
    ("the function of a custom resource", "Custom::Thing", ("ServiceToken",), "Always"),
    ("anything else of a custom resource", "Custom::Thing", ("Size", 0), "Conditionally"),
    ("the function behind the long name", "AWS::CloudFormation::CustomResource", ("ServiceToken",), "Always"),
    ("anything else behind the long name", "AWS::CloudFormation::CustomResource", ("ServiceTimeout",), "Conditionally"),
    ("a type of a third party", "Example::Things::Thing", ("Size",), "Conditionally"),
    ("a type that a macro makes", "AWS::Serverless::Function", ("Handler",), "Conditionally"),
    ("what the documentation says and the registry does not", "AWS::Route53::RecordSet", ("Name",), "Always"),
    ("what the two disagree on", "AWS::RDS::DBInstance", ("Port",), "Conditionally"),
    (
        "the type of a key's attribute",
        "AWS::DynamoDB::Table",
        ("AttributeDefinitions", 1, "AttributeType"),
        "Conditionally",
    ),
    ("one more attribute", "AWS::DynamoDB::Table", ("AttributeDefinitions", 1), "Never"),
]

# type, path, a word of the reason (empty: nothing is said)
REASONS = [
    ("AWS::RDS::DBInstance", ("DBSnapshotIdentifier",), "another one is named"),
    ("AWS::EC2::Instance", ("InstanceType",), "instance store"),
    ("AWS::ElastiCache::ReplicationGroup", ("NodeGroupConfiguration", 0, "Slots"), "UseOnlineResharding"),
    ("AWS::RDS::DBInstance", ("Port",), "the documentation says that it is replaced"),
    ("AWS::RDS::DBInstance", ("StorageType",), "which may be a replacement"),
    (
        "AWS::MSK::Replicator",
        ("ReplicationInfoList", 0, "TopicReplication"),
        "replaced if StartingPosition or TopicNameConfiguration changes with it",
    ),
    ("AWS::ECS::Service", ("Newest",), "the property Newest"),
    ("Custom::Thing", ("Size",), "physical id"),
    ("Example::Things::Thing", ("Size",), "Example::Things::Thing"),
    ("AWS::Events::Rule", ("EventBusName",), ""),
    ("AWS::ECS::Service", ("DesiredCount",), ""),
    ("AWS::ECS::Service", ("Cluster",), ""),
    ("AWS::DynamoDB::Table", ("KeySchema",), ""),
]


def written(type_):
    """The schema as it was published."""
    return json.loads((FOLDER / "resources" / f"{HASHES[type_]}.json").read_text())


def leads_to_a_property(schema, part, pointer):
    while isinstance(part, dict) and "$ref" in part:
        part = definition(schema, part["$ref"])
    if not pointer or not isinstance(part, dict):
        return isinstance(part, dict)
    first, rest = pointer[0], pointer[1:]
    items = [part[key] for key in ("items", "additionalProperties") if isinstance(part.get(key), dict)]
    items += part.get("patternProperties", {}).values()
    if first == "*":
        return any(leads_to_a_property(schema, item, rest) for item in items)
    choices = [choice for key in ("oneOf", "anyOf", "allOf") for choice in part.get(key, ())]
    named = [part["properties"][first]] if first in part.get("properties", {}) else []
    return any(leads_to_a_property(schema, child, rest) for child in named) or any(
        leads_to_a_property(schema, choice, pointer) for choice in choices + items
    )


@pytest.mark.parametrize(
    ("type_", "path", "word"), [row[1:] for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES]
)
def test_a_difference_replaces_the_resource_as_its_place_says(type_, path, word):
    assert recreation(schema_of(type_), path) == word


@pytest.mark.parametrize(("type_", "path", "word"), REASONS)
def test_what_a_replacement_depends_on_is_said_where_it_is_known(type_, path, word):
    reason = recreation_reason(type_, path)
    assert word in reason
    assert bool(reason) == bool(word)


def test_every_create_only_pointer_of_every_type_leads_to_a_property():
    wrong = set()
    for type_ in known_types():
        schema, published = schema_of(type_), written(type_)
        pointers = schema.create_only + schema.conditional_create_only
        wrong |= {(type_, pointer) for pointer in pointers if not leads_to_a_property(published, published, pointer)}
    assert wrong == LEAD_NOWHERE
    assert len(known_types()) > 1800


def test_every_create_only_property_of_every_type_is_replaced_for_certain():
    for type_ in known_types():
        schema = schema_of(type_)
        for pointer in schema.create_only:
            assert recreation(schema, pointer) == "Always", (type_, pointer)
        for pointer in schema.conditional_create_only:
            assert recreation(schema, pointer) != "Never", (type_, pointer)


@EXAMPLES
@given(st.sampled_from([*known_types(), "Custom::Thing", "Example::Things::Thing"]), PATHS, PATHS)
def test_what_lies_below_a_replaced_property_is_replaced_too(type_, path, below):
    schema = schema_of(type_)
    word = recreation(schema, path)
    assert word in WORDS
    assert isinstance(recreation_reason(type_, path), str)
    if word == "Always":
        assert recreation(schema, path + below) == "Always"


def test_notes_never_make_a_change_safer_than_the_registry_says():
    for type_, noted in notes().items():
        for note in noted:
            for pointer in note.properties:
                least = note.recreation or "Conditionally"
                assert WORDS.index(recreation(schema_of(type_), pointer)) >= WORDS.index(least), (type_, pointer)


def test_every_note_is_on_a_property_that_exists_and_that_no_other_note_is_on():
    for type_, noted in notes().items():
        published = written(type_)
        pointers = [pointer for note in noted for pointer in note.properties]
        assert len(pointers) == len(set(pointers)), type_
        for note in noted:
            for pointer in note.properties:
                assert leads_to_a_property(published, published, pointer), (type_, pointer)
                assert note_on(type_, pointer) is note, (type_, pointer)


def test_a_note_that_only_says_what_the_registry_says_is_not_needed():
    needless = [
        (type_, pointer)
        for type_, noted in notes().items()
        for note in noted
        for pointer in note.properties
        if note.recreation == "Always"
        and any(place(only, pointer) == "within" for only in schema_of(type_).create_only)
    ]
    assert needless == []


def test_a_pointer_may_leave_out_that_there_is_a_list():
    assert place(("Rules", "Name"), ("Rules", 3, "Name")) == "within"
    assert place(("Rules", "*", "Name"), ("Rules", 3, "Name", "x")) == "within"
    assert place(("Rules", "*", "Name"), ("Rules", 3)) == "above"
    assert place(("Rules", "*", "Name"), ("Rules", 3, "Size")) == ""


def test_types_that_aws_does_not_publish_have_no_schema():
    assert schema_of("Example::Things::Thing") is None
    assert schema_of("") is None


@pytest.mark.parametrize("region", ["xx-nowhere-9", "", "../us-east-1", "/", "us-east-1"])
def test_a_region_that_is_not_known_has_the_facts_of_the_first_one(region):
    assert schema_of("AWS::ECS::Service", region) == schema_of("AWS::ECS::Service")


def test_a_custom_resource_has_the_facts_of_all_custom_resources():
    schema = schema_of("Custom::Thing")
    assert schema.type == "Custom::Thing"
    assert schema.required == ("ServiceToken",)


@pytest.mark.parametrize(
    ("type_", "name", "updatable"),
    [
        ("AWS::ECS::Service", "Tags", True),
        ("AWS::Backup::BackupVault", "BackupVaultTags", True),
        ("AWS::EC2::CapacityReservation", "TagSpecifications", True),
        ("AWS::CE::AnomalyMonitor", "ResourceTags", False),
        ("AWS::EC2::Route", "", False),
    ],
)
def test_the_property_that_holds_the_tags_is_found(type_, name, updatable):
    schema = schema_of(type_)
    assert (schema.tag_property, schema.tag_updatable) == (name, updatable)


@pytest.mark.parametrize(
    ("type_", "pointer", "unordered"),
    [
        ("AWS::ECS::TaskDefinition", ("ContainerDefinitions", "*", "Environment"), True),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", ("Subnets",), True),
        ("AWS::DynamoDB::Table", ("KeySchema",), False),  # the first is the hash key
        ("AWS::Lambda::Function", ("ImageConfig", "Command"), False),  # a set by the schema, a sentence in truth
        ("AWS::S3::Bucket", ("LifecycleConfiguration", "Rules"), False),
    ],
)
def test_only_a_list_that_says_so_has_no_order(type_, pointer, unordered):
    assert (pointer in schema_of(type_).unordered) is unordered


def test_handlers_tell_permissions_and_how_long_they_may_take():
    handlers = schema_of("AWS::ECS::Service").handlers
    assert "ecs:CreateService" in handlers["create"].permissions
    assert "ecs:DeleteService" in handlers["delete"].permissions
    assert handlers["create"].timeout_minutes > 120
    assert schema_of("AWS::EC2::VPC").handlers["create"].timeout_minutes == 120


def test_what_is_told_of_a_type_is_read_as_it_is_published():
    schema = schema_of("AWS::SecretsManager::Secret")
    assert schema.read_only == (("Id",),)
    assert schema.primary_identifier == (("Id",),)
    assert ("SecretString",) in schema.write_only
    assert schema_of("AWS::EC2::Route").required == ("RouteTableId",)
    assert {schema_of(type_).replacement_order for type_ in known_types()} == {
        "create then delete",
        "delete then create",
    }


def test_asking_for_a_schema_does_not_load_cfn_lint():
    code = (
        "import sys; from delivery.schemas import recreation, schema_of; "
        "recreation(schema_of('AWS::ECS::Service'), ('Cluster',)); "
        "print([name for name in ('cfnlint', 'boto3', 'pydantic', 'yaml', 'rich') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
