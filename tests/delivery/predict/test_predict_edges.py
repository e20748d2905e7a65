"""The finer points of a predicted change set: paths, words, certainty, what stays as it is, where it comes from."""

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.predict import predict, predicted
from delivery.predict.differences import differences
from delivery.predict.resources import stack_of
from delivery.predict.values import Names, plain
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import answer, changes, get, ref, template

VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"})
OTHER_VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.9.0.0/16"})
OWN = "Some::Own::Type"


def record(value):
    """Something that repeats a value and is never replaced by it."""
    return ("AWS::SSM::Parameter", {"Type": "String", "Value": value})


def details(*sides, id_="It", **values):
    return changes(*sides, **values)[id_]["Details"]


def sources(found):
    return {one["Target"]["Path"]: (one["ChangeSource"], one.get("CausingEntity")) for one in found}


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


def test_what_refers_to_something_that_is_gone_keeps_its_words():
    side = template({"Vpc": VPC, "It": record(get("Vpc", "Arn"))})
    gone = template({"It": ("AWS::SSM::Parameter", {"Type": "String", "Value": get("Vpc", "Arn"), "Tier": "Advanced"})})
    assert '"Value": "‹Arn of Vpc›"' in changes(side, gone)["It"]["AfterContext"]


def test_a_reference_to_what_is_new_is_only_known_after_the_deployment():
    found = changes(template({"It": record("x")}), template({"It": record(ref("Vpc")), "Vpc": VPC}))["It"]
    assert found["Details"][0]["Target"]["AfterValue"] == KNOWN_AFTER_APPLY
    assert KNOWN_AFTER_APPLY in found["AfterContext"]
    assert KNOWN_AFTER_APPLY not in found["BeforeContext"]


def nested(size):
    url = {"TemplateURL": "https://example.com/a", "Parameters": {"Size": size}}
    own = {"Id": record(ref("Nested")), "Out": record(get("Nested", "Outputs.Url"))}
    return template({"Nested": ("AWS::CloudFormation::Stack", url), **own})


def test_the_id_of_an_updated_nested_stack_stays_and_its_outputs_may_be_others():
    found = changes(nested("1"), nested("2"))
    assert set(found) == {"Nested", "Out"}
    assert [(one["CausingEntity"], one["Evaluation"]) for one in found["Out"]["Details"]] == [
        ("Nested.Outputs.Url", "Dynamic")
    ]


def test_an_attribute_that_does_not_name_its_resource_may_change_with_every_property():
    def side(name):
        topic = ("AWS::SNS::Topic", {"DisplayName": name})
        return template({"Topic": topic, "Free": record(get("Topic", "State")), "Fixed": record(get("Topic", "Arn"))})

    assert set(changes(side("a"), side("b"))) == {"Topic", "Free"}


def test_metadata_alone_changes_no_attribute():
    def side(word):
        topic = {"Type": "AWS::SNS::Topic", "Metadata": {"A": word}, "Properties": {}}
        return template({"Topic": topic, "It": record(get("Topic", "State"))})

    assert set(changes(side("a"), side("b"))) == {"Topic"}


@pytest.mark.parametrize(
    ("attribute", "certain"), [("Id", True), ("VpcArn", True), ("Endpoint.Port", False), ("Endpoint.Address", True)]
)
def test_a_replaced_resource_surely_has_another_name_and_perhaps_the_same_port(attribute, certain):
    def side(vpc):
        return template({"Vpc": vpc, "It": ("AWS::EC2::Subnet", {"VpcId": get("Vpc", attribute)})})

    assert changes(side(VPC), side(OTHER_VPC))["It"]["Replacement"] == ("True" if certain else "Conditional")


def test_each_thing_that_a_value_depends_on_is_told_in_its_own_detail_sorted():
    def side(vpc):
        value = {"Fn::Sub": "${C} ${A} ${B}"}
        return template({"A": vpc, "B": vpc, "C": vpc, "It": ("AWS::SSM::Parameter", {"Value": value, "Name": "x"})})

    assert [one["CausingEntity"] for one in details(side(VPC), side(OTHER_VPC))] == ["A", "B", "C"]


def test_what_follows_comes_after_what_was_edited_in_the_order_of_its_places():
    def side(vpc, word):
        values = [f"{number}" for number in range(11)]
        values[10] = values[2] = ref("Vpc")
        return template({"Vpc": vpc, "It": (OWN, {"Z": word, "List": values, "A": ref("Vpc")})})

    found = [one["Target"]["Path"] for one in details(side(VPC, "x"), side(OTHER_VPC, "y"))]
    assert found == ["/Properties/Z", "/Properties/A", "/Properties/List/2", "/Properties/List/10"]


def test_a_place_that_was_edited_is_not_told_again_as_a_consequence():
    def side(vpc, words):
        return template({"Vpc": vpc, "It": record({"Fn::Sub": words + "${Vpc}"})})

    assert [one["ChangeSource"] for one in details(side(VPC, "a"), side(OTHER_VPC, "b"))] == ["DirectModification"]


def test_what_seemed_a_perhaps_is_certain_once_one_of_its_causes_is():
    """Base may be replaced by the one way and surely is by the other: so is what refers to it, and told once."""

    def side(size, vpc):
        return template(
            {
                "It": ("AWS::EC2::RouteTable", {"VpcId": ref("Base")}),
                "Base": ("AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "OutpostArn": ref("Own")}),
                "Own": (OWN, {"Size": size}),
                "Vpc": vpc,
            }
        )

    for names in (("It", "Base", "Own", "Vpc"), ("Vpc", "Own", "Base", "It"), ("Own", "It", "Vpc", "Base")):
        sides = [side("1", VPC), side("2", OTHER_VPC)]
        turned = [{"Resources": {name: one["Resources"][name] for name in names}} for one in sides]
        found = changes(*turned)
        assert {name: one["Replacement"] for name, one in found.items()} == {
            "It": "True",
            "Base": "True",
            "Own": "Conditional",
            "Vpc": "True",
        }
        assert len(found["It"]["Details"]) == 1
        assert len(found["Base"]["Details"]) == 2


def test_a_resource_that_names_itself_is_no_cause_of_its_own_change():
    def side(cidr):
        return template({"It": (OWN, {"Size": cidr, "Self": get("It", "Other")})})

    assert [one["Target"]["Path"] for one in details(side("1"), side("2"))] == ["/Properties/Size"]


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


def test_items_of_a_list_that_are_named_are_told_by_their_new_places():
    before = [{"Name": "a", "V": "1"}, {"Name": "b", "V": "1"}]
    after = [{"Name": "c", "V": "1"}, {"Name": "b", "V": "2"}]
    found = [(one.kind, one.path, one.path_before) for one in differences({"L": before}, {"L": after})]
    assert found == [
        ("Remove", ("L", 0), ("L", 0)),
        ("Modify", ("L", 1, "V"), ("L", 1, "V")),
        ("Add", ("L", 0), ("L", 0)),
    ]


def test_what_only_the_side_before_has_is_told_by_its_place_there():
    before = [{"Name": "x"}, {"Name": "a", "V": "1", "W": "1"}]
    found = [(one.kind, one.path, one.path_before) for one in differences(before, [{"Name": "a", "V": "2"}])]
    assert ("Remove", (1, "W"), (1, "W")) in found
    assert ("Modify", (0, "V"), (1, "V")) in found


@pytest.mark.parametrize(
    "items",
    [
        ([{"Name": "a", "V": "1"}, {"Name": "a", "V": "2"}], [{"Name": "a", "V": "2"}]),
        ([{"Name": "a", "V": "1"}, "x", {"V": "2"}], [{"V": "2"}]),
        ([{"Name": {"A": "b"}, "V": "1"}, {"V": "2"}], [{"V": "2"}]),
    ],
    ids=str,
)
def test_names_that_are_not_one_for_each_item_tell_nothing_apart(items):
    assert all(one.kind == "Remove" for one in differences(*items))


@pytest.mark.parametrize(
    "key",
    [
        *("Key", "Name", "Id", "Sid", "ContainerName", "CapacityProvider", "ParameterName", "AttributeName"),
        *("IndexName", "DeviceName", "OptionName", "LogicalResourceId", "PolicyName", "ContainerPort", "DomainName"),
    ],
)
def test_an_item_that_moved_and_changed_is_one_difference_where_it_has_a_name(key):
    before = [{key: "a", "V": "1"}, {key: "b", "V": "2"}, {key: "c", "V": "3"}]
    after = [{key: "c", "V": "3"}, {key: "a", "V": "9"}, {key: "b", "V": "2"}]
    assert [(one.path, one.before, one.after) for one in differences(before, after)] == [((1, "V"), "1", "9")]


def test_the_order_of_a_list_means_nothing_at_any_item_of_a_pattern_and_nowhere_else():
    before, after = {"A": [{"L": ["x", "y"], "M": ["x", "y"]}]}, {"A": [{"L": ["y", "x"], "M": ["y", "x"]}]}
    assert {one.path[:3] for one in differences(before, after, [("A", "*", "L")])} == {("A", 0, "M")}
    assert {one.path[:3] for one in differences(before, after, [("A", "L")])} == {("A", 0, "M"), ("A", 0, "L")}


def test_where_order_means_nothing_what_is_left_of_equal_items_is_told():
    found = [(one.kind, one.path) for one in differences({"A": ["a", "a", "b"]}, {"A": ["b", "a"]}, [("A",)])]
    assert found == [("Remove", ("A", 1))]
    found = [(one.kind, one.path) for one in differences({"A": ["b"]}, {"A": ["c", "b", "c"]}, [("A",)])]
    assert found == [("Add", ("A", 0)), ("Add", ("A", 2))]


def test_what_begins_and_ends_alike_is_the_same_also_where_an_item_is_repeated():
    found = [(one.kind, one.path) for one in differences(["a", "a"], ["a", "a", "a"])]
    assert found == [("Add", (2,))]
    found = [(one.kind, one.path) for one in differences(["x", "m", "n", "y"], ["x", "q", "y"])]
    assert found == [("Modify", (1,)), ("Remove", (2,))]


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


def test_an_edit_that_brings_in_a_parameter_that_changed_too_is_an_edit():
    sides = [template({"It": record(value)}, **condition()) for value in ("x", ref("Size"))]
    found = details(*sides, old={"Stage": "a", "Size": "1"}, new={"Stage": "a", "Size": "2"})
    assert sources(found) == {"/Properties/Value": ("DirectModification", None)}


def test_a_list_inside_of_an_item_that_moved_has_its_place_on_each_side():
    before = [{"Name": "x"}, {"Name": "a", "L": ["1", "2"]}]
    found = [(one.path, one.path_before) for one in differences(before, [{"Name": "a", "L": ["1", "3"]}])]
    assert ((0, "L", 1), (1, "L", 1)) in found


def test_an_order_that_counts_inside_of_an_item_that_moved_has_its_place_on_each_side():
    names = [{"Name": "p"}, {"Name": "q"}]
    before = [{"Name": "x"}, {"Name": "a", "L": names}]
    found = [(one.path, one.path_before) for one in differences(before, [{"Name": "a", "L": names[::-1]}])]
    assert ((0, "L"), (1, "L")) in found


def test_a_tag_without_a_key_is_no_mistake_of_ours():
    side = template(
        {"It": (VPC[0], {**VPC[1], "Tags": [{"Value": "x"}, "y", ref("P"), {"Key": "Team", "Value": "own"}]})}
    )
    assert predict(Pair("it", Side(side, {}, {"Team": "a"}), Side(side, {}, {"Team": "b"})))["Changes"] == []


def test_properties_that_only_a_macro_makes_are_compared_as_one():
    sides = [template({"It": {"Type": OWN, "Properties": {"Fn::Transform": {"Name": name}}}}) for name in "ab"]
    (found,) = details(*sides)
    assert (found["Target"]["BeforeValue"], found["Evaluation"]) == ('‹Transform of {"Name": "a"}›', "Dynamic")
    assert changes(sides[0], sides[0]) == {}


def test_an_item_whose_number_is_not_known_is_told_by_its_words():
    assert plain({"Fn::Select": [ref("A"), {"Fn::GetAZs": ""}]}, NAMES).words == "item id of A of zones of the region"


def test_where_order_counts_every_item_that_changed_its_place_is_told():
    found = [(one.path, one.before, one.after) for one in differences(["a", "b", "c"], ["a", "c", "b"])]
    assert found == [((1,), "b", "c"), ((2,), "c", "b")]


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
