"""What holds between stacks: names that are published before they are read, and nothing else that joins them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from templates.application import Application
from templates.stacks import render
from tests.templates.samples import (
    PARAMETER,
    SAMPLES,
    build,
    every_template,
    nodes,
    of_type,
    only,
    public,
    rendered,
)

RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
ROOT = Path(__file__).parents[2]

each_sample = pytest.mark.parametrize("sample", SAMPLES)


def as_text(stacks):
    return json.dumps(stacks)


def published_by(template):
    """The names that a stack publishes, as the fills of consumers write them, with their types."""
    return {
        made["Properties"]["Name"]["Fn::Sub"].replace("${", "{"): made["Properties"]["Type"]
        for made in of_type(template, PARAMETER).values()
    }


def read_by(template):
    """Parameters that take their value from SSM, with the name that the build fills in."""
    fills = template["Metadata"]["Stackwright"]["Fills"]
    return {
        name: (fills.get(name), made["Type"])
        for name, made in template["Parameters"].items()
        if made["Type"].startswith("AWS::SSM::Parameter::Value<")
    }


@each_sample
def test_every_name_that_a_stack_reads_is_published_by_a_stack_before_it(sample):
    """In the order in which render gives the stacks, with lists read as lists."""
    known = {}
    for stack, template in rendered(sample).items():
        for parameter, (name, type_) in read_by(template).items():
            assert name in known, f"{stack} reads {name} for {parameter}"
            assert ("List<" in type_) == (known[name] == "StringList"), f"{parameter} reads a {known[name]}"
        known |= published_by(template)


@each_sample
def test_every_filled_parameter_exists(sample):
    for template in rendered(sample).values():
        assert set(template["Metadata"]["Stackwright"]["Fills"]) <= set(template["Parameters"])


@each_sample
def test_no_name_is_published_twice(sample):
    names = [name for template in rendered(sample).values() for name in published_by(template)]
    made = sum(len(of_type(template, PARAMETER)) for template in rendered(sample).values())
    assert len(set(names)) == len(names) == made


@pytest.mark.parametrize("name", every_template())
def test_nobody_exports_or_imports(name):
    """Exports lock producer and consumer together."""
    template = every_template()[name]
    assert not [output for output in template["Outputs"].values() if "Export" in output]
    assert not [node for node in nodes(template) if isinstance(node, dict) and "Fn::ImportValue" in node]


@each_sample
def test_rules_that_join_two_security_groups_are_in_the_consumers_stack(sample):
    """One end is the stack's own group, the other a name it reads; shared stacks join nobody."""
    for stack, template in rendered(sample).items():
        for title, made in template["Resources"].items():
            ends = [made["Properties"].get(key) for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId")]
            if any(ends) and made["Type"].startswith("AWS::EC2::SecurityGroup"):
                assert stack not in ("network", "platform"), title
                both = [made["Properties"]["GroupId"], *filter(None, ends)]
                assert {"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]} in both, title
                assert any("Ref" in end for end in both), title


def test_both_network_variants_publish_the_same_first_three_names():
    """That is all that a VPC of one's own needs."""
    new = list(published_by(rendered("minimal")["network"]).items())[:3]
    existing = list(published_by(rendered("existing-network")["network"]).items())
    assert new == existing
    assert [name.rsplit("/", 1)[1] for name, _ in new] == ["vpc-id", "public-subnet-ids", "private-subnet-ids"]


@each_sample
def test_rendering_twice_gives_the_same_bytes(sample):
    assert as_text(render(SAMPLES[sample]())) == as_text(render(SAMPLES[sample]()))


def test_rendering_depends_on_no_application_rendered_before():
    before = as_text(render(SAMPLES["minimal"]()))
    for sample in reversed(SAMPLES):
        render(SAMPLES[sample]())
    assert as_text(render(SAMPLES["minimal"]())) == before


def test_the_order_in_which_headers_are_written_means_nothing():
    """Two applications that are equal as settings have equal templates, whichever came first."""

    def names(*headers):
        route = {"headers": dict.fromkeys(headers, "1"), "respond": {}}
        (rule,) = of_type(render(build(web=public(), routes=(route,)))["platform"], RULE).values()
        return [condition["HttpHeaderConfig"]["HttpHeaderName"] for condition in rule["Properties"]["Conditions"]]

    assert names("X-A", "X-B") == ["X-A", "X-B"]
    assert names("X-B", "X-A") == ["X-A", "X-B"]


def test_a_route_that_is_added_moves_no_other():
    """Neither its id nor its priority: rules that swap priorities collide half way through an update."""
    old = {"path": "/old/*", "redirect": {"path": "/"}}
    new = {"path": "/new/*", "redirect": {"path": "/"}}
    before = of_type(render(build(web=public(), routes=(old,)))["platform"], RULE)
    after = of_type(render(build(web=public(), routes=(new, old)))["platform"], RULE)
    assert before.items() <= after.items()
    assert len(after) == 2


def test_templates_are_the_same_for_every_hash_seed():
    """No set or dict order leaks into the bytes."""
    script = (
        "import hashlib, json; from templates.stacks import render; from tests.templates.samples import SAMPLES;"
        "print(hashlib.sha256(json.dumps([render(make()) for make in SAMPLES.values()]).encode()).hexdigest())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4242")
    ]
    first, second = (process.communicate()[0] for process in running)
    assert first == second
    assert len(first.strip()) == 64


def grown():
    """`several-services` with one more, first in the file."""
    old = SAMPLES["several-services"]().model_dump(by_alias=True, exclude_unset=True, mode="json")
    services = {"newcomer": public("/new/*")} | old["services"]
    return Application.model_validate(old | {"services": services})


def test_adding_a_service_changes_no_other_services_template():
    before, after = rendered("several-services"), render(grown())
    for name in SAMPLES["several-services"]().services:
        assert as_text(after[name]) == as_text(before[name]), name
    assert as_text(after["platform"]) == as_text(before["platform"])
    assert as_text(after["network"]) == as_text(before["network"])


def test_adding_a_service_only_adds_to_the_registry():
    before, after = rendered("several-services")["registry"], render(grown())["registry"]
    assert before["Resources"].items() <= after["Resources"].items()
    assert set(after["Resources"]) - set(before["Resources"]) == {
        "NewcomerRepository",
        "PublishedNewcomerRepositoryUri",
        "PublishedNewcomerRepositoryArn",
    }


def test_adding_a_service_changes_no_rules_priority():
    before, after = SAMPLES["several-services"]().priorities, grown().priorities
    assert before.items() <= after.items()
    assert set(after) - set(before) == {"service newcomer"}


def test_a_listener_rule_has_the_priority_that_was_decided_for_the_whole_application():
    order = SAMPLES["several-services"]().priorities
    for name in ("web", "api", "admin-area"):
        assert only(rendered("several-services")[name], RULE)["Priority"] == order[f"service {name}"]
