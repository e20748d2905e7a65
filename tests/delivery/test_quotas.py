"""CloudFormation's limits on one template: counted right, and a build beyond them is refused."""

import pytest

from delivery.build import Built
from delivery.contents import contents
from delivery.problems import Refused
from delivery.quotas import INLINE_BYTES, LIMITS, uses

TOPIC = {"Type": "AWS::SNS::Topic"}
SECTIONS = [("Resources", 500), ("Parameters", 200), ("Outputs", 200), ("Mappings", 200)]


def template(**sections):
    return {"Resources": {"Topic": TOPIC}, **sections}


def used(made, text=""):
    return {use.what: use.used for use in uses(made, text)}


def test_limits_are_cloudformations():
    assert dict(SECTIONS) == {name: limit for name, limit in LIMITS.items() if name != "Bytes"}
    assert (LIMITS["Bytes"], INLINE_BYTES) == (1_000_000, 51_200)


@pytest.mark.parametrize(("section", "limit"), SECTIONS)
def test_entries_of_a_section_are_counted(section, limit):
    made = template(**{section: {f"Entry{number}": TOPIC for number in range(7)}})
    assert used(made)[section] == 7
    assert {use.what: use.limit for use in uses(made, "")}[section] == limit


def test_a_section_that_is_not_there_has_no_entries():
    assert used(template()) == {"Bytes": 0, "Resources": 1, "Parameters": 0, "Outputs": 0, "Mappings": 0}


def test_size_is_in_bytes_not_in_characters():
    assert used(template(), "\u00e9\U0001f4a5")["Bytes"] == 6


def built(made):
    return Built("hello", {"web": made}, (), {})


@pytest.mark.parametrize(("section", "limit"), SECTIONS)
def test_one_entry_too_many_is_refused(section, limit):
    made = template(**{section: {f"Entry{number}": TOPIC for number in range(limit + 1)}})
    with pytest.raises(Refused, match=rf"hello/web would have {limit + 1} {section}, CloudFormation takes {limit}"):
        contents(built(made))


def test_a_template_too_large_is_refused_with_what_to_do():
    made = template(Outputs={"Long": {"Value": "x" * LIMITS["Bytes"]}})
    with pytest.raises(Refused, match=r"Bytes, CloudFormation takes 1,000,000: move services"):
        contents(built(made))
