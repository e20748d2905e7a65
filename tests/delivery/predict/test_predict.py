"""The change set that CloudFormation would make: actions, replacement, what follows, and where it comes from."""

import json

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.predict import predict, predicted
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import answer, changes, get, ref, template

VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"})
OTHER_VPC = ("AWS::EC2::VPC", {"CidrBlock": "10.9.0.0/16"})
SUBNET = ("AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.0.0/24"})
TASK = ("AWS::ECS::TaskDefinition", {"Family": "web", "ContainerDefinitions": [{"Name": "web", "Image": "web:1"}]})
NEW_TASK = ("AWS::ECS::TaskDefinition", {"Family": "web", "ContainerDefinitions": [{"Name": "web", "Image": "web:2"}]})
SERVICE = ("AWS::ECS::Service", {"TaskDefinition": ref("Task"), "Cluster": "main"})


def targets(change):
    return [detail["Target"] for detail in change["Details"]]


def test_the_same_twice_is_nothing():
    found = answer(template({"Vpc": VPC}), template({"Vpc": VPC}))
    assert (found["Status"], found["Changes"]) == ("FAILED", [])
    assert "didn't contain changes" in found["StatusReason"]


def test_a_resource_that_comes_or_goes_has_its_context():
    there, nothing = template({"Vpc": VPC, "Other": VPC}), template({"Vpc": VPC})
    added, removed = changes(nothing, there)["Other"], changes(there, nothing)["Other"]
    assert (added["Action"], removed["Action"]) == ("Add", "Remove")
    assert json.loads(added["AfterContext"]) == json.loads(removed["BeforeContext"])
    assert "BeforeContext" not in added
    assert "AfterContext" not in removed


def test_a_create_only_property_replaces():
    change = changes(template({"Vpc": VPC}), template({"Vpc": OTHER_VPC}))["Vpc"]
    assert (change["Action"], change["Replacement"], change["PolicyAction"]) == ("Modify", "True", "ReplaceAndDelete")
    assert targets(change) == [
        {
            "Attribute": "Properties",
            "RequiresRecreation": "Always",
            "Name": "CidrBlock",
            "Path": "/Properties/CidrBlock",
            "BeforeValue": "10.0.0.0/16",
            "AfterValue": "10.9.0.0/16",
            "AttributeChangeType": "Modify",
        }
    ]
    assert change["Details"][0]["Evaluation"] == "Static"


def test_any_other_property_does_not():
    before, after = (template({"Vpc": (VPC[0], {**VPC[1], "EnableDnsHostnames": on})}) for on in (True, False))
    assert changes(before, after)["Vpc"]["Replacement"] == "False"


def test_what_refers_to_a_replaced_resource_changes_too_and_so_on():
    resources = {
        "Subnet": SUBNET,
        "Table": ("AWS::EC2::RouteTable", {"VpcId": ref("Vpc")}),
        "Join": ("AWS::EC2::SubnetRouteTableAssociation", {"SubnetId": ref("Subnet"), "RouteTableId": ref("Table")}),
        "Published": ("AWS::SSM::Parameter", {"Type": "String", "Value": {"Fn::Sub": "${Subnet}"}}),
    }
    found = changes(template({"Vpc": VPC, **resources}), template({"Vpc": OTHER_VPC, **resources}))
    assert {name: change["Replacement"] for name, change in found.items()} == {
        "Vpc": "True",
        "Subnet": "True",
        "Table": "True",
        "Join": "True",
        "Published": "False",
    }
    detail = found["Subnet"]["Details"][0]
    assert (detail["ChangeSource"], detail["CausingEntity"], detail["Evaluation"]) == (
        "ResourceReference",
        "Vpc",
        "Dynamic",
    )
    assert detail["Target"]["BeforeValue"] == "‹id of Vpc›"
    assert detail["Target"]["AfterValue"] == KNOWN_AFTER_APPLY


def test_a_new_image_is_a_new_revision_and_an_update_of_the_service():
    found = changes(template({"Task": TASK, "Service": SERVICE}), template({"Task": NEW_TASK, "Service": SERVICE}))
    assert {name: change["Replacement"] for name, change in found.items()} == {"Task": "True", "Service": "False"}
    assert targets(found["Task"])[0]["Path"] == "/Properties/ContainerDefinitions/0/Image"


def test_an_attribute_of_a_replaced_resource_that_does_not_name_it_may_stay():
    resources = {"Record": ("AWS::SSM::Parameter", {"Type": "String", "Value": get("Vpc", "CidrBlockAssociations")})}
    found = changes(template({"Vpc": VPC, **resources}), template({"Vpc": OTHER_VPC, **resources}))
    assert found["Record"]["Replacement"] == "False"
    assert found["Record"]["Details"][0]["Evaluation"] == "Dynamic"


def test_an_attribute_that_repeats_a_property_only_changes_with_it():
    resources = {"Record": ("AWS::SSM::Parameter", {"Type": "String", "Value": get("Vpc", "CidrBlock")})}
    renamed = (VPC[0], {**VPC[1], "InstanceTenancy": "dedicated"})
    assert "Record" in changes(template({"Vpc": VPC, **resources}), template({"Vpc": OTHER_VPC, **resources}))
    assert "Record" not in changes(template({"Vpc": VPC, **resources}), template({"Vpc": renamed, **resources}))


def test_an_arn_stays_while_its_resource_is_only_updated():
    resources = {"Alarm": ("AWS::CloudWatch::Alarm", {"AlarmActions": [get("Topic", "TopicArn")]})}
    topics = [("AWS::SNS::Topic", {"DisplayName": name}) for name in ("a", "b")]
    found = changes(*(template({"Topic": topic, **resources}) for topic in topics))
    assert list(found) == ["Topic"]


def test_what_a_custom_resource_answers_may_change_with_everything_it_is_given():
    resources = {"Table": ("AWS::SSM::Parameter", {"Type": "String", "Value": get("Mine", "Answer")})}
    customs = [("Custom::Thing", {"ServiceToken": "arn:aws:lambda:x", "Size": size}) for size in ("1", "2")]
    found = changes(*(template({"Mine": custom, **resources}) for custom in customs))
    assert found["Table"]["Details"][0]["CausingEntity"] == "Mine.Answer"


def test_a_replacement_that_may_be_makes_what_follows_a_perhaps():
    unknown = [("Some::Other::Type", {"Size": size}) for size in ("1", "2")]
    resources = {"Subnet": ("AWS::EC2::Subnet", {"VpcId": ref("It"), "CidrBlock": "10.0.0.0/24"})}
    found = changes(*(template({"It": it, **resources}) for it in unknown))
    assert {name: change["Replacement"] for name, change in found.items()} == {
        "It": "Conditional",
        "Subnet": "Conditional",
    }


def test_a_parameter_is_named_as_the_cause_and_an_edit_is_an_edit():
    def side(size, family="web"):
        return template(
            {"Task": ("AWS::ECS::TaskDefinition", {"Family": family, "Cpu": ref("Size")})},
            Parameters={"Size": {"Type": "String", "Default": size}},
        )

    found = changes(side("256"), side("512", "shop"))["Task"]["Details"]
    sources = {detail["Target"]["Name"]: (detail["ChangeSource"], detail.get("CausingEntity")) for detail in found}
    assert sources == {"Cpu": ("ParameterReference", "Size"), "Family": ("DirectModification", None)}


def test_a_parameter_behind_a_condition_is_the_cause():
    side = template(
        {"Service": ("AWS::ECS::Service", {"EnableExecuteCommand": {"Fn::If": ["IsDev", True, False]}})},
        Parameters={"Environment": {"Type": "String"}},
        Conditions={
            "IsDev": {"Fn::Not": [{"Condition": "IsProd"}]},
            "IsProd": {"Fn::Equals": [ref("Environment"), "prod"]},
        },
    )
    found = changes(side, side, old={"Environment": "dev"}, new={"Environment": "prod"})
    assert found["Service"]["Details"][0]["CausingEntity"] == "Environment"


def test_an_edited_condition_is_an_edit():
    def side(word):
        return template(
            {"Service": ("AWS::ECS::Service", {"EnableExecuteCommand": {"Fn::If": ["Yes", True, False]}})},
            Conditions={"Yes": {"Fn::Equals": ["a", word]}},
        )

    assert changes(side("a"), side("b"))["Service"]["Details"][0]["ChangeSource"] == "DirectModification"


def test_a_resource_that_a_condition_takes_away_goes():
    side = template(
        {"Nat": {"Type": "AWS::EC2::NatGateway", "Condition": "Has", "Properties": {}}},
        Parameters={"Nats": {"Type": "String"}},
        Conditions={"Has": {"Fn::Equals": [ref("Nats"), "one"]}},
    )
    assert changes(side, side, old={"Nats": "one"}, new={"Nats": "none"})["Nat"]["Action"] == "Remove"


@pytest.mark.parametrize(
    ("type_", "properties", "policy", "expected"),
    [
        ("AWS::S3::Bucket", {}, None, "Delete"),
        ("AWS::S3::Bucket", {}, "Retain", "Retain"),
        ("AWS::S3::Bucket", {}, "RetainExceptOnCreate", "Retain"),
        ("AWS::RDS::DBInstance", {}, "Snapshot", "Snapshot"),
        ("AWS::RDS::DBInstance", {}, None, "Snapshot"),
        ("AWS::RDS::DBInstance", {"DBClusterIdentifier": "it"}, None, "Delete"),
        ("AWS::RDS::DBCluster", {}, None, "Snapshot"),
    ],
)
def test_what_becomes_of_a_removed_resource_is_its_policy(type_, properties, policy, expected):
    body = {"Type": type_, "Properties": properties, **({"DeletionPolicy": policy} if policy else {})}
    assert changes(template({"It": body, "Vpc": VPC}), template({"Vpc": VPC}))["It"]["PolicyAction"] == expected


def test_what_becomes_of_a_replaced_resource_is_its_new_policy():
    bodies = [
        {"Type": "AWS::DynamoDB::Table", "UpdateReplacePolicy": policy, "Properties": {"TableName": name}}
        for name, policy in (("a", "Delete"), ("b", "Retain"))
    ]
    change = changes(*(template({"It": body}) for body in bodies))["It"]
    assert (change["Replacement"], change["PolicyAction"]) == ("True", "ReplaceAndRetain")
    assert change["Scope"] == ["Properties", "UpdateReplacePolicy"]


def test_metadata_alone_is_a_change_and_depends_on_alone_is_none():
    def side(**more):
        return template({"Vpc": VPC, "Subnet": {"Type": SUBNET[0], "Properties": SUBNET[1], **more}})

    assert changes(side(Metadata={"Why": "a"}), side(Metadata={"Why": "b"}))["Subnet"]["Scope"] == ["Metadata"]
    assert changes(side(), side(DependsOn="Vpc")) == {}


def test_another_type_under_the_same_id_is_refused_as_cloudformation_does():
    found = answer(template({"It": VPC}), template({"It": ("AWS::S3::Bucket", {})}))
    assert found["Status"] == "FAILED"
    assert "[It]" in found["StatusReason"]
    assert found["Changes"]


def test_only_outputs_is_a_change_set_without_resources():
    before, after = (
        template({"Vpc": VPC}, Outputs={"Vpc": {"Value": ref("Vpc"), "Description": words}}) for words in "ab"
    )
    found = answer(before, after)
    assert (found["Status"], found["Changes"]) == ("CREATE_COMPLETE", [])


def test_tags_of_the_stack_change_what_can_be_tagged_and_has_no_such_tag_itself():
    resources = template(
        {
            "Vpc": VPC,
            "Own": (VPC[0], {**VPC[1], "Tags": [{"Key": "Team", "Value": "own"}]}),
            "Join": ("AWS::EC2::VPCGatewayAttachment", {"VpcId": ref("Vpc")}),
        }
    )
    sides = [Side(resources, {}, {"Team": team}) for team in ("a", "b")]
    found = predict(Pair("stack", *sides))["Changes"]
    assert [(one["ResourceChange"]["LogicalResourceId"], one["ResourceChange"]["Scope"]) for one in found] == [
        ("Vpc", ["Tags"])
    ]


def test_the_order_of_tags_means_nothing():
    tags = [{"Key": "A", "Value": "1"}, {"Key": "B", "Value": "2"}]
    before, after = (template({"Vpc": (VPC[0], {**VPC[1], "Tags": found})}) for found in (tags, tags[::-1]))
    assert changes(before, after) == {}


def test_a_hidden_parameter_changes_what_it_is_in_and_is_never_told():
    side = template(
        {
            "Db": (
                "AWS::RDS::DBInstance",
                {"MasterUserPassword": ref("Password"), "DBName": {"Fn::If": ["Has", "a", "b"]}},
            )
        },
        Parameters={"Password": {"Type": "String", "NoEcho": "true"}},
        Conditions={"Has": {"Fn::Not": [{"Fn::Equals": [ref("Password"), ""]}]}},
    )
    found = answer(side, side, {"Password": "swordfish"}, {"Password": "opensesame"})
    details = found["Changes"][0]["ResourceChange"]["Details"]
    assert [(d["Target"]["Name"], d["Target"]["AfterValue"], d["CausingEntity"]) for d in details] == [
        ("MasterUserPassword", "****", "Password")
    ]
    assert "swordfish" not in json.dumps(found)
    assert "opensesame" not in json.dumps(found)
    emptied = answer(side, side, {"Password": "swordfish"}, {"Password": ""})
    assert "DBName" in json.dumps(emptied["Changes"][0]["ResourceChange"]["Details"])


def test_a_value_in_parameter_store_that_another_stack_moves_changes_what_reads_it():
    side = Side(
        template(
            {"Group": ("AWS::EC2::SecurityGroup", {"GroupDescription": "x", "VpcId": ref("VpcId")})},
            Parameters={"VpcId": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>"}},
        ),
        {"VpcId": "/hello/vpc-id"},
    )
    pair = Pair("web", side, side)
    assert predicted(pair).answer["Changes"] == []
    moved = predicted(pair, {"/hello/vpc-id": True}).answer["Changes"][0]["ResourceChange"]
    assert (moved["Replacement"], moved["Details"][0]["CausingEntity"]) == ("True", "VpcId")
    perhaps = predicted(pair, {"/hello/vpc-id": False}).answer["Changes"][0]["ResourceChange"]
    assert perhaps["Replacement"] == "Conditional"


def test_what_a_stack_publishes_and_changes_is_told():
    def side(cidr):
        return Side(
            template(
                {
                    "Vpc": (VPC[0], {"CidrBlock": cidr}),
                    "Published": ("AWS::SSM::Parameter", {"Name": "/a/vpc", "Type": "String", "Value": ref("Vpc")}),
                    "Same": ("AWS::SSM::Parameter", {"Name": "/a/same", "Type": "String", "Value": "x"}),
                }
            )
        )

    assert predicted(Pair("network", side("10.0.0.0/16"), side("10.1.0.0/16"))).moves == {"/a/vpc": True}


def test_a_new_stack_and_one_that_goes_are_told_whole():
    side = Side(template({"Vpc": VPC, "Subnet": SUBNET}))
    for pair, action in ((Pair("it", None, side), "Add"), (Pair("it", side, None), "Remove")):
        assert [one["ResourceChange"]["Action"] for one in predict(pair)["Changes"]] == [action, action]


REFUSED = [
    ({"Type": "String", "AllowedValues": ["a", "b"]}, "c", 'Word is "c", which is none of its AllowedValues'),
    ({"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}, "a, b", ""),
    ({"Type": "String", "AllowedPattern": "[a-z]+"}, "A1", 'Word is "A1", which does not match its AllowedPattern'),
    ({"Type": "String", "AllowedPattern": "["}, "A1", ""),
    ({"Type": "Number", "MaxValue": 5}, "6", 'Word is "6", which is no number that it takes'),
    ({"Type": "Number"}, "many", 'Word is "many", which is no number that it takes'),
    ({"Type": "Number", "MinValue": 1}, "1", ""),
    ({"Type": "String", "NoEcho": True, "AllowedPattern": "[a-z]+"}, "Sesame1", 'Word is "****", which does not match'),
]


@pytest.mark.parametrize(("declared", "value", "sentence"), REFUSED, ids=[str(case[:2]) for case in REFUSED])
def test_a_value_that_the_template_does_not_take_fails_the_change_set(declared, value, sentence):
    after = template({"Topic": ("AWS::SNS::Topic", {"DisplayName": ref("Word")})}, Parameters={"Word": declared})
    found = answer(template({"Vpc": VPC}), after, {"Word": value})
    assert found["Status"] == ("FAILED" if sentence else "CREATE_COMPLETE")
    assert found.get("StatusReason", "").startswith(sentence)


def test_a_broken_rule_of_the_template_fails_the_change_set():
    after = template(
        {"Topic": ("AWS::SNS::Topic", {"DisplayName": ref("Word")})},
        Parameters={"Word": {"Type": "String"}},
        Rules={
            "R": {"Assertions": [{"Assert": {"Fn::Equals": [ref("Word"), "a"]}, "AssertDescription": "it must be a"}]}
        },
    )
    assert answer(template({"Vpc": VPC}), after, {"Word": "b"})["StatusReason"] == "it must be a"
    assert answer(template({"Vpc": VPC}), after, {"Word": "a"})["Status"] == "CREATE_COMPLETE"


def test_a_circle_of_references_is_followed_to_its_end():
    def side(size):
        return template(
            {
                "A": ("Some::Own::Type", {"Size": size, "Other": get("B", "X")}),
                "B": ("Some::Own::Type", {"Other": get("A", "X")}),
            }
        )

    assert set(changes(side("1"), side("2"))) == {"A", "B"}
