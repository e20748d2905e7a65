"""What the benchmarks of the review measure with: that it is what the tables say. Nothing here is timed."""

import json

import pytest

from benchmarks.review_templates import BEFORE, template, write_pair
from benchmarks.reviewing import change_a_tag, changed_resources, schema_files
from benchmarks.workplace import Workplace
from tests.conftest import ROOT


def mentioned(part):
    """The names that a part of a template refers to."""
    if isinstance(part, list):
        return {name for item in part for name in mentioned(item)}
    if not isinstance(part, dict):
        return set()
    found = {part["Ref"]} if "Ref" in part else {part["Fn::GetAtt"][0]} if "Fn::GetAtt" in part else set()
    return found.union(*(mentioned(value) for value in part.values()))


@pytest.mark.parametrize("count", [1, 37, 100, 500])
def test_a_template_to_measure_with_has_as_many_resources_as_asked_for_each_referring_to_earlier_ones(count):
    made = template(count, BEFORE)
    known = {*made["Parameters"], "AWS::Region"}
    for name, resource in made["Resources"].items():
        assert mentioned(resource) <= known
        known.add(name)
    assert len(made["Resources"]) == count


def test_templates_with_different_numbers_share_no_resource():
    assert not template(500, BEFORE, 0)["Resources"].keys() & template(500, BEFORE, 1)["Resources"].keys()


def test_the_release_to_measure_with_changes_a_third_of_the_resources_and_loses_no_data(command, tmp_path):
    before, after = write_pair(tmp_path, 500)
    ended = command("diff", before, after, "--format", "json")
    assert ended.code == 0, ended.err
    review = json.loads(ended.out)
    assert 500 / 3 <= changed_resources(review) <= 200
    actions = {row["action"] for row in review["stacks"][0]["rows"]}
    assert {"change", "replace", "roll out"} <= actions


def test_resources_that_are_folded_into_a_row_are_counted_and_the_row_is_not():
    rows = [{"members": []}, {"members": [{"members": []}, {"members": []}]}]
    assert changed_resources({"stacks": [{"rows": rows}, {"rows": rows[:1]}]}) == 4


def test_another_image_tag_in_out_is_one_release(command, tmp_path, project):
    change_a_tag(project / "out")
    ended = command("diff", ROOT / "out", project / "out", "--format", "json")
    assert [row["action"] for stack in json.loads(ended.out)["stacks"] for row in stack["rows"]] == ["roll out"]


def test_a_diff_reads_the_schemas_of_the_types_that_occur_and_no_others(tmp_path):
    (tmp_path / "program").symlink_to(ROOT)
    files = write_pair(tmp_path, 10)
    types = {resource["Type"] for resource in template(10, BEFORE)["Resources"].values()}
    opened = schema_files(Workplace(tmp_path, 1, quick=True), *map(str, files))
    assert 0 < len([name for name in opened if name.startswith("resources/")]) <= len(types)
    assert "providers/us-east-1.json" in opened
