"""Slices: a resource with what stands around it, as a template of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit.mutation.slices import cut, slice_of

OUT = Path(__file__).parents[2] / "out"
TEMPLATES = sorted(path for path in OUT.glob("*/*.json") if path.name != "manifest.json")

TEMPLATE = {
    "Resources": {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}}},
        "Route": {
            "Type": "R",
            "DependsOn": ["Far", "Vpc"],
            "Properties": {"S": {"Ref": "Subnet"}, "F": {"Ref": "Far"}},
        },
        "Far": {"Type": "F", "Properties": {"T": {"Fn::Sub": "a ${Further.Arn} ${AWS::Region}"}}},
        "Further": {"Type": "G", "Properties": {}},
    }
}


def test_a_slice_holds_what_is_mentioned_by_and_mentions_the_resource() -> None:
    """Route mentions Subnet and Far; what Far mentions is two steps away."""
    assert slice_of(TEMPLATE, "Subnet") == {"Vpc", "Subnet", "Route", "Far"}


def test_references_out_of_the_slice_become_parameters() -> None:
    made = cut(TEMPLATE, frozenset({"Route", "Far"}), {})
    assert made["Resources"]["Route"] == {
        "Type": "R",
        "DependsOn": ["Far"],
        "Properties": {"S": {"Ref": "OutsideSubnet"}, "F": {"Ref": "Far"}},
    }
    assert made["Resources"]["Far"]["Properties"] == {"T": {"Fn::Sub": "a ${OutsideFurtherArn} ${AWS::Region}"}}
    assert set(made["Parameters"]) == {"OutsideSubnet", "OutsideFurtherArn"}


def test_a_resource_can_be_replaced_or_removed() -> None:
    names = slice_of(TEMPLATE, "Subnet")
    replaced = cut(TEMPLATE, names, {"Vpc": {"Type": "Other", "Properties": {}}})
    assert replaced["Resources"]["Vpc"]["Type"] == "Other"
    removed = cut(TEMPLATE, names, {"Vpc": None})
    assert "Vpc" not in removed["Resources"]
    assert removed["Resources"]["Subnet"]["Properties"] == {"VpcId": {"Ref": "OutsideVpc"}}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_slice_of_what_is_emitted_refers_to_something_that_it_lacks(path: Path) -> None:
    template = json.loads(path.read_text("utf-8"))
    for name in template["Resources"]:
        made = cut(template, slice_of(template, name), {})
        known = {*made["Resources"], *made.get("Parameters", {})}
        assert set(references(made["Resources"])) <= known
        assert name in made["Resources"]


def references(value: Any) -> list[str]:
    """Ref and GetAtt only: enough to see a hole."""
    if isinstance(value, dict):
        if set(value) == {"Ref"} and not value["Ref"].startswith("AWS::"):
            return [value["Ref"]]
        if set(value) == {"Fn::GetAtt"}:
            return [value["Fn::GetAtt"][0]]
        return [found for item in value.values() for found in references(item)]
    return [found for item in value for found in references(item)] if isinstance(value, list) else []
