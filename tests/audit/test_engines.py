"""The public checkers, as they run: what each finds, and that nothing in a template silences it."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from audit import environment
from audit.engines import ADAPTERS, GUARD_RULES, engines
from audit.findings import CheckFailed, Document, Finding

Checked = Callable[[str, str], tuple[Finding, ...]]

BUCKET: dict[str, Any] = {
    "Type": "AWS::S3::Bucket",
    "DeletionPolicy": "Retain",
    "UpdateReplacePolicy": "Retain",
    "Properties": {
        "VersioningConfiguration": {"Status": "Enabled"},
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
        },
    },
}
WEAK_BUCKET = {**BUCKET, "Properties": {"BucketEncryption": BUCKET["Properties"]["BucketEncryption"]}}
NO_SUCH_PROPERTY = {**BUCKET, "Properties": {**BUCKET["Properties"], "Nonsense": 1}}
KEY_ID = "AKIA" + "IOSFODNN7EXAMPLE"
IGNORE = {"cfn-lint": {"config": {"ignore_checks": ["E", "W", "I"]}}}
SKIPS = {
    "checkov": {"skip": [{"id": "CKV_AWS_21", "comment": "no"}]},
    "cdk_nag": {"rules_to_suppress": [{"id": "NIST.800.53.R5-S3BucketVersioningEnabled", "reason": "nobody minds"}]},
    "guard": {"SuppressedRules": ["s3_bucket_versioning_enabled_check"]},
    **IGNORE,
}


def resources(**bodies: Any) -> dict[str, Any]:
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": bodies}


def setting(value: str) -> dict[str, Any]:
    return resources(Setting={"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}})


TEMPLATES: dict[str, dict[str, Any]] = {
    "good": resources(Bucket=BUCKET),
    "weak": resources(Bucket=WEAK_BUCKET),
    "wrong": resources(Bucket=NO_SUCH_PROPERTY),
    "skipping": {**resources(Bucket={**WEAK_BUCKET, "Metadata": SKIPS}), "Metadata": SKIPS},
    "ignoring": {**resources(Bucket={**NO_SUCH_PROPERTY, "Metadata": IGNORE}), "Metadata": IGNORE},
    "not deployed by default": {
        **resources(Bucket={**WEAK_BUCKET, "Condition": "Wanted"}),
        "Parameters": {"Want": {"Type": "String", "Default": "no", "AllowedValues": ["no", "yes"]}},
        "Conditions": {"Wanted": {"Fn::Equals": [{"Ref": "Want"}, "yes"]}},
    },
    "harmless": setting("blue"),
    "secret": setting(KEY_ID),
    "secret with a pragma": setting(f"{KEY_ID} # pragma: allowlist secret"),
    "secret with a skip": setting(f"{KEY_ID} checkov:skip=CKV_SECRET_2:nobody minds"),
    "secret default": {
        **setting("blue"),
        "Parameters": {"Key": {"Type": "String", "Default": KEY_ID}},
    },
    "not ascii": {**resources(Bucket=WEAK_BUCKET), "Description": "für 😀 \u2028 alle"},
    "open by a parameter": {
        **resources(
            Way={
                "Type": "AWS::EC2::SecurityGroupIngress",
                "Properties": {"GroupId": "sg-1", "IpProtocol": "tcp", "CidrIp": {"Ref": "From"}},
            }
        ),
        "Parameters": {"From": {"Type": "String"}},
    },
    "fixed number": resources(
        Service={"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 2, "TaskDefinition": "web"}},
        Target={
            "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
            "Properties": {"ResourceId": {"Fn::Sub": "service/main/${Service.Name}"}, "ServiceNamespace": "ecs"},
        },
    ),
    "unknown reference": resources(Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "None"}}}),
    "unknown function": resources(Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::No": "x"}}}),
    "no resources": {"Description": "nothing"},
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    """What a checker finds in one of the templates. Each checker runs once over all."""
    documents = [Document(name, f"{name}.json", template, ("us-east-1",)) for name, template in TEMPLATES.items()]
    outcomes = {}

    def find(checker: str, template: str) -> tuple[Finding, ...]:
        if checker not in outcomes:
            outcomes[checker] = dict(zip(TEMPLATES, engines()[checker].attempt(documents), strict=True))
        outcome = outcomes[checker][template]
        if isinstance(outcome, CheckFailed):
            raise outcome
        return outcome

    return find


def places(found: tuple[Finding, ...], rule: str) -> list[tuple[str, str]]:
    return [(finding.resource, finding.place) for finding in found if finding.rule == rule]


@pytest.mark.parametrize(
    ("checker", "rule", "bad", "resource", "place"),
    [
        ("cfn-lint", "E3002", "wrong", "Bucket", "Properties/Nonsense"),
        ("validate", "v:F3002", "wrong", "Bucket", "Properties/Nonsense"),
        ("validate", "CT.S3.PR.11", "weak", "Bucket", "Properties"),
        ("checkov", "CKV_AWS_21", "weak", "Bucket", "Properties/VersioningConfiguration/Status"),
        ("cdk-nag", "NIST.800.53.R5-S3BucketVersioningEnabled", "weak", "Bucket", ""),
        ("cdk-nag", "PCI.DSS.321-S3BucketVersioningEnabled", "weak", "Bucket", ""),
        ("cdk-nag", "HIPAA.Security-S3BucketVersioningEnabled", "weak", "Bucket", ""),
    ],
)
def test_a_weakness_is_found_where_it_is_and_only_there(
    checked: Checked, checker: str, rule: str, bad: str, resource: str, place: str
) -> None:
    assert places(checked(checker, bad), rule) == [(resource, place)]
    assert places(checked(checker, "good"), rule) == []


def test_cdk_nags_own_pack_runs(checked: Checked) -> None:
    assert places(checked("cdk-nag", "weak"), "AwsSolutions-S1") == [("Bucket", "")]


def test_our_own_rules_run_in_cfn_lint(checked: Checked) -> None:
    assert places(checked("cfn-lint", "fixed number"), "E9101") == [("Service", "Properties/DesiredCount")]


@pytest.mark.parametrize(
    ("checker", "rule"),
    [
        ("validate", "CT.S3.PR.11"),
        ("checkov", "CKV_AWS_21"),
        ("cdk-nag", "NIST.800.53.R5-S3BucketVersioningEnabled"),
    ],
)
def test_a_template_cannot_ask_a_checker_to_look_away(checked: Checked, checker: str, rule: str) -> None:
    assert [resource for resource, _ in places(checked(checker, "skipping"), rule)] == ["Bucket"]


def test_a_template_cannot_ask_cfn_lint_to_look_away(checked: Checked) -> None:
    assert places(checked("cfn-lint", "ignoring"), "E3002") == [("Bucket", "Properties/Nonsense")]


def test_a_skip_that_is_not_obeyed_is_told(checked: Checked) -> None:
    (skipped,) = [finding for finding in checked("checkov", "skipping") if finding.rule == "CKV_AWS_21"]
    assert "The template asks to skip this" in skipped.message


@pytest.mark.parametrize("checker", ["validate", "checkov", "cdk-nag"])
def test_a_resource_that_no_default_value_deploys_is_looked_at(checked: Checked, checker: str) -> None:
    rules = {finding.rule for finding in checked(checker, "weak")}
    assert rules <= {finding.rule for finding in checked(checker, "not deployed by default")}


@pytest.mark.parametrize("checker", ["cfn-lint", "validate", "checkov", "cdk-nag"])
def test_letters_beyond_ascii_change_nothing(checked: Checked, checker: str) -> None:
    assert [finding.rule for finding in checked(checker, "not ascii")] == [
        finding.rule for finding in checked(checker, "weak")
    ]


@pytest.mark.parametrize("template", ["secret", "secret with a pragma", "secret with a skip"])
def test_a_secret_is_found_where_it_is_and_not_repeated(checked: Checked, template: str) -> None:
    found = checked("checkov", template)
    assert places(found, "CKV_SECRET_2") == [("Setting", "Properties/Value")]
    assert KEY_ID not in "".join(finding.message for finding in found)
    assert checked("checkov", "harmless") == ()


def test_a_secret_outside_the_resources_is_found(checked: Checked) -> None:
    assert places(checked("checkov", "secret default"), "CKV_SECRET_2") == [("", "Parameters/Key/Default")]


def test_a_rule_of_cdk_nag_that_threw_is_a_finding(checked: Checked) -> None:
    (found,) = [finding for finding in checked("cdk-nag", "open by a parameter") if finding.rule == "AwsSolutions-EC23"]
    assert found.resource == "Way"
    assert found.message.endswith(" (threw)")


@pytest.mark.parametrize(
    ("checker", "template", "why"),
    [
        ("cdk-nag", "unknown reference", "'None' not found"),
        ("cdk-nag", "unknown function", "Unsupported CloudFormation function 'Fn::No'"),
        ("cdk-nag", "no resources", "has no Resources"),
        ("checkov", "no resources", "has no Resources"),
    ],
)
def test_what_a_checker_does_not_understand_is_a_sentence(
    checked: Checked, checker: str, template: str, why: str
) -> None:
    with pytest.raises(CheckFailed) as failure:
        checked(checker, template)
    assert str(failure.value).startswith(f"{checker} could not check {template}: ")
    assert why in str(failure.value)


def test_a_type_that_a_region_does_not_have_is_found() -> None:
    service = resources(App={"Type": "AWS::AppRunner::Service", "Properties": {"SourceConfiguration": {}}})
    documents = [Document(region, "app.json", service, ("us-east-1", region)) for region in ("eu-south-2", "eu-west-1")]
    without, having = engines()["validate"].check(documents)
    assert places(without, "v:F3006") == [("App", "Type")]
    assert places(having, "v:F3006") == []


SELECTION = """
import json, sys
from pathlib import Path
import serve_validate as served
rules = served.guards(Path(sys.argv[1]))
everything = served.Validator(rules).make(frozenset(rules))
types = sorted(set().union(*(rule.types for rule in rules.values())))
loud = set()
for bit in range(len(types).bit_length()):
    for side in (0, 1):
        shown = [name for number, name in enumerate(types) if number >> bit & 1 == side]
        template = {"Resources": {f"R{number}": {"Type": name, "Properties": {}} for number, name in enumerate(shown)}}
        told = {
            found.rule_id
            for found in served._report(everything, json.dumps(template).encode(), "us-east-1")
            if found.source.name == "GUARD"
        }
        loud |= {rule for rule in told if not rules[rule].types & set(shown)}
print(json.dumps([len(rules), sorted({rule.id for rule in rules.values()}), sorted(loud)]))
"""


def test_each_rule_of_control_tower_has_its_id_and_looks_at_no_other_types_than_it_says() -> None:
    """Every type is once left out: a rule that spoke without its types would be left out wrongly."""
    said = subprocess.check_output(
        [environment.python_environment("validate"), "-c", SELECTION, environment.node_environment() / GUARD_RULES],
        cwd=ADAPTERS,
        text=True,
    )
    rules, ids, loud = json.loads(said)
    assert rules == len(ids) == 237
    assert all(id_.startswith("CT.") for id_ in ids)
    assert loud == []
