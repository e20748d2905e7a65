"""Values in pieces: nothing is lost, what differs is marked, and what cannot be seen is written out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.render.marked import SHOWN, plain, value, values
from delivery.review.model import LATER

EXAMPLES = settings(max_examples=100, deadline=None, database=None, derandomize=True)
READABLE = st.text(st.sampled_from("ab .:/\n1"), max_size=60)


def written(shown):
    return "".join(piece.text for piece in (*shown.head, *shown.rest))


def differing(shown):
    return [piece.text for piece in shown.head if piece.kind == "differs"]


@EXAMPLES
@given(READABLE, READABLE)
def test_no_character_of_either_side_is_lost(before, after):
    assert tuple(map(written, values(before, after))) == (before, after)


@EXAMPLES
@given(READABLE, READABLE)
def test_without_what_is_marked_both_sides_are_the_same(before, after):
    sides = values(before, after)
    same = ["".join(piece.text for piece in side.head if piece.kind == "same") for side in sides]
    assert same[0] == same[1] or not any(map(differing, sides))


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("registry/shop/web:1.4.0", "registry/shop/web:1.5.0", ["1.4.0"], ["1.5.0"]),
        ("a long sentence, one word", "a long sentence, one more word", [], ["more "]),
        ("arn:aws:s3:::pictures/*", "arn:aws:s3:::pictures/*", [], []),
        ("20", "40", [], []),
        ("entirely different", "12:34", [], []),
    ],
)
def test_what_differs_inside_is_marked_where_the_rest_is_alike(before, after, gone, come):
    old, new = values(before, after)
    assert (differing(old), differing(new)) == (gone, come)


def test_a_value_that_is_not_there_is_not_an_empty_one():
    absent, empty = values(None, "")
    assert (absent.there, empty.there) == (False, True)


def test_a_long_value_is_folded_and_whole():
    text = "x" * SHOWN * 3
    shown = value(text)
    assert len("".join(piece.text for piece in shown.head)) == SHOWN
    assert shown.rest_length == SHOWN * 2
    assert written(shown) == text


def test_two_long_values_are_compared_in_bounded_work():
    """Every word differs, and there are more than are compared one by one."""
    old, new = values(" ".join(f"a{at}" for at in range(20_000)), " ".join(f"b{at}" for at in range(20_000)))
    assert written(old).startswith("a0 a1")
    assert new.rest_length


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a\x00b", [("same", "a"), ("escape", "\\x00"), ("same", "b")]),
        ("a\u202e\u2066b", [("same", "a"), ("escape", "\\u202e\\u2066"), ("same", "b")]),
        ("\ud800", [("escape", "\\ud800")]),
        ("a\u00a0b", [("same", "a"), ("escape", "\\xa0"), ("same", "b")]),
        ("two\nlines\tand \\ é 日本", [("same", "two\nlines\tand \\ é 日本")]),
        (f"arn:{LATER}:x", [("same", "arn:"), ("later", "known after deploy"), ("same", ":x")]),
    ],
)
def test_what_cannot_be_seen_is_written_out(text, kinds):
    assert [(piece.kind, piece.text) for piece in value(text).head] == kinds


@EXAMPLES
@given(st.text(st.characters()))
def test_any_name_can_be_written_to_a_file_and_hides_nothing(text):
    assert plain(text).isprintable()
