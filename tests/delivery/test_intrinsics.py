"""Functions of templates from anywhere: what AWS documents beyond our own, and calls that nobody should write."""

import contextlib
import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.intrinsics import CannotResolve, Scope, mentions, value_of
from delivery.resolve import broken_rules, resolve

EXAMPLES = settings(max_examples=200, deadline=None, database=None, derandomize=True)
NO_VALUE = {"Ref": "AWS::NoValue"}
SSM = {"Ref": "FromSsm"}
TEMPLATE = {
    "Parameters": {
        "Word": {"Type": "String"},
        "Words": {"Type": "CommaDelimitedList"},
        "VpcA": {"Type": "AWS::EC2::VPC::Id"},
        "VpcB": {"Type": "AWS::EC2::VPC::Id"},
        "SubnetIds": {"Type": "List<AWS::EC2::Subnet::Id>"},
        "FromSsm": {"Type": "AWS::SSM::Parameter::Value<String>"},
        "ListFromSsm": {"Type": "AWS::SSM::Parameter::Value<List<String>>"},
        "BucketA": {"Type": "String"},
        "Untyped": {},
    },
    "Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}, "Open": {"Fn::Equals": [SSM, "x"]}},
    "Mappings": {"Sizes": {"small": {"Cpu": "256", "Zones": ["a", "b"]}}},
    "Resources": {},
}
VALUES = {
    "Word": "prod",
    "Words": "a,b,c",
    "VpcA": "vpc-1",
    "VpcB": "vpc-2",
    "SubnetIds": "s-1,s-2",
    "BucketA": "first",
    "Untyped": "u",
}


def find(*keys, **default):
    return {"Fn::FindInMap": [*keys, *([default] if default else [])]}


def evaluated(expression, values=None, pseudo=None):
    return value_of(expression, Scope(TEMPLATE, VALUES if values is None else values, pseudo or {}))


# id, expression, what comes out
EXPRESSIONS = [
    ("a default is not asked when the key is there", find("Sizes", "small", "Cpu", DefaultValue="1"), "256"),
    ("a default for a top key", find("Sizes", "huge", "Cpu", DefaultValue="1"), "1"),
    ("a default for a second key", find("Sizes", "small", "Gpu", DefaultValue={"Ref": "Word"}), "prod"),
    ("a default for a mapping", find("Nothing", "small", "Gpu", DefaultValue=["x"]), ["x"]),
    ("a default that is nothing leaves the property", {"A": find("Sizes", "x", "y", DefaultValue=NO_VALUE)}, {}),
    (
        "a default beside a key that is open stays",
        find("Sizes", SSM, "Cpu", DefaultValue={"Ref": "Word"}),
        find("Sizes", SSM, "Cpu", DefaultValue="prod"),
    ),
    ("a name of a mapping that is put together", find({"Fn::Sub": "Sizes"}, "small", "Cpu"), "256"),
    ("Length of a list", {"Fn::Length": ["a", "b"]}, 2),
    ("Length of a parameter", {"Fn::Length": {"Ref": "Words"}}, 3),
    ("Length of a Split", {"Fn::Length": {"Fn::Split": ["|", "a|b"]}}, 2),
    ("Length of a list with something open", {"Fn::Length": [1, SSM, 3]}, 3),
    ("Length of a list in SSM stays", {"Fn::Length": {"Ref": "ListFromSsm"}}, {"Fn::Length": {"Ref": "ListFromSsm"}}),
    (
        "Length of a list of which an item may not be there stays",
        {"Fn::Length": [1, {"Fn::If": ["Open", 2, NO_VALUE]}]},
        {"Fn::Length": [1, {"Fn::If": ["Open", 2, NO_VALUE]}]},
    ),
    ("ToJsonString of a list", {"Fn::ToJsonString": {"Ref": "Words"}}, '["a","b","c"]'),
    ("ToJsonString keeps letters", {"Fn::ToJsonString": {"ä": "é"}}, '{"ä":"é"}'),
    ("GetAZs is resolved inside", {"Fn::GetAZs": {"Ref": "Word"}}, {"Fn::GetAZs": "prod"}),
    (
        "GetStackOutput is resolved inside",
        {"Fn::GetStackOutput": {"StackName": {"Ref": "Word"}, "OutputName": "Id"}},
        {"Fn::GetStackOutput": {"StackName": "prod", "OutputName": "Id"}},
    ),
    (
        "Transform is resolved inside",
        {"Fn::Transform": {"Name": "M", "Parameters": {"A": {"Ref": "Word"}}}},
        {"Fn::Transform": {"Name": "M", "Parameters": {"A": "prod"}}},
    ),
    (
        "Transform beside properties stays",
        {"A": 1, "Fn::Transform": {"Name": "M"}},
        {"A": 1, "Fn::Transform": {"Name": "M"}},
    ),
    (
        "a Ref whose name is put together",
        {"Ref": {"Fn::Sub": "Bucket${Letter}"}},
        {"Ref": {"Fn::Sub": "Bucket${Letter}"}},
    ),
    ("a Ref whose name is known then", {"Ref": {"Fn::Join": ["", ["Bucket", "A"]]}}, "first"),
    (
        "GetAtt of a name that is put together",
        {"Fn::GetAtt": [{"Fn::Sub": "B${Word}"}, "Arn"]},
        {"Fn::GetAtt": ["Bprod", "Arn"]},
    ),
    ("a dynamic reference is text", "{{resolve:ssm:/a/b:1}}", "{{resolve:ssm:/a/b:1}}"),
    ("a dynamic reference in a text", {"Fn::Sub": "{{resolve:ssm:/${Word}}}"}, "{{resolve:ssm:/prod}}"),
    ("all are equal", {"Fn::EachMemberEquals": [["x", "x"], "x"]}, True),
    ("not all are equal", {"Fn::EachMemberEquals": [["x", "y"], "x"]}, False),
    ("each is among", {"Fn::EachMemberIn": [{"Ref": "Words"}, ["c", "b", "a", "d"]]}, True),
    ("one is not among", {"Fn::EachMemberIn": [{"Ref": "Words"}, ["a", "b"]]}, False),
    ("each of what is open", {"Fn::EachMemberIn": [[SSM], ["a"]]}, {"Fn::EachMemberIn": [[SSM], ["a"]]}),
    ("all of a type", {"Fn::RefAll": "AWS::EC2::VPC::Id"}, ["vpc-1", "vpc-2"]),
    ("all of a type of lists", {"Fn::RefAll": "List<AWS::EC2::Subnet::Id>"}, ["s-1", "s-2"]),
    ("ValueOf is known in the account only", {"Fn::ValueOf": ["VpcA", "Tags.X"]}, {"Fn::ValueOf": ["VpcA", "Tags.X"]}),
    (
        "ValueOfAll too, and what asks it",
        {"Fn::EachMemberEquals": [{"Fn::ValueOfAll": ["AWS::EC2::VPC::Id", "Tags.X"]}, "IT"]},
        {"Fn::EachMemberEquals": [{"Fn::ValueOfAll": ["AWS::EC2::VPC::Id", "Tags.X"]}, "IT"]},
    ),
    ("Equals of lists", {"Fn::Equals": [{"Ref": "Words"}, ["a", "b", "c"]]}, True),
    ("a parameter without a type", {"Ref": "Untyped"}, "u"),
]


@pytest.mark.parametrize(("expression", "expected"), [pytest.param(*case[1:], id=case[0]) for case in EXPRESSIONS])
def test_a_function(expression, expected):
    before = copy.deepcopy(expression)
    found = evaluated(expression)
    assert found == expected
    assert type(found) is type(expected)
    assert expression == before


def test_all_of_a_type_is_open_when_one_value_is():
    asked = {"Fn::RefAll": "AWS::EC2::VPC::Id"}
    assert evaluated(asked, {"VpcA": "vpc-1"}) == asked


def test_topics_of_the_stack_are_a_list():
    arns = "arn:aws:sns:eu-west-1:111122223333:a, arn:aws:sns:eu-west-1:111122223333:b"
    found = evaluated({"Ref": "AWS::NotificationARNs"}, pseudo={"AWS::NotificationARNs": arns})
    assert found == arns.split(", ")


# id, expression, words of the sentence
MALFORMED = [
    ("If with two arguments", {"Fn::If": ["Yes", 1]}, "Fn::If takes a condition and two values, not a list of 2"),
    ("If of no list", {"Fn::If": "Yes"}, "Fn::If takes"),
    ("If of a condition that is none", {"Fn::If": [["Yes"], 1, 2]}, "name of a condition"),
    ("If of a condition that is not there", {"Fn::If": ["Nope", 1, 2]}, "Nope is asked for and not declared"),
    ("Select without a list", {"Fn::Select": [0, "a,b"]}, "Fn::Select takes an item of a list"),
    ("Select of one", {"Fn::Select": [0]}, "an index and a list"),
    ("Select by a list", {"Fn::Select": [[0], ["a"]]}, "item a list of 1"),
    ("Select by half", {"Fn::Select": [0.5, ["a"]]}, "item 0.5"),
    ("Join of a text", {"Fn::Join": [",", {"Ref": "Word"}]}, "Fn::Join takes a list"),
    ("Join of lists", {"Fn::Join": [",", [["a"]]]}, "a single value here"),
    ("Split at nothing", {"Fn::Split": ["", "a"]}, "at least one character"),
    ("Split of a list", {"Fn::Split": [",", {"Ref": "Words"}]}, "a single value here"),
    ("Sub of a number", {"Fn::Sub": 3}, "Fn::Sub takes a text"),
    ("Sub of too many", {"Fn::Sub": ["a", {}, {}]}, "Fn::Sub takes a text"),
    ("Sub with variables that are none", {"Fn::Sub": ["a", ["b"]]}, "mapping of variables"),
    ("Equals of one", {"Fn::Equals": ["a"]}, "two values"),
    ("Not of two", {"Fn::Not": [True, True]}, "a list of one condition"),
    ("And of nothing", {"Fn::And": []}, "a list of conditions"),
    ("FindInMap of two", find("Sizes", "small"), "two keys"),
    ("FindInMap by a list", find("Sizes", {"Ref": "Words"}, "Cpu"), "single values as keys"),
    ("FindInMap with a default of another name", find("Sizes", "a", "b", Default=1), "DefaultValue"),
    ("Length of a text", {"Fn::Length": {"Ref": "Word"}}, "counts the items of a list"),
    ("ToJsonString of a text", {"Fn::ToJsonString": "a"}, "a mapping or a list"),
    ("RefAll of a list", {"Fn::RefAll": ["a"]}, "a type of parameter"),
    ("Cidr with endless bits", {"Fn::Cidr": ["10.0.0.0/8", 1, 10**30]}, "too small"),
    ("Cidr of a number", {"Fn::Cidr": [7, 1, 8]}, "is not a CIDR"),
    ("EachMemberIn of a text", {"Fn::EachMemberIn": ["a", ["a"]]}, "takes a list"),
]


@pytest.mark.parametrize(("expression", "words"), [pytest.param(*case[1:], id=case[0]) for case in MALFORMED])
def test_a_call_that_cloudformation_would_refuse_is_a_sentence(expression, words):
    with pytest.raises(CannotResolve) as caught:
        evaluated({"A": [expression]})
    assert words in caught.value.sentence


def test_a_ref_to_no_name_stays_as_it_is():
    assert evaluated({"Ref": ["a"]}) == {"Ref": ["a"]}


class TestConditionsInACircle:
    @pytest.mark.parametrize(
        ("conditions", "way"),
        [
            pytest.param({"A": {"Condition": "A"}}, "A → A", id="itself"),
            pytest.param({"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Condition": "A"}}, "A → B → A", id="two"),
            pytest.param({"A": {"Fn::If": ["A", "x", "y"]}}, "A → A", id="by a choice"),
        ],
    )
    def test_are_a_sentence_with_the_way(self, conditions, way):
        template = {"Conditions": conditions, "Resources": {"R": {"Type": "T", "Condition": "A"}}}
        with pytest.raises(CannotResolve, match="depends on itself") as caught:
            resolve(template, {})
        assert f"({way})" in caught.value.sentence

    def test_that_nobody_asks_for_do_no_harm(self):
        template = {"Conditions": {"A": {"Condition": "A"}}, "Resources": {"R": {"Type": "T"}}}
        assert resolve(template, {}) == {"Resources": {"R": {"Type": "T"}}}


@pytest.mark.parametrize("depth", [50, 5_000])
@pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda inner: {"A": inner}, id="mappings"),
        pytest.param(lambda inner: [inner], id="lists"),
        pytest.param(lambda inner: {"Fn::Join": ["", [inner]]}, id="functions"),
    ],
)
def test_deep_nesting_is_fine_or_a_sentence(depth, around):
    value = "x"
    for _ in range(depth):
        value = around(value)
    template = {"Resources": {"R": {"Type": "T", "Properties": {"P": value}}}}
    if depth == 50:
        assert "P" in resolve(template, {})["Resources"]["R"]["Properties"]
    else:
        with pytest.raises(CannotResolve, match="too deeply"):
            resolve(template, {})
    assert mentions(value) == []


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda inner: {"Fn::ToJsonString": {"A": inner}}, id="JSON in JSON"),
        pytest.param(lambda inner: {"Fn::Sub": ["${A}${A}", {"A": inner}]}, id="variables in variables"),
        pytest.param(lambda inner: {"Fn::Join": [inner, ["a", "b", "c"]]}, id="delimiters in delimiters"),
    ],
)
def test_a_text_without_end_is_a_sentence(around):
    value = 'a"'
    for _ in range(60):
        value = around(value)
    with pytest.raises(CannotResolve, match="longer than a template may be"):
        evaluated(value)


def loop(name, identifier, collection, body):
    return {f"Fn::ForEach::{name}": [identifier, collection, body]}


def resources(made, values=None, **sections):
    return resolve({**TEMPLATE, "Resources": made, **sections}, VALUES if values is None else values)["Resources"]


def topic(**properties):
    return {"Type": "AWS::SNS::Topic", **({"Properties": properties} if properties else {})}


class TestLoops:
    def test_each_value_makes_a_resource(self):
        body = {"Topic${X}": topic(TopicName={"Ref": "X"}, DisplayName={"Fn::Sub": "${X}-${Word}"})}
        assert resources(loop("T", "X", ["a", "b"], body)) == {
            "Topica": topic(TopicName="a", DisplayName="a-prod"),
            "Topicb": topic(TopicName="b", DisplayName="b-prod"),
        }

    def test_a_collection_may_be_a_parameter_or_come_from_a_mapping(self):
        assert list(resources(loop("T", "X", {"Ref": "Words"}, {"T${X}": topic()}))) == ["Ta", "Tb", "Tc"]
        assert list(resources(loop("T", "X", find("Sizes", "small", "Zones"), {"T${X}": topic()}))) == ["Ta", "Tb"]

    def test_an_ampersand_leaves_letters_and_digits(self):
        body = {"T&{Ip}": topic(TopicName={"Fn::Sub": "of-&{Ip}"}, DisplayName={"Ref": "Ip"})}
        assert resources(loop("T", "Ip", ["10.0.0.1"], body)) == {
            "T10001": topic(TopicName="of-10001", DisplayName="10.0.0.1")
        }

    def test_loops_in_loops(self):
        inner = loop("Inner", "Y", ["1", "2"], {"${X}Topic${Y}": topic(TopicName={"Fn::Sub": "${X}${Y}"})})
        made = resources(loop("Outer", "X", ["a", "b"], {"${X}Only": topic(), **inner}))
        assert list(made) == ["aOnly", "aTopic1", "aTopic2", "bOnly", "bTopic1", "bTopic2"]
        assert made["bTopic2"] == topic(TopicName="b2")

    def test_names_are_put_together_from_the_identifier(self):
        body = {
            "T${X}": {
                **topic(A={"Ref": {"Fn::Sub": "Bucket${X}"}}, B={"Fn::GetAtt": ["T${X}", "Arn"]}),
                "DependsOn": "Other${X}",
                "Condition": find("Which", "Condition", {"Ref": "X"}, DefaultValue=NO_VALUE),
            }
        }
        made = resources(
            loop("T", "X", ["A", "B"], body),
            Mappings={"Which": {"Condition": {"B": "No"}}},
            Conditions={"No": {"Fn::Equals": [1, 2]}},
        )
        assert made == {"TA": {**topic(A="first", B={"Fn::GetAtt": ["TA", "Arn"]}), "DependsOn": ["OtherA"]}}

    def test_in_properties(self):
        properties = loop("P", "Name", ["Cpu", "Zones"], {"${Name}": find("Sizes", "small", {"Ref": "Name"})})
        assert resources({"R": {"Type": "T", "Properties": {"Own": 1, **properties}}}) == {
            "R": {"Type": "T", "Properties": {"Own": 1, "Cpu": "256", "Zones": ["a", "b"]}}
        }

    def test_in_conditions_and_outputs(self):
        template = {
            "Parameters": {"OnA": {"Type": "String"}, "OnB": {"Type": "String"}},
            "Conditions": loop("C", "X", ["A", "B"], {"Is${X}": {"Fn::Equals": [{"Ref": "On${X}"}, "yes"]}}),
            "Resources": loop("R", "X", ["A", "B"], {"R${X}": {"Type": "T", "Condition": "Is${X}"}}),
            "Outputs": loop("O", "X", ["A", "B"], {"O${X}": {"Value": {"Ref": "R${X}"}, "Condition": "Is${X}"}}),
        }
        assert resolve(template, {"OnA": "yes", "OnB": "no"}) == {
            "Resources": {"RA": {"Type": "T"}},
            "Outputs": {"OA": {"Value": {"Ref": "RA"}}},
        }

    def test_a_value_is_data_in_a_text(self):
        body = {"T${X}": topic(TopicName={"Fn::Sub": "<${X}>"})}
        ((name, made),) = resources(loop("T", "X", ["${Word}"], body)).items()
        assert (name, made) == ("T${Word}", topic(TopicName="<${Word}>"))

    def test_a_variable_of_the_text_itself_comes_first(self):
        body = {"T${X}": topic(TopicName={"Fn::Sub": ["<${X}>", {"X": {"Ref": "X"}}]})}
        assert resources(loop("T", "X", ["a"], body)) == {"Ta": topic(TopicName="<a>")}

    def test_over_what_is_not_known_stays_with_all_that_it_needs(self):
        made = loop("T", "X", {"Ref": "ListFromSsm"}, {"T${X}": {**topic(A={"Ref": "Word"}), "Condition": "Open"}})
        template = {**TEMPLATE, "Resources": made}
        once = resolve(template, VALUES)
        assert once["Resources"] == made
        assert {"ListFromSsm", "Word", "FromSsm"} <= set(once["Parameters"])
        assert "Open" in once["Conditions"]
        assert resolve(once, VALUES) == once

    def test_around_one_that_is_not_known_stays(self):
        made = loop("A", "X", ["a", "b"], loop("B", "Y", {"Ref": "ListFromSsm"}, {"${X}${Y}": topic()}))
        assert resources(made) == made

    @pytest.mark.parametrize(
        ("made", "words"),
        [
            pytest.param({"Fn::ForEach::A": {}}, "takes an identifier", id="no list"),
            pytest.param(loop("A", ["X"], ["a"], {}), "name of an identifier", id="no identifier"),
            pytest.param(loop("A", "X", "a", {"T${X}": 1}), "goes through a list", id="no collection"),
            pytest.param(loop("A", "X", [["a"]], {"T${X}": 1}), "goes through a list", id="a list of lists"),
            pytest.param(loop("A", "X", ["a"], []), "name of an identifier", id="no body"),
            pytest.param(loop("A", "X", ["a", "b"], {"T": 1}), "makes T a second time", id="the same name twice"),
            pytest.param({"Ta": topic(), **loop("A", "X", ["a"], {"T${X}": 1})}, "makes Ta a", id="one there is"),
            pytest.param(
                loop("A", "X", ["a"], loop("B", "X", ["b"], {"T${X}": 1})), "rename one", id="the same identifier twice"
            ),
            pytest.param(
                loop("A", "X", list(range(3000)), {"T${X}": loop("B", "Y", list(range(3000)), {"${Y}": 1})}),
                "shorten a collection",
                id="loops without end",
            ),
        ],
    )
    def test_that_cloudformation_would_refuse_is_a_sentence(self, made, words):
        with pytest.raises(CannotResolve) as caught:
            resources(made)
        assert words in caught.value.sentence


def test_a_rule_of_any_shape_is_no_crash():
    rules = {"A": 1, "B": {"Assertions": {}}, "C": {"Assertions": [1, {}, {"Assert": {"Fn::Equals": [1, 2]}}]}}
    assert broken_rules({"Rules": rules}, {}) == [("a rule of the template is broken", ())]


names = st.sampled_from(
    [
        *(
            "Ref",
            "Condition",
            "Fn::If",
            "Fn::And",
            "Fn::Or",
            "Fn::Not",
            "Fn::Equals",
            "Fn::Sub",
            "Fn::Join",
            "Fn::Split",
        ),
        *("Fn::Select", "Fn::FindInMap", "Fn::Cidr", "Fn::Length", "Fn::ToJsonString", "Fn::GetAZs"),
        *("Fn::Contains", "Fn::RefAll", "Fn::EachMemberIn", "Fn::EachMemberEquals", "Fn::Transform", "Fn::ForEach::L"),
        *(
            "DefaultValue",
            "Type",
            "Properties",
            "DependsOn",
            "Assertions",
            "Assert",
            "RuleCondition",
            "A",
            "B",
            "AWS::Region",
        ),
    ]
)
words = st.sampled_from(["A", "B", "AWS::NoValue", "${A}", "${!A}", "T${A}", "String", "0", "", "10.0.0.0/8"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
SECTIONS = ("Parameters", "Conditions", "Mappings", "Resources", "Outputs", "Rules", "Transform", "Globals")
anything_for_a_template = st.fixed_dictionaries(
    {}, optional={section: anything | st.dictionaries(names | words, anything, max_size=3) for section in SECTIONS}
)


def attempted(work):
    """What the work makes; None where the answer is a sentence."""
    with contextlib.suppress(CannotResolve):
        return work()
    return None


@EXAMPLES
@given(anything_for_a_template, st.dictionaries(words, words, max_size=2))
def test_no_json_makes_anything_but_a_template_or_a_sentence(template, values):
    before = json.dumps(template)
    once = attempted(lambda: resolve(template, values))
    assert once is None or isinstance(json.loads(json.dumps(once))["Resources"], dict)
    assert json.dumps(template) == before


@EXAMPLES
@given(anything, anything_for_a_template)
def test_no_expression_makes_anything_but_a_value_or_a_sentence(expression, template):
    json.dumps(attempted(lambda: value_of(expression, Scope(template, {"A": "a"}))))
    assert isinstance(attempted(lambda: broken_rules(template, {"A": "a"})), list | None)
