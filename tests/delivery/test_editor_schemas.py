"""JSON Schemas: an editor underlines what the build would refuse, and nothing that it takes."""

import copy
import json
import re
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from delivery.editor_schemas import environment_schema
from templates.application import Application
from templates.stacks import render
from tests.conftest import ROOT
from tests.strategies import applications, environments

PARAMETERS = ROOT / "parameters"
SCHEMAS = sorted(path.relative_to(PARAMETERS).as_posix() for path in PARAMETERS.rglob("*.schema.json"))
FILES = sorted(path.relative_to(PARAMETERS).as_posix() for path in PARAMETERS.glob("*/*.yaml"))
SETTINGS = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


@cache
def schema(path):
    return json.loads((PARAMETERS / path).read_text())


def schema_of(file):
    return "app.schema.json" if file.endswith("app.yaml") else f"{file.split('/')[0]}/environment.schema.json"


def faults(file, data):
    return [error.message for error in Draft202012Validator(schema(schema_of(file))).iter_errors(data)]


def loaded(file):
    return yaml.safe_load((PARAMETERS / file).read_text())


def properties(part):
    """Every property of a schema, wherever it stands, with its name."""
    if isinstance(part, list):
        for item in part:
            yield from properties(item)
    elif isinstance(part, dict):
        yield from part.get("properties", {}).items()
        for item in part.values():
            yield from properties(item)


def test_there_is_one_for_applications_and_one_for_the_environments_of_each():
    assert SCHEMAS == ["app.schema.json", "bring-your-own-vpc/environment.schema.json", "hello/environment.schema.json"]


@pytest.mark.parametrize("path", SCHEMAS)
class TestSchema:
    def test_is_valid(self, path):
        assert schema(path)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        Draft202012Validator.check_schema(schema(path))

    def test_says_of_every_property_what_it_means(self, path):
        """What an editor shows beside the cursor."""
        assert [name for name, body in properties(schema(path)) if not body.get("description")] == []

    def test_has_defaults_that_it_takes_itself(self, path):
        """An editor that completes a key writes its default."""
        definitions = {"$defs": schema(path).get("$defs", {})}
        wrong = [
            (name, body["default"])
            for name, body in properties(schema(path))
            if "default" in body and not Draft202012Validator({**definitions, **body}).is_valid(body["default"])
        ]
        assert wrong == []

    def test_has_patterns_for_the_whole_of_a_text(self, path):
        """CloudFormation and pydantic match from end to end, JSON Schema anywhere."""
        patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema(path)))
        assert patterns
        assert [pattern for pattern in patterns if not re.fullmatch(r"\^.*\$", pattern)] == []


@pytest.mark.parametrize("file", FILES)
class TestExample:
    def test_validates(self, file):
        assert faults(file, loaded(file)) == []

    def test_points_editors_to_its_schema(self, file):
        first = (PARAMETERS / file).read_text().splitlines()[0]
        target = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)[1]
        assert ((PARAMETERS / file).parent / target).resolve() == (PARAMETERS / schema_of(file)).resolve()
        assert ((PARAMETERS / file).parent / target).is_file()


APP, DEV, OWN = "hello/app.yaml", "hello/dev.yaml", "bring-your-own-vpc/dev.yaml"
GONE = object()
# id, file, place, what is put there (GONE: it is removed)
MISTAKES = [
    ("no application name", APP, ["application"], GONE),
    ("an application name in capitals", APP, ["application"], "Hello"),
    ("no services", APP, ["services"], GONE),
    ("services that are none", APP, ["services"], {}),
    ("a service with a bad name", APP, ["services", "web_site"], {"build": "x", "port": 1}),
    ("an unknown key", APP, ["sevices"], {}),
    ("an unknown key of a service", APP, ["services", "web", "prot"], 3000),
    ("a service without a port", APP, ["services", "web", "port"], GONE),
    ("a port that is a word", APP, ["services", "web", "port"], "http"),
    ("port 0", APP, ["services", "web", "port"], 0),
    ("port 70000", APP, ["services", "web", "port"], 70000),
    ("a health path without a slash", APP, ["services", "web", "health", "path"], "health"),
    ("scaling by a word", APP, ["services", "web", "scaling", "cpu"], "lots"),
    ("an unknown network", APP, ["network"], "borrowed"),
    ("a secret made of nothing known", APP, ["services", "web", "secrets", "API_KEY"], {"from": "thin air"}),
    ("no region", DEV, ["region"], GONE),
    ("a region that is a number", DEV, ["region"], 1),
    ("an account that lost its quotes", DEV, ["account"], 111122223333),
    ("an account of eleven digits", DEV, ["account"], "11112222333"),
    ("tags that are a list", DEV, ["tags"], ["CostCenter"]),
    ("a tag that is a list", DEV, ["tags", "CostCenter"], ["42"]),
    ("an unknown stack", DEV, ["platfrom"], {}),
    ("an unknown parameter", DEV, ["web", "CPUs"], 256),
    ("a stack that is a word", DEV, ["web"], "small"),
    ("no stack that needs values", DEV, ["web"], GONE),
    ("no ImageTag", DEV, ["web", "ImageTag"], GONE),
    ("an ImageTag that is a group", DEV, ["web", "ImageTag"], {"a": "b"}),
    ("the tag latest", DEV, ["web", "ImageTag"], "latest"),
    ("a value that is not allowed", DEV, ["network", "ZoneCount"], 4),
    ("a value that is allowed in another case", DEV, ["network", "NatGateways"], "One"),
    ("a truth that is neither", DEV, ["web", "EcsExec"], "maybe"),
    ("a number out of bounds", DEV, ["web", "MaxCapacity"], 9999),
    ("a fraction for a whole number", DEV, ["web", "MaxCapacity"], 1.5),
    ("a word for a number", DEV, ["web", "MaxCapacity"], "ten"),
    ("no CIDR", DEV, ["network", "VpcCidr"], "10.10.0.0"),
    ("an address that is none", DEV, ["platform", "AlertEmail"], "nobody"),
    ("subnets that are a group", OWN, ["network", "PublicSubnetIds"], {"a": "b"}),
    ("subnets that are groups", OWN, ["network", "PublicSubnetIds"], [{"a": "b"}]),
    ("a VPC that is missing", OWN, ["network", "VpcId"], GONE),
]


@pytest.mark.parametrize(("file", "place", "value"), [pytest.param(*case[1:], id=case[0]) for case in MISTAKES])
def test_a_mistake_is_underlined(file, place, value):
    data = copy.deepcopy(loaded(file))
    part = data
    for step in place[:-1]:
        part = part[step]
    if value is GONE:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    assert faults(file, data)


# What the build takes, in forms that people write.
TAKEN = [
    ("a number in quotes", DEV, ["web", "MaxCapacity"], "10"),
    ("an allowed number in quotes", DEV, ["web", "Cpu"], "256"),
    ("an allowed number without", DEV, ["web", "Cpu"], 256),
    ("a truth", DEV, ["web", "EcsExec"], False),
    ("a truth in quotes", DEV, ["web", "EcsExec"], "false"),
    ("a version that looks like a number", DEV, ["web", "ImageTag"], 1.1),
    ("a tag that is a number", DEV, ["tags", "CostCenter"], 42),
    ("a stack without values", DEV, ["platform"], None),
    ("no tags", DEV, ["tags"], None),
    ("subnets as one text", OWN, ["network", "PublicSubnetIds"], "subnet-0a1b2c3d,subnet-1a1b2c3d"),
    ("an SSM name of one's own", DEV, ["web", "VpcId"], "/shared/vpc-id"),
]


@pytest.mark.parametrize(("file", "place", "value"), [pytest.param(*case[1:], id=case[0]) for case in TAKEN])
def test_what_the_build_takes_is_not_underlined(build, project, file, place, value):
    data = loaded(file)
    part = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    (project / "parameters" / file).write_text(yaml.safe_dump(data))
    ended = build(file.split("/")[0])
    assert ended.code == 0, ended.err
    assert faults(file, data) == []


@settings(max_examples=25, **SETTINGS)
@given(applications())
def test_every_valid_application_validates(data):
    Application.model_validate(data)
    Draft202012Validator(schema("app.schema.json")).validate(data)


@settings(max_examples=10, **SETTINGS)
@given(st.data())
def test_every_valid_environment_validates(data):
    made = data.draw(applications())
    templates = render(Application.model_validate(made))
    described = environment_schema(made["application"], templates)
    Draft202012Validator.check_schema(described)
    Draft202012Validator(described).validate(data.draw(environments(templates)))


def test_a_parameter_that_is_filled_in_says_so_and_need_not_be_written():
    group = schema("hello/environment.schema.json")["properties"]["web"]
    assert "Filled in: /{Application}/{Environment}/network/vpc-id" in group["properties"]["VpcId"]["description"]
    assert group["required"] == ["ImageTag"]
