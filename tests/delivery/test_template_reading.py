"""Templates of any project: JSON and YAML become the same plain data, and what is none says what it is."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.problems import Refused
from delivery.reading.template import MOST_BYTES, MOST_LEVELS, macros, parse_template, read_template
from delivery.reading.template_yaml import MOST_PARTS, plain_yaml
from tests.conftest import ROOT

EXAMPLES = settings(max_examples=150, deadline=None, database=None, derandomize=True)
HERE = Path("stack.yaml")


def told(text):
    with pytest.raises(Refused) as caught:
        parse_template(text, HERE)
    return [f"{problem.line}: {problem.sentence}" for problem in caught.value.problems]


def property_of(value):
    """What a property is, written in YAML as this."""
    indented = value.replace("\n", "\n      ")
    made = parse_template(f"Resources:\n  R:\n    Type: T\n    Properties:\n      P: {indented}\n", HERE)
    return made["Resources"]["R"]["Properties"]["P"]


SHORT_FORMS = [
    ("!Ref Bucket", {"Ref": "Bucket"}),
    ("!Ref 12", {"Ref": "12"}),
    ("!Condition Yes", {"Condition": "Yes"}),
    ("!Sub a-${B}", {"Fn::Sub": "a-${B}"}),
    ("!Sub ['${A}', {A: !Ref B}]", {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}),
    ("!GetAtt A.Arn", {"Fn::GetAtt": ["A", "Arn"]}),
    ("!GetAtt A.Outputs.Id", {"Fn::GetAtt": ["A", "Outputs.Id"]}),
    ("!GetAtt [A, Arn]", {"Fn::GetAtt": ["A", "Arn"]}),
    ("{'Fn::GetAtt': A.Arn}", {"Fn::GetAtt": ["A", "Arn"]}),
    ("!If [Q, 1, !Ref 'AWS::NoValue']", {"Fn::If": ["Q", 1, {"Ref": "AWS::NoValue"}]}),
    ("!Join ['', [a, !Ref B]]", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
    ("!Select [0, !GetAZs '']", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
    ("!FindInMap [A, b, c, DefaultValue: d]", {"Fn::FindInMap": ["A", "b", "c", {"DefaultValue": "d"}]}),
    ("!Base64 yes", {"Fn::Base64": "yes"}),
    ("!Cidr [10.0.0.0/16, 2, 8]", {"Fn::Cidr": ["10.0.0.0/16", 2, 8]}),
    ("!ImportValue x", {"Fn::ImportValue": "x"}),
    ("!Split [',', 'a,b']", {"Fn::Split": [",", "a,b"]}),
    ("!Transform {Name: M}", {"Fn::Transform": {"Name": "M"}}),
    (
        "!And [!Not [!Equals [a, b]], !Or [x]]",
        {"Fn::And": [{"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}, {"Fn::Or": ["x"]}]},
    ),
    ("!Length [a]", {"Fn::Length": ["a"]}),
    ("!ToJsonString {a: 1}", {"Fn::ToJsonString": {"a": 1}}),
    ("!GetStackOutput {StackName: s}", {"Fn::GetStackOutput": {"StackName": "s"}}),
    ("!Sub |\n  a\n  b", {"Fn::Sub": "a\nb\n"}),
]


@pytest.mark.parametrize(("written", "expected"), SHORT_FORMS)
def test_a_short_form_becomes_the_long_one(written, expected):
    assert property_of(written) == expected


SCALARS = [
    ("true", True),
    ("Yes", True),
    ("off", False),
    ("no", False),
    ("'no'", "no"),
    ("y", "y"),
    ("~", None),
    ("", None),
    ("12", 12),
    ("-3", -3),
    ("0", 0),
    ("0x1F", 31),
    ("1.5", 1.5),
    ("1.0e+3", 1000.0),
    ("1e3", "1e3"),
    ("2012-10-17", "2012-10-17"),
    ("2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z"),
    ("012345678901", "012345678901"),
    ("0123", "0123"),
    ("12:30", "12:30"),
    ("1_000", "1_000"),
    ("111122223333", 111122223333),
    ("9" * 101, "9" * 101),
    ("!!str 12", "12"),
    ("!!int '12'", 12),
    ("=", "="),
]


@pytest.mark.parametrize(("written", "expected"), SCALARS)
def test_a_scalar_is_what_cloudformation_takes_it_for_and_loses_nothing(written, expected):
    found = property_of(written)
    assert found == expected
    assert type(found) is type(expected)


def test_a_key_is_text_as_it_is_written():
    text = "Mappings: {M: {012345678901: {true: 1}, 111122223333: {1.10: 2}}}\nResources: {}"
    assert parse_template(text, HERE)["Mappings"]["M"] == {"012345678901": {"true": 1}, "111122223333": {"1.10": 2}}


class TestAnchors:
    def test_an_alias_is_what_it_stands_for(self):
        text = "Resources:\n  A: &a {Type: T}\n  B: *a\n"
        assert parse_template(text, HERE)["Resources"] == {"A": {"Type": "T"}, "B": {"Type": "T"}}

    def test_merged_keys_come_where_none_is_written(self):
        text = (
            "Resources:\n  A: &a {Type: T, DeletionPolicy: Retain}\n"
            "  B: {Type: U, <<: *a}\n  C: {<<: [{Type: V}, *a], Metadata: {}}\n"
        )
        made = parse_template(text, HERE)["Resources"]
        assert made["B"] == {"Type": "U", "DeletionPolicy": "Retain"}
        assert made["C"] == {"Type": "V", "DeletionPolicy": "Retain", "Metadata": {}}

    def test_a_key_in_quotes_that_looks_like_a_merge_is_a_key(self):
        assert property_of("{'<<': {a: 1}}") == {"<<": {"a": 1}}

    def test_an_alias_bomb_is_refused(self):
        lines = ["Metadata:", "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
        assert f"at most {MOST_PARTS} parts" in told("\n".join(lines))[0]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("A: *nobody", "1: *nobody stands for something that is not there"),
            ("A: &a\n  B: *a", "2: *a stands inside what it stands for"),
            ("A: {<<: [1]}", "1: << merges mappings"),
            ("A: &a {x: 1}\n*a : 2", "2: *a is a key here and no text"),
        ],
    )
    def test_one_that_cannot_be_is_a_sentence(self, text, sentence):
        assert told(text)[0].startswith(sentence)


REFUSED = [
    ("nothing", "", "None: this file is empty"),
    ("spaces", " \n\n", "None: this file is empty"),
    ("a comment", "# a", "None: this file is empty"),
    ("a word", "hello", "None: this is a single value and no CloudFormation template"),
    ("a list", "[1]", "None: this is a list and no CloudFormation template"),
    ("two documents", "Resources: {}\n---\nResources: {}", "2: a second document begins here"),
    ("a tag nobody knows", "Resources:\n  A: !Rain x", "2: !Rain is no function of CloudFormation"),
    ("a tag of Python's", "A: !!python/name:os.system x", "1: the tag !!python/name:os.system is not taken"),
    (
        "a loop as a tag",
        "Resources: !ForEach [a, b, {}]",
        "1: !ForEach is no function of CloudFormation: write Fn::ForE",
    ),
    ("a key twice", "Resources: {}\nA: 1\nA: 2", "3: A is written twice, in lines 2 and 3"),
    (
        "a key twice in JSON",
        '{"Resources": {},\n "A": "\\"{",\n\n "A": 2}',
        '4: "A" is written twice, in lines 2 and 4',
    ),
    ("a list as a key", "? [a]\n: b", "1: a key is a list"),
    ("an empty key", "Resources: {}\n? \n: b", "2: a key is empty"),
    ("no number", "A: .nan", "1: .nan is no number that JSON has"),
    ("a number without end", "A: 1.0e+999", "1: 1.0e+999 is no number"),
    ("no number in JSON", '{"A": NaN}', "None: this holds NaN, which is no number"),
    ("a number without end in JSON", '{"A": 1e999}', "None: this holds a number without end"),
    (
        "a number of many digits in JSON",
        '{"A": ' + "9" * 5000 + "}",
        "None: this holds a number of more than 100 digits",
    ),
    ("half a character in JSON", '{"A": "\\ud83d"}', "None: an escape such as"),
    ("a broken JSON", '{"A": 1,\n}', "2: this is not JSON (expecting property name"),
    ("a control character", 'Resources: {}\nA: "\x07"', "2: there is a control character"),
    ("a broken YAML", "Resources:\n\tA: 1", "2: there is a tab"),
    ("no Resources", "Outputs: {}", "None: this has no Resources"),
    ("Resources that are nothing", "Resources:", "None: Resources is nothing: it must be a mapping"),
    ("Resources that are a list", "Resources: [a]", "None: Resources is a list"),
    ("a resource that is text", "Resources: {A: b}", "None: the resource A is a single value"),
    ("a resource without a type", "Resources: {A: {Properties: {}}}", "None: the resource A has no Type"),
    ("a type that is no text", "Resources: {A: {Type: [T]}}", "None: the resource A has a list as its Type"),
    ("properties that are a list", "Resources: {A: {Type: T, Properties: []}}", "None: the Properties of A are a list"),
    ("a loop that is a mapping", "Resources: {'Fn::ForEach::A': {}}", "None: Fn::ForEach::A is a mapping"),
    *(
        (f"{name} of a wrong kind", f"Resources: {{}}\n{name}: []", f"None: {name} is a list: it must be a mapping")
        for name in ("Parameters", "Conditions", "Mappings", "Outputs", "Rules", "Metadata")
    ),
    ("a parameter that is text", "Resources: {}\nParameters: {A: x}", "None: A in Parameters is a single value"),
    ("parameters", '[{"ParameterKey": "A", "ParameterValue": "b"}]', "None: this is a file of parameter values"),
    ("parameters of a pipeline", '{"Parameters": {"A": "b"}}', "None: this is a file of parameter values"),
    ("Kubernetes", "apiVersion: v1\nkind: Pod", "None: this is a Kubernetes manifest"),
    ("Terraform", '{"terraform_version": "1", "planned_values": {}}', "None: this is a Terraform plan"),
    ("CDK", '{"version": "36", "artifacts": {}}', "None: this is the manifest of a CDK assembly"),
    ("Compose", "services: {web: {image: x}}", "None: this is a Docker Compose file"),
    ("our own", "application: a\nservices: {web: {}}", "None: this describes an application"),
    ("a change set", '{"Changes": [], "ChangeSetName": "x"}', "None: this is the answer of DescribeChangeSet"),
    ("an answer around a template", '{"TemplateBody": {"Resources": {}}}', "None: this is the answer of GetTemplate"),
]


@pytest.mark.parametrize(("text", "sentence"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_what_is_no_template_is_one_sentence(text, sentence):
    (found,) = told(text)
    assert found.startswith(sentence)


@pytest.mark.parametrize("begin", ["[", "{a: ", '{"a": ', "- "])
def test_deep_nesting_is_a_sentence(begin):
    text = begin * 5000 if begin != "- " else "".join(f"{' ' * n}- \n" for n in range(MOST_LEVELS + 5))
    assert len(told(text)) == 1


def test_a_json_nested_too_deep_is_a_sentence():
    assert "nested deeper" in told('{"A": ' + "[" * MOST_LEVELS + "]" * MOST_LEVELS + "}")[0]


class TestFiles:
    def test_a_byte_order_mark_is_left_out(self, tmp_path):
        path = tmp_path / "a.json"
        path.write_bytes(b'\xef\xbb\xbf{"Resources": {}}')
        assert read_template(path) == {"Resources": {}}

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            ("{}".encode("utf-16"), "this is not UTF-8 text"),
            (b"\x89PNG\r\n\x1a\n\x00\xff", "this is not UTF-8 text"),
            ('{"Resources": {}}'.encode("utf-16-le"), "this is not JSON"),
            (b"", "this file is empty"),
        ],
    )
    def test_one_that_is_no_text_is_a_sentence(self, tmp_path, raw, sentence):
        path = tmp_path / "a"
        path.write_bytes(raw)
        with pytest.raises(Refused, match=sentence):
            read_template(path)

    def test_one_that_is_too_large_is_refused(self, tmp_path):
        path = tmp_path / "a.json"
        path.write_bytes(b'{"Resources": {}}'.ljust(MOST_BYTES))
        assert read_template(path) == {"Resources": {}}
        path.write_bytes(b'{"Resources": {}}'.ljust(MOST_BYTES + 1))
        with pytest.raises(Refused, match="larger than 5120 KiB"):
            read_template(path)

    def test_a_folder_a_pipe_and_one_that_is_not_there_are_sentences(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        for path, sentence in ((tmp_path, "folder"), (tmp_path / "pipe", "pipe"), (tmp_path / "no", "does not exist")):
            with pytest.raises(Refused, match=sentence):
                read_template(path)


@pytest.mark.parametrize("stack", ["registry", "network", "platform", "web"])
def test_a_real_template_is_read_as_it_is_from_json_and_from_yaml(stack):
    path = ROOT / "out/hello" / f"{stack}.json"
    template = json.loads(path.read_text())
    assert read_template(path) == template
    assert parse_template(yaml.safe_dump(template, allow_unicode=True), HERE) == template


def test_a_json_file_loads_no_yaml():
    code = (
        "import sys, pathlib\nfrom delivery.reading.template import read_template\n"
        "read_template(pathlib.Path('out/hello/web.json'))\n"
        "print({'yaml', 'pydantic', 'rich', 'cfnlint', 'boto3'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "set()\n"


def test_without_libyaml_the_python_loader_reads_the_same():
    text = "Resources:\n  A: &a {Type: T, Properties: {P: !GetAtt B.C, Q: [no, 012]}}\n  B: {<<: *a}\n"
    assert plain_yaml(text, HERE, MOST_LEVELS, yaml.SafeLoader) == parse_template(text, HERE)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ({}, ()),
        ({"Transform": "AWS::LanguageExtensions"}, ()),
        ({"Transform": ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"]}, ("AWS::Serverless-2016-10-31",)),
        ({"Transform": {"Name": "Mine", "Parameters": {}}}, ("Mine",)),
        (
            {
                "Resources": {
                    "A": {"Fn::Transform": {"Name": "AWS::Include"}, "B": [{"Fn::Transform": [{"Name": "X"}]}]}
                }
            },
            ("AWS::Include", "X"),
        ),
        ({"Transform": "Mine", "Metadata": {"Fn::Transform": {"Name": "Mine"}}}, ("Mine",)),
        ({"Resources": {"Fn::Transform": {"Name": {"Ref": "M"}}}}, ("Fn::Transform",)),
    ],
)
def test_macros_that_change_a_template_are_named(template, expected):
    assert macros(template) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Timeout: 3}}\n"
        "Resources: {F: {Type: AWS::Serverless::Function}}",
        "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://a/b}}",
        "Resources:\n  Fn::Transform: {Name: AWS::Include}\n  A: {Fn::Transform: {Name: M}}",
        "Resources:\n  Fn::ForEach::L: [X, [a], {'A${X}': {Type: T}}]",
    ],
)
def test_a_template_for_macros_is_taken(text):
    assert parse_template(text, HERE) == yaml.safe_load(text)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8) | st.sampled_from(
    ["yes", "012", "1e3", "1.0", "2012-10-17", "<<", "=", "~", "12:30:45", "!Ref a", "*a", "0x1f", ".inf", "-.5", "1_0"]
)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
templates = st.fixed_dictionaries(
    {
        "Resources": st.dictionaries(
            st.sampled_from(["A", "B", "C"]),
            st.fixed_dictionaries({"Type": st.just("T"), "Properties": st.dictionaries(texts, plain, max_size=3)}),
        )
    },
    optional={"Metadata": st.dictionaries(texts, plain, max_size=3)},
)


@EXAMPLES
@given(templates, st.booleans())
def test_yaml_of_a_template_is_read_as_its_json_is(template, flow):
    text = yaml.safe_dump(template, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    if text[0] != "{":  # that would be JSON
        assert parse_template(text, HERE) == parse_template(json.dumps(template), HERE)
    assert parse_template(json.dumps(template), HERE) == template


pieces = st.sampled_from(
    [
        *(
            "Resources:",
            "\n",
            "  ",
            "- ",
            "A",
            ": ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "!Ref ",
            "!Sub ",
            "&a ",
            "*a",
            "<<: ",
            "'",
            '"',
        ),
        *(
            "|",
            ">",
            "#",
            "%",
            "@",
            "\t",
            "---\n",
            "...",
            "? ",
            "!!int ",
            "\\ud800",
            "\ufeff",
            "\x00",
            "\x85",
            "é",
            "1.0e+999",
        ),
    ]
)


@EXAMPLES
@given(st.binary(max_size=40) | st.lists(pieces, max_size=25).map(lambda parts: "".join(parts).encode()))
def test_no_bytes_make_anything_but_a_template_or_a_sentence(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(raw)
    with contextlib.suppress(Refused):
        assert isinstance(read_template(path), dict)


@EXAMPLES
@given(plain)
def test_no_json_makes_anything_but_a_template_or_a_sentence(value):
    with contextlib.suppress(Refused):
        assert isinstance(parse_template(json.dumps(value), HERE), dict)
