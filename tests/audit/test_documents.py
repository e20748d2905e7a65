"""What is audited: out/ as CloudFormation sees it, and templates from elsewhere."""

from pathlib import Path

import pytest

from audit.documents import foreign, stacks_of
from audit.findings import CheckFailed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def documents():
    """Each document of out/ by its name."""
    return {one.name: one for stack in stacks_of(ROOT / "out") for one in (stack.as_written, *stack.with_values)}


def test_every_template_is_looked_at_as_written_and_with_each_environments_values(documents) -> None:
    assert [name for name in documents if name.startswith("out/hello/web.json")] == [
        "out/hello/web.json",
        "out/hello/web.json with the values of prod",
        "out/hello/web.json with the values of dev",
        "out/hello/web.json with the values of staging",
    ]


def test_values_that_ssm_holds_are_put_in_place_in_their_shape(documents) -> None:
    """The key comes from the platform stack: a stand-in has the shape of its ARN."""
    web = documents["out/hello/web.json with the values of prod"].template
    assert "Parameters" not in web
    key = web["Resources"]["LogGroup"]["Properties"]["KmsKeyId"]
    assert key.startswith("arn:aws:kms:eu-west-1:111122223333:key/")
    subnets = web["Resources"]["Service"]["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"]["Subnets"]
    assert len(set(subnets)) == 3
    assert all(subnet.startswith("subnet-") for subnet in subnets)


def test_numbers_and_truth_values_have_the_type_that_the_registry_gives_them(documents) -> None:
    resources = documents["out/hello/web.json with the values of dev"].template["Resources"]
    assert resources["LogGroup"]["Properties"]["RetentionInDays"] == 7
    assert resources["Service"]["Properties"]["EnableExecuteCommand"] is True
    assert resources["TaskDefinition"]["Properties"]["Cpu"] == "256"
    assert resources["TaskDefinition"]["Properties"]["ContainerDefinitions"][0]["Memory"] == 512


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "this is no template"),
        ("[]", "this is no template"),
        ('{"Description": "x"}', "has no Resources"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_template_is_a_sentence(tmp_path: Path, text: str | None, complaint: str) -> None:
    file = tmp_path / "t.json"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(CheckFailed, match=complaint):
        foreign(file)


def test_yaml_with_short_functions_is_read(tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(
        "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Sub 'x-${AWS::Region}'\n",
        "utf-8",
    )
    template = foreign(file).template
    assert template["Resources"]["A"]["Properties"] == {"TopicName": {"Fn::Sub": "x-${AWS::Region}"}}
