"""What holds for any two templates."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.predict import predicted
from delivery.render.as_json import as_json
from delivery.render.html import html
from delivery.render.markdown import markdown
from delivery.render.text import text
from delivery.review.model import Review
from delivery.sides import Pair, Side
from tests.delivery.answers.check import model, strangers
from tests.delivery.predict.random_templates import given_values, neighbours, templates
from tests.delivery.review.reviews import stack, whole

EXAMPLES = settings(max_examples=120, deadline=None, database=None, derandomize=True)
FEW = settings(max_examples=40, deadline=None, database=None, derandomize=True)


def answer(before, after, old, new):
    return predicted(Pair("it", Side(before, old), Side(after, new))).answer


@EXAMPLES
@given(templates(), given_values)
def test_a_template_against_itself_is_empty(template, values):
    assert answer(template, template, values, values)["Changes"] == []
    found = whole(Pair("it", Side(template, values), Side(template, values)))
    assert (found.stacks, found.level, found.unchanged) == ((), None, ("it",))


@EXAMPLES
@given(neighbours(), given_values, given_values)
def test_the_way_back_mirrors_the_way_there(pair, old, new):
    there, back = answer(*pair, old, new)["Changes"], answer(*pair[::-1], new, old)["Changes"]
    turned = {"Add": "Remove", "Remove": "Add", "Modify": "Modify"}

    def told(changes):
        return {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in changes}

    assert {name: turned[one["Action"]] for name, one in told(there).items()} == {
        name: one["Action"] for name, one in told(back).items()
    }
    for name, one in told(there).items():
        other = told(back)[name]
        assert one.get("Replacement") == other.get("Replacement")
        assert values(one, "BeforeValue", "AfterValue") == values(other, "AfterValue", "BeforeValue")


def values(change, first, second):
    """What was edited, as far as both sides are known."""
    found = Counter((detail["Target"].get(first), detail["Target"].get(second)) for detail in change["Details"])
    return {pair: number for pair, number in found.items() if not any(is_open(value) for value in pair)}


def is_open(value):
    return value is not None and ("‹" in value or "{{changeSet" in value)


@EXAMPLES
@given(neighbours(), given_values, given_values)
def test_what_is_predicted_has_the_shape_of_an_answer_of_cloudformation(pair, old, new):
    assert strangers(answer(*pair, old, new), model()) == []


@EXAMPLES
@given(neighbours(), given_values, given_values)
def test_every_change_is_in_one_row_and_every_difference_there_once(pair, old, new):
    told = answer(*pair, old, new)
    found = stack(*pair, old, new)
    rows = [one for row in found.rows for one in (row.members or (row,))]
    assert sorted(row.id for row in rows) == sorted(
        one["ResourceChange"]["LogicalResourceId"] for one in told["Changes"]
    )
    by_id = {row.id: row for row in rows}
    for change in (one["ResourceChange"] for one in told["Changes"] if one["ResourceChange"]["Action"] == "Modify"):
        places = {(detail["Target"]["Attribute"], detail["Target"]["Path"]) for detail in change["Details"]}
        assert len(by_id[change["LogicalResourceId"]].differences) == len(places)


@FEW
@given(neighbours(), given_values, given_values, st.sampled_from([40, 80, 140]))
def test_every_face_can_be_drawn_and_shows_no_hidden_value(pair, old, new, width):
    review = Review("it", (stack(*pair, old, new),))
    for face in (text(review, width=width, color=True, verbose=True), markdown(review), as_json(review), html(review)):
        for secret in ("hunter2-hunter2", "canary-4711-secret"):
            assert secret not in face
