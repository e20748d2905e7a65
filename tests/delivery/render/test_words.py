"""What all faces say alike: nothing acts or hides, two values that differ never look the same, the verdict."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.render.visible import cells, cut_middle, in_ascii, split_at, visible
from delivery.render.words import because, is_plain, marks, place, short_type, values, verdict
from delivery.review.model import Cause, Difference, Level, Reason, Review, Row, StackReview, Statement
from tests.delivery.render import samples
from tests.delivery.render.random_reviews import EXAMPLES, NASTY, differences, hostile

anything = hostile | st.text(st.characters())

SHOWN = [
    ("plain text", "plain text"),
    ("a line\nbreak", "a line\\nbreak"),
    ("a written \\n", "a written \\\\n"),
    ("\\d+ stays", "\\d+ stays"),
    ("a backslash before a break: \\\n", "a backslash before a break: \\\\\\n"),
    ("\x1b[31m", "\\x1b[31m"),
    ("\x9b", "\\x9b"),
    ("\u202e", "\\u202e"),
    ("\u200b", "\\u200b"),
    ("no\u00a0break", "no\\xa0break"),
    ("\ud800", "\\ud800"),
    ("\U000e0041", "\\U000e0041"),
    ("日本語 é 🎉", "日本語 é 🎉"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN, ids=[shown for _, shown in SHOWN])
def test_what_acts_or_hides_is_written_as_its_code(text, shown):
    assert visible(text) == shown


@EXAMPLES
@given(anything)
def test_what_is_shown_can_be_printed_and_shown_again_unchanged(text):
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
    assert in_ascii(shown).isascii()
    shown.encode()


@EXAMPLES
@given(anything, anything)
def test_different_texts_are_shown_differently(one, other):
    assert (visible(one) == visible(other)) == (one == other)


def test_every_nasty_text_has_a_face_of_its_own():
    assert len({visible(text) for text in NASTY}) == len(NASTY)


@EXAMPLES
@given(anything, st.integers(8, 40))
def test_a_cut_text_fits_and_keeps_its_ends(text, room):
    shown = visible(text)
    cut = cut_middle(shown, room)
    assert cells(cut) <= room
    if cut != shown:
        head, _, tail = cut.partition("…")
        assert shown.startswith(head)
        assert shown.endswith(tail.rpartition("…")[2])


@EXAMPLES
@given(anything.filter(bool), st.integers(1, 40))
def test_splitting_loses_nothing(text, room):
    head, rest = split_at(text, room)
    assert head
    assert head + rest == text


@EXAMPLES
@given(differences, st.integers(20, 400), st.booleans())
def test_values_that_differ_never_look_the_same(difference, room, unicode):
    shown = values(difference, room, unicode=unicode)
    differs = difference.before != difference.after
    masked = difference.hidden and None not in (difference.before, difference.after)
    assert (shown.before != shown.after) == (differs and not masked)
    if not unicode:
        assert (in_ascii(shown.before) != in_ascii(shown.after)) == (differs and not masked)


@EXAMPLES
@given(st.text("ab", min_size=200, max_size=900), st.integers(0, 900), st.integers(20, 60))
def test_of_a_long_value_the_part_that_differs_is_shown(text, where, room):
    shown = values(
        Difference("Path", text[:where] + "<old>" + text[where:], text[:where] + "<new>" + text[where:]), room
    )
    assert "old" in shown.before
    assert "new" in shown.after
    assert shown.cut
    assert max(len(shown.before), len(shown.after)) <= 2 * room


VALUES = [
    (None, "", "(not there)", '""'),
    ("(not there)", None, '"(not there)"', "(not there)"),
    ("a", "a ", "a", '"a "'),
    ('""', "", '""""', '""'),
    ("é", "e\u0301", "\\xe9", "e\\u0301"),
    ("…", "...", "\\u2026", "..."),
    ("a→b", "c", "a→b", "c"),
]


@pytest.mark.parametrize(("before", "after", "shown_before", "shown_after"), VALUES)
def test_a_value_cannot_be_taken_for_another(before, after, shown_before, shown_after):
    shown = values(Difference("Path", before, after), 80)
    assert (shown.before, shown.after, shown.cut) == (shown_before, shown_after, False)


def test_a_hidden_value_is_never_shown_even_if_it_came_along():
    hidden = Difference("Password", "hunter2", "hunter3", hidden=True, deployed="hunter1", drifted=True)
    assert values(hidden, 80).before == values(hidden, 80).after == "****"
    assert "hunter" not in " ".join(marks(hidden))


MARKS = [
    (Difference("P", "a", "b", recreation="always"), ("forces replacement",)),
    (Difference("P", "a", "b", recreation="Conditionally"), ("may force replacement",)),
    (Difference("P", "a", "b", recreation="never", source="edited"), ()),
    (Difference("P", "a", "b", recreation="Perhaps"), ("replacement: Perhaps",)),
    (Difference("P", "a", "b", certain=False), ("may be the same",)),
    (Difference("P", "a", "b", source="parameter VpcCidr"), ("from parameter VpcCidr",)),
    (Difference("P", "a", "b", drifted=True), ("edited since: (not there) was deployed",)),
    (Difference("P", "a", "b", deployed="c\n", drifted=True), ("edited since: c\\n was deployed",)),
]


@pytest.mark.parametrize(("difference", "said"), MARKS, ids=[" ".join(said) or "nothing" for _, said in MARKS])
def test_a_difference_says_what_is_special_about_it(difference, said):
    assert marks(difference) == said


PLACES = [
    (Difference("Cpu", "1", "2"), "Cpu"),
    (Difference("Tags/CostCenter", "1", "2", attribute="Tags"), "Tags/CostCenter"),
    (Difference("CostCenter", "1", "2", attribute="Tags"), "Tags/CostCenter"),
    (Difference("DeletionPolicy", "1", "2", attribute="DeletionPolicy"), "DeletionPolicy"),
    (Difference("", "1", "2", attribute="UpdatePolicy"), "UpdatePolicy"),
    (Difference("", "1", "2", attribute=""), "/"),
]


@pytest.mark.parametrize(("difference", "where"), PLACES)
def test_a_difference_says_where_it_is(difference, where):
    assert place(difference) == where


TYPES = [
    ("AWS::ECS::Service", "ECS::Service"),
    ("AWS::S3::Bucket::MODULE", "AWS::S3::Bucket::MODULE"),
    ("Custom::Thing", "Custom::Thing"),
    ("Acme::ECS::Service", "Acme::ECS::Service"),
    ("AWS::Custom::Thing", "AWS::Custom::Thing"),
    ("", ""),
]


@pytest.mark.parametrize(("type_", "short"), TYPES)
def test_a_type_loses_its_aws_only_where_nothing_else_can_be_meant(type_, short):
    assert short_type(type_) == short


def test_causes_are_a_chain_whether_or_not_they_say_because():
    row = Row("A", "change", "~", "T", Level.MAYBE, "", causes=(Cause("because Vpc is replaced."), Cause("X changed")))
    assert because(row) == "because Vpc is replaced, because X changed"


CALM_ROW = Row("A", "change", "~", "T", Level.ROUTINE, "")
NOT_PLAIN = {
    "its level": Row("A", "change", "~", "T", Level.ACCESS, ""),
    "a worse reason": Row("A", "change", "~", "T", Level.ROUTINE, "", reasons=(Reason(Level.OUTAGE, "Because."),)),
    "a dangerous statement": Row("A", "~", "~", "T", Level.ROUTINE, "", statements=(Statement(True, "may", True),)),
    "something not understood": Row("A", "change", "~", "T", Level.ROUTINE, "", raw="{}"),
    "a worse member": Row("A", "~", "~", "T", Level.ROUTINE, "", members=(Row("B", "", "", "T", Level.MAYBE, ""),)),
}


@pytest.mark.parametrize("row", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_a_row_is_not_shortened_for(row):
    assert not is_plain(row)
    assert is_plain(CALM_ROW)


VERDICTS = [
    ("everything", "4 changes and 1 note need a look before this is released; 1 loses data. This is predicted offline"),
    ("calm", "Every change is routine."),
    ("outputs only", "No resource changes, only outputs."),
    ("nothing", "Nothing would change."),
    ("blocked", "This cannot be released: 1 point is blocked and must be mended first. This is predicted"),
]


@pytest.mark.parametrize(("name", "words"), VERDICTS)
def test_the_verdict_says_what_to_do(name, words):
    assert " ".join(verdict(samples.SAMPLES[name])).startswith(words)


def test_a_note_alone_asks_for_a_look():
    review = Review("a against b", (StackReview("web", False, notes=(Reason(Level.UNKNOWN, "Page 2 is missing."),)),))
    assert verdict(review) == ["1 note needs a look before this is released."]


def test_only_a_prediction_is_called_one():
    assert not re.search("predict", " ".join(verdict(samples.CALM)))
