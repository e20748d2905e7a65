"""What makes the CloudFormation console pleasant, for every template of every sample."""

import re
from collections import Counter
from functools import cache

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.templates.samples import accepts, every_template, nodes

NAMES_TO_LEAVE_TO_AWS = {
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::EC2::SecurityGroup": ("GroupName",),
    "AWS::ECR::Repository": ("RepositoryName",),
    "AWS::ECS::Cluster": ("ClusterName",),
    "AWS::ECS::Service": ("ServiceName",),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name",),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("Name",),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName",),
    "AWS::IAM::Role": ("RoleName",),
    "AWS::S3::Bucket": ("BucketName",),
    "AWS::SNS::Topic": ("TopicName",),
    "AWS::SecretsManager::Secret": ("Name",),
}
NOT_PLAIN = ("Custom::", "AWS::CloudFormation::", "AWS::Lambda::")
INTERFACE = "AWS::CloudFormation::Interface"

TEMPLATES = every_template()

pytestmark = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)


@cache
def is_taggable(type_):
    return "Tags" in PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema["properties"]


def names_in(text, own=()):
    """What a Fn::Sub text refers to: `${Key}` and `${Key.Arn}`, not `${!Literal}`."""
    return {name.split(".")[0] for name in re.findall(r"\$\{([^!}][^}]*)\}", text)} - set(own)


def references(thing):
    """Every name that is referred to by Ref, Fn::GetAtt or Fn::Sub."""
    found = set()
    for node in nodes(thing):
        if not isinstance(node, dict) or len(node) != 1:
            continue
        ((how, what),) = node.items()
        if how == "Ref":
            found.add(what)
        elif how == "Fn::GetAtt":
            found.add(what[0])
        elif how == "Fn::Sub":
            found |= names_in(what) if isinstance(what, str) else names_in(what[0], own=what[1])
    return found


def conditions_used(template):
    found = set()
    for node in nodes({section: template.get(section) for section in ("Resources", "Outputs", "Conditions")}):
        if isinstance(node, dict):
            if isinstance(node.get("Condition"), str):
                found.add(node["Condition"])
            if "Fn::If" in node:
                found.add(node["Fn::If"][0])
    return found


def keys(template):
    return {key for node in nodes(template) if isinstance(node, dict) for key in node}


def test_template_has_a_description(template):
    """A sentence that fits into CloudFormation's 1024 bytes."""
    assert 10 <= len(template["Description"].encode()) <= 1024


def test_every_parameter_has_a_description(template):
    assert not [name for name, made in template["Parameters"].items() if not made.get("Description", "").strip()]


def test_every_parameter_is_in_exactly_one_titled_group(template):
    groups = template["Metadata"][INTERFACE]["ParameterGroups"]
    assert all(group["Label"]["default"].strip() for group in groups)
    placed = Counter(name for group in groups for name in group["Parameters"])
    assert placed == Counter(list(template["Parameters"]))


def test_no_two_groups_have_one_title(template):
    titles = [group["Label"]["default"] for group in template["Metadata"][INTERFACE]["ParameterGroups"]]
    assert len(titles) == len(set(titles))


def test_every_parameter_has_a_label(template):
    labels = template["Metadata"][INTERFACE]["ParameterLabels"]
    assert set(labels) == set(template["Parameters"])
    assert all(label["default"].strip() for label in labels.values())


def test_every_plain_parameter_says_what_it_takes(template):
    """A list, a pattern or bounds, and the sentence that the console shows when it refuses."""
    plain = {name: made for name, made in template["Parameters"].items() if made["Type"] in ("String", "Number")}
    bounded = ({"AllowedValues"}, {"AllowedPattern"}, {"MinValue", "MaxValue"})
    assert not [name for name, made in plain.items() if not any(keys <= set(made) for keys in bounded)]
    assert not [name for name, made in plain.items() if not made.get("ConstraintDescription", "").strip()]


def test_every_default_satisfies_its_own_constraints(template):
    assert not [
        (name, made["Default"])
        for name, made in template["Parameters"].items()
        if "Default" in made and not accepts(made, made["Default"])
    ]


def test_no_parameter_is_unused(template):
    used = references({key: template.get(key) for key in ("Resources", "Conditions", "Outputs", "Rules")})
    assert set(template["Parameters"]) <= used


def test_no_condition_is_unused_or_missing(template):
    assert set(template.get("Conditions", {})) == conditions_used(template)


def test_every_reference_leads_somewhere(template):
    known = set(template["Parameters"]) | set(template["Resources"])
    assert {name for name in references(template) if not name.startswith("AWS::")} <= known


def test_every_output_has_a_description(template):
    assert not [name for name, made in template["Outputs"].items() if not made.get("Description", "").strip()]


def test_nothing_that_may_be_replaced_has_a_physical_name(template):
    """Two things of one name cannot exist while one replaces the other."""
    assert not [
        (title, name)
        for title, made in template["Resources"].items()
        for name in NAMES_TO_LEAVE_TO_AWS.get(made["Type"], ())
        if name in made.get("Properties", {})
    ]


def test_log_group_names_carry_the_id_of_the_stack(template):
    """The one name that people look for is unique all the same."""
    for made in template["Resources"].values():
        if made["Type"] == "AWS::Logs::LogGroup" and "LogGroupName" in made["Properties"]:
            assert "AWS::StackId" in references(made["Properties"]["LogGroupName"])


def test_every_taggable_resource_says_whose_it_is(template):
    """Application everywhere, Environment where there is one; the registry says what can carry tags."""
    wanted = {"Application": {"Ref": "Application"}}
    if template["Metadata"]["Stackwright"]["Scope"] == "environment":
        wanted["Environment"] = {"Ref": "Environment"}
    missing = []
    for title, made in template["Resources"].items():
        if is_taggable(made["Type"]):
            tags = made["Properties"].get("Tags", {})
            found = tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags}
            if not wanted.items() <= found.items():
                missing.append(title)
    assert not missing


def test_logical_ids_are_words(template):
    """Words in capitals, counted where there are several; only fixed routes, which have no name, carry a digest."""
    words = r"([A-Z][a-z]*[0-9]{0,2})+|Route[0-9a-f]{8}"
    assert not [title for title in template["Resources"] if not re.fullmatch(words, title)]


def test_output_is_plain_cloudformation(template):
    """No macro, custom resource, function or nested stack: it outlives the tool."""
    assert "Transform" not in template
    assert "Fn::Transform" not in keys(template)
    assert not [title for title, made in template["Resources"].items() if made["Type"].startswith(NOT_PLAIN)]


def test_every_rule_refuses_with_a_sentence(template):
    for rule in template.get("Rules", {}).values():
        assert rule["Assertions"]
        assert all(len(assertion["AssertDescription"].split()) >= 4 for assertion in rule["Assertions"])


def test_sections_are_within_the_limits_of_cloudformation(template):
    """200 parameters, 200 outputs, 500 resources; 4000 characters for a description."""
    assert len(template["Parameters"]) <= 200
    assert len(template["Outputs"]) <= 200
    assert len(template["Resources"]) <= 500
    assert all(len(made["Description"]) <= 4000 for made in template["Parameters"].values())
