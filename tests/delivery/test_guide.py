"""README.md of an application in out/: all that a person needs who has nothing but CloudFormation."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from delivery.build import build
from delivery.guide import guide
from templates.application import Application
from templates.stacks import render
from tests.conftest import ROOT

HELLO = ROOT / "out/hello"
STACKS = ["registry", "network", "platform", "web"]
ENVIRONMENTS = ["dev", "prod", "staging"]


def tables(text):
    """The tables of a Markdown text by the heading above them, as rows of cells; code is without its marks."""
    found, heading, rows = {}, "", []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[number + 1].content
        elif token.type == "table_open":
            rows = []
            found.setdefault(heading, []).append(rows)
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            children = tokens[number + 1].children or []
            rows[-1].append("".join(child.content for child in children))
    return found


@pytest.fixture(scope="module")
def text():
    return (HELLO / "README.md").read_text()


@pytest.fixture(scope="module")
def shown(text):
    return tables(text)


@pytest.fixture(scope="module")
def built():
    return build(ROOT / "parameters/hello", Application, render)


def template(stack):
    return json.loads((HELLO / f"{stack}.json").read_text())


def test_the_order_shows_every_stack_with_its_name_in_each_environment(shown):
    ((head, *rows),) = shown["Order"]
    assert head == ["", "Stack", "Template", *ENVIRONMENTS]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[2] for row in rows] == [f"{stack}.json" for stack in STACKS]
    assert rows[0][3:] == ["hello-registry"] * 3
    assert rows[3][3:] == ["hello-dev-web", "hello-prod-web", "hello-staging-web"]


def test_what_is_deployed_once_says_so(shown):
    ((_, *rows),) = shown["Order"]
    assert ["once per account" in row[1] for row in rows] == [True, False, False, False]


def test_links_lead_to_files_that_are_there(text):
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) == len(STACKS)
    assert [link for link in links if not (HELLO / link).is_file()] == []


@pytest.mark.parametrize("stack", STACKS)
class TestStack:
    def test_what_it_is_stands_below_its_name(self, text, stack):
        assert f"\n## {stack}\n\n{template(stack)['Description']}.\n" in text

    def test_every_parameter_is_there_with_its_meaning(self, shown, stack):
        (head, *rows) = shown[stack][0]
        assert head == ["Parameter", "Meaning", *ENVIRONMENTS]
        declared = template(stack)["Parameters"]
        assert [row[:2] for row in rows] == [[name, body["Description"]] for name, body in declared.items()]

    @pytest.mark.parametrize("environment", ENVIRONMENTS)
    def test_every_value_is_there(self, shown, stack, environment):
        listed = json.loads((HELLO / environment / f"{stack}.parameters.json").read_text())
        column = 2 + ENVIRONMENTS.index(environment)
        values = {row[0]: row[column] for row in shown[stack][0][1:]}
        assert values == {pair["ParameterKey"]: pair["ParameterValue"] for pair in listed}

    def test_every_output_is_there_with_its_meaning(self, shown, stack):
        (head, *rows) = shown[stack][1]
        assert head == ["Output", "Meaning"]
        assert rows == [[name, body["Description"]] for name, body in template(stack)["Outputs"].items()]


@pytest.fixture(scope="module")
def line(text):
    """The shown command, on one line."""
    (block,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return block.replace("\\\n", " ")


class TestCommand:
    def test_its_files_are_there(self, line):
        files = re.findall(r"file://(\S+)", line)
        assert len(files) == 3
        assert [file for file in files if not (HELLO / file).is_file()] == []

    def test_it_is_about_one_stack(self, line):
        """Its name, its region and its capabilities are those of the manifest."""
        manifest = json.loads((HELLO / "manifest.json").read_text())
        name = re.search(r"--stack-name (\S+)", line)[1]
        (environment,) = [one for one in manifest["environments"] if name in one["stacks"].values()]
        (stack,) = [stack for stack, one in environment["stacks"].items() if one == name]
        (told,) = [one for one in manifest["stacks"] if one["name"] == stack]
        assert f"--region {environment['region']} " in line
        assert f"file://{environment['name']}/{stack}.parameters.json" in line
        assert re.findall(r"CAPABILITY_\w+", line) == told["capabilities"]

    def test_its_words_are_those_of_the_aws_cli(self, line):
        """As botocore describes the call."""
        import botocore.session

        operation = botocore.session.Session().get_service_model("cloudformation").operation_model("CreateChangeSet")
        known = {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in operation.input_shape.members}
        used = set(re.findall(r"--([a-z-]+)", line)) - {"region"}
        assert used <= known
        assert {"stack-name", "change-set-name"} <= used


def test_images_come_before_the_first_deployment_where_there_is_a_registry():
    assert "Before the first deployment" in (HELLO / "README.md").read_text()
    assert "Before the first deployment" not in (ROOT / "out/bring-your-own-vpc/README.md").read_text()


def with_value(built, value):
    values = {**built.values["dev"], "web": {**built.values["dev"]["web"], "EnvLogLevel": value}}
    return replace(built, values={**built.values, "dev": values})


def shown_value(built, value):
    rows = tables(guide(with_value(built, value)))["web"][0]
    assert {len(row) for row in rows} == {5}
    return next(row for row in rows if row[0] == "EnvLogLevel")[2]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a|b", id="a bar"),
        pytest.param("||", id="bars only"),
        pytest.param("a\\|b", id="a backslash before a bar"),
        pytest.param("a\\", id="a backslash at the end"),
        pytest.param("<b>*x*</b> [y](z) &amp;", id="what Markdown and HTML would take for their own"),
        pytest.param("\u00e9\U0001f4a5", id="letters of other alphabets"),
        pytest.param("a`b", id="a backtick"),
        pytest.param("`", id="nothing but a backtick"),
        pytest.param("a``b`c", id="several backticks"),
    ],
)
def test_a_value_is_shown_as_it_is(built, value):
    assert shown_value(built, value) == value


def test_a_value_of_several_lines_stays_in_its_row(built):
    """YAML has values of several lines; the table has all its rows after it."""
    rows = tables(guide(with_value(built, "one\ntwo\n\nthree")))["web"][0]
    assert [row[0] for row in rows[1:]] == list(built.templates["web"]["Parameters"])


@settings(max_examples=5, deadline=None, database=None, derandomize=True)
@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"], exclude_characters="`"), min_size=1))
def test_any_value_is_shown_as_it_is(built, value):
    assert shown_value(built, value) == value


def test_a_description_with_a_bar_stays_one_cell(built):
    web = built.templates["web"]
    parameters = {**web["Parameters"], "Cpu": {**web["Parameters"]["Cpu"], "Description": "this | that"}}
    changed = replace(built, templates={**built.templates, "web": {**web, "Parameters": parameters}})
    row = next(row for row in tables(guide(changed))["web"][0] if row[0] == "Cpu")
    assert row[1] == "this | that"
    assert len(row) == 5


def test_it_ends_with_one_newline_and_has_no_raw_html(text):
    assert text.endswith("|\n")
    assert not re.search(r"<[a-zA-Z/!]", text)
