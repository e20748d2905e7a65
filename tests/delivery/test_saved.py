"""A change set is read from any file that the AWS CLI wrote; any other file is named for what it is."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.change_set import ChangeSet
from delivery.change_set.saved import read_saved
from delivery.problems import Refused
from tests.delivery.test_change_set import FOLDER, NESTED, SAVED, read, saved

EXAMPLES = settings(max_examples=80, deadline=None, database=None, derandomize=True)
ARN = "arn:aws:cloudformation:eu-central-1:111122223333:changeSet/release/0f6f3f4e-1111-4222-8333-444455556666"


def file(tmp_path, content, name="change-set.json"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(tmp_path, content):
    with pytest.raises(Refused) as refused:
        read_saved([file(tmp_path, content)])
    text = str(refused.value)
    assert text.startswith(f"{tmp_path / 'change-set.json'}:")
    assert "\n" not in text
    return text.split("change-set.json", 1)[1]


def lowered(value):
    if isinstance(value, list):
        return [lowered(item) for item in value]
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: lowered(item) for name, item in value.items()}
    return value


@pytest.mark.parametrize("name", sorted(SAVED))
def test_every_saved_answer_is_read(name):
    assert read_saved([FOLDER / f"{name}.json"]) == read(name)


def test_one_file_for_each_nested_change_set():
    assert read_saved([FOLDER / f"{name}.json" for name in reversed(NESTED)]) == read(*NESTED)


@pytest.mark.parametrize("between", ["", "\n", "\r\n\r\n", " "])
def test_several_answers_in_one_file_follow_each_other(tmp_path, between):
    text = between.join(json.dumps(saved(name)) for name in NESTED)
    assert read_saved([file(tmp_path, text)]) == read(*NESTED)


def test_several_answers_in_one_file_are_a_list(tmp_path):
    assert read_saved([file(tmp_path, json.dumps([saved("page-2"), saved("page-1")]))]) == read("page-1", "page-2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_shells_write(tmp_path, encoding):
    answer = saved("only-outputs") | {"Description": "größer"}
    found = read_saved([file(tmp_path, json.dumps(answer, ensure_ascii=False).encode(encoding))])
    assert found.description == "größer"


def test_what_boto3_puts_around_an_answer_is_not_in_it(tmp_path):
    answer = saved("actions") | {"ResponseMetadata": {"RequestId": "a", "HTTPStatusCode": 200}}
    assert read_saved([file(tmp_path, json.dumps(answer))]) == read("actions")


@pytest.mark.parametrize("name", ["actions", "revert-drift", "parameters", "modules"])
def test_members_in_lower_camel_case_are_the_same(tmp_path, name):
    assert read_saved([file(tmp_path, json.dumps(lowered(saved(name))))]) == read(name)


# What the file is, what is said of it
OTHERS = [
    ("nothing", "", "this file is empty, so the command that wrote it failed"),
    ("white space", " \n\t\n", "this file is empty"),
    ("create-change-set", json.dumps({"Id": ARN, "StackId": "arn"}), f"create-change-set.* --change-set-name {ARN} "),
    ("a forged id", json.dumps({"Id": "x; rm -rf /", "StackId": "arn"}), "--stack-name STACK --change-set-name NAME "),
    ("list-change-sets", '{"Summaries": [{"ChangeSetId": "a", "Status": "b"}]}', "the answer of list-change-sets"),
    ("describe-stacks", '{"Stacks": []}', "the answer of describe-stacks"),
    ("describe-stack-events", '{"StackEvents": []}', "the answer of describe-stack-events"),
    ("describe-events", '{"OperationEvents": []}', "the answer of describe-events"),
    (
        "describe-change-set-hooks",
        '{"ChangeSetId": "a", "ChangeSetName": "b", "Hooks": [], "Status": "PLANNED"}',
        "the answer of describe-change-set-hooks",
    ),
    ("get-template", '{"TemplateBody": {}, "StagesAvailable": []}', "the answer of get-template"),
    (
        "the input of create-change-set",
        '{"StackName": "a", "ChangeSetName": "b", "TemplateBody": "c"}',
        "the input of create-change-set",
    ),
    ("a template", '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}', "this is a template"),
    ("a template in YAML", "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n", "this is a template"),
    ("execute-change-set", "{}", "an empty answer, as of execute-change-set"),
    ("an empty list", "[]", "this is an empty list"),
    ("a number", "5", "this is a number"),
    ("null", "null", "this is nothing"),
    ("an error from an SDK", '{"__type": "ValidationError", "message": "no"}', "this is an error message"),
    ("other JSON", '{"b": 1, "a": 2}', r"\(it has a, b\)"),
    (
        "the console's list of changes",
        '[{"type": "Resource", "resourceChange": {}}]',
        "only the list of changes, as the console or --query gives it",
    ),
    ("a part of the list", '[{"Action": "Add", "LogicalResourceId": "A"}]', "only a part of the list of changes"),
    (
        "an error of the CLI",
        "\nAn error occurred (ChangeSetNotFound) when calling the DescribeChangeSet operation: ChangeSet [a] is not\n",
        r"an error message of DescribeChangeSet \(ChangeSetNotFound: ChangeSet \[a\] is not\)",
    ),
    ("no credentials", "Unable to locate credentials. You can configure credentials", "error message .Unable to"),
    ("usage", "usage: aws [options] <command>\n", "this is an error message"),
    ("YAML", "Capabilities: []\nChangeSetId: arn\nChanges:\n- Type: Resource\n", "this is YAML"),
    ("a table", "-----------------\n|  DescribeChangeSet  |\n", "this is a table"),
    ("text", "arn:aws:x\tname\t2026-03-02\nCHANGES\tResource\n", "--output text"),
    ("XML", "<DescribeChangeSetResponse></DescribeChangeSetResponse>", "this is XML"),
    ("something else", "hello", "this is not JSON"),
    ("an answer with text behind it", json.dumps(saved("empty")) + "\nDone.", ":2: this is not JSON"),
    ("half an answer", json.dumps(saved("actions"), indent=1)[:900], r":\d+: the JSON ends in the middle"),
    ("half an answer in a text", '{"ChangeSetId": "arn', ":1: the JSON ends in the middle"),
    ("a comma too many", '{"Changes": [],}', ":1: this is not JSON"),
    ("a member twice", '{"Changes": [], "Changes": []}', 'a mapping has "Changes" twice'),
    ("no number", '{"Changes": NaN}', "NaN is not a number"),
    ("an endless number", '{"Changes": ' + "1" * 5000 + "}", "save the answer as it came"),
    ("half a character", '{"ChangeSetId": "\\ud800", "Changes": []}', "half a character"),
    ("deep lists", "[" * 100_000, "nested too deep"),
    ("deep lists that end", '{"Changes": ' + "[" * 100 + "]" * 100 + "}", "nested too deep"),
    ("bytes", b"\x00\xff\xfe", "not UTF-8"),
    ("half of UTF-16", b"\xff\xfe{", "not UTF-8"),
    ("text for a list", '{"ChangeSetId": "arn", "Changes": "none"}', "Changes is text, not a list"),
    ("no name", '{"Changes": []}', "it has no ChangeSetId"),
    ("a list of lists", "[[]]", "this is an empty list"),
]


@pytest.mark.parametrize(("content", "sentence"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_a_file_that_is_something_else_is_named_for_what_it_is(tmp_path, content, sentence):
    found = refusal(tmp_path, content)
    assert re.search(sentence, found), found


def test_a_credential_in_an_error_message_is_not_shown(tmp_path):
    key = "AKIA" + "IOSFODNN7EXAMPLQ"
    assert key not in refusal(tmp_path, f"Unable to use {key} here")


def test_an_error_message_cannot_move_the_cursor(tmp_path):
    assert "\x1b" not in refusal(tmp_path, "Unable to \x1b[2Jsee")


def test_the_file_that_is_wrong_is_named(tmp_path):
    wrong = file(tmp_path, "{}", "wrong.json")
    with pytest.raises(Refused, match=r"wrong\.json"):
        read_saved([FOLDER / "actions.json", wrong])


def test_what_is_no_file_is_refused(tmp_path):
    for path, sentence in (
        (tmp_path, "folder"),
        (tmp_path / "none", "does not exist"),
        (tmp_path / "a\0", "cannot be"),
    ):
        with pytest.raises(Refused, match=sentence):
            read_saved([path])


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("delivery.change_set.saved.MOST_BYTES", 1024 * 1024)
    path = file(tmp_path, b" " * (1024 * 1024 + 1))
    with pytest.raises(Refused, match="larger than 1024 KiB"):
        read_saved([path])


def test_no_files_are_refused_with_the_command_that_writes_one():
    with pytest.raises(Refused, match="aws cloudformation describe-change-set"):
        read_saved([])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ChangeSetId", "Changes", "Status", "ResourceChange", "Details", "Target", "Tags", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@given(content=ANYTHING | st.fixed_dictionaries({"ChangeSetId": st.just("arn"), "Changes": ANYTHING}))
@EXAMPLES
def test_any_json_is_a_change_set_or_refused(folder, content):
    assert isinstance(outcome(file(folder, json.dumps(content))), ChangeSet | Refused)


@given(content=st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
@EXAMPLES
def test_any_bytes_are_a_change_set_or_refused(folder, content):
    assert isinstance(outcome(file(folder, content)), ChangeSet | Refused)


@given(st.data())
@EXAMPLES
def test_an_answer_with_anything_anywhere_is_a_change_set_or_refused(folder, data):
    answer = saved(data.draw(st.sampled_from(["revert-drift", "parameters", "modules", "nested-root"])))
    places = [answer]
    for place in places:
        inner = place.values() if isinstance(place, dict) else place
        places += [value for value in inner if isinstance(value, dict | list) and value]
    place = data.draw(st.sampled_from(places))
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    place[data.draw(st.sampled_from(keys))] = data.draw(ANYTHING)
    assert isinstance(outcome(file(folder, json.dumps(answer))), ChangeSet | Refused)


def outcome(path):
    try:
        return read_saved([path])
    except Refused as refused:
        return refused
