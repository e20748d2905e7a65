"""Where a difference comes from: an edit, or the parameters behind it."""

import pytest

from tests.delivery.predict.parts import OWN, VPC, details, record
from tests.delivery.predict.sides import changes, ref, template


def sources(found):
    return {one["Target"]["Path"]: (one["ChangeSource"], one.get("CausingEntity")) for one in found}


def condition(word="prod", size="2"):
    return {
        "Parameters": {"Stage": {"Type": "String"}, "Size": {"Type": "String", "Default": size}},
        "Conditions": {"Big": {"Fn::Equals": [ref("Stage"), word]}},
    }


def test_a_condition_and_a_parameter_that_both_changed_are_an_edit():
    value = {"Fn::If": ["Big", ref("Size"), "1"]}
    sides = [template({"It": record(value)}, **condition(word)) for word in ("prod", "live")]
    found = details(*sides, old={"Stage": "dev"}, new={"Stage": "live"})
    assert sources(found) == {"/Properties/Value": ("DirectModification", None)}


def test_every_parameter_behind_a_difference_is_named_in_the_order_of_the_template_and_no_other():
    value = {"Fn::If": ["Big", {"Fn::Sub": "${Size}-${Stage}-${Vpc}"}, "1"]}
    sides = [template({"Vpc": VPC, "It": record(value)}, **condition()) for _ in range(2)]
    found = details(*sides, old={"Stage": "dev", "Size": "1"}, new={"Stage": "prod", "Size": "4"})
    assert [(one["ChangeSource"], one["CausingEntity"]) for one in found] == [
        ("ParameterReference", "Stage"),
        ("ParameterReference", "Size"),
    ]
    found = details(*sides, old={"Stage": "dev", "Size": "1"}, new={"Stage": "prod", "Size": "1"})
    assert [one["CausingEntity"] for one in found] == ["Stage"]


@pytest.mark.parametrize("edited", [False, True])
def test_a_mapping_that_was_edited_is_an_edit_and_one_that_was_not_leads_to_the_parameter(edited):
    def side(large):
        mappings = {"Sizes": {"dev": {"Cpu": "256"}, "prod": {"Cpu": large}}}
        value = {"Fn::FindInMap": ["Sizes", ref("Stage"), "Cpu"]}
        return template({"It": record(value)}, Parameters={"Stage": {"Type": "String"}}, Mappings=mappings)

    found = details(side("512"), side("1024" if edited else "512"), old={"Stage": "dev"}, new={"Stage": "prod"})
    wanted = ("DirectModification", None) if edited else ("ParameterReference", "Stage")
    assert sources(found) == {"/Properties/Value": wanted}


def test_a_parameter_is_told_where_it_stands_and_not_beside_it():
    def side(other):
        values = {"List": ["x", ref("Size"), other], "Map": {"Ref": "a", "Deep": ref("Size")}}
        return template({"It": (OWN, values)}, **condition())

    old, new = ({"Stage": "x", "Size": size} for size in ("1", "2"))
    assert sources(details(side("a"), side("b"), old=old, new=new)) == {
        "/Properties/List/1": ("ParameterReference", "Size"),
        "/Properties/List/2": ("DirectModification", None),
        "/Properties/Map/Deep": ("ParameterReference", "Size"),
    }


@pytest.mark.parametrize("optional", [{"Fn::If": ["Big", "a", ref("AWS::NoValue")]}, ref("AWS::NoValue")], ids=str)
def test_where_items_may_be_left_out_the_parameter_is_looked_for_in_the_whole_list(optional):
    side = template({"It": (OWN, {"List": [optional, "x", ref("Size")]})}, **condition())
    found = details(side, side, old={"Stage": "dev", "Size": "1"}, new={"Stage": "dev", "Size": "2"})
    assert sources(found) == {"/Properties/List/1": ("ParameterReference", "Size")}


def test_an_attribute_that_a_parameter_changes_is_told_with_the_parameter():
    side = template({"It": {"Type": OWN, "Metadata": {"Size": ref("Size")}, "Properties": {}}}, **condition())
    found = details(side, side, old={"Stage": "a", "Size": "1"}, new={"Stage": "a", "Size": "2"})
    assert sources(found) == {"/Metadata/Size": ("ParameterReference", "Size")}


def test_an_edit_that_brings_in_a_parameter_that_changed_too_is_an_edit():
    sides = [template({"It": record(value)}, **condition()) for value in ("x", ref("Size"))]
    found = details(*sides, old={"Stage": "a", "Size": "1"}, new={"Stage": "a", "Size": "2"})
    assert sources(found) == {"/Properties/Value": ("DirectModification", None)}


def test_properties_that_only_a_macro_makes_are_compared_as_one():
    sides = [template({"It": {"Type": OWN, "Properties": {"Fn::Transform": {"Name": name}}}}) for name in "ab"]
    (found,) = details(*sides)
    assert (found["Target"]["BeforeValue"], found["Evaluation"]) == ('‹Transform of {"Name": "a"}›', "Dynamic")
    assert changes(sides[0], sides[0]) == {}


def test_a_resource_that_a_loop_makes_is_told_as_an_edit():
    def side(words):
        body = {"Topic${Name}": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": words}}}
        return {
            "Transform": "AWS::LanguageExtensions",
            "Resources": {"Fn::ForEach::Each": ["Name", ["A", "B"], body]},
        }

    found = changes(side("x"), side("y"))
    assert {name: sources(one["Details"]) for name, one in found.items()} == {
        name: {"/Properties/DisplayName": ("DirectModification", None)} for name in ("TopicA", "TopicB")
    }
