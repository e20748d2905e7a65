"""The place of a difference in lists, on each side."""

import pytest

from delivery.predict.differences import differences


def test_items_of_a_list_that_are_named_are_told_by_their_new_places():
    before = [{"Name": "a", "V": "1"}, {"Name": "b", "V": "1"}]
    after = [{"Name": "c", "V": "1"}, {"Name": "b", "V": "2"}]
    found = [(one.kind, one.path, one.path_before) for one in differences({"L": before}, {"L": after})]
    assert found == [
        ("Remove", ("L", 0), ("L", 0)),
        ("Modify", ("L", 1, "V"), ("L", 1, "V")),
        ("Add", ("L", 0), ("L", 0)),
    ]


def test_what_only_the_side_before_has_is_told_by_its_place_there():
    before = [{"Name": "x"}, {"Name": "a", "V": "1", "W": "1"}]
    found = [(one.kind, one.path, one.path_before) for one in differences(before, [{"Name": "a", "V": "2"}])]
    assert ("Remove", (1, "W"), (1, "W")) in found
    assert ("Modify", (0, "V"), (1, "V")) in found


@pytest.mark.parametrize(
    "items",
    [
        ([{"Name": "a", "V": "1"}, {"Name": "a", "V": "2"}], [{"Name": "a", "V": "2"}]),
        ([{"Name": "a", "V": "1"}, "x", {"V": "2"}], [{"V": "2"}]),
        ([{"Name": {"A": "b"}, "V": "1"}, {"V": "2"}], [{"V": "2"}]),
    ],
    ids=str,
)
def test_names_that_are_not_one_for_each_item_tell_nothing_apart(items):
    assert all(one.kind == "Remove" for one in differences(*items))


@pytest.mark.parametrize(
    "key",
    [
        *("Key", "Name", "Id", "Sid", "ContainerName", "CapacityProvider", "ParameterName", "AttributeName"),
        *("IndexName", "DeviceName", "OptionName", "LogicalResourceId", "PolicyName", "ContainerPort", "DomainName"),
    ],
)
def test_an_item_that_moved_and_changed_is_one_difference_where_it_has_a_name(key):
    before = [{key: "a", "V": "1"}, {key: "b", "V": "2"}, {key: "c", "V": "3"}]
    after = [{key: "c", "V": "3"}, {key: "a", "V": "9"}, {key: "b", "V": "2"}]
    assert [(one.path, one.before, one.after) for one in differences(before, after)] == [((1, "V"), "1", "9")]


def test_the_order_of_a_list_means_nothing_at_any_item_of_a_pattern_and_nowhere_else():
    before, after = {"A": [{"L": ["x", "y"], "M": ["x", "y"]}]}, {"A": [{"L": ["y", "x"], "M": ["y", "x"]}]}
    assert {one.path[:3] for one in differences(before, after, [("A", "*", "L")])} == {("A", 0, "M")}
    assert {one.path[:3] for one in differences(before, after, [("A", "L")])} == {("A", 0, "M"), ("A", 0, "L")}


def test_where_order_means_nothing_what_is_left_of_equal_items_is_told():
    found = [(one.kind, one.path) for one in differences({"A": ["a", "a", "b"]}, {"A": ["b", "a"]}, [("A",)])]
    assert found == [("Remove", ("A", 1))]
    found = [(one.kind, one.path) for one in differences({"A": ["b"]}, {"A": ["c", "b", "c"]}, [("A",)])]
    assert found == [("Add", ("A", 0)), ("Add", ("A", 2))]


def test_what_begins_and_ends_alike_is_the_same_also_where_an_item_is_repeated():
    found = [(one.kind, one.path) for one in differences(["a", "a"], ["a", "a", "a"])]
    assert found == [("Add", (2,))]
    found = [(one.kind, one.path) for one in differences(["x", "m", "n", "y"], ["x", "q", "y"])]
    assert found == [("Modify", (1,)), ("Remove", (2,))]


def test_a_list_inside_of_an_item_that_moved_has_its_place_on_each_side():
    before = [{"Name": "x"}, {"Name": "a", "L": ["1", "2"]}]
    found = [(one.path, one.path_before) for one in differences(before, [{"Name": "a", "L": ["1", "3"]}])]
    assert ((0, "L", 1), (1, "L", 1)) in found


def test_an_order_that_counts_inside_of_an_item_that_moved_has_its_place_on_each_side():
    names = [{"Name": "p"}, {"Name": "q"}]
    before = [{"Name": "x"}, {"Name": "a", "L": names}]
    found = [(one.path, one.path_before) for one in differences(before, [{"Name": "a", "L": names[::-1]}])]
    assert ((0, "L"), (1, "L")) in found


def test_where_order_counts_every_item_that_changed_its_place_is_told():
    found = [(one.path, one.before, one.after) for one in differences(["a", "b", "c"], ["a", "c", "b"])]
    assert found == [((1,), "b", "c"), ((2,), "c", "b")]
