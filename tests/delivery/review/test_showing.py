"""A review reaches a person: its face, its place, its stacks."""

import io
import json

import pytest

from delivery.comparing import Compared
from delivery.diff import diff, review_saved
from delivery.render.as_json import as_json
from delivery.render.html import html
from delivery.render.markdown import markdown
from delivery.render.text import text
from delivery.review.model import Level
from delivery.showing import show
from delivery.sides import Pair, Side
from tests.delivery.predict.sides import ref, template
from tests.delivery.review.changes import OWN, TOPIC
from tests.delivery.review.reviews import sentences, whole

REVIEW = whole(Pair("it", Side(template({"It": (OWN, {"A": "1"})})), Side(template({"It": (OWN, {"A": "2"})}))))


@pytest.mark.parametrize(("face", "drawn"), [("html", html), ("markdown", markdown), ("json", as_json)])
def test_a_review_is_shown_in_the_face_that_was_asked_for(capsys, face, drawn):
    show(REVIEW, face, None, verbose=False)
    assert capsys.readouterr().out == drawn(REVIEW)


def test_a_text_is_as_wide_as_the_terminal_and_a_file_is_not(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "150")
    show(REVIEW, "text", None, verbose=False)
    assert capsys.readouterr().out == text(REVIEW, width=150, color=True, verbose=False, unicode=True)
    show(REVIEW, "text", tmp_path / "it", verbose=True)
    assert (tmp_path / "it").read_text() == text(REVIEW, width=100, color=False, verbose=True, unicode=True)


def test_a_file_has_every_sign_whatever_the_terminal_can_show(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    show(REVIEW, "text", tmp_path / "it", verbose=False)
    assert "1 → 2" in (tmp_path / "it").read_text()


def test_without_anywhere_to_print_nothing_fails(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdout", None)
    show(REVIEW, "text", None, verbose=False)
    show(REVIEW, "text", tmp_path / "it", verbose=False)
    assert "It" in (tmp_path / "it").read_text()


def test_a_stack_of_which_only_something_is_to_be_said_is_shown():
    sides = [Side(template({"It": (OWN, {})}, Transform=["Mine"]), {"Word": word}) for word in "ab"]
    found = whole(Pair("it", *sides))
    assert [(one.name, one.predicted, one.changes) for one in found.stacks] == [("it", True, False)]
    assert found.unchanged == ()
    nothing = Side(template({"It": (OWN, {})}))
    found = whole(Pair("a", nothing, nothing), Pair("b", nothing, Side(template({}))), Pair("c", nothing, nothing))
    assert ([one.name for one in found.stacks], found.unchanged) == (["b"], ("a", "c"))


def test_what_was_noted_while_comparing_is_told_as_routine():
    found = diff(Compared("a against b", (), ("a note",)))
    assert (found.title, [(one.level, one.sentence) for one in found.notes]) == (
        "a against b",
        [(Level.ROUTINE, "a note")],
    )


def test_a_saved_review_goes_by_the_name_of_its_change_set_or_else_of_its_stack(tmp_path):
    told = {"StackName": "hello", "ChangeSetId": "arn:it", "Status": "CREATE_COMPLETE", "Changes": [], "Parameters": []}
    for name, title in (({"ChangeSetName": "release"}, "change set release"), ({}, "change set hello")):
        (tmp_path / "it.json").write_text(json.dumps({**told, **name}))
        assert review_saved([tmp_path / "it.json"]).title == title


def test_one_review_for_several_stacks_is_shown_once_although_they_hold_other_things_and_read_elsewhere():
    declared = {"V": {"Type": "AWS::SSM::Parameter::Value<String>"}}

    def pair(name, **more):
        sides = [template({"It": (OWN, {"A": word, "B": ref("V")}), **more}, Parameters=declared) for word in "12"]
        return Pair(name, *(Side(side, {"V": f"/{name}/v"}) for side in sides))

    found = whole(pair("dev"), pair("test"), pair("prod", Other=(TOPIC, {})))
    assert [(one.name, one.same_as) for one in found.stacks] == [("dev", ("test", "prod"))]


def test_what_is_the_same_is_unchanged_whatever_a_macro_makes_of_it():
    one, other = (Side(template({"It": (OWN, {"A": "1"})}, Transform="Mine"), {"Word": word}) for word in "ab")
    assert whole(Pair("it", one, one)).stacks == ()
    assert "what Mine makes of the template" in sentences(whole(Pair("it", one, other)).stacks[0])
