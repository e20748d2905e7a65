"""What is not known has a name, and is equal to itself however it is written."""

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY
from delivery.predict.values import Names, Unknown, plain, shown

TEMPLATE = {
    "Parameters": {
        "VpcId": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>"},
        "Password": {"Type": "String", "NoEcho": True},
        "Plain": {"Type": "String"},
    },
    "Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}, "Bucket": {"Type": "AWS::S3::Bucket"}},
}
NAMES = Names(TEMPLATE, {"VpcId": "/hello/prod/network/vpc-id", "Password": "swordfish"})

WORDS = [
    ({"Ref": "Vpc"}, "‹id of Vpc›"),
    ({"Fn::GetAtt": ["Bucket", "Arn"]}, "‹Arn of Bucket›"),
    ({"Fn::GetAtt": "Bucket.Arn"}, "‹Arn of Bucket›"),
    ({"Ref": "VpcId"}, "‹value of /hello/prod/network/vpc-id›"),
    ({"Ref": "Plain"}, "‹value of the parameter Plain›"),
    ({"Ref": "AWS::AccountId"}, "‹AWS::AccountId›"),
    ({"Fn::Sub": "${Bucket.Arn}/*"}, "‹Arn of Bucket›/*"),
    ({"Fn::Sub": ["${A}/${B}", {"A": "x", "B": {"Ref": "Vpc"}}]}, "x/‹id of Vpc›"),
    ({"Fn::Sub": "${!Literal} ${Vpc}"}, "${Literal} ‹id of Vpc›"),
    ({"Fn::Join": ["-", ["a", {"Ref": "Vpc"}, "b"]]}, "a-‹id of Vpc›-b"),
    ({"Fn::GetAZs": ""}, "‹zones of the region›"),
    ({"Fn::Select": ["0", {"Fn::GetAZs": {"Ref": "AWS::Region"}}]}, "‹item 0 of zones of the region›"),
    ({"Fn::ImportValue": "shared-vpc"}, "‹export shared-vpc›"),
    (
        {"Fn::GetStackOutput": {"StackName": "network", "OutputName": "VpcId"}},
        "‹output VpcId of the stack network›",
    ),
    ({"Fn::If": ["Open", "a", "b"]}, "‹a if Open, else b›"),
    ({"Fn::Transform": {"Name": "Mine"}}, '‹Transform of {"Name": "Mine"}›'),
    ({"Ref": "Password"}, "****"),
    ({"Fn::Sub": "user:${Password}"}, "user:****"),
    ({"Fn::Base64": {"Ref": "Password"}}, "****"),
    ("{{resolve:ssm:/a:1}}", "{{resolve:ssm:/a:1}}"),
    (True, "true"),
    (8080, "8080"),
    ({"A": [1, {"Ref": "Vpc"}]}, {"A": ["1", "‹id of Vpc›"]}),
]


@pytest.mark.parametrize(("value", "words"), WORDS, ids=[str(words) for _, words in WORDS])
def test_a_value_is_shown_as_far_as_it_is_known(value, words):
    assert shown(plain(value, NAMES)) == words


SAME = [
    ({"Fn::Sub": "a${Vpc}b"}, {"Fn::Join": ["", ["a", {"Ref": "Vpc"}, "b"]]}),
    ({"Fn::Sub": "${Bucket.Arn}"}, {"Fn::GetAtt": ["Bucket", "Arn"]}),
    ({"Fn::Join": ["/", [{"Fn::Sub": "${Vpc}/x"}, "y"]]}, {"Fn::Sub": "${Vpc}/x/y"}),
    ({"Fn::Join": ["", ["", {"Ref": "Vpc"}, ""]]}, {"Ref": "Vpc"}),
    ({"Fn::GetAZs": ""}, {"Fn::GetAZs": {"Ref": "AWS::Region"}}),
    (80, "80"),
    (False, "false"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=str)
def test_two_ways_to_write_a_value_are_one_value(one, other):
    assert plain(one, NAMES) == plain(other, NAMES)


DIFFERENT = [
    ({"Ref": "Vpc"}, {"Ref": "Bucket"}),
    ({"Ref": "Vpc"}, "‹id of Vpc›"),
    ({"Fn::Sub": "a${Vpc}"}, {"Fn::Sub": "b${Vpc}"}),
    ({"Fn::ImportValue": "a"}, {"Fn::ImportValue": "b"}),
    ({"Fn::Select": ["0", {"Fn::GetAZs": ""}]}, {"Fn::Select": ["1", {"Fn::GetAZs": ""}]}),
    ({"Fn::If": ["Open", "a", "b"]}, {"Fn::If": ["Open", "b", "a"]}),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=str)
def test_different_unknowns_are_not_equal(one, other):
    assert plain(one, NAMES) != plain(other, NAMES)


def test_another_name_in_parameter_store_is_another_value_that_may_be_the_same():
    other = Names(TEMPLATE, {"VpcId": "/hello/prod/other"})
    one, two = plain({"Ref": "VpcId"}, NAMES), plain({"Ref": "VpcId"}, other)
    assert one != two
    assert not one.certain


def test_another_hidden_value_differs_and_neither_is_shown():
    other = Names(TEMPLATE, {"Password": "sesame"})
    one, two = plain({"Ref": "Password"}, NAMES), plain({"Ref": "Password"}, other)
    assert one != two
    assert plain({"Ref": "Password"}, NAMES) == one
    for value in (one, two):
        assert isinstance(value, Unknown)
        assert shown(value) == "****"
        assert "swordfish" not in repr(value)
        assert "sesame" not in repr(value)


def test_what_is_new_is_known_after_the_deployment():
    value = plain({"Fn::Sub": "x-${Vpc}-${Bucket.Arn}"}, NAMES)
    assert shown(value, lambda reference: reference[0] == "Vpc") == f"x-{KNOWN_AFTER_APPLY}-‹Arn of Bucket›"


@pytest.mark.parametrize("name", ["Fn::GetAtt", "Fn::Join", "Fn::Sub", "Fn::Select", "Fn::If", "Fn::GetStackOutput"])
@pytest.mark.parametrize("argument", [None, [], {}, "", 1, [[]], ["a"], ["a", "b", "c", "d"], {"Ref": "Vpc"}], ids=str)
def test_a_malformed_call_is_named_and_never_raises(name, argument):
    assert isinstance(shown(plain({name: argument}, NAMES)), str)
