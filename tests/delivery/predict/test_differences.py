"""Where two values differ: each place once, as small as it can be said, and the same from both sides."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.predict.differences import NOT_THERE, canonical, differences

EXAMPLES = settings(max_examples=150, deadline=None, database=None, derandomize=True)
KEYS = st.sampled_from(["A", "B", "Key", "Name", "Value", "Tags"])
VALUES = st.recursive(
    st.sampled_from(["a", "b", "c", "1"]),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
MAPPINGS = st.recursive(
    st.sampled_from(["a", "b", "c"]), lambda inner: st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def found(before, after, unordered=()):
    return [
        (one.kind, "/".join(map(str, one.path)), one.before, one.after) for one in differences(before, after, unordered)
    ]


CASES = [
    ("nothing", {"A": ["x"]}, {"A": ["x"]}, []),
    ("a value", {"A": "1"}, {"A": "2"}, [("Modify", "A", "1", "2")]),
    ("a property that comes", {}, {"A": "1"}, [("Add", "A", NOT_THERE, "1")]),
    ("a property that goes", {"A": "1"}, {}, [("Remove", "A", "1", NOT_THERE)]),
    ("a value deep down", {"A": {"B": {"C": "1"}}}, {"A": {"B": {"C": "2"}}}, [("Modify", "A/B/C", "1", "2")]),
    ("an item in the middle", {"A": ["x", "y", "z"]}, {"A": ["x", "q", "z"]}, [("Modify", "A/1", "y", "q")]),
    ("an item that comes first", {"A": ["x", "y"]}, {"A": ["n", "x", "y"]}, [("Add", "A/0", NOT_THERE, "n")]),
    ("an item that goes", {"A": ["x", "y", "z"]}, {"A": ["x", "z"]}, [("Remove", "A/1", "y", NOT_THERE)]),
    ("a kind", {"A": ["x"]}, {"A": "x"}, [("Modify", "A", ["x"], "x")]),
    ("an empty list that fills", {"A": []}, {"A": ["x"]}, [("Modify", "A", [], ["x"])]),
    (
        "an item with a name, wherever it stands",
        {"A": [{"Name": "a", "V": "1"}, {"Name": "b", "V": "2"}]},
        {"A": [{"Name": "c", "V": "0"}, {"Name": "b", "V": "3"}, {"Name": "a", "V": "1"}]},
        [("Modify", "A/1/V", "2", "3"), ("Add", "A/0", NOT_THERE, {"Name": "c", "V": "0"})],
    ),
    (
        "an order that counts",
        {"A": [{"Name": "a"}, {"Name": "b"}]},
        {"A": [{"Name": "b"}, {"Name": "a"}]},
        [("Modify", "A", [{"Name": "a"}, {"Name": "b"}], [{"Name": "b"}, {"Name": "a"}])],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_difference_is_where_it_is(before, after, expected):
    assert found(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["a", "b"], ["b", "a"], []),
        (["a", "b", "b"], ["b", "a", "c"], [("Modify", "A/2", "b", "c")]),
        (
            [{"Key": "x", "Value": "1"}, {"Key": "y", "Value": "2"}],
            [{"Key": "y", "Value": "2"}, {"Key": "x", "Value": "1"}],
            [],
        ),
    ],
)
def test_the_order_of_a_list_without_one_means_nothing(before, after, expected):
    assert found({"A": before}, {"A": after}, [("A",)]) == expected


@EXAMPLES
@given(VALUES, VALUES)
def test_there_are_differences_exactly_where_values_differ(before, after):
    assert bool(found(before, after)) == (before != after)


@EXAMPLES
@given(VALUES, VALUES)
def test_both_directions_tell_the_same(before, after):
    there = Counter(
        (
            canonical(one.before if one.before is not NOT_THERE else None),
            canonical(one.after if one.after is not NOT_THERE else None),
        )
        for one in differences(before, after)
    )
    back = Counter(
        (
            canonical(one.after if one.after is not NOT_THERE else None),
            canonical(one.before if one.before is not NOT_THERE else None),
        )
        for one in differences(after, before)
    )
    assert there == back


@EXAMPLES
@given(VALUES, VALUES)
def test_no_difference_lies_within_another(before, after):
    for side in ("path", "path_before"):
        gone = NOT_THERE
        paths = [
            getattr(one, side)
            for one in differences(before, after)
            if (one.after if side == "path" else one.before) is not gone
        ]
        assert len(set(paths)) == len(paths)
        for path in paths:
            assert not any(path != other and path == other[: len(path)] for other in paths)


@EXAMPLES
@given(MAPPINGS, MAPPINGS)
def test_the_differences_of_mappings_are_all_that_is_needed_to_make_one_of_the_other(before, after):
    for one in differences(before, after):
        before = put(before, one.path, one.after)
    assert before == after


def put(value, path, item):
    if not path:
        return item
    changed = {**value, path[0]: put(value.get(path[0]), path[1:], item)}
    return {key: inner for key, inner in changed.items() if inner is not NOT_THERE}
