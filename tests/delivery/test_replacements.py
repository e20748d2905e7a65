"""The prediction says of each documented change what AWS's documentation says of it."""

import json

import pytest

from delivery.predict import predict
from delivery.schemas import recreation_reason, schema_of
from delivery.sides import Pair, Side
from tests.conftest import ROOT
from tests.delivery.replacements import SEEN, STATES, cases

CASES = cases()
BY_ID = [pytest.param(case, id=case.id) for case in CASES]
DEPENDS = [pytest.param(case, id=case.id) for case in CASES if case.states == "Depends"]


def side(case_type, properties):
    return Side({"Resources": {"It": {"Type": case_type, "Properties": properties}}})


def change_of(case):
    answer = predict(Pair("it", side(case.type, case.before), side(case.type, case.after)))
    (change,) = answer["Changes"]
    return change["ResourceChange"]


def paths_in(change):
    """Below Properties, with the numbers of items as numbers."""
    found = [detail["Target"]["Path"].removeprefix("/Properties/").split("/") for detail in change["Details"]]
    return [tuple(int(part) if part.isdecimal() else part for part in path) for path in found]


@pytest.mark.parametrize("case", BY_ID)
def test_the_documentation_and_the_prediction_agree_on_whether_a_resource_is_replaced(case):
    assert change_of(case)["Replacement"] == STATES[case.states], case.page


@pytest.mark.parametrize("case", DEPENDS)
def test_what_a_documented_replacement_depends_on_is_said(case):
    assert any(recreation_reason(case.type, path) for path in paths_in(change_of(case))), case.page


@pytest.mark.parametrize("case", BY_ID)
def test_a_case_is_a_resource_that_could_be_deployed_and_changes_one_property(case):
    schema = schema_of(case.type)
    assert set(schema.required) <= set(case.before) <= set(schema.properties)
    assert len([key for key in case.after if case.before.get(key) != case.after[key]]) == 1
    assert case.seen in SEEN
    assert case.page.startswith("https://docs.aws.amazon.com/AWSCloudFormation/latest/")


def test_every_type_that_is_emitted_has_a_documented_change():
    templates = [json.loads(file.read_text()) for file in sorted((ROOT / "out").glob("*/*.json"))]
    emitted = {body["Type"] for template in templates for body in template.get("Resources", {}).values()}
    assert emitted
    assert emitted - {case.type for case in CASES} == set()


def test_no_change_is_written_twice():
    ids = [(case.type, json.dumps(case.after, sort_keys=True)) for case in CASES]
    assert len(ids) == len(set(ids)) > 200
