"""What a predicted answer says of the stack, of types that change, of attributes and tags."""

import pytest

from delivery.predict import predict
from delivery.sides import Pair, Side
from tests.delivery.predict.parts import OTHER_VPC, OWN, VPC, details, record
from tests.delivery.predict.sides import answer, changes, ref, template


def test_an_answer_says_that_it_is_predicted_for_which_stack_and_whether_it_can_be_executed():
    found = predict(Pair("hello", Side(template({"Vpc": VPC})), Side(template({"Vpc": OTHER_VPC}), {}, {"A": "b"})))
    assert {name: value for name, value in found.items() if name != "Changes"} == {
        "ChangeSetName": "predicted",
        "ChangeSetId": "predicted/hello",
        "StackName": "hello",
        "Status": "CREATE_COMPLETE",
        "ExecutionStatus": "AVAILABLE",
        "Parameters": [],
        "Tags": [{"Key": "A", "Value": "b"}],
    }
    assert [change["Type"] for change in found["Changes"]] == ["Resource"]
    same = answer(template({"Vpc": VPC}), template({"Vpc": VPC}))
    assert same["ExecutionStatus"] == "UNAVAILABLE"


def test_the_parameters_of_the_new_side_are_told_with_their_defaults_and_nothing_hidden():
    declared = {"A": {"Type": "String"}, "B": {"Type": "Number", "Default": 8}, "C": {"Type": "String", "NoEcho": True}}
    side = template({"Vpc": VPC}, Parameters=declared)
    found = answer(side, side, {"A": "old", "C": "swordfish"}, {"A": "new", "C": "swordfish", "Stranger": "x"})
    told = [(one["ParameterKey"], one["ParameterValue"]) for one in found["Parameters"]]
    assert told == [("A", "new"), ("B", "8"), ("C", "****")]


@pytest.mark.parametrize("sections", [{"tags": ({"A": "1"}, {"A": "2"})}, {"outputs": ("1", "2")}], ids=str)
def test_tags_or_outputs_of_the_stack_alone_make_a_change_set(sections):
    tags, outputs = sections.get("tags", ({}, {})), sections.get("outputs", ("1", "1"))
    sides = [
        Side(template({"Own": (OWN, {})}, Outputs={"A": {"Value": output}}), {}, tag)
        for tag, output in zip(tags, outputs, strict=True)
    ]
    assert predict(Pair("it", *sides))["Status"] == "CREATE_COMPLETE"


def test_every_resource_whose_type_changes_is_named_and_the_others_are_not():
    before = template({"A": VPC, "B": record("x"), "C": VPC, "D": VPC})
    after = template({"A": (OWN, {}), "B": record("y"), "C": (OWN, {})})
    assert answer(before, after)["StatusReason"].endswith("the following resources: [A, C]")
    assert answer(before, after)["ExecutionStatus"] == "UNAVAILABLE"


def test_a_property_of_a_resource_whose_type_changes_replaces_it():
    sides = [template({"It": (type_, {"Other": size})}) for type_, size in (("AWS::SNS::Topic", "1"), ("A::B::C", "2"))]
    assert changes(*sides)["It"]["Replacement"] == "True"


@pytest.mark.parametrize(
    ("before", "after", "path", "values", "kind"),
    [
        ({}, {"Value": "x"}, "/Properties/Value", (None, "x"), "Add"),
        ({"Value": "x"}, {}, "/Properties/Value", ("x", None), "Remove"),
        ({"Value": "x"}, {"Value": "y"}, "/Properties/Value", ("x", "y"), "Modify"),
        ({"Value": {"a/b~c": "x"}}, {"Value": {"a/b~c": "y"}}, "/Properties/Value/a~1b~0c", ("x", "y"), "Modify"),
        ({"Value": "x"}, {"Value": ["y"]}, "/Properties/Value", ("x", '["y"]'), "Modify"),
    ],
    ids=str,
)
def test_a_detail_says_where_what_and_how(before, after, path, values, kind):
    (found,) = details(*(template({"It": (OWN, side)}) for side in (before, after)))
    target = found["Target"]
    assert (target["Path"], target["AttributeChangeType"], target["Name"]) == (path, kind, "Value")
    assert (target.get("BeforeValue"), target.get("AfterValue")) == values
    assert ("BeforeValue" in target, "AfterValue" in target) == tuple(value is not None for value in values)


def test_an_attribute_of_a_resource_is_no_property_and_replaces_nothing():
    sides = [template({"It": {"Type": VPC[0], "Properties": VPC[1], "DeletionPolicy": word}}) for word in ("A", "B")]
    change = changes(*sides)["It"]
    (target,) = [one["Target"] for one in change["Details"]]
    assert target == {
        "Attribute": "DeletionPolicy",
        "RequiresRecreation": "Never",
        "Path": "/DeletionPolicy",
        "BeforeValue": "A",
        "AfterValue": "B",
        "AttributeChangeType": "Modify",
    }
    assert (change["Replacement"], change["Scope"], "PolicyAction" in change) == ("False", ["DeletionPolicy"], False)


@pytest.mark.parametrize(
    "name", ["Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy"]
)
def test_every_attribute_of_a_resource_that_can_change_is_looked_at(name):
    sides = [template({"It": {"Type": VPC[0], "Properties": VPC[1], name: word}}) for word in ("A", "B")]
    assert changes(*sides)["It"]["Scope"] == [name]


def test_tags_of_the_stack_are_certain_edits_of_the_stack_told_by_their_keys():
    side = template({"It": VPC})
    before, after = {"Gone": "1", "Same": "s", "Team": "red"}, {"Team": "blue", "Same": "s", "New": "n"}
    found = predict(Pair("it", Side(side, {}, before), Side(side, {}, after)))["Changes"][0]["ResourceChange"]
    told = [
        (one["Target"]["Path"], one["Target"].get("BeforeValue"), one["Target"].get("AfterValue"))
        for one in found["Details"]
    ]
    assert told == [("/Tags/Gone", "1", None), ("/Tags/New", None, "n"), ("/Tags/Team", "red", "blue")]
    assert {(one["Evaluation"], one["ChangeSource"]) for one in found["Details"]} == {("Static", "DirectModification")}
    assert {one["Target"]["RequiresRecreation"] for one in found["Details"]} == {"Never"}
    assert found["Replacement"] == "False"


def test_a_tag_of_a_resource_itself_is_a_tag_and_replaces_nothing():
    sides = [template({"It": (VPC[0], {**VPC[1], "Tags": [{"Key": "A", "Value": value}]})}) for value in "xy"]
    change = changes(*sides)["It"]
    assert (change["Scope"], change["Replacement"]) == (["Tags"], "False")
    assert change["Details"][0]["Target"]["Path"] == "/Properties/Tags/0/Value"


def test_tags_that_are_a_mapping_go_before_those_of_the_stack_too():
    side = template({"It": ("AWS::SSM::Parameter", {"Type": "String", "Value": "x", "Tags": {"Team": "own"}})})
    assert predict(Pair("it", Side(side, {}, {"Team": "a"}), Side(side, {}, {"Team": "b"})))["Changes"] == []


def test_a_tag_that_the_resource_had_itself_is_not_told_as_one_of_the_stack():
    own, none = ((VPC[0], {**VPC[1], "Tags": tags}) for tags in ([{"Key": "Team", "Value": "a"}], []))
    sides = Side(template({"It": own}), {}, {"Team": "b"}), Side(template({"It": none}), {}, {"Team": "c"})
    found = predict(Pair("it", *sides))["Changes"][0]["ResourceChange"]["Details"]
    assert [one["Target"]["Path"] for one in found] == ["/Properties/Tags"]


def test_a_tag_without_a_key_is_no_mistake_of_ours():
    side = template(
        {"It": (VPC[0], {**VPC[1], "Tags": [{"Value": "x"}, "y", ref("P"), {"Key": "Team", "Value": "own"}]})}
    )
    assert predict(Pair("it", Side(side, {}, {"Team": "a"}), Side(side, {}, {"Team": "b"})))["Changes"] == []
