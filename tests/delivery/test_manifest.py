"""manifest.json: what tools are told about the folder of an application is what is there."""

import hashlib
import json
from collections import Counter

import pytest

from delivery.build import build
from delivery.contents import contents
from delivery.quotas import INLINE_BYTES
from templates.application import Application
from templates.stacks import render
from tests.conftest import ROOT, contents_of

HELLO = ROOT / "out/hello"
STACKS = ["registry", "network", "platform", "web"]
ENVIRONMENTS = ["dev", "prod", "staging"]


@pytest.fixture(scope="module")
def manifest():
    return json.loads((HELLO / "manifest.json").read_text())


@pytest.fixture(scope="module")
def stacks(manifest):
    return {stack["name"]: stack for stack in manifest["stacks"]}


def template(stack):
    return json.loads((HELLO / f"{stack}.json").read_text())


def test_its_form_has_a_version(manifest):
    assert manifest["format_version"] == 1
    assert manifest["application"] == "hello"


def test_every_file_is_listed_with_its_digest(manifest):
    there = contents_of(HELLO)
    del there["manifest.json"]
    assert manifest["files"] == {path: hashlib.sha256(content).hexdigest() for path, content in there.items()}


def test_files_are_in_an_order_that_does_not_depend_on_the_disk(manifest):
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_stacks_are_in_the_order_of_deployment(manifest):
    assert [stack["name"] for stack in manifest["stacks"]] == STACKS
    assert [stack["order"] for stack in manifest["stacks"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("application", ["hello", "bring-your-own-vpc"])
def test_a_stack_reads_only_what_an_earlier_one_publishes(application):
    published: set[str] = set()
    for stack in json.loads((ROOT / "out" / application / "manifest.json").read_text())["stacks"]:
        assert set(stack["reads"]) <= published, stack["name"]
        published |= set(stack["publishes"])


def test_no_two_stacks_publish_one_name(manifest):
    published = [name for stack in manifest["stacks"] for name in stack["publishes"]]
    assert [name for name, count in Counter(published).items() if count > 1] == []


@pytest.mark.parametrize("stack", STACKS)
class TestStack:
    def test_its_template_and_digest_are_those_of_the_file(self, stacks, stack):
        content = (HELLO / stacks[stack]["template"]).read_bytes()
        assert stacks[stack]["template"] == f"{stack}.json"
        assert stacks[stack]["sha256"] == hashlib.sha256(content).hexdigest()

    def test_its_size_is_the_files(self, stacks, stack):
        size = (HELLO / f"{stack}.json").stat().st_size
        assert stacks[stack]["quotas"]["Bytes"] == {"used": size, "limit": 1_000_000}
        assert stacks[stack]["inline"] is (size <= INLINE_BYTES)

    def test_its_entries_are_counted(self, stacks, stack):
        body = template(stack)
        for section in ("Resources", "Parameters", "Outputs", "Mappings"):
            quota = stacks[stack]["quotas"][section]
            assert quota["used"] == len(body.get(section, {})) <= quota["limit"]

    def test_its_capabilities_fit_its_roles(self, stacks, stack):
        types = {body["Type"] for body in template(stack)["Resources"].values()}
        gives_rights = any(type_.startswith("AWS::IAM::") for type_ in types)
        assert stacks[stack]["capabilities"] == (["CAPABILITY_IAM"] if gives_rights else [])

    def test_what_it_publishes_is_in_its_template(self, stacks, stack):
        names = {
            body["Properties"]["Name"]["Fn::Sub"].replace("${", "{")
            for body in template(stack)["Resources"].values()
            if body["Type"] == "AWS::SSM::Parameter"
        }
        assert set(stacks[stack]["publishes"]) == names

    def test_what_it_reads_are_its_parameters_values(self, stacks, stack):
        listed = json.loads((HELLO / "dev" / f"{stack}.parameters.json").read_text())
        given = {pair["ParameterKey"]: pair["ParameterValue"] for pair in listed}
        declared = template(stack)["Parameters"]
        wanted = {given[name] for name in given if declared[name]["Type"].startswith("AWS::SSM::Parameter::Value")}
        read = {name.format(Application="hello", Environment="dev") for name in stacks[stack]["reads"]}
        assert read == wanted


def test_scopes(stacks):
    assert {name: stack["scope"] for name, stack in stacks.items()} == {
        "registry": "account",
        "network": "environment",
        "platform": "environment",
        "web": "environment",
    }


def test_environments_are_those_with_a_folder(manifest):
    assert [one["name"] for one in manifest["environments"]] == ENVIRONMENTS
    assert sorted(path.name for path in HELLO.iterdir() if path.is_dir()) == ENVIRONMENTS


@pytest.mark.parametrize("environment", ENVIRONMENTS)
class TestEnvironment:
    def told(self, manifest, environment):
        return next(one for one in manifest["environments"] if one["name"] == environment)

    def test_its_stack_names(self, manifest, environment):
        assert self.told(manifest, environment)["stacks"] == {
            "registry": "hello-registry",
            "network": f"hello-{environment}-network",
            "platform": f"hello-{environment}-platform",
            "web": f"hello-{environment}-web",
        }

    def test_where_it_is(self, manifest, environment):
        told = self.told(manifest, environment)
        assert told["region"] == "eu-west-1"
        assert told["account"] == ("111122223333" if environment == "prod" else None)
        assert told["tags"] == {"CostCenter": "42"}

    def test_its_folder_has_values_and_tags_of_every_stack(self, environment):
        expected = {f"{stack}.{kind}.json" for stack in STACKS for kind in ("parameters", "tags")}
        assert {path.name for path in (HELLO / environment).iterdir()} == expected


def test_its_digests_follow_the_content(tmp_path):
    """What stands in it is worked out and not remembered."""
    home = tmp_path / "hello"
    home.mkdir()
    for name in ("app.yaml", "dev.yaml"):
        text = (ROOT / "parameters/hello" / name).read_text()
        (home / name).write_text(text.replace("MaxCapacity: 10", "MaxCapacity: 11"))
    files = contents(build(home, Application, render))
    listed = json.loads(files["manifest.json"])["files"]
    before = json.loads((HELLO / "manifest.json").read_text())["files"]
    path = "dev/web.parameters.json"
    assert listed[path] == hashlib.sha256(files[path]).hexdigest() != before[path]
    assert listed["web.json"] == before["web.json"]
