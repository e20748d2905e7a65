"""How sure a replacement is, on what it depends, and the chain of causes."""

from dataclasses import replace

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY, Change, Drift
from delivery.review.model import Level
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.changes import OWN, TOPIC, VPC, edit, follows, modify, reviewed
from tests.delivery.review.reviews import row, sentences, stack

SURE = [
    (edit(recreation="Always"), "True", "replace"),
    (edit(recreation="Always"), "Conditional", "replace"),
    (edit(recreation="Always"), "False", "change"),
    (edit(recreation="Conditionally"), "Conditional", "maybe replace"),
    (edit(recreation="Conditionally"), "True", "replace"),
    (edit(recreation="Never"), "True", "replace"),
    (edit(recreation="Always", evaluation="Dynamic"), "True", "maybe replace"),
    (edit(recreation="Always", after=KNOWN_AFTER_APPLY), "True", "maybe replace"),
    (edit(recreation="Always", after=None), "True", "replace"),
    (edit(recreation="Always", source="ParameterReference", entity="P"), "True", "replace"),
    (edit(recreation="Always", source="ParameterReference", after=f"a-{KNOWN_AFTER_APPLY}"), "True", "maybe replace"),
    (follows("New"), "True", "replace"),
    (follows("New.Anything"), "True", "replace"),
    (follows("Replaced"), "True", "replace"),
    (follows("Replaced.Arn"), "True", "replace"),
    (follows("Replaced.LoadBalancerFullName"), "True", "replace"),
    (follows("Replaced.DNSName"), "True", "replace"),
    (follows("Replaced.State"), "True", "maybe replace"),
    (follows("Perhaps"), "True", "maybe replace"),
    (follows("Updated"), "True", "maybe replace"),
    (follows("Stranger"), "True", "maybe replace"),
    (follows("It"), "True", "maybe replace"),
]


@pytest.mark.parametrize(("detail", "replacement", "action"), SURE, ids=str)
def test_a_resource_is_replaced_as_surely_as_what_it_follows_from(detail, replacement, action):
    others = (
        Change("Add", "New", TOPIC),
        modify("Replaced", edit(recreation="Always"), replacement="True"),
        modify("Perhaps", edit(recreation="Conditionally"), replacement="Conditional"),
        modify("Updated", edit()),
    )
    for changes in (
        (modify("It", detail, replacement=replacement), *others),
        (*others, modify("It", detail, replacement=replacement)),
    ):
        assert row(reviewed(*changes), "It").action == action


def test_a_cause_is_looked_for_in_the_same_nested_stack():
    outer = modify("Vpc", edit(recreation="Always"), replacement="True")
    it = modify("It", follows("Vpc"), replacement="True", path=("Net",))
    assert row(reviewed(outer, it), "Net/It").action == "maybe replace"
    found = row(reviewed(outer, replace(outer, path=("Net",)), it), "Net/It")
    assert found.action == "replace"
    assert (found.causes[0].sentence, found.causes[0].row) == ("Net/Vpc is replaced", "Net/Vpc")


CAUSES = [
    ((edit("A"),), ["A was edited in the template"]),
    ((edit("A"), edit("B/0/C"), edit("B/1/C")), ["A and B were edited in the template"]),
    ((edit("A"), edit("B"), edit("C"), edit("D"), edit("E")), ["A, B, C and 2 more were edited in the template"]),
    ((edit("A"), edit("B"), edit("C"), edit("D")), ["A, B, C and D were edited in the template"]),
    ((edit("A", path=""),), ["A was edited in the template"]),
    ((edit(source="ParameterReference", entity="P"),), ["the parameter P changed"]),
    (
        (edit(source="ParameterReference", entity="P"), edit("B", source="ParameterReference", entity="Q")),
        ["the parameters P and Q changed"],
    ),
    ((edit(source="Automatic"),), ["its nested template may have changed"]),
    ((follows("New"),), ["New is new"]),
    ((follows("Gone"),), ["Gone is removed"]),
    ((follows("Taken"),), ["Taken is imported"]),
    ((follows("Later"),), ["Later changes"]),
    ((follows("Updated"),), ["Updated changes", "Size was edited in the template"]),
    ((follows("Perhaps"),), ["Perhaps may be replaced", "Size was edited in the template"]),
    ((edit("A"), follows("New")), ["A was edited in the template"]),
    ((follows("Round"),), ["Round changes"]),
    ((follows("Stranger"),), []),
]


@pytest.mark.parametrize(("details", "causes"), CAUSES, ids=lambda one: str(one)[:60])
def test_the_causes_of_a_change_are_told_link_by_link(details, causes):
    others = (
        Change("Add", "New", TOPIC),
        Change("Remove", "Gone", TOPIC),
        Change("Import", "Taken", TOPIC),
        Change("Dynamic", "Later", TOPIC),
        modify("Updated", edit()),
        modify("Round", follows("It", "Never")),
        modify("Perhaps", edit(recreation="Conditionally"), replacement="Conditional"),
    )
    assert [one.sentence for one in row(reviewed(modify("It", *details), *others), "It").causes] == causes


def test_what_decides_on_the_replacement_is_the_cause_and_not_what_else_changes():
    found = reviewed(
        modify("It", follows("Other", "Never", "Name"), edit("Size", "Always"), replacement="True"),
        modify("Other", edit()),
    )
    assert [one.sentence for one in row(found, "It").causes] == ["Size was edited in the template"]


def test_a_chain_of_causes_has_an_end():
    links = [modify(f"N{number:02}", follows(f"N{number + 1:02}", "Never")) for number in range(20)]
    found = row(reviewed(*links, modify("N20", edit())), "N00").causes
    assert [one.row for one in found] == [f"N{number:02}" for number in range(1, 13)]


REASONS = [
    (Change("Import", "It", TOPIC), Level.ROUTINE, "it exists already and joins the stack"),
    (Change("SyncWithActual", "It", TOPIC), Level.ROUTINE, "only CloudFormation's record changes"),
    (Change("Dynamic", "It", TOPIC), Level.UNKNOWN, "only decided when the change set is executed"),
    (Change("Teleport", "It", TOPIC), Level.UNKNOWN, 'not understood: Action "Teleport"'),
    (modify("It"), Level.UNKNOWN, "CloudFormation does not say what of it changes"),
    (modify("It", edit(evaluation="Dynamic")), Level.MAYBE, "that depends on what is known after the deployment"),
    (modify("It", follows("A", "Never"), follows("B.Arn", "Never", "B")), Level.MAYBE, "that depends on A and B.Arn"),
    (modify("It", edit(source="Automatic", evaluation="Dynamic")), Level.MAYBE, "looks into a nested stack at every"),
    (modify("It", edit(drift=Drift("1", "3"))), Level.MAYBE, "it overwrites what somebody changed outside"),
    (modify("It", edit(kind="SyncWithActual")), Level.MAYBE, "it overwrites what somebody changed outside"),
    (modify("It", edit("KeySpec"), type_=TOPIC), Level.ROUTINE, ""),
    (modify("It", edit(), type_="AWS::IAM::Role"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit(), type_="AWS::EC2::SecurityGroupIngress"), Level.UNKNOWN, "who may do what after it is not"),
    (modify("It", edit(), type_="AWS::S3::BucketPolicy"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit(), type_="AWS::Lambda::Permission"), Level.UNKNOWN, "who may do what after it is not known"),
    (modify("It", edit()), Level.ROUTINE, ""),
    (modify("It", edit(), edit("B", evaluation="Dynamic")), Level.ROUTINE, ""),
    (Change("Remove", "It", "AWS::DynamoDB::Table", policy_action="Retain"), Level.ROUTINE, ""),
    (Change("Remove", "It", "AWS::ECS::Service", policy_action="Delete"), Level.OUTAGE, ""),
    (Change("Remove", "It", "AWS::ECS::Service", policy_action="Retain"), Level.ROUTINE, ""),
]


@pytest.mark.parametrize(("change", "level", "words"), REASONS, ids=lambda one: str(one)[:70])
def test_the_reason_for_a_level_is_said(change, level, words):
    found = row(reviewed(change), "It")
    assert (found.level, words in sentences(found)) == (level, True), sentences(found)
    if not words and change.action == "Modify":
        assert sentences(found) == ""


DEPENDS = [
    ((edit("X", "Conditionally"),), OWN, "AWS does not publish what replaces a resource of the type Some::Own::Type"),
    ((follows("A"), follows("B.Arn", at="B")), TOPIC, "if A and B.Arn turns out to be another value"),
    ((edit("X", "Always", evaluation="Dynamic"),), TOPIC, "CloudFormation decides by X when it gets there"),
    ((edit("A/0", "Always", name="", evaluation="Dynamic"),), TOPIC, "CloudFormation decides by 0 when"),
    ((edit("X", "Never"),), TOPIC, "CloudFormation does not say on what it depends"),
    ((edit("X", "Conditionally"),), "Custom::It", "may be replaced: if the function that is behind it answers"),
]


@pytest.mark.parametrize(("details", "type_", "words"), DEPENDS, ids=lambda one: str(one)[:60])
def test_on_what_a_replacement_depends_is_said_as_far_as_it_is_known(details, type_, words):
    found = row(reviewed(modify("It", *details, type_=type_, replacement="Conditional")), "It")
    assert found.action == "maybe replace"
    assert words in sentences(found)
    assert (Level.MAYBE, True) in [(one.level, one.sentence.startswith("may be ")) for one in found.reasons]


def test_an_edit_that_brings_in_what_is_made_with_it_is_certain_in_a_prediction():
    subnet = {"CidrBlock": "10.0.0.0/24"}
    before = template({"It": ("AWS::EC2::Subnet", {**subnet, "VpcId": "vpc-1"})})
    after = template({"It": ("AWS::EC2::Subnet", {**subnet, "VpcId": ref("Vpc")}), "Vpc": (VPC, {})})
    assert row(stack(before, after), "It").action == "replace"


def test_what_may_be_replaced_and_is_kept_then_is_an_outage_risk():
    it = modify("It", edit("A", "Conditionally"), type_="AWS::DynamoDB::Table", replacement="Conditional")
    found = row(reviewed(replace(it, policy_action="ReplaceAndRetain")), "It")
    assert [one.level for one in found.reasons if one.sentence.startswith("should it be replaced")] == [Level.OUTAGE]
