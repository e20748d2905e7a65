"""What is secret is shown nowhere."""

import json

import pytest

from delivery.change_set import Change, Drift, Parameter
from tests.delivery.review.changes import OWN, edit, modify, reviewed
from tests.delivery.review.reviews import row

SECRET = "swordfish-4711"


def hidden_row(detail, **more):
    change = modify("It", detail, type_=OWN, **more)
    return row(reviewed(change, parameters={"P": Parameter("****"), "Q": Parameter("seen")}), "It")


@pytest.mark.parametrize(
    ("detail", "hides"),
    [
        (edit("A", source="ParameterReference", entity="P", after=SECRET), True),
        (edit("A", source="ParameterReference", entity="Q", after=SECRET), False),
        (edit("MasterUserPassword", after=SECRET), True),
        (edit("MasterUserPassword", before=SECRET, after=None), True),
        (edit("Users/0/Password", after=SECRET), True),
        (edit("SecretString", path="", after=SECRET), True),
        (edit("ApiToken/Value", after=SECRET), True),
        (edit("AuthToken", after=SECRET), True),
        (edit("PasswordLength", after=SECRET), False),
        (edit("MasterUserPassword", before="‹value of /a›", after="‹value of /b›"), False),
        (edit("A/0", after=SECRET), False),
    ],
    ids=lambda one: str(one)[:60],
)
def test_a_value_is_hidden_by_its_parameter_or_its_name(detail, hides):
    (only,) = hidden_row(detail).differences
    assert only.hidden is hides
    assert (SECRET in repr(only)) is (not hides and SECRET in (detail.before or "", detail.after or ""))
    if hides:
        assert {only.before, only.after} <= {"****", None}


def test_what_a_hidden_parameter_brings_about_is_masked_wherever_it_appears():
    side = {"Properties": {"A": f"{SECRET}-z", "B": "short"}}
    about = {"parameters": {"P": Parameter("****")}, "description": f"with {SECRET}-z and short", "tags": {"x": SECRET}}
    changes = (
        modify("It", edit("A", source="ParameterReference", entity="P", before=SECRET, after="****"), after=side),
        modify("B", edit("B", source="ParameterReference", entity="P", before="short", after="****")),
        modify("C", edit("Name", after=f"x-{SECRET}-z-y"), physical_id=f"arn:{SECRET}-z"),
    )
    found = reviewed(*changes, **about)
    assert SECRET not in repr(found)
    assert dict(found.facts)["description"] == "with **** and short"
    assert row(found, "C").physical_id == "arn:****"
    assert [one.after for one in row(found, "C").differences] == ["x-****-y"]


def test_a_variable_whose_name_says_secret_is_hidden_beside_its_value_and_others_are_not():
    side = {"Properties": {"Env": [{"Name": "API_KEY", "Value": SECRET}, {"Name": "MODE", "Value": "fast"}]}}
    found = row(reviewed(Change("Add", "It", OWN, after=side)), "It")
    assert [(one.path, one.before) for one in found.differences] == [("Env", None)]
    assert json.loads(found.differences[0].after) == [
        {"Name": "API_KEY", "Value": "****"},
        {"Name": "MODE", "Value": "fast"},
    ]
    edited = edit("Env/0/Value", before=SECRET, after=f"{SECRET}-2")
    found = row(reviewed(modify("It", edited, type_=OWN, before=side, after=side)), "It")
    assert [(one.path, one.hidden, one.after) for one in found.differences] == [("Env/API_KEY/Value", True, "****")]


def test_what_is_not_understood_is_shown_raw_with_nothing_secret_in_it():
    context = json.dumps({"Properties": {"MasterUserPassword": SECRET, "Size": "8"}})
    raw = {"Type": "Resource", "ResourceChange": {"Action": "Teleport", "LogicalResourceId": "It", "ResourceType": OWN}}
    raw["ResourceChange"]["AfterContext"] = context
    found = row(reviewed(Change("Teleport", "It", OWN, raw=raw, after=json.loads(context))), "It")
    shown = json.loads(found.raw)["ResourceChange"]
    assert (shown["Action"], shown["AfterContext"]["Properties"]) == (
        "Teleport",
        {"MasterUserPassword": "****", "Size": "8"},
    )
    assert (found.action, found.symbol) == ("Teleport", "?")
    assert row(reviewed(modify("It", edit())), "It").raw == ""


@pytest.mark.parametrize(
    ("before", "after"), [({}, {"MasterUserPassword": SECRET}), ({"MasterUserPassword": SECRET}, {})]
)
def test_a_secret_that_no_detail_tells_is_hidden_when_it_comes_and_when_it_goes(before, after):
    sides = {"before": {"Properties": before}, "after": {"Properties": after}}
    found = row(reviewed(modify("It", edit("A"), type_=OWN, **sides)), "It")
    assert [one.hidden for one in found.differences] == [False, True]
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    "value", ['{"Password": "%s"}', '[{"Password": "%s"}, {"B', '{"Name": "API_KEY", "Value": "%s", "B']
)
def test_a_secret_inside_of_json_is_masked_elsewhere_too(value):
    it = modify("It", edit("A", before=value % SECRET, after=None), type_=OWN)
    assert SECRET not in repr(reviewed(it, description=f"with {SECRET}"))


def test_a_short_secret_is_hidden_where_it_stands():
    (only,) = hidden_row(edit("A", source="ParameterReference", entity="P", before="abc", after="abd")).differences
    assert (only.before, only.after, only.hidden) == ("****", "****", True)


def test_a_secret_is_masked_deep_inside_of_what_comes():
    told = modify("It", edit("A", source="ParameterReference", entity="P", before=None, after=SECRET))
    comes = Change("Add", "New", OWN, after={"Properties": {"X": [{"y": f"a-{SECRET}-b"}], "Z": {SECRET: "plain"}}})
    found = row(reviewed(told, comes, parameters={"P": Parameter("****")}), "New").differences
    assert [one.after for one in found] == ['[{"y": "a-****-b"}]', '{"****": "plain"}']


@pytest.mark.parametrize(
    "name", ["SecretString", "AuthToken", "AccountKey", "PrivateKey", "ClientSecret", "OAuthToken"]
)
def test_every_property_that_holds_a_secret_by_its_name_is_hidden(name):
    found = row(reviewed(Change("Add", "It", OWN, after={"Properties": {name: SECRET}})), "It")
    assert [(one.path, one.after) for one in found.differences] == [(name, "****")]


def test_what_was_deployed_of_a_hidden_value_is_hidden_and_drift_without_a_value_takes_the_one_that_was_told():
    drifted = edit("MasterUserPassword", before=SECRET, after=f"{SECRET}-2", drift=Drift(f"{SECRET}-3", None))
    (only,) = row(reviewed(modify("It", drifted, type_=OWN)), "It").differences
    assert (only.deployed, only.before, only.after) == ("****", "****", "****")
    (only,) = row(reviewed(modify("It", edit("A", drift=Drift(None, None)))), "It").differences
    assert (only.deployed, only.before, only.drifted) == (None, "1", True)
