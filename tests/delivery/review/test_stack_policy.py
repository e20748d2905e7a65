"""A stack policy refuses here what CloudFormation would refuse, and nothing else."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.change_set import Change, Detail
from delivery.problems import Refused
from delivery.review.stack_policy import MOST_BYTES, StackPolicy, denied, read_policy

EXAMPLES = settings(max_examples=80, deadline=None, database=None, derandomize=True)
FILE = Path("stack-policy.json")
ALL = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
DATABASE = "AWS::RDS::DBInstance"


def policy(*statements):
    return read_policy(json.dumps({"Statement": list(statements)}), FILE)


def deny(action="Update:*", resource="LogicalResourceId/Database", **more):
    return {"Effect": "Deny", "Action": action, "Principal": "*", "Resource": resource, **more}


def allow(**more):
    return {**ALL, **more}


def change(action="Modify", replacement="", logical_id="Database", type_=DATABASE, **more):
    return Change(action, logical_id, type_, replacement=replacement, **more)


MODIFIED, REPLACED, REMOVED = change(replacement="False"), change(replacement="True"), change("Remove")
MAYBE = change(replacement="Conditional")
BY_TYPE = {"Condition": {"StringEquals": {"ResourceType": [DATABASE]}}}
BY_KIND = {"Condition": {"StringLike": {"ResourceType": "AWS::RDS::*"}}}
NOT_DELETE = {"Effect": "Allow", "NotAction": "Update:Delete", "Principal": "*", "Resource": "*"}
NOT_DATABASE = {key: value for key, value in ALL.items() if key != "Resource"} | {
    "NotResource": "LogicalResourceId/Database"
}

# what, statements, change, whether it is denied: certain, maybe or not
CASES = [
    ("all is allowed", [ALL], REMOVED, None),
    ("nothing is allowed by nothing", [], MODIFIED, True),
    ("a denial wins over what allows it", [ALL, deny()], MODIFIED, True),
    ("in any order", [deny(), ALL], MODIFIED, True),
    ("of this resource only", [ALL, deny()], change(logical_id="Other", replacement="True"), None),
    ("removing is Update:Delete", [ALL, deny("Update:Delete")], REMOVED, True),
    ("and not Update:Replace", [ALL, deny("Update:Replace")], REMOVED, None),
    ("replacing is Update:Replace", [ALL, deny(["Update:Replace", "Update:Delete"])], REPLACED, True),
    ("and not Update:Modify", [ALL, deny("Update:Modify")], REPLACED, None),
    ("changing is Update:Modify", [ALL, deny("Update:Modify")], MODIFIED, True),
    ("conditionally, one is denied", [ALL, deny("Update:Replace")], MAYBE, False),
    ("conditionally, both are denied", [ALL, deny()], MAYBE, True),
    ("whether it is replaced is not said", [ALL, deny("Update:Replace")], change(), False),
    ("what is new is not governed", [deny(resource="*")], change("Add"), None),
    ("nor what joins", [], change("Import"), None),
    ("nor what is only recorded", [], change("SyncWithActual"), None),
    ("what is decided later may be denied", [ALL, deny("Update:Delete")], change("Dynamic"), False),
    ("so may what nobody knows", [ALL, deny("Update:Delete")], change("Transmogrify"), False),
    ("NotAction leaves one out", [NOT_DELETE], REMOVED, True),
    ("and allows the others", [NOT_DELETE], REPLACED, None),
    ("NotResource leaves one out", [NOT_DATABASE], MODIFIED, True),
    ("and allows the others ", [NOT_DATABASE], change(logical_id="Web", replacement="False"), None),
    ("wildcards in logical ids", [ALL, deny(resource="LogicalResourceId/Data*")], MODIFIED, True),
    ("which are case-sensitive", [ALL, deny(resource="LogicalResourceId/data*")], MODIFIED, None),
    ("the type is asked", [ALL, deny(resource="*", **BY_TYPE)], MODIFIED, True),
    ("another type is not meant", [ALL, deny(resource="*", **BY_TYPE)],
     change(type_="AWS::RDS::DBCluster", replacement="False"), None),
    ("types have wildcards with StringLike", [ALL, deny(resource="*", **BY_KIND)],
     change(type_="AWS::RDS::DBCluster", replacement="False"), True),
    ("and none with StringEquals",
     [ALL, deny(resource="*", Condition={"StringEquals": {"ResourceType": "AWS::RDS::*"}})], MODIFIED, None),
    ("both conditions must hold", [allow(Condition={"StringLike": {"ResourceType": "AWS::*"},
     "StringEquals": {"ResourceType": "AWS::S3::Bucket"}})], MODIFIED, True),
    ("inside a nested stack it may have another", [ALL, deny()], change("Remove", path=("Data",)), False),
    ("what turns out to be the same is not asked", [ALL, deny()],
     change(replacement="False", details=(Detail(evaluation="Dynamic"),)), False),
    ("one static reason is enough", [ALL, deny()],
     change(replacement="False", details=(Detail(evaluation="Dynamic"), Detail(evaluation="Static"))), True),
    ("one statement need not be a list", ALL, MODIFIED, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "asked", "certain"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_policy_denies_what_the_documentation_says(statements, asked, certain):
    found = denied(read_policy(json.dumps({"Statement": statements}), FILE), asked)
    assert (found.certain if found else None) is certain
    if found:
        assert asked.logical_id in found.sentence
        assert "Update:" in found.sentence


def test_the_sentence_names_the_statement_or_that_none_allows_it():
    assert "statement 2" in denied(policy(ALL, deny()), REMOVED).sentence
    assert "no statement allows it" in denied(policy(), REMOVED).sentence


# what, text, words of the complaint, line
MALFORMED = [
    ("no JSON", '{"Statement": [\n oops]}', "is not JSON", 2),
    ("nothing", "", "is not JSON", 1),
    ("a list", "[]", '"Statement"', None),
    ("no statements", "{}", '"Statement"', None),
    ("a key twice", '{"Statement": [],\n"Statement": []}', "twice", 1),
    ("another key", '{"Statement": [],\n"Statemant": 1}', "did you mean Statement?", 2),
    ("a statement that is text", '{"Statement": ["x"]}', "statement 1 is no object", None),
    ("too long", json.dumps({"Statement": [], "Id": "x" * MOST_BYTES}), str(MOST_BYTES), None),
    ("deep", "[" * 16_000, "cannot be read", None),
]  # fmt: skip
WRONG = [
    ("a word for Effect", {"Effect": "deny"}, "neither", 1),
    ("no Principal", {"Principal": None}, 'write "\\*"', None),
    ("a Principal", {"Principal": {"AWS": "arn:aws:iam::1:root"}}, "Principal", None),
    ("an action of IAM", {"Action": "s3:GetObject"}, "which there is not", 1),
    ("an action with a slip", {"Action": ["Update:Replcae"]}, "did you mean Update:Replace", 1),
    ("no action", {"Action": []}, "neither a text nor a list", None),
    ("an action that is a number", {"Action": [1]}, "neither a text nor a list", None),
    ("both", {"NotAction": "Update:Delete"}, "both Action and NotAction", None),
    ("a physical id", {"Resource": "arn:aws:s3:::bucket"}, "LogicalResourceId", 1),
    ("another operator", {"Condition": {"StringNotLike": {"ResourceType": "x"}}}, "StringLike", 1),
    ("another key", {"Condition": {"StringLike": {"aws:username": "x"}}}, "ResourceType alone", None),
    ("a condition that is text", {"Condition": "x"}, "no object", None),
    ("an unknown element", {"Ressource": "*"}, "did you mean Resource", 1),
]


@pytest.mark.parametrize(("text", "words", "line"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_what_is_no_policy_is_refused_in_a_sentence(text, words, line):
    with pytest.raises(Refused, match=words) as caught:
        read_policy(text, FILE)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (FILE, line)


@pytest.mark.parametrize(("change_", "words", "line"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_statement_that_cloudformation_would_not_take_is_refused(change_, words, line):
    with pytest.raises(Refused, match=words) as caught:
        policy({**ALL, **change_})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (FILE, line)


def test_a_statement_without_a_resource_is_refused():
    with pytest.raises(Refused, match="neither Resource nor NotResource"):
        policy({key: value for key, value in ALL.items() if key != "Resource"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ALL, "x"]), inner, max_size=4),
    max_leaves=8,
)


@EXAMPLES
@given(JSON)
def test_whatever_stands_in_the_file_is_a_policy_or_refused(found):
    with contextlib.suppress(Refused):
        assert isinstance(read_policy(json.dumps({"Statement": found}), FILE), StackPolicy)


@EXAMPLES
@given(st.sampled_from(["Update:Modify", "Update:Replace", "Update:Delete"]), st.text("abA*?", min_size=1, max_size=6))
def test_a_denial_of_everything_leaves_nothing(action, name):
    everything = policy(ALL, deny("*", "*"))
    for asked in (MODIFIED, REPLACED, REMOVED, MAYBE):
        assert denied(everything, asked).certain
    one = policy(ALL, deny(action, f"LogicalResourceId/{name}"))
    assert (denied(one, change("Remove", logical_id="ab")) is not None) <= (action == "Update:Delete")
