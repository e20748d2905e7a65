"""The picture of an application: every stack, every name between stacks, and nothing that Mermaid trips over."""

import json
import re

import pytest

from delivery.picture import picture
from delivery.stacks import publishes, reads
from tests.conftest import ROOT

BOX = re.compile(r'^  (\w+)\["`([^`"]*)`"\]$', re.MULTILINE)
ARROW = re.compile(r'^  (\w+) -- "([^"]*)" --> (\w+)$', re.MULTILINE)
# Words that mean something in a flowchart when they stand alone.
RESERVED = ["end", "graph", "subgraph", "style", "click", "default", "class", "o", "x", "flowchart", "direction"]


def template(types=(), publishes=(), reads=()):
    """A stack of these types, which publishes and reads these names."""
    resources = {f"R{number}": {"Type": type_} for number, type_ in enumerate(types)}
    for number, name in enumerate(publishes):
        body = {"Name": {"Fn::Sub": f"/${{Application}}/{name}"}}
        resources[f"P{number}"] = {"Type": "AWS::SSM::Parameter", "Properties": body}
    parameters = {f"Q{number}": {"Type": "AWS::SSM::Parameter::Value<String>"} for number in range(len(reads))}
    fills = {f"Q{number}": f"/{{Application}}/{name}" for number, name in enumerate(reads)}
    return {"Metadata": {"Stackwright": {"Fills": fills}}, "Parameters": parameters, "Resources": resources}


def boxes(text):
    """Id to the lines of its label."""
    found = BOX.findall(text)
    assert len(dict(found)) == len(found), "two boxes share an id"
    return {id_: label.split("\n") for id_, label in found}


def arrows(text):
    """From, to, names; from and to as they are called in their boxes."""
    called = {id_: lines[0].strip("*") for id_, lines in boxes(text).items()}
    return [(called[start], called[end], names.split(", ")) for start, names, end in ARROW.findall(text)]


@pytest.fixture(scope="module", params=["hello", "bring-your-own-vpc"])
def application(request):
    names = [
        stack["name"] for stack in json.loads((ROOT / "out" / request.param / "manifest.json").read_text())["stacks"]
    ]
    return {name: json.loads((ROOT / "out" / request.param / f"{name}.json").read_text()) for name in names}


def test_each_stack_is_a_box_with_its_name_on_top(application):
    assert [lines[0] for lines in boxes(picture(application)).values()] == [f"**{name}**" for name in application]


def test_an_arrow_stands_for_each_name_that_one_publishes_and_another_reads(application):
    owner = {name: stack for stack, body in application.items() for name in publishes(body)}
    read = [(reader, name) for reader, body in application.items() for name in reads(body).values()]
    expected = {(owner[name], reader, name.rsplit("/", 1)[1]) for reader, name in read}
    drawn = [(start, end, name) for start, end, names in arrows(picture(application)) for name in names]
    assert set(drawn) == expected
    assert len(drawn) == len(expected)


def test_it_stands_in_the_readme(application):
    readmes = [path.read_text() for path in (ROOT / "out").glob("*/README.md")]
    assert any(f"```mermaid\n{picture(application)}```" in text for text in readmes)


def test_every_line_is_one_that_mermaid_knows(application):
    text = picture(application)
    head, rest = text.split("\n", 1)
    assert head.startswith("flowchart ")
    assert ARROW.sub("", BOX.sub("", rest)).strip() == ""


def test_nothing_is_raw_html_or_a_directive(application):
    text = picture(application).replace("-->", "")
    assert not re.search(r"[<>#;]|%%", text)


@pytest.mark.parametrize("name", [*RESERVED, "a-b", "a-1", "b2"])
def test_a_service_may_be_called(name):
    made = {
        "network": template(publishes=["network/vpc"]),
        name: template(["AWS::ECS::Service"], reads=["network/vpc"]),
    }
    text = picture(made)
    assert [lines[0] for lines in boxes(text).values()] == ["**network**", f"**{name}**"]
    assert arrows(text) == [("network", name, ["vpc"])]
    assert not set(boxes(text)) & set(RESERVED)
    assert re.sub(r'"[^"]*"', "", text).count(f" {name}") == 0  # outside of quotes it never stands alone


@pytest.mark.parametrize("others", [("web", "web-1"), ("a-b", "ab"), ("web", "s-web")])
def test_services_with_names_alike_are_two_boxes(others):
    types = ["AWS::ECS::Service", "AWS::ECS::TaskDefinition"]
    assert len(boxes(picture({name: template(types) for name in others}))) == 2


def contents_of(types, **conditions):
    made = template(types)
    for name, condition in conditions.items():
        made["Resources"][name]["Condition"] = condition
    ((_, *lines),) = boxes(picture({"web": made})).values()
    return lines


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param(["AWS::ECS::Service"], ["ECS service"], id="one"),
        pytest.param(["AWS::ECS::Service"] * 2, ["2 ECS services"], id="several"),
        pytest.param(["AWS::ApplicationAutoScaling::ScalingPolicy"] * 3, ["3 scaling policies"], id="a plural in ies"),
        pytest.param(["AWS::EC2::NatGateway"] * 2, ["2 NAT gateways"], id="a plural in ys"),
        pytest.param(["AWS::Lambda::Version", "AWS::ECS::Service"], ["ECS service"], id="details are in the tables"),
        pytest.param([], ["SSM names only"], id="nothing to show"),
        pytest.param(["AWS::ECS::Service", "AWS::EC2::VPC"], ["VPC", "ECS service"], id="in the order of a request"),
    ],
)
def test_what_is_in_a_stack(types, expected):
    assert contents_of(types) == expected


def test_what_depends_on_a_condition_is_said_to():
    assert contents_of(["AWS::EC2::Subnet"] * 3, R2="HasThirdZone") == ["up to 3 subnets"]


def test_a_name_that_nobody_publishes_is_no_arrow():
    """A person writes it: a VPC of their own."""
    assert arrows(picture({"web": template(reads=["network/vpc"])})) == []
