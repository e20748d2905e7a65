"""What is not known: its words, how certain it is, what it depends on, what moves it."""

import pytest

from delivery.predict import predicted
from delivery.predict.resources import stack_of
from delivery.predict.values import Names, plain
from delivery.sides import Pair, Side
from tests.delivery.predict.parts import OWN, VPC, details, record
from tests.delivery.predict.sides import get, ref, template


@pytest.mark.parametrize(
    ("before", "after", "certain"),
    [
        (ref("A"), ref("B"), True),
        ({"Fn::Sub": "x-${A}"}, {"Fn::Sub": "x-${B}"}, True),
        ({"Fn::Base64": ref("A")}, {"Fn::Base64": ref("B")}, True),
        ({"Fn::ToJsonString": {"a": ref("A")}}, {"Fn::ToJsonString": {"a": ref("B")}}, True),
        (get("A", "Arn"), "text", True),
        ({"Fn::ImportValue": "a"}, {"Fn::ImportValue": "b"}, False),
        ({"Fn::ImportValue": "a"}, "text", False),
        ({"Fn::Sub": "x-${P}"}, {"Fn::Sub": "y-${P}"}, True),
        ({"Fn::Sub": "x-${P}"}, {"Fn::Sub": "x-${Q}"}, False),
        ({"Fn::If": ["Open", "a", "b"]}, {"Fn::If": ["Open", "a", "c"]}, False),
        (
            {"Fn::GetStackOutput": {"StackName": "a", "OutputName": "x"}},
            {"Fn::GetStackOutput": {"StackName": "b", "OutputName": "x"}},
            False,
        ),
        ({"Fn::Cidr": [ref("A"), 2]}, {"Fn::Cidr": [ref("B"), 2]}, False),
    ],
    ids=str,
)
def test_two_values_that_are_not_known_differ_surely_only_where_they_cannot_be_the_same(before, after, certain):
    declared = {name: {"Type": "String"} for name in "PQ"}
    asked = {"Open": {"Fn::Equals": [ref("P"), "x"]}}
    sides = [
        template({"A": VPC, "B": VPC, "It": record(value)}, Parameters=declared, Conditions=asked)
        for value in (before, after)
    ]
    (found,) = details(*sides)
    assert found["Evaluation"] == ("Static" if certain else "Dynamic")


def test_a_property_that_comes_with_a_value_of_the_account_is_a_certain_change():
    (found,) = details(template({"It": (OWN, {})}), template({"It": (OWN, {"Value": {"Fn::ImportValue": "a"}})}))
    assert found["Evaluation"] == "Static"


@pytest.mark.parametrize(("one", "other", "certain"), [("a", "b", True), (None, "b", False), ("a", None, False)])
def test_a_hidden_value_that_is_not_given_may_be_the_same(one, other, certain):
    side = template({"It": record(ref("P"))}, Parameters={"P": {"Type": "String", "NoEcho": True}})
    old, new = ({} if value is None else {"P": value} for value in (one, other))
    (found,) = details(side, side, old=old, new=new)
    assert found["Evaluation"] == ("Static" if certain else "Dynamic")
    assert (found["Target"]["BeforeValue"], found["Target"]["AfterValue"]) == ("****", "****")


def published(name="/a/b", value="x", type_="AWS::SSM::Parameter"):
    return Side(template({"It": (type_, {"Name": name, "Type": "String", "Value": value, "Tier": "Standard"})}))


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        (published(), published(value="y"), {"/a/b": True}),
        (published(value={"Fn::ImportValue": "a"}), published(value={"Fn::ImportValue": "b"}), {"/a/b": False}),
        (published(), published(name="/c/d"), {"/c/d": False}),
        (published(), published(name="/c/d", value="y"), {"/c/d": True}),
        (published(), published(), {}),
        (published(type_=OWN), published(type_=OWN, value="y"), {}),
        (published(name=ref("A")), published(name=ref("A"), value="y"), {}),
        (None, published(), {}),
    ],
)
def test_a_name_in_parameter_store_is_told_as_far_as_its_value_changes(before, after, moves):
    assert predicted(Pair("it", before, after)).moves == moves


def test_a_description_of_what_is_published_moves_nothing():
    sides = [published() for _ in range(2)]
    sides[1].template["Resources"]["It"]["Properties"]["Tier"] = "Advanced"
    assert predicted(Pair("it", *sides)).moves == {}


def test_the_new_value_in_parameter_store_is_named_as_such_and_only_where_the_name_is_the_moved_one():
    declared = {name: {"Type": "AWS::SSM::Parameter::Value<String>"} for name in "PQ"}
    side = Side(
        template({"It": record(ref("P")), "Other": record(ref("Q"))}, Parameters=declared), {"P": "/p", "Q": "/q"}
    )
    found = predicted(Pair("it", side, side), {"/p": True}).answer["Changes"]
    assert [one["ResourceChange"]["LogicalResourceId"] for one in found] == ["It"]
    target = found[0]["ResourceChange"]["Details"][0]["Target"]
    assert (target["BeforeValue"], target["AfterValue"]) == ("‹value of /p›", "‹new value of /p›")


def test_the_default_of_a_parameter_counts_where_no_value_is_given():
    side = Side(template({}, Parameters={"A": {"Type": "String", "Default": True}, "B": {"Type": "String"}}))
    assert stack_of(side).values == {"A": "true"}
    assert stack_of(Side(side.template, {"A": "x"})).values == {"A": "x"}


def test_a_side_that_is_not_there_has_nothing():
    found = stack_of(None)
    assert (found.values, found.resources, found.outputs, found.loops) == ({}, {}, {}, ())


def test_a_loop_over_what_is_not_known_is_no_resource_and_is_told():
    loop = {"Fn::ForEach::Each": ["Name", ref("Names"), {"Topic${Name}": {"Type": "AWS::SNS::Topic"}}]}
    found = stack_of(
        Side(
            {
                "Transform": "AWS::LanguageExtensions",
                "Parameters": {"Names": {"Type": "CommaDelimitedList"}},
                "Resources": {"Vpc": {"Type": VPC[0], "Properties": VPC[1]}, **loop},
            }
        )
    )
    assert (list(found.resources), found.loops) == (["Vpc"], ("Fn::ForEach::Each",))


def test_a_condition_that_asks_for_a_hidden_value_is_answered_and_the_value_is_nowhere():
    side = template(
        {"It": {"Type": OWN, "Condition": "Has", "Properties": {"A": {"Fn::Sub": "x${P}"}, "B": ref("Q")}}},
        Parameters={"P": {"Type": "String", "NoEcho": True}, "Q": {"Type": "String"}},
        Conditions={"Has": {"Fn::Equals": [ref("P"), "swordfish"]}},
    )
    found = stack_of(Side(side, {"P": "swordfish", "Q": "seen"}))
    assert found.resources["It"].properties["B"] == "seen"
    assert found.hidden_parameters == {"P"}
    assert "swordfish" not in repr(found.resources)
    assert stack_of(Side(side, {"P": "other", "Q": "seen"})).resources == {}


NAMES = Names({"Parameters": {"Secret": {"Type": "String", "NoEcho": "true"}}, "Resources": {"A": {}, "B": {}}}, {})


@pytest.mark.parametrize(
    ("value", "references"),
    [
        (ref("A"), (("A", ""),)),
        (ref("AWS::Region"), ()),
        ({"Fn::Sub": "${A.Arn} ${B} ${A.Arn}"}, (("A", "Arn"), ("B", ""))),
        ({"Fn::Select": [0, get("A", "List.Of")]}, (("A", "List.Of"),)),
        ({"Fn::If": ["C", ref("A"), get("B", "Arn")]}, (("A", ""), ("B", "Arn"))),
        ({"Fn::Split": [",", ref("B")]}, (("B", ""),)),
        ({"Fn::ImportValue": {"Fn::Sub": "${A}-x"}}, (("A", ""),)),
        ({"Fn::GetAZs": ref("A")}, (("A", ""),)),
    ],
    ids=str,
)
def test_a_value_knows_every_resource_that_it_depends_on_once(value, references):
    assert plain(value, NAMES).references == references


@pytest.mark.parametrize(
    "value", [{"Fn::Sub": "x ${Secret}"}, {"Fn::Select": [0, ref("Secret")]}, {"Fn::If": ["C", "x", ref("Secret")]}]
)
def test_what_holds_a_secret_is_one(value):
    assert plain(value, NAMES).secret
    assert not plain({"Fn::Sub": "x ${A}"}, NAMES).secret


def test_the_order_of_what_a_function_is_given_by_name_means_nothing():
    one = {"Fn::GetStackOutput": {"StackName": "a", "OutputName": "b"}}
    other = {"Fn::GetStackOutput": {"OutputName": "b", "StackName": "a"}}
    assert plain(one, NAMES) == plain(other, NAMES)


def test_an_export_whose_name_is_put_together_is_told_by_its_words():
    assert plain({"Fn::ImportValue": {"Fn::Sub": "${A}-x"}}, NAMES).words == "export ‹id of A›-x"


def test_an_item_whose_number_is_not_known_is_told_by_its_words():
    assert plain({"Fn::Select": [ref("A"), {"Fn::GetAZs": ""}]}, NAMES).words == "item id of A of zones of the region"
