"""What follows from a change, how sure it is, and in which order it is told."""

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY
from tests.delivery.predict.parts import OTHER_VPC, OWN, VPC, details, record
from tests.delivery.predict.sides import changes, get, ref, template


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
