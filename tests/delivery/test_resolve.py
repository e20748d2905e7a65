"""What CloudFormation would see: every function with what is known put in, and nothing pretended."""

import contextlib
import copy
import ipaddress
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.intrinsics import CannotResolve, Scope, named_parameters, value_of
from delivery.resolve import broken_rules, resolve
from tests.conftest import ROOT

EXAMPLES = settings(max_examples=60, deadline=None, database=None, derandomize=True)
PARAMETERS = {
    "Word": {"Type": "String"},
    "Other": {"Type": "String"},
    "Count": {"Type": "Number"},
    "Numbers": {"Type": "List<Number>"},
    "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>"},
    "Words": {"Type": "CommaDelimitedList"},
    "Vpc": {"Type": "AWS::EC2::VPC::Id"},
    "NameOfOne": {"Type": "AWS::SSM::Parameter::Name"},
    "FromSsm": {"Type": "AWS::SSM::Parameter::Value<String>"},
    "ListFromSsm": {"Type": "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>"},
}
SSM = {"Ref": "FromSsm"}
OPEN_SIDE = {"Fn::Equals": [SSM, "x"]}
CONDITIONS = {
    "Yes": {"Fn::Equals": ["a", "a"]},
    "No": {"Fn::Equals": ["a", "b"]},
    "IsProd": {"Fn::Equals": [{"Ref": "Word"}, "prod"]},
    "Open": OPEN_SIDE,
    "OpenToo": {"Fn::Not": [{"Condition": "Open"}]},
    "NeitherNor": {"Fn::Not": [{"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "No"}]}]},
}
MAPPINGS = {"Sizes": {"small": {"Cpu": "256", "Zones": ["a", "b"]}, "1": {"Cpu": "512"}}}
TEMPLATE = {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Mappings": MAPPINGS, "Resources": {}}
NO_VALUE = {"Ref": "AWS::NoValue"}
GIVEN = {"Word": "prod", "Other": "", "Count": "20", "Words": "a, b,c", "FromSsm": "/the/name"}


def iff(condition, yes, no):
    return {"Fn::If": [condition, yes, no]}


def evaluated(expression, values=None, pseudo=None):
    return value_of(expression, Scope(TEMPLATE, GIVEN if values is None else values, pseudo or {}))


# id, expression, parameter values (None: those above), what comes out
EXPRESSIONS = [
    ("a string is its value", {"Ref": "Word"}, {"Word": "prod"}, "prod"),
    ("an empty string is a value", {"Ref": "Word"}, {"Word": ""}, ""),
    ("a number stays text", {"Ref": "Count"}, {"Count": "20"}, "20"),
    ("1.10 stays 1.10", {"Ref": "Word"}, {"Word": "1.10"}, "1.10"),
    ("a list of numbers is split", {"Ref": "Numbers"}, {"Numbers": "80,443"}, ["80", "443"]),
    ("a list of ids is split", {"Ref": "Subnets"}, {"Subnets": "subnet-1,subnet-2"}, ["subnet-1", "subnet-2"]),
    ("spaces around items go", {"Ref": "Words"}, {"Words": " a , b"}, ["a", "b"]),
    ("an empty list has no items", {"Ref": "Words"}, {"Words": ""}, []),
    ("a list of one", {"Ref": "Words"}, {"Words": "a"}, ["a"]),
    ("an id is its value", {"Ref": "Vpc"}, {"Vpc": "vpc-1"}, "vpc-1"),
    ("the name of an SSM parameter is a string", {"Ref": "NameOfOne"}, {"NameOfOne": "/a/b"}, "/a/b"),
    ("what is in SSM is not its name", SSM, {"FromSsm": "/a/b"}, SSM),
    ("nor is a list in SSM", {"Ref": "ListFromSsm"}, {"ListFromSsm": "/a/b"}, {"Ref": "ListFromSsm"}),
    ("a parameter without a value stays", {"Ref": "Word"}, {}, {"Ref": "Word"}),
    ("a resource stays", {"Ref": "Bucket"}, None, {"Ref": "Bucket"}),
    ("If takes yes", iff("Yes", "y", "n"), None, "y"),
    ("If takes no", iff("No", "y", "n"), None, "n"),
    ("If by a parameter", iff("IsProd", "y", "n"), {"Word": "prod"}, "y"),
    ("If by another value", iff("IsProd", "y", "n"), {"Word": "dev"}, "n"),
    ("If in If", iff("No", "y", iff("Yes", {"Ref": "Word"}, "n")), None, "prod"),
    ("If that is open keeps both, resolved", iff("Open", {"Ref": "Word"}, "n"), None, iff("Open", "prod", "n")),
    ("If that is open keeps NoValue", iff("Open", NO_VALUE, "n"), None, iff("Open", NO_VALUE, "n")),
    ("If that is decided inside one that is open", iff("Open", iff("No", 1, 2), 3), None, iff("Open", 2, 3)),
    ("the branch not taken is not looked at", iff("Yes", "y", {"Fn::Select": ["9", []]}), None, "y"),
    ("NoValue leaves a list", ["a", iff("No", "b", NO_VALUE), "c"], None, ["a", "c"]),
    ("a list of NoValue is empty", [NO_VALUE], None, []),
    ("NoValue leaves properties", {"A": iff("No", 1, NO_VALUE), "B": 2}, None, {"B": 2}),
    ("NoValue leaves the only property", {"Properties": {"A": NO_VALUE}}, None, {"Properties": {}}),
    ("NoValue leaves deep down", {"A": [{"B": {"C": NO_VALUE, "D": 1}}]}, None, {"A": [{"B": {"D": 1}}]}),
    ("Condition that holds", {"Condition": "Yes"}, None, True),
    ("Condition that does not", {"Condition": "No"}, None, False),
    ("Condition that is open stays", {"Condition": "Open"}, None, {"Condition": "Open"}),
    ("Condition of a condition that is open stays", {"Condition": "OpenToo"}, None, {"Condition": "OpenToo"}),
    ("conditions in conditions", {"Condition": "NeitherNor"}, {"Word": "dev"}, True),
    ("Equals", {"Fn::Equals": [{"Ref": "Word"}, "prod"]}, None, True),
    ("Equals of different case is no", {"Fn::Equals": ["Prod", "prod"]}, None, False),
    ("Equals of a number and its text", {"Fn::Equals": [{"Ref": "Count"}, 20]}, None, True),
    ("Equals of a truth and its text", {"Fn::Equals": [True, "true"]}, None, True),
    ("Equals compares text, not numbers", {"Fn::Equals": ["1", "1.0"]}, None, False),
    ("Equals with SSM is open", {"Fn::Equals": [SSM, {"Ref": "Word"}]}, None, {"Fn::Equals": [SSM, "prod"]}),
    (
        "Equals with the name in SSM is open too",
        {"Fn::Equals": [SSM, "/the/name"]},
        None,
        {"Fn::Equals": [SSM, "/the/name"]},
    ),
    ("Not of yes", {"Fn::Not": [{"Condition": "Yes"}]}, None, False),
    ("Not of no", {"Fn::Not": [{"Condition": "No"}]}, None, True),
    ("Not of what is open", {"Fn::Not": [OPEN_SIDE]}, None, {"Fn::Not": [OPEN_SIDE]}),
    ("And of all", {"Fn::And": [{"Condition": "Yes"}, {"Fn::Equals": [1, 1]}]}, None, True),
    ("And of not all", {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}, None, False),
    ("And with no is no, whatever is open", {"Fn::And": [OPEN_SIDE, {"Condition": "No"}]}, None, False),
    ("And of what is open", {"Fn::And": [OPEN_SIDE, OPEN_SIDE]}, None, {"Fn::And": [OPEN_SIDE, OPEN_SIDE]}),
    ("Or of one", {"Fn::Or": [{"Condition": "No"}, {"Condition": "Yes"}]}, None, True),
    ("Or of none", {"Fn::Or": [{"Condition": "No"}, {"Fn::Equals": [1, 2]}]}, None, False),
    ("Or with yes is yes, whatever is open", {"Fn::Or": [OPEN_SIDE, {"Condition": "Yes"}]}, None, True),
    ("Or of what is open", {"Fn::Or": [OPEN_SIDE, OPEN_SIDE]}, None, {"Fn::Or": [OPEN_SIDE, OPEN_SIDE]}),
    ("Contains", {"Fn::Contains": [["dev", "prod"], {"Ref": "Word"}]}, None, True),
    ("Contains not", {"Fn::Contains": [["dev"], {"Ref": "Word"}]}, None, False),
    ("Contains is not part of a word", {"Fn::Contains": [["production"], {"Ref": "Word"}]}, None, False),
    ("Contains in a parameter", {"Fn::Contains": [{"Ref": "Words"}, "b"]}, None, True),
    ("Contains a number", {"Fn::Contains": [[20, 30], {"Ref": "Count"}]}, None, True),
    ("Contains what is open", {"Fn::Contains": [["a"], SSM]}, None, {"Fn::Contains": [["a"], SSM]}),
    ("Join", {"Fn::Join": ["-", ["a", {"Ref": "Word"}, 1]]}, None, "a-prod-1"),
    ("Join of a list parameter", {"Fn::Join": [",", {"Ref": "Words"}]}, None, "a,b,c"),
    ("Join of nothing", {"Fn::Join": [",", []]}, None, ""),
    ("Join without NoValue", {"Fn::Join": [",", ["a", NO_VALUE, "b"]]}, None, "a,b"),
    ("Join of truths is as JSON writes them", {"Fn::Join": [",", [True, False]]}, None, "true,false"),
    ("Join partly known", {"Fn::Join": ["-", [{"Ref": "Word"}, SSM]]}, None, {"Fn::Join": ["-", ["prod", SSM]]}),
    ("Split", {"Fn::Split": ["/", "a/b//c"]}, None, ["a", "b", "", "c"]),
    ("Split of a word without delimiter", {"Fn::Split": ["/", {"Ref": "Word"}]}, None, ["prod"]),
    ("Split of what is open", {"Fn::Split": ["/", SSM]}, None, {"Fn::Split": ["/", SSM]}),
    ("Split undoes Join", {"Fn::Split": ["|", {"Fn::Join": ["|", ["a", "b"]]}]}, None, ["a", "b"]),
    ("Select the first", {"Fn::Select": [0, ["a", "b"]]}, None, "a"),
    ("Select by text", {"Fn::Select": ["1", ["a", "b"]]}, None, "b"),
    ("Select from a parameter", {"Fn::Select": ["2", {"Ref": "Words"}]}, None, "c"),
    ("Select from a Split", {"Fn::Select": [1, {"Fn::Split": [".", "a.b"]}]}, None, "b"),
    ("Select by what is open", {"Fn::Select": [SSM, ["a"]]}, None, {"Fn::Select": [SSM, ["a"]]}),
    ("Select from zones", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}, None, {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
    ("Select among what is open", {"Fn::Select": [0, ["a", SSM]]}, None, {"Fn::Select": [0, ["a", SSM]]}),
    ("FindInMap", {"Fn::FindInMap": ["Sizes", "small", "Cpu"]}, None, "256"),
    ("FindInMap by parameters", {"Fn::FindInMap": ["Sizes", {"Ref": "Word"}, "Cpu"]}, {"Word": "small"}, "256"),
    ("FindInMap by a number", {"Fn::FindInMap": ["Sizes", 1, "Cpu"]}, None, "512"),
    ("FindInMap of a list", {"Fn::FindInMap": ["Sizes", "small", "Zones"]}, None, ["a", "b"]),
    (
        "FindInMap by what is open",
        {"Fn::FindInMap": ["Sizes", SSM, {"Ref": "Word"}]},
        None,
        {"Fn::FindInMap": ["Sizes", SSM, "prod"]},
    ),
    ("Sub", {"Fn::Sub": "a-${Word}-${Count}"}, None, "a-prod-20"),
    ("Sub of the same twice", {"Fn::Sub": "${Word}${Word}"}, None, "prodprod"),
    ("Sub without variables", {"Fn::Sub": "plain $ {text}"}, None, "plain $ {text}"),
    ("Sub with a literal", {"Fn::Sub": "${!Word} of ${Word}"}, None, "${Word} of prod"),
    ("Sub with a list of variables", {"Fn::Sub": ["${A}/${Word}", {"A": {"Ref": "Count"}}]}, None, "20/prod"),
    ("Sub whose variable hides a parameter", {"Fn::Sub": ["${Word}", {"Word": "mine"}]}, None, "mine"),
    ("Sub of a number", {"Fn::Sub": ["${A}", {"A": 8}]}, None, "8"),
    ("Sub of nothing", {"Fn::Sub": ["<${A}>", {"A": ""}]}, None, "<>"),
    ("Sub partly known", {"Fn::Sub": "${Word}-${FromSsm}"}, None, {"Fn::Sub": "prod-${FromSsm}"}),
    (
        "Sub partly known keeps its literals",
        {"Fn::Sub": "${!L}-${Word}-${Bucket.Arn}"},
        None,
        {"Fn::Sub": "${!L}-prod-${Bucket.Arn}"},
    ),
    (
        "Sub keeps the variables that are open",
        {"Fn::Sub": ["${A}-${B}", {"A": SSM, "B": "b"}]},
        None,
        {"Fn::Sub": ["${A}-b", {"A": SSM}]},
    ),
    (
        "Sub drops the variables that are known",
        {"Fn::Sub": ["${A}-${FromSsm}", {"A": "a"}]},
        None,
        {"Fn::Sub": "a-${FromSsm}"},
    ),
    ("Sub does not put a list into a text", {"Fn::Sub": "${Words}"}, None, {"Fn::Sub": "${Words}"}),
    ("GetAtt stays", {"Fn::GetAtt": ["Bucket", "Arn"]}, None, {"Fn::GetAtt": ["Bucket", "Arn"]}),
    ("GetAZs stays", {"Fn::GetAZs": {"Ref": "AWS::Region"}}, None, {"Fn::GetAZs": {"Ref": "AWS::Region"}}),
    (
        "ImportValue is resolved inside",
        {"Fn::ImportValue": {"Fn::Sub": "${Word}-vpc"}},
        None,
        {"Fn::ImportValue": "prod-vpc"},
    ),
    ("Base64 is resolved inside", {"Fn::Base64": {"Ref": "Word"}}, None, {"Fn::Base64": "prod"}),
    (
        "ToJsonString is a text when all of it is known",
        {"Fn::ToJsonString": {"a": {"Ref": "Word"}, "b": [1, True, NO_VALUE]}},
        None,
        '{"a":"prod","b":[1,true]}',
    ),
    (
        "ToJsonString with something open is resolved inside",
        {"Fn::ToJsonString": {"a": {"Ref": "Word"}, "b": [SSM]}},
        None,
        {"Fn::ToJsonString": {"a": "prod", "b": [SSM]}},
    ),
    ("a function nobody knows is resolved inside", {"Fn::New": [{"Ref": "Word"}]}, None, {"Fn::New": ["prod"]}),
    ("IPv4 ranges", {"Fn::Cidr": ["10.0.0.0/16", 3, 8]}, None, ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
    ("IPv4 ranges by text", {"Fn::Cidr": ["10.0.0.0/24", "2", "7"]}, None, ["10.0.0.0/25", "10.0.0.128/25"]),
    ("IPv4 ranges of a whole block", {"Fn::Cidr": ["10.0.0.0/24", 1, 8]}, None, ["10.0.0.0/24"]),
    ("IPv6 ranges", {"Fn::Cidr": ["2001:db8::/56", 2, 64]}, None, ["2001:db8::/64", "2001:db8:0:1::/64"]),
    (
        "ranges of what is open",
        {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 2, {"Ref": "Count"}]},
        None,
        {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 2, "20"]},
    ),
    (
        "one range of many",
        {"Fn::Select": [1, {"Fn::Cidr": [{"Ref": "Word"}, 6, 12]}]},
        {"Word": "10.0.0.0/16"},
        "10.0.16.0/20",
    ),
    ("plain data stays", {"A": [1, 2.5, True, None, "x", {}]}, None, {"A": [1, 2.5, True, None, "x", {}]}),
]


@pytest.mark.parametrize(
    ("expression", "values", "expected"), [pytest.param(*case[1:], id=case[0]) for case in EXPRESSIONS]
)
def test_a_function(expression, values, expected):
    before = copy.deepcopy(expression)
    found = evaluated(expression, values)
    assert found == expected
    assert type(found) is type(expected)
    assert expression == before


PSEUDO = {"AWS::Region": "eu-west-1", "AWS::AccountId": "111122223333", "AWS::Partition": "aws"}


@pytest.mark.parametrize("name", [*PSEUDO, "AWS::StackName", "AWS::StackId", "AWS::URLSuffix", "AWS::NotificationARNs"])
def test_a_pseudo_parameter_is_known_only_when_given(name):
    known = name in PSEUDO
    assert evaluated({"Ref": name}) == {"Ref": name}
    assert evaluated({"Ref": name}, pseudo=PSEUDO) == (PSEUDO[name] if known else {"Ref": name})
    assert evaluated({"Fn::Sub": f"<${{{name}}}>"}) == {"Fn::Sub": f"<${{{name}}}>"}
    if known:
        assert evaluated({"Fn::Sub": f"<${{{name}}}>"}, pseudo=PSEUDO) == f"<{PSEUDO[name]}>"


def test_a_condition_on_a_pseudo_parameter_is_known_only_when_given():
    template = {"Conditions": {"Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}, "Resources": {}}
    assert Scope(template, {}).holds("Here") is None
    assert Scope(template, {}, {"AWS::Region": "eu-west-1"}).holds("Here") is True
    assert Scope(template, {}, {"AWS::Region": "eu-west-2"}).holds("Here") is False


# id, expression, values, words of the sentence, parameters that it names
REFUSED = [
    ("Select beyond the end", {"Fn::Select": [3, {"Ref": "Words"}]}, "item 3 is asked of a list of 3", ("Words",)),
    ("Select before the beginning", {"Fn::Select": ["-1", ["a"]]}, "item -1", ()),
    ("Select of nothing", {"Fn::Select": [0, []]}, "list of 0", ()),
    ("Select with an index that is a parameter", {"Fn::Select": [{"Ref": "Count"}, ["a"]]}, "item 20", ("Count",)),
    ("Select by a word", {"Fn::Select": [{"Ref": "Word"}, ["a"]]}, "prod", ("Word",)),
    ("a mapping that is not there", {"Fn::FindInMap": ["None", "a", "b"]}, "None", ()),
    ("a key that is not there", {"Fn::FindInMap": ["Sizes", {"Ref": "Word"}, "Cpu"]}, "no prod, Cpu", ("Word",)),
    ("a second key that is not there", {"Fn::FindInMap": ["Sizes", "small", {"Ref": "Word"}]}, "prod", ("Word",)),
    ("a block too small by one", {"Fn::Cidr": ["10.0.0.0/24", 5, 6]}, "too small for 5 subnets of /26", ()),
    ("an IPv6 block too small", {"Fn::Cidr": ["2001:db8::/64", 2, 64]}, "too small for 2 subnets of /64", ()),
    ("subnets larger than all addresses", {"Fn::Cidr": ["10.0.0.0/8", 1, 33]}, "too small", ()),
    ("no block", {"Fn::Cidr": [{"Ref": "Word"}, 2, 8]}, "prod is not a CIDR", ("Word",)),
    ("an empty block", {"Fn::Cidr": [{"Ref": "Other"}, 2, 8]}, "is not a CIDR", ("Other",)),
    ("a number of subnets that is a word", {"Fn::Cidr": ["10.0.0.0/8", {"Ref": "Word"}, 8]}, "prod", ("Word",)),
    ("negative bits", {"Fn::Cidr": ["10.0.0.0/8", 1, -1]}, "-1", ()),
    ("more subnets than CloudFormation makes", {"Fn::Cidr": ["10.0.0.0/8", 257, 4]}, "257", ()),
]


@pytest.mark.parametrize(
    ("expression", "words", "parameters"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED]
)
def test_what_cloudformation_would_refuse_is_a_sentence(expression, words, parameters):
    with pytest.raises(CannotResolve) as caught:
        evaluated(expression)
    assert words in caught.value.sentence
    assert caught.value.parameters == parameters


def test_ranges_without_a_size_are_no_crash():
    """cfn-lint takes Fn::Cidr without its third argument: it is left as it is, or refused in a sentence."""
    expression = {"Fn::Cidr": ["10.0.0.0/16", 2]}
    with contextlib.suppress(CannotResolve):
        assert evaluated(expression) == expression


@st.composite
def blocks(draw):
    """A block, a number of subnets and their size that fits."""
    make, longest = draw(st.sampled_from([(ipaddress.IPv4Network, 32), (ipaddress.IPv6Network, 128)]))
    prefix = draw(st.integers(0, longest))
    address = draw(st.integers(0, (1 << longest) - 1))
    block = make((address >> (longest - prefix) << (longest - prefix), prefix))
    bits = draw(st.integers(0, longest - prefix))
    count = draw(st.integers(1, min(256, 1 << (longest - prefix - bits))))
    return block, count, bits


@EXAMPLES
@given(blocks())
def test_ranges_are_the_first_of_their_size_in_the_block(made):
    block, count, bits = made
    found = [ipaddress.ip_network(text) for text in evaluated({"Fn::Cidr": [str(block), count, bits]})]
    assert len(found) == count
    assert {one.num_addresses for one in found} == {1 << bits}
    assert all(one.subnet_of(block) for one in found)
    assert not any(one.overlaps(other) for one, other in pairwise(found))
    ours = block.subnets(new_prefix=block.max_prefixlen - bits)
    assert found == [one for one, _ in zip(ours, range(count), strict=False)]


@EXAMPLES
@given(blocks(), st.integers(1, 3))
def test_ranges_that_do_not_fit_are_refused(made, more):
    block, _, bits = made
    fits = block.num_addresses >> bits
    if fits + more <= 256:
        with pytest.raises(CannotResolve, match=r"too small"):
            evaluated({"Fn::Cidr": [str(block), fits + more, bits]})


def topic(**more):
    return {"Type": "AWS::SNS::Topic", **more}


def whole(resources, values=None, **sections):
    return resolve({**TEMPLATE, "Resources": resources, **sections}, GIVEN if values is None else values)


class TestResources:
    def test_one_whose_condition_fails_is_left_out(self):
        assert set(whole({"A": topic(Condition="No"), "B": topic()})["Resources"]) == {"B"}

    def test_one_whose_condition_holds_loses_the_condition(self):
        assert whole({"A": topic(Condition="Yes")})["Resources"] == {"A": topic()}

    def test_one_whose_condition_is_open_keeps_it(self):
        resolved = whole({"A": topic(Condition="Open")})
        assert resolved["Resources"] == {"A": topic(Condition="Open")}
        assert resolved["Conditions"]["Open"] == OPEN_SIDE
        assert list(resolved["Parameters"]) == ["FromSsm"]

    def test_properties_and_policies_are_resolved(self):
        made = whole({"A": topic(Properties={"P": {"Ref": "Word"}}, UpdatePolicy={"U": {"Ref": "Count"}})})
        assert made["Resources"]["A"] == topic(Properties={"P": "prod"}, UpdatePolicy={"U": "20"})

    def test_an_attribute_without_a_value_goes(self):
        policy = iff("No", {"AutoScalingRollingUpdate": {}}, NO_VALUE)
        assert whole({"A": topic(UpdatePolicy=policy)})["Resources"]["A"] == topic()

    def test_metadata_names_nothing_that_is_gone(self):
        made = whole({"A": topic(Metadata={"Size": iff("IsProd", "big", "small")})})
        assert made["Resources"]["A"]["Metadata"] == {"Size": "big"} or "IsProd" in made.get("Conditions", {})

    def test_their_order_stays(self):
        names = ["Zoo", "Alpha", "Middle"]
        assert list(whole({name: topic() for name in names})["Resources"]) == names

    @pytest.mark.parametrize(
        ("wanted", "left"),
        [
            pytest.param("Gone", None, id="one that is gone"),
            pytest.param("There", ["There"], id="one that is there"),
            pytest.param(["Gone", "There", "Open"], ["There", "Open"], id="a list with one that is gone"),
            pytest.param(["Gone"], None, id="a list of what is gone"),
            pytest.param("MadeByAMacro", ["MadeByAMacro"], id="one that a macro may make"),
        ],
    )
    def test_dependence_on(self, wanted, left):
        others = {"There": topic(), "Gone": topic(Condition="No"), "Open": topic(Condition="Open")}
        body = whole({**others, "A": topic(DependsOn=wanted)})["Resources"]["A"]
        assert body.get("DependsOn") == left
        assert ("DependsOn" in body) is (left is not None)

    def test_data_that_looks_like_a_condition_stays_data(self):
        """A property called Condition, as AWS::Events::EventBusPolicy has one."""
        properties = {"Condition": {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"}}
        made = whole({"A": {"Type": "AWS::Events::EventBusPolicy", "Properties": properties}})
        assert made["Resources"]["A"]["Properties"] == properties


class TestSections:
    def test_outputs_are_resolved_and_left_out_like_resources(self):
        outputs = {
            "Yes": {"Value": {"Ref": "Word"}, "Condition": "Yes", "Export": {"Name": {"Fn::Sub": "${Word}-x"}}},
            "No": {"Value": "x", "Condition": "No"},
            "Open": {"Value": "x", "Condition": "Open"},
        }
        assert whole({"A": topic()}, Outputs=outputs)["Outputs"] == {
            "Yes": {"Value": "prod", "Export": {"Name": "prod-x"}},
            "Open": {"Value": "x", "Condition": "Open"},
        }

    def test_outputs_of_which_none_is_left_are_no_section(self):
        assert "Outputs" not in whole({"A": topic()}, Outputs={"No": {"Value": "x", "Condition": "No"}})

    def test_what_is_known_needs_no_parameter_mapping_condition_or_rule(self):
        properties = {
            "A": {"Ref": "Word"},
            "B": iff("IsProd", 1, 2),
            "C": {"Fn::FindInMap": ["Sizes", "small", "Cpu"]},
        }
        resolved = whole({"A": topic(Properties=properties)}, Rules={"R": {"Assertions": []}}, Metadata={"a": 1})
        assert resolved == {"Resources": {"A": topic(Properties={"A": "prod", "B": 1, "C": "256"})}}

    def test_a_head_stays(self):
        head = {"AWSTemplateFormatVersion": "2010-09-09", "Description": "x", "Transform": "AWS::LanguageExtensions"}
        assert {key: whole({"A": topic()}, **head).get(key) for key in head} == head

    def test_a_parameter_that_is_still_named_stays_with_its_value(self):
        resolved = whole({"A": topic(Properties={"P": SSM})})
        assert resolved["Parameters"] == {"FromSsm": {**PARAMETERS["FromSsm"], "Default": "/the/name"}}

    def test_a_parameter_without_value_stays_as_declared(self):
        resolved = whole({"A": topic(Properties={"P": {"Fn::Sub": "${Word}"}})}, {})
        assert resolved["Parameters"] == {"Word": PARAMETERS["Word"]}

    def test_a_mapping_that_is_still_asked_stays(self):
        resolved = whole({"A": topic(Properties={"P": {"Fn::FindInMap": ["Sizes", SSM, "Cpu"]}})})
        assert resolved["Mappings"] == MAPPINGS

    def test_a_condition_that_stays_names_parameters_that_stay(self):
        resolved = whole({"A": topic(Properties={"P": iff("OpenToo", 1, 2)})})
        assert {"Open", "OpenToo"} <= set(resolved["Conditions"])
        assert "FromSsm" in resolved["Parameters"]

    def test_a_condition_that_stays_is_one_that_cloudformation_takes(self):
        """Never a bare truth, alone or inside And, Or and Not."""
        conditions = {
            **CONDITIONS,
            "And": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "Open"}]},
            "Or": {"Fn::Or": [{"Condition": "No"}, {"Condition": "Open"}]},
        }
        resolved = whole({"A": topic(Condition="And"), "B": topic(Condition="Or")}, Conditions=conditions)
        text = json.dumps(resolved["Conditions"])
        assert "true" not in text
        assert "false" not in text

    def test_only_conditions_that_are_needed_stay(self):
        """An unused one is a warning of cfn-lint's about a template that has no fault."""
        assert set(whole({"A": topic(Condition="Open")})["Conditions"]) == {"Open"}

    def test_a_literal_in_a_text_keeps_no_parameter(self):
        """An unused one is a warning of cfn-lint's about a template that has no fault."""
        resolved = whole({"A": topic(Properties={"P": {"Fn::Sub": "echo ${!Word}"}})})
        assert resolved == {"Resources": {"A": topic(Properties={"P": "echo ${Word}"})}}


class TestTextsWithDollars:
    """A value is data: what stands in it is never taken for a variable."""

    @pytest.mark.parametrize("value", ["${Other}", "${Nobody}", "${!Word}", "$${Word}", "${", "$"])
    def test_a_value_is_put_in_as_it_is(self, value):
        assert evaluated({"Fn::Sub": "<${Word}>"}, {"Word": value, "Other": "no"}) == f"<{value}>"

    def test_a_value_beside_something_open_is_written_as_a_literal(self):
        found = evaluated({"Fn::Sub": "${Word} ${FromSsm}"}, {"Word": "${HOME}"})
        assert found == {"Fn::Sub": "${!HOME} ${FromSsm}"}

    def test_a_variable_with_spaces_keeps_its_value(self):
        found = evaluated({"Fn::Sub": ["${ A }", {"A": SSM}]})
        assert found["Fn::Sub"][1] == {"A": SSM}


RULE = {
    "RuleCondition": {"Fn::Equals": [{"Ref": "Word"}, "prod"]},
    "Assertions": [
        {"Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Other"}, ""]}]}, "AssertDescription": "prod needs Other"}
    ],
}


class TestRules:
    def broken(self, rule, **values):
        return broken_rules({**TEMPLATE, "Rules": {"R": rule}}, values)

    def test_a_rule_that_is_broken_says_so_and_names_its_parameters(self):
        assert self.broken(RULE, Word="prod", Other="") == [("prod needs Other", ("Word", "Other"))]

    def test_a_rule_that_holds_is_silent(self):
        assert self.broken(RULE, Word="prod", Other="x") == []

    def test_a_rule_that_does_not_apply_is_silent(self):
        assert self.broken(RULE, Word="dev", Other="") == []

    def test_a_rule_that_may_not_apply_is_silent(self):
        assert self.broken({**RULE, "RuleCondition": OPEN_SIDE}, Other="", FromSsm="/x") == []

    def test_a_rule_that_cannot_be_judged_is_silent(self):
        assert self.broken({"Assertions": [{"Assert": OPEN_SIDE}]}, FromSsm="/x") == []

    def test_a_rule_without_condition_always_applies(self):
        assert len(self.broken({"Assertions": RULE["Assertions"]}, Other="")) == 1

    def test_a_rule_without_description_has_a_sentence_all_the_same(self):
        ((sentence, _),) = self.broken({"Assertions": [{"Assert": {"Fn::Equals": ["a", "b"]}}]})
        assert "rule" in sentence

    def test_each_assertion_is_told(self):
        assert len(self.broken({"Assertions": RULE["Assertions"] * 2}, Other="")) == 2

    def test_a_template_without_rules_breaks_none(self):
        assert broken_rules(TEMPLATE, {}) == []


def test_parameters_that_an_expression_names_are_in_its_order_once():
    expression = [{"Fn::Sub": "${Other} ${Bucket.Arn}"}, {"A": {"Ref": "Word"}, "B": {"Ref": "Other"}}, {"Ref": "No"}]
    assert named_parameters(expression, TEMPLATE) == ["Other", "Word"]


# Random templates.

keys = st.sampled_from(["A", "B", "Name", "Tags", "Fn", "Conditions"])
texts = st.text(st.characters(codec="ascii", exclude_characters="$"), max_size=6)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["Word", "Other", "Count", "FromSsm", "AWS::Region", "Bucket"])
conditions = st.sampled_from(list(CONDITIONS))
scalars = st.deferred(
    lambda: (
        texts
        | names.map(lambda name: {"Ref": name})
        | st.lists(scalars, max_size=2).map(lambda items: {"Fn::Join": ["-", items]})
        | st.lists(names, max_size=3).map(lambda used: {"Fn::Sub": "/".join(f"${{{name}}}" for name in used)})
        | st.tuples(conditions, scalars, scalars).map(lambda branches: iff(*branches))
        | st.just({"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "Word"}]}]})
        | st.just({"Fn::GetAtt": ["Bucket", "Arn"]})
    )
)
expressions = st.recursive(
    scalars | st.just(NO_VALUE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def templates(properties, condition):
    resources = st.dictionaries(
        st.sampled_from(["One", "Two", "Three"]),
        st.fixed_dictionaries(
            {"Type": st.just("AWS::SNS::Topic"), "Properties": st.dictionaries(keys, properties, max_size=3)},
            optional=condition,
        ),
        min_size=1,
    )
    return st.fixed_dictionaries({"AWSTemplateFormatVersion": st.just("2010-09-09"), "Resources": resources})


WITH_FUNCTIONS = templates(expressions, {"Condition": conditions, "DependsOn": st.lists(st.sampled_from(["One", "X"]))})
VALUES = st.fixed_dictionaries({}, optional={"Word": texts, "Other": texts, "Count": st.just("3")})


@EXAMPLES
@given(WITH_FUNCTIONS, VALUES)
def test_resolving_never_changes_what_it_is_given(made, values):
    template = {**TEMPLATE, **made}
    before = copy.deepcopy((template, values))
    resolve(template, values)
    assert (template, values) == before


@EXAMPLES
@given(WITH_FUNCTIONS, VALUES)
def test_what_is_resolved_is_resolved_for_good(made, values):
    """Nothing is left that could be worked out, and it is a template again."""
    once = resolve({**TEMPLATE, **made}, values)
    assert resolve(once, {}) == once
    json.dumps(once)


@EXAMPLES
@given(WITH_FUNCTIONS, VALUES)
def test_what_is_resolved_declares_all_that_it_names(made, values):
    resolved = resolve({**TEMPLATE, **made}, values)
    named = set(named_parameters(resolved["Resources"], TEMPLATE))
    assert named <= set(resolved.get("Parameters", {}))
    for body in resolved["Resources"].values():
        assert body.get("Condition") in {None, *resolved.get("Conditions", {})}


@EXAMPLES
@given(templates(plain, {}))
def test_a_template_without_functions_is_itself(made):
    assert resolve(made, {}) == made


@pytest.mark.parametrize("stack", ["registry", "network", "platform", "web"])
def test_a_real_template_resolved_has_no_conditions_and_only_what_ssm_holds(stack):
    template = json.loads((ROOT / "out/hello" / f"{stack}.json").read_text())
    listed = json.loads((ROOT / "out/hello/prod" / f"{stack}.parameters.json").read_text())
    resolved = resolve(template, {pair["ParameterKey"]: pair["ParameterValue"] for pair in listed})
    assert not {"Conditions", "Mappings", "Rules"} & set(resolved)
    assert all(body["Type"].startswith("AWS::SSM::") for body in resolved.get("Parameters", {}).values())
    assert "Fn::If" not in json.dumps(resolved["Resources"])
