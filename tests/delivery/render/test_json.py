"""The review for programs: all of it, always the same bytes, and exactly what docs/review-format.md describes."""

import json
import re
from dataclasses import fields, replace

import pytest
from hypothesis import given

from delivery.render.as_json import FORMAT_VERSION, as_json
from delivery.review.model import Cause, Difference, Level, Reason, Review, Row, StackReview, Statement
from tests.conftest import ROOT
from tests.delivery.render import samples
from tests.delivery.render.random_reviews import EXAMPLES, reviews

PAGE = (ROOT / "docs/review-format.md").read_text()
# Where the objects of each kind are: the kind, the member that holds it, the kind that it becomes.
INSIDE = {
    "Review": {"notes": "Reason", "stacks": "Stack"},
    "Stack": {"facts": "Fact", "notes": "Reason", "around": "Around", "rows": "Row", "references": "Reference"},
    "Around": {"differences": "Difference"},
    "Row": {
        "reasons": "Reason",
        "causes": "Cause",
        "differences": "Difference",
        "statements": "Statement",
        "members": "Row",
    },
}


def described():
    """The members in each table of the page, in its order."""
    found = {}
    for section in PAGE.split("\n## ")[1:]:
        members = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        if members:
            found[section.splitlines()[0]] = members
    return found


def objects(kind, value):
    """Every object in a review as (its kind, the object)."""
    yield kind, value
    for member, inner in INSIDE.get(kind, {}).items():
        for item in value[member]:
            yield from objects(inner, item)


def test_the_page_describes_each_member_and_no_other():
    emitted = {kind: list(value) for kind, value in objects("Review", json.loads(as_json(samples.FULL)))}
    assert emitted == described()


def test_the_page_names_the_version_and_the_levels():
    assert f'`"{FORMAT_VERSION}"`' in PAGE
    assert ", ".join(f"`{level.value}`" for level in Level) in PAGE


@pytest.mark.parametrize(
    ("kind", "model", "elsewhere"),
    [
        ("Review", Review, set()),
        ("Stack", StackReview, {"picture"}),
        ("Row", Row, set()),
        ("Reason", Reason, set()),
        ("Cause", Cause, set()),
        ("Difference", Difference, set()),
        ("Statement", Statement, set()),
    ],
)
def test_everything_that_is_known_is_there(kind, model, elsewhere):
    assert {field.name for field in fields(model)} - set(described()[kind]) == elsewhere


@EXAMPLES
@given(reviews)
def test_any_review_is_json_in_ascii_with_the_members_described(review):
    found = as_json(review)
    assert found.isascii()
    assert found.endswith("}\n")
    for kind, value in objects("Review", json.loads(found)):
        assert list(value) == described()[kind]


@EXAMPLES
@given(reviews)
def test_the_order_in_which_rows_came_makes_no_difference(review):
    rows = [tuple({row.id: row for row in stack.rows}.values()) for stack in review.stacks]
    forwards = [replace(stack, rows=of_it) for stack, of_it in zip(review.stacks, rows, strict=True)]
    backwards = [replace(stack, rows=of_it[::-1]) for stack, of_it in zip(review.stacks, rows, strict=True)]
    assert as_json(replace(review, stacks=tuple(forwards))) == as_json(replace(review, stacks=tuple(backwards)))


def read(review):
    return json.loads(as_json(review))


def test_levels_are_words_and_every_level_is_counted():
    found = read(samples.FULL)
    assert found["level"] == "data loss"
    assert found["counts"] == {
        "blocked": 0,
        "data loss": 1,
        "outage risk": 1,
        "access": 1,
        "unknown": 1,
        "maybe": 0,
        "routine": 3,
    }
    assert [row["level"] for row in found["stacks"][0]["rows"]][:2] == ["data loss", "outage risk"]


def test_where_nothing_changes_the_level_is_null():
    found = read(samples.NOTHING)
    assert (found["level"], found["changes"], found["stacks"]) == (None, False, [])
    assert found["unchanged"] == ["hello-dev-web", "hello-prod-web"]


def test_a_value_that_is_not_there_is_null_and_an_empty_one_is_not():
    row = replace(samples.ROLE, differences=(Difference("Path", None, ""),))
    found = read(Review("a against b", (StackReview("web", False, rows=(row,)),)))
    (difference,) = found["stacks"][0]["rows"][0]["differences"]
    assert difference["before"] is None
    assert difference["after"] == ""
    assert difference["deployed"] is None


def test_a_hidden_value_is_masked_even_if_it_came_along():
    secret = Difference("Password", "hunter2", None, hidden=True, deployed="hunter1", drifted=True)
    row = replace(samples.ROLE, differences=(secret,))
    assert "hunter" not in as_json(Review("a against b", (StackReview("web", False, rows=(row,)),)))


def test_references_lead_from_row_to_row():
    assert read(samples.FULL)["stacks"][0]["references"] == [{"from": "WebService", "to": "WebTask"}]


def test_names_stay_exactly_what_they_are():
    assert read(samples.HOSTILE)["title"] == samples.EVIL
