"""Files of values and tags: every form that AWS's tools take gives the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.comparing.given import Given, parameters_in, tags_in
from delivery.problems import Refused

EXAMPLES = settings(max_examples=150, deadline=None, database=None, derandomize=True)
WANTED = {"Cpu": "0256", "Zones": "a,b", "Odd": "x=y", "Empty": ""}
FORMS = [
    (
        "x.json",
        """[{"ParameterKey": "Cpu", "ParameterValue": "0256"}, {"ParameterKey": "Zones", "ParameterValue": "a,b"},
            {"ParameterKey": "Odd", "ParameterValue": "x=y", "UsePreviousValue": false},
            {"ParameterKey": "Empty", "ParameterValue": ""}]""",
    ),
    ("x.json", '{"Parameters": {"Cpu": "0256", "Zones": "a,b", "Odd": "x=y", "Empty": ""}, "StackPolicy": {}}'),
    ("x.json", '["Cpu=0256", "Zones=a,b", "Odd=x=y", "Empty="]'),
    ("x.json", '\ufeff{"Cpu": "0256", "Zones": ["a", "b"], "Odd": "x=y", "Empty": ""}'),
    ("x.json", '{"StackName": "s", "Parameters": ["Cpu=0256", "Zones=a,b", "Odd=x=y", "Empty="]}'),
    ("x.yaml", "Cpu: '0256'\nZones: a,b\nOdd: x=y\nEmpty: ''\n"),
    ("x.yaml", "template-file-path: web.json\nparameters:\n  Cpu: '0256'\n  Zones: [a, b]\n  Odd: x=y\n  Empty: ''\n"),
    ("x.yaml", "Parameters:\n- ParameterKey: Cpu\n  ParameterValue: '0256'\n- Zones=a,b\n- Odd=x=y\n- Empty=\n"),
]


def read(text: str, name: str = "x.json") -> Given:
    return parameters_in(text.encode(), Path(name))


@pytest.mark.parametrize(("name", "text"), FORMS)
def test_every_form_of_parameters_gives_the_same_values(name: str, text: str) -> None:
    assert read(text, name) == Given(WANTED)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"a": 1.10, "b": 010.5e3}'.replace("010.5e3", "10.50e3")),
        ("x.yaml", "a: 1.10\nb: 10.50e3\n"),
    ],
)
def test_a_number_stays_as_it_was_written(name: str, text: str) -> None:
    assert read(text, name).values == {"a": "1.10", "b": "10.50e3"}


def test_true_is_the_word_that_cloudformation_knows() -> None:
    assert read('{"a": true, "b": [false, 1]}').values == {"a": "true", "b": "false,1"}


@pytest.mark.parametrize(
    "text",
    ['{"Parameters": {"A": "1"}, "Tags": {"Team": "x"}}', '{"parameters": ["A=1"], "tags": {"Team": "x"}}'],
)
def test_tags_in_a_file_of_parameters_are_taken(text: str) -> None:
    assert read(text) == Given({"A": "1"}, {"Team": "x"})


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('[{"ParameterKey": "A", "UsePreviousValue": true}]', "keeps its previous value"),
        ('[{"ParameterKey": "A", "ParameterValue": null}]', "is worked out elsewhere"),
        ('{"Parameters": {"A": {"Fn::GetArtifactAtt": ["x", "y"]}}}', "is worked out elsewhere"),
    ],
)
def test_a_value_that_is_not_in_the_file_is_left_out_and_noted(text: str, note: str) -> None:
    assert read(text) == Given(
        {}, {}, (f"x.json: A {note} and is not known here: a default in the template stands in for it",)
    )


@pytest.mark.parametrize(
    "text",
    [
        '[{"Key": "Team", "Value": "x"}]',
        '{"Team": "x"}',
        '{"Tags": {"Team": "x"}}',
        '{"tags": [{"Key": "Team", "Value": "x"}]}',
    ],
)
def test_every_form_of_tags_gives_the_same(text: str) -> None:
    assert tags_in(text.encode(), Path("x.json")) == {"Team": "x"}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("x.json", '{"Resources": {}}', "x.json: this is a template, not a file of parameters"),
        ("x.yaml", "Resources:\n  A: {}\n", "x.yaml: this is a template, not a file of parameters"),
        ("x.json", '[{"Key": "a", "Value": "b"}]', "x.json: these are tags, not parameters"),
        ("x.json", '["novalue"]', 'x.json: "novalue" is no parameter'),
        ("x.json", '[{"ParameterKey": "A"}]', "x.json: A has no ParameterValue: add it"),
        ("x.json", "12", "x.json: this is no file of parameters"),
        ("x.json", "", "x.json:1: this is not JSON"),
        ("x.json", '{"a": 1,\n "a": 2}', "x.json: a is given twice: keep one"),
        ("x.json", '["a=1", "a=2"]', "x.json: a is given twice: keep one"),
        ("x.yaml", "a: 1\na: 2\n", "x.yaml:2: a is written twice"),
        ("x.json", '{"a":\n', "x.json:2: this is not JSON"),
        ("x.json", "[" * 99_000, "x.json: this is nested too deep"),
    ],
)
def test_what_is_no_file_of_parameters_is_refused(name: str, text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, name)
    assert str(refused.value).startswith(sentence)


DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Parameters", "Tags", "ParameterKey", "ParameterValue", "UsePreviousValue", "Key", "Value", "A"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@EXAMPLES
@given(DATA)
def test_any_json_gives_text_or_is_refused(data: object) -> None:
    import json

    for read_one in (parameters_in, tags_in):
        try:
            found = read_one(json.dumps(data).encode(), Path("x.json"))
        except Refused:
            continue
        values = found.values if isinstance(found, Given) else found
        assert all(isinstance(text, str) for pair in values.items() for text in pair)


@EXAMPLES
@given(st.binary(max_size=60) | st.text(alphabet="ab:{}[]-&*!'\"\n =,#", max_size=40).map(str.encode))
def test_any_bytes_give_values_or_are_refused(content: bytes) -> None:
    for name in ("x.json", "x.yaml"):
        try:
            found = str(type(parameters_in(content, Path(name))))
        except Refused as refused:
            found = str(refused)
        assert found.startswith((name, str(Given)))
