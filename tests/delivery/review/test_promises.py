"""Every feature that tools for change sets have is had, and every row of the table of promises is held somewhere."""

import json
from importlib import import_module
from itertools import combinations

import pytest

from delivery.review.model import LATER
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.promises import ELSEWHERE, KEPT, PROVEN, ROWS, faces, keeps, promise, told  # noqa: F401
from tests.delivery.review.reviews import row, saved, sentences, stack

DAYS = {"Days": {"Type": "Number"}}
MODULES = ("test_promises", "test_promises_facts", "test_promises_pains")


def test_every_row_is_held_in_exactly_one_place():
    for name in MODULES:
        import_module(f"tests.delivery.review.{name}")
    places = {"kept": set(KEPT), "proven": set(PROVEN), "elsewhere": set(ELSEWHERE)}
    for (one, rows), (other, others) in combinations(places.items(), 2):
        assert not rows & others, (one, other)
    assert set().union(*places.values()) == set(ROWS)
    assert len(set(ROWS)) == len(ROWS)
    assert all(ELSEWHERE.values())


@pytest.mark.parametrize("place", PROVEN.values(), ids=PROVEN.keys())
def test_a_row_that_another_test_holds_names_one_that_exists(place):
    module, _, name = place.partition(":")
    assert name.startswith("test_")
    assert callable(getattr(import_module(module), name))


@keeps("a: before and after values")
def test_values_before_and_after_are_on_every_face():
    found = row(saved("actions"), "Logs")
    assert [(one.path, one.before, one.after) for one in found.differences] == [("RetentionInDays", "30", "90")]
    shown = faces("actions")
    assert "RetentionInDays: 30 → 90" in shown["text"]
    assert "| RetentionInDays | 30 | 90 |" in shown["markdown"]
    assert '"before": "30"' in shown["json"]
    assert "RetentionInDays edited before 30 after 90" in shown["html"]


@keeps("a: incomplete values", "b.2.2")
def test_what_an_answer_with_values_leaves_out_comes_from_the_one_without():
    alone = saved("incomplete-values")
    assert "Database" not in {one.id for one in alone.rows}
    assert "may have left out changes" in sentences(alone)
    both = saved("incomplete-values", "incomplete-plain")
    assert {one.id for one in both.rows} == {"Database", "Logs01", "Queue"}
    assert row(both, "Logs01").differences[0].before == "30"
    assert "CloudFormation gives no values for Database" in sentences(both)
    assert "may have left out changes" not in sentences(both)


@keeps("a: known after deploy in words", "b.2.4 in words")
@pytest.mark.parametrize("face", ["text", "markdown", "json", "html"])
def test_what_is_known_later_is_said_in_words_and_never_as_a_marker(face):
    shown = faces("known-after")[face]
    assert LATER.strip("‹›") in shown
    assert "KNOWN_AFTER_APPLY" not in shown


@keeps("a: all pages", "b.2.1")
def test_the_changes_of_all_pages_are_shown_and_a_missing_page_is_said():
    both = saved("page-1", "page-2")
    changes = [one for page in ("page-1", "page-2") for one in told(page)["Changes"]]
    listed = [one["ResourceChange"]["LogicalResourceId"] for one in changes]
    assert len(listed) == len(set(listed)) > len(told("page-1")["Changes"])
    shown = [one.id for found in both.rows for one in (found.members or (found,))]
    assert sorted(shown) == sorted(listed)
    assert not both.notes
    assert "there are more pages than these" in sentences(saved("page-1"))


@keeps("a: nested change sets")
@pytest.mark.parametrize("face", ["text", "markdown", "json", "html"])
def test_what_happens_in_nested_stacks_goes_by_its_path_on_every_face(face):
    shown = faces("nested-root", "nested-network", "nested-subnets")[face]
    assert "Network/Vpc" in shown
    assert "Network/Subnets/ThirdSubnet" in shown


@keeps("a: delete, retain or snapshot")
@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("Cache", "is deleted, with the entries in it"),
        ("Uploads", "stays as it is, outside the stack"),
        ("Database", "a final snapshot is taken, then the database instance is deleted"),
        ("Table", "the table is deleted, with the items in it; the new one is empty"),
        ("Files", "the old file system stays, outside the stack, and the new one is empty"),
        ("Replica", "a final snapshot of the old database instance is taken, then it is deleted"),
    ],
)
def test_what_becomes_of_what_goes_is_said_for_each_of_the_six_policies(id_, words):
    assert words in sentences(row(saved("policy-actions"), id_))


@keeps("a: import")
def test_an_import_has_a_symbol_and_a_word_on_every_face():
    found = row(saved("import"), "Uploads")
    assert (found.action, found.symbol) == ("import", "←")
    for name, face in faces("import").items():
        assert "←" in face, name
        assert "taken into the stack" in face, name


@keeps("a: dynamic and record only")
@pytest.mark.parametrize(
    ("id_", "action", "symbol", "words"),
    [
        ("Web", "decided later", "?", "only decided when the change set is executed"),
        ("Scaling", "record only", "=", "only CloudFormation's record changes"),
    ],
)
def test_what_is_decided_later_and_what_only_changes_the_record_are_no_ordinary_changes(id_, action, symbol, words):
    found = row(saved("actions"), id_)
    assert (found.action, found.symbol) == (action, symbol)
    assert words in sentences(found)


@keeps("a: permissions and ports that open")
def test_permissions_and_ports_that_open_are_statements_on_every_face():
    opened = {"access-widening": "may iam:PassRole, sqs:* on *", "group-opening": "TCP 22 from anywhere (0.0.0.0/0)"}
    for answer, words in opened.items():
        for name, face in faces(answer).items():
            assert words in face, name


@keeps("a: only outputs")
def test_a_diff_of_outputs_alone_is_a_change_and_shows_them(command, tmp_path):
    for name, value in (("old", "one"), ("new", "two")):
        side = template({"Topic": ("AWS::SNS::Topic", {})}, Outputs={"Where": {"Value": value}})
        (tmp_path / f"{name}.json").write_text(json.dumps(side))
    ended = command("diff", tmp_path / "old.json", tmp_path / "new.json", "--exit-code")
    assert ended.code == 2
    assert "Where/Value: one → two" in ended.out
    assert "No resource changes, only outputs." in ended.out


@keeps("a: parameters and tags")
def test_parameters_and_tags_that_change_are_shown_beside_the_resources(command, tmp_path):
    side = template({"Logs": ("AWS::Logs::LogGroup", {"RetentionInDays": ref("Days")})}, Parameters=DAYS)
    (tmp_path / "it.json").write_text(json.dumps(side))
    for name, value in (("old", "7"), ("new", "30")):
        given = {"Parameters": {"Days": value}, "Tags": {"Team": f"team {name}"}}
        (tmp_path / f"{name}.json").write_text(json.dumps(given))
    values = ("--parameters", tmp_path / "old.json", "--parameters", tmp_path / "new.json")
    found = json.loads(command("diff", tmp_path / "it.json", tmp_path / "it.json", *values, "--format", "json").out)
    around = {one["name"]: one["differences"] for one in found["stacks"][0]["around"]}
    values = {name: [(one["before"], one["after"]) for one in differences] for name, differences in around.items()}
    assert values == {"parameters": [("7", "30")], "tags": [("team old", "team new")]}


@keeps("a: identity on the review", "b.1 which stack")
@pytest.mark.parametrize("face", ["text", "markdown", "json", "html"])
def test_it_is_said_of_which_change_set_and_which_stack_it_is(face):
    shown = faces("actions")[face]
    for member in ("ChangeSetName", "StackName", "StackId", "CreationTime", "Status", "ExecutionStatus", "Description"):
        assert told("actions")[member] in shown, member


def test_a_review_of_templates_has_no_identity_to_make_up():
    sides = [template({"It": ("AWS::SNS::Topic", {"DisplayName": name})}) for name in "ab"]
    assert stack(*sides).facts == ()
