"""The tables speak of types and places that there are, in sentences that can be read."""

import importlib.resources
import json
import re
from functools import cache

import pytest

from delivery.review import noticed, stateful
from delivery.review.model import Level
from delivery.review.weakening.judge import CHECKS

SCHEMAS = importlib.resources.files("cfnlint") / "data" / "schemas"
TYPES = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text())
# What the registry has as free text or free objects, or knows only elsewhere.
FREE = {"AWS::EC2::Instance"}


@cache
def schema_of(type_):
    return json.loads((SCHEMAS / "resources" / f"{TYPES[type_]}.json").read_text())


def members(node, schema):
    """What a schema says of the inside of a node, whichever way it is written."""
    while "$ref" in node:
        node = schema["definitions"][node["$ref"].rsplit("/", 1)[1]]
    found = dict(node.get("properties", {}))
    for key in ("anyOf", "oneOf", "allOf"):
        for branch in node.get(key, ()):
            found |= members(branch, schema)[0]
    return found, node


def reach(pointer, schema):
    """Whether a place can be reached from the properties of a type."""
    node = schema
    for segment in pointer.split("/"):
        found, plain = members(node, schema)
        if segment[0] in "@*":
            items, _ = members(plain["items"], schema)
            key = segment[1:].split("=")[0]
            assert key in items, (pointer, segment)
            node = plain["items"]
        else:
            assert segment in found, (pointer, segment)
            node = found[segment]
    return True


@pytest.mark.parametrize("type_", sorted(CHECKS))
def test_every_place_in_the_tables_is_one_that_the_registry_knows(type_):
    schema = schema_of(type_)
    for check in CHECKS[type_]:
        whole = check.pointer if type_ not in FREE else check.pointer.split("/", maxsplit=1)[0]
        assert reach(whole, schema)


def test_every_type_in_the_other_tables_is_one_that_the_registry_knows():
    tables = (stateful._HELD, stateful._DELETED, stateful._NEW, stateful._OPAQUE, stateful.SNAPSHOTS)
    named = {type_ for table in (*tables, noticed._NOTICED, noticed._WATCHES, noticed._GUARDS) for type_ in table}
    assert named <= set(TYPES)


def test_every_check_has_words_and_a_level_of_its_own():
    for type_, checks in CHECKS.items():
        for check in checks:
            assert check.words, (type_, check.pointer)
            assert check.level in {Level.OUTAGE, Level.ACCESS, Level.DATA_LOSS}
            assert not re.search(r"[.!?]$", check.words + check.so)


def test_no_place_is_told_twice():
    for type_, checks in CHECKS.items():
        told = [(check.pointer, check.kind) for check in checks]
        assert len(told) == len(set(told)), type_


def test_what_protects_data_says_so_and_what_deletes_it_is_data_loss():
    for checks in CHECKS.values():
        for check in checks:
            if check.level is Level.DATA_LOSS:
                assert check.so.startswith("older ")
            if "backups of the data" in check.words:
                assert check.level is Level.OUTAGE
