"""Every difference once, by the names of things, and one line that sums them up."""

import pytest

from delivery.change_set import KNOWN_AFTER_APPLY, Change, Drift
from tests.delivery.review.changes import OWN, TOPIC, detailed, edit, modify, reviewed
from tests.delivery.review.reviews import row


def test_the_properties_of_what_comes_or_goes_stand_on_their_side():
    side = {"Properties": {"B": "2", "A": ["1"]}}
    for action, before, after in (
        ("Add", None, side),
        ("Import", None, side),
        ("Remove", side, None),
    ):
        found = row(reviewed(Change(action, "It", OWN, before=before, after=after)), "It").differences
        values = (
            [("A", None, '["1"]'), ("B", None, "2")] if before is None else [("A", '["1"]', None), ("B", "2", None)]
        )
        assert [(one.path, one.before, one.after) for one in found] == values
    assert row(reviewed(Change("Add", "It", OWN)), "It").differences == ()
    assert row(reviewed(Change("Add", "It", OWN, after={"Properties": "x"})), "It").differences == ()


SOURCES = [
    (edit(source="ParameterReference", entity="P"), "the parameter P"),
    (edit(source="ResourceReference", entity="Vpc"), "the id of Vpc"),
    (edit(source="ResourceAttribute", entity="Vpc.Arn"), "Arn of Vpc"),
    (edit(), "edited"),
    (edit(source="Automatic"), "its nested template may have changed"),
    (edit(source="NoModification"), ""),
    (edit(source=""), ""),
    (edit(source="Magic", entity="X"), "Magic X"),
]


@pytest.mark.parametrize(("detail", "words"), SOURCES, ids=lambda one: str(one)[:40])
def test_where_a_difference_comes_from_is_said_in_words(detail, words):
    (only,) = row(reviewed(modify("It", detail)), "It").differences
    assert only.source == words


def test_one_place_with_several_reasons_is_one_difference_with_the_strongest_and_all_sources():
    details = (
        edit("A", "Never", source="ParameterReference", entity="P", evaluation="Dynamic"),
        edit("A", "Always", source="ParameterReference", entity="Q"),
        edit("A", "Conditionally", source="ParameterReference", entity="P", evaluation="Dynamic"),
    )
    (only,) = row(reviewed(modify("It", *details, replacement="True")), "It").differences
    assert (only.recreation, only.source, only.certain) == ("always", "the parameter P, the parameter Q", True)
    (only,) = row(reviewed(modify("It", *details[::2])), "It").differences
    assert (only.recreation, only.certain) == ("conditionally", False)


def test_a_drifted_value_is_shown_as_it_is_and_as_it_was_deployed():
    (only,) = row(reviewed(modify("It", edit("A", drift=Drift("1", "9")))), "It").differences
    assert (only.deployed, only.before, only.after, only.drifted) == ("1", "9", "2", True)
    (only,) = row(reviewed(modify("It", edit("A"))), "It").differences
    assert (only.deployed, only.before, only.drifted) == (None, "1", False)


def test_what_no_detail_tells_and_the_contexts_show_is_told():
    before = {
        "Properties": {"A": "1", "B": {"C": "1"}, "Gone": "x", "Tags": [{"Key": "T", "Value": "1"}]},
        "Metadata": "m",
    }
    after = {
        "Properties": {"A": "2", "B": {"C": "2"}, "New": KNOWN_AFTER_APPLY, "Tags": [{"Key": "T", "Value": "2"}]},
        "Metadata": "n",
    }
    found = row(reviewed(modify("It", edit("A"), before=before, after=after)), "It").differences
    assert [(one.path, one.before, one.after, one.attribute) for one in found] == [
        ("A", "1", "2", "Properties"),
        ("B/C", "1", "2", "Properties"),
        ("Gone", "x", None, "Properties"),
        ("Tags/T", "1", "2", "Properties"),
        ("Metadata", "m", "n", "Metadata"),
    ]
    named = [edit("B", path=""), edit("Metadata", path="", attribute="Metadata"), edit("A"), edit("Tags"), edit("Gone")]
    found = row(reviewed(modify("It", *named, before=before, after=after)), "It").differences
    assert sorted(one.path for one in found) == ["A", "B", "Gone", "Metadata", "Tags"]


def test_items_of_lists_go_by_their_names():
    side = {
        "Properties": {
            "L": [{"Name": "web", "Ports": [{"X": "1"}]}, {"Id": "b"}, {"Name": ""}],
            "0": "n",
            "a/b": {"~": "x"},
        }
    }
    paths = {
        "/Properties/L/0/Ports/0/X": "L/web/Ports/0/X",
        "/Properties/L/1": "L/b",
        "/Properties/L/2": "L/2",
        "/Properties/L/9": "L/9",
        "/Properties/a~1b/~0": "a/b/~",
        "/DeletionPolicy": "DeletionPolicy",
        "/Tags/Team": "Tags/Team",
    }
    for path, words in paths.items():
        for sides in ({"after": side}, {"before": side}):
            found = row(reviewed(modify("It", edit(path=path, before="1", after="2"), **sides)), "It")
            assert found.differences[0].path == words


SUMMARIES = [
    (modify("It", edit("A"), edit("B")), "A 1 → 2, B 1 → 2"),
    (modify("It", edit("A"), edit("B"), edit("C")), "A, B and C"),
    (modify("It", edit("A", before=None)), "A 2 is new"),
    (modify("It", edit("A", after=None)), "A 1 goes"),
    (modify("It", edit("L/0")), "L/0 1 → 2"),
    (modify("It", edit("A/B/C")), "C 1 → 2"),
    (modify("It", edit("A", after="x" * 40)), f"A 1 → {'x' * 40}"),
    (modify("It", edit("A", after="x" * 41)), "A"),
    (modify("It", edit("A"), edit("B", after="x" * 41)), "A and B"),
    (modify("It", edit("A", after="x\ny")), "A"),
    (modify("It", edit("A"), edit("B", "Always"), replacement="True"), "B 1 → 2"),
    (modify("It", edit("A"), edit("B", "Conditionally"), replacement="Conditional"), "B 1 → 2"),
    (modify("It"), "nothing is said about what changes"),
    (Change("Add", "It", TOPIC), "new"),
    (Change("Import", "It", TOPIC), "taken into the stack"),
    (Change("Dynamic", "It", TOPIC), "to be decided when it is executed"),
    (Change("SyncWithActual", "It", TOPIC), "only what CloudFormation remembers of it"),
    (Change("Remove", "It", TOPIC, policy_action="Delete"), "goes away"),
    (Change("Remove", "It", TOPIC, policy_action="Retain"), "stays, outside the stack"),
]


@pytest.mark.parametrize(("change", "summary"), SUMMARIES, ids=[words[:40] for _, words in SUMMARIES])
def test_one_line_says_what_changes(change, summary):
    assert row(reviewed(change), "It").summary == summary


@pytest.mark.parametrize(
    ("change", "action"),
    [
        (Change("Add", "It", TOPIC), ("add", "+")),
        (Change("Remove", "It", TOPIC), ("remove", "-")),
        (Change("Remove", "It", TOPIC, policy_action="Retain"), ("leave behind", "-")),
        (Change("Import", "It", TOPIC), ("import", "←")),
        (Change("Dynamic", "It", TOPIC), ("decided later", "?")),
        (Change("SyncWithActual", "It", TOPIC), ("record only", "=")),
        (Change("", "It", TOPIC), ("unknown", "?")),
        (modify("It", edit()), ("change", "~")),
        (modify("It", edit(recreation="Always"), replacement="True"), ("replace", "-/+")),
        (modify("It", edit(recreation="Conditionally"), replacement="Conditional"), ("maybe replace", "?/+")),
    ],
    ids=lambda one: str(one)[:50],
)
def test_every_action_has_its_word_and_its_symbol(change, action):
    found = row(reviewed(change), "It")
    assert (found.action, found.symbol) == action


@pytest.mark.parametrize(
    ("more", "note"),
    [
        (
            {"drift_status": "NOT_CHECKED"},
            "whether it was changed outside CloudFormation was not looked at (not_checked)",
        ),
        ({"drift_status": "UNKNOWN"}, "whether it was changed outside CloudFormation was not looked at (unknown)"),
        (
            {"drift_status": "UNSUPPORTED"},
            "whether it was changed outside CloudFormation was not looked at (unsupported)",
        ),
        ({"drift_status": "DELETED"}, "it was deleted outside CloudFormation"),
        ({"drift_status": "MODIFIED"}, "it was changed outside CloudFormation"),
        ({"drift_ignored": (("/A", "MANAGED_BY_AWS"),)}, "drift that CloudFormation leaves alone: /A (managed by aws)"),
        ({"module": "A::B::MODULE/X"}, "it comes from the module A::B::MODULE/X"),
        ({"hooks": 1}, "1 hook will look at it and may stop the deployment"),
        ({"hooks": 2}, "2 hooks will look at it and may stop the deployment"),
    ],
)
def test_what_else_is_known_of_a_resource_is_noted(more, note):
    assert row(reviewed(modify("It", edit(), **more)), "It").notes == (note,)
    assert row(reviewed(modify("It", edit(), drift_status="IN_SYNC")), "It").notes == ()


@pytest.mark.parametrize("key", ["Key", "Name", "Id", "Sid", "AttributeName", "IndexName", "DeviceName", "PolicyName"])
def test_an_item_is_called_by_whatever_tells_it_apart(key):
    side = {"Properties": {"L": [{"Other": "x", key: "it"}]}}
    found = row(reviewed(modify("It", edit("L/0/Other"), before=side, after=side)), "It")
    assert found.differences[0].path == "L/it/Other"


def test_a_value_is_shown_as_it_was_told_and_one_without_a_path_is_found_by_its_name():
    sides = [{"Properties": {"A": [number, "x"], "B": f"b{number}"}} for number in (1, 2)]
    details = (edit("A", before='[1,"x"]', after='[2,"x"]'), edit("B", path="", before=None, after=None))
    found = row(reviewed(modify("It", *details, before=sides[0], after=sides[1])), "It").differences
    assert [(one.path, one.before, one.after) for one in found] == [("A", '[1,"x"]', '[2,"x"]'), ("B", "b1", "b2")]


def test_a_value_that_was_cut_off_is_shown_whole_where_the_context_has_it():
    texts = ['{"a": "1", "b": "2"}', '{"a": "2", "b": "2"}']
    sides = [{"Properties": {"Value": text}} for text in texts]
    found = detailed(
        "AWS::SSM::Parameter", *sides, attribute="Properties", name="Value", path="/Properties/Value",
        before='{"a": "1', after='{"a": "2',
    )  # fmt: skip
    assert [(one.before, one.after) for one in found.differences] == [tuple(texts)]
    alone = detailed("AWS::SSM::Parameter", None, None, attribute="Properties", name="Value", before='["a', after='["b')
    assert alone.differences[0].after == '["b ‹cut off by CloudFormation›'


def test_a_detail_without_a_place_is_told_once_by_what_the_contexts_have():
    sides = [{"Properties": {}, "Metadata": {"a": value}} for value in "12"]
    found = detailed("AWS::SNS::Topic", *sides, attribute="Metadata")
    assert [(one.path, one.before, one.after) for one in found.differences] == [("Metadata/a", "1", "2")]
    assert found.summary == "Metadata/a 1 → 2"
