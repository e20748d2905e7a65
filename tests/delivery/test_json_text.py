"""JSON as people like to read it: the same data, short things on one line, nothing wider than a screen."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.json_text import WIDTH, to_text

EXAMPLES = settings(max_examples=100, deadline=None, database=None, derandomize=True)
ascii_text = st.text(st.characters(codec="ascii"), max_size=30)
any_text = st.text(st.characters(), max_size=30)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def documents(words):
    return st.recursive(
        st.none() | st.booleans() | numbers | words | st.sampled_from(["x" * 60, "x" * 200]),
        lambda inner: st.lists(inner, max_size=8) | st.dictionaries(words, inner, max_size=6),
        max_leaves=25,
    )


def one_by_one(text):
    """The lines of a text that hold more than one thing: such a line could have been broken."""
    for line in text.splitlines():
        word = line.strip().rstrip(",")
        try:
            value = json.loads(word)
        except ValueError:
            _, _, value = word.partition('": ')  # a key with what follows
            if value in ("{", "[") or word in ("{", "[", "}", "]"):
                continue
            value = json.loads(value) if _is_json(value) else word
        if (isinstance(value, (list, dict)) and value) or (_is_json(f"[{word}]") and len(json.loads(f"[{word}]")) > 1):
            yield line


def _is_json(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@EXAMPLES
@given(documents(any_text))
def test_what_is_read_back_is_what_was_written(data):
    text = to_text(data)
    assert json.dumps(json.loads(text)) == json.dumps(data)


@EXAMPLES
@given(documents(any_text))
def test_it_is_ascii_and_ends_with_one_newline(data):
    text = to_text(data)
    assert text.isascii()
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


@EXAMPLES
@given(documents(ascii_text.filter(str.isalnum)))
def test_a_line_is_wider_than_the_width_only_when_it_holds_one_thing(data):
    text = to_text(data)
    assert [line for line in one_by_one(text) if len(line) > WIDTH] == []


@pytest.mark.parametrize("length", range(1, 18))  # a longer key is wider than any line by itself
def test_a_key_of_letters_that_ascii_does_not_have_is_counted_as_it_is_written(length):
    """Such a letter takes six characters in the file."""
    text = to_text({"\u00e9" * length: ["a"] * 9, "z": "x" * 99})
    assert max(map(len, text.splitlines())) <= WIDTH


@EXAMPLES
@given(documents(any_text))
def test_no_line_ends_in_a_space(data):
    assert [line for line in to_text(data).splitlines() if line != line.rstrip()] == []


@EXAMPLES
@given(documents(ascii_text))
def test_what_fits_is_on_one_line(data):
    if len(json.dumps(data)) <= WIDTH:
        assert to_text(data) == json.dumps(data) + "\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({}, "{}\n", id="an empty group"),
        pytest.param([], "[]\n", id="an empty list"),
        pytest.param({"a": [], "b": {}}, '{"a": [], "b": {}}\n', id="empty things in a group"),
        pytest.param("é\u2028", '"\\u00e9\\u2028"\n', id="letters that ASCII does not have"),
        pytest.param([1, True, None], "[1, true, null]\n", id="a short list"),
        pytest.param({"Ref": "Vpc"}, '{"Ref": "Vpc"}\n', id="a function"),
        pytest.param({"b": 1, "a": 2}, '{"b": 1, "a": 2}\n', id="keys keep their order"),
        pytest.param(
            {"A": {"Ref": "x" * 60}, "B": {"Ref": "y" * 60}},
            '{\n  "A": {"Ref": "' + "x" * 60 + '"},\n  "B": {"Ref": "' + "y" * 60 + '"}\n}\n',
            id="a long group is opened, its short ones are not",
        ),
        pytest.param(
            ["x" * 50] * 3,
            '[\n  "' + "x" * 50 + '", "' + "x" * 50 + '",\n  "' + "x" * 50 + '"\n]\n',
            id="many words fill lines",
        ),
        pytest.param(
            [{"a": "x" * 60}, {"b": "y" * 60}],
            '[\n  {"a": "' + "x" * 60 + '"},\n  {"b": "' + "y" * 60 + '"}\n]\n',
            id="a long list of groups has each on a line",
        ),
    ],
)
def test_a_document(data, expected):
    assert to_text(data) == expected


@pytest.mark.parametrize("length", range(WIDTH - 12, WIDTH - 2))
def test_a_document_is_opened_exactly_when_it_does_not_fit(length):
    data = ["x", "y" * (length - 3)]
    text = to_text(data)
    assert (text.count("\n") == 1) is (len(json.dumps(data)) <= WIDTH)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_comma_fits_too():
    """The last character of the width is for the comma that follows."""
    for length in range(60, 99):
        text = to_text({"a": {"b": "x" * length, "c": 1}, "d": {"b": "x" * length, "c": 1}})
        assert max(map(len, text.splitlines())) <= WIDTH
