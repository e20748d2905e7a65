"""Weakenings: what a row of the ticked table does to a resource."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings import CheckFailed
from audit.mutation.places import matches, parse, value_at
from audit.mutation.ticks import Table, read_table
from audit.mutation.weaken import mutants

BUCKET = {
    "Type": "AWS::S3::Bucket",
    "DeletionPolicy": "Retain",
    "Properties": {
        "Versioning": {"Status": "Enabled"},
        "Rules": [{"Id": "a", "Days": 7}, {"Id": "b", "Days": 9}],
        "Attributes": [{"Key": "logs.enabled", "Value": "true"}, {"Key": "other", "Value": "x"}],
    },
}


def table(tmp_path: Path, weaken: str, more: str = "") -> Table:
    """A table of one row for buckets."""
    row = f'[[row]]\nid = "S3-1"\ntype = "AWS::S3::Bucket"\nrequirement = "r"\nweaken = [{weaken}]\n{more}'
    (tmp_path / "one.toml").write_text(row, "utf-8")
    return read_table(tmp_path)


def changes(tmp_path: Path, weaken: str, more: str = "") -> list[str]:
    """In words, what this does to the bucket."""
    return [one.change for one in mutants({"Resources": {"B": BUCKET}}, table(tmp_path, weaken, more))]


@pytest.mark.parametrize(
    ("weaken", "expected"),
    [
        ('{remove = "Versioning"}', ["Versioning removed"]),
        ('{set = "Versioning.Status", to = "Suspended"}', ['Versioning/Status = "Suspended"']),
        ('{set = "Versioning.Status", to = "Enabled"}', []),
        ('{set = "Missing.Status", to = "x"}', []),
        ('{remove = "Rules[*].Days"}', ["Rules/0/Days removed", "Rules/1/Days removed"]),
        ('{remove = "Rules[1]"}', ["Rules/1 removed"]),
        ('{set = "Attributes[Key=logs.enabled].Value", to = "false"}', ['Attributes/0/Value = "false"']),
        ('{set = "Attributes[Key=logs.enabled].Value", to = true}', []),
        ('{add = "BucketName", to = "hard"}', ['BucketName = "hard"']),
        ('{add = "Versioning", to = "x"}', []),
        ('{append = "Rules", to = {Id = "c"}}', ['Rules has {"Id": "c"} too']),
        ('{attribute = "DeletionPolicy"}', ["DeletionPolicy removed"]),
        ('{attribute = "DeletionPolicy", to = "Delete"}', ['DeletionPolicy = "Delete"']),
        ('{attribute = "UpdateReplacePolicy"}', []),
        ("{delete = true}", ["removed"]),
    ],
)
def test_an_operation_changes_what_it_names_and_nothing_where_that_is_missing(
    tmp_path: Path, weaken: str, expected: list[str]
) -> None:
    assert changes(tmp_path, weaken) == expected


def test_one_place_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    (mutant,) = mutants({"Resources": {"B": BUCKET}}, table(tmp_path, '{remove = "Rules[0].Days"}'))
    assert mutant.body == {
        **BUCKET,
        "Properties": {**BUCKET["Properties"], "Rules": [{"Id": "a"}, {"Id": "b", "Days": 9}]},
    }  # type: ignore[dict-item]
    assert BUCKET["Properties"]["Rules"][0]["Days"] == 7  # type: ignore[index]


@pytest.mark.parametrize(
    ("only", "applies"),
    [
        ('{"Versioning.Status" = "Enabled"}', True),
        ('{"Versioning.Status" = ["Suspended", "Enabled"]}', True),
        ('{"Versioning.Status" = "Suspended"}', False),
        ('{"BucketName" = "(absent)"}', True),
        ('{"Versioning" = "(absent)"}', False),
        ('{"Versioning" = "(present)"}', True),
    ],
)
def test_a_row_applies_only_where_its_conditions_hold(tmp_path: Path, only: str, applies: bool) -> None:
    assert bool(changes(tmp_path, '{remove = "Versioning"}', f"only = {only}")) is applies


def test_two_weakenings_with_one_result_are_one_mutant(tmp_path: Path) -> None:
    assert changes(tmp_path, '{remove = "Versioning"}, {remove = "Versioning"}') == ["Versioning removed"]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('id = "X-1"', "requirement is missing"),
        ('id = "X-1"\nrequirement = "r"', "write either weaken or not_in_template"),
        ('id = "X-1"\nrequirement = "r"\nweaken = [{delete = true}]', "weaken needs the type"),
        ('id = "X-1"\nrequirement = "r"\ntype = "T"\nweaken = [{set = "A"}]', "set needs `to`"),
        ('id = "X-1"\nrequirement = "r"\ntype = "T"\nweaken = [{spoil = "A"}]', "must name one of"),
        ('id = "X-1"\nrequirement = "r"\ntype = "T"\nweaken = [{remove = "A["}]', "is not a place"),
        ('id = "X-1"\nrequirement = "r"\ntype = "T"\nwhy = "?"\nweaken = []', "why is unknown"),
        ("id = ", "this is not TOML"),
    ],
)
def test_a_mistake_in_the_table_is_a_sentence(tmp_path: Path, row: str, complaint: str) -> None:
    (tmp_path / "one.toml").write_text(f"[[row]]\n{row}\n", "utf-8")
    with pytest.raises(CheckFailed, match=complaint.replace("`", ".")):
        read_table(tmp_path)


values = st.recursive(
    st.integers() | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ABC"), inner, max_size=3),
)


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in paths_of(item, (*path, key)))]


@given(values)
def test_every_path_of_a_value_can_be_written_as_a_place_that_matches_it_alone(value: Any) -> None:
    for path in paths_of(value):
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
        if place:
            assert list(matches(value, place)) == [path]
            assert len(parse(place)) == len(path)
            value_at(value, path)
