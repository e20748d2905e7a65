"""docs/permissions.md: nothing that a policy says is left out, and nothing is claimed that it does not say."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings import CheckFailed
from audit.iam.page import page_of, permissions_page
from audit.iam.policies import Policy
from audit.iam.sentences import Speaker
from audit.iam.words import code, plain, raw

OUT = Path(__file__).parents[2] / "out"
TEMPLATES = {
    path.parent.name: {
        one["name"]: json.loads((path.parent / one["template"]).read_text())
        for one in json.loads(path.read_text())["stacks"]
    }
    for path in sorted(OUT.glob("*/manifest.json"))
}
WITHOUT_REASON = "no reason is stated"


def every(value: Any) -> Iterator[Mapping[str, Any]]:
    """Each statement at any depth, found without the code that is tested."""
    if isinstance(value, Mapping):
        if "Effect" in value and value.keys() & {"Action", "NotAction"}:
            yield value
        for item in value.values():
            yield from every(item)
    elif isinstance(value, list):
        for item in value:
            yield from every(item)


def template(*statements: Any, **more: Any) -> dict[str, Any]:
    """A role with one inline policy."""
    properties = {
        "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]},
        "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}],
    }
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties, **more}}}


def page(template: Mapping[str, Any]) -> str:
    return page_of({"app": {"stack": template}})


def bullets(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


def allow(**elements: Any) -> dict[str, Any]:
    return {
        "Sid": "It",
        "Effect": "Allow",
        "Action": ["logs:PutLogEvents"],
        "Resource": ["arn:aws:logs:::x"],
        **elements,
    }


class TestExamples:
    """What is in out/."""

    def test_every_statement_of_every_policy_is_told_once(self) -> None:
        found = sorted((one.get("Sid", ""), sorted(one["Action"])) for one in every(TEMPLATES))
        told = [
            (
                (re.findall(r"^- \*\*(\w+)\*\*: ", line) or [""])[0],
                sorted(re.findall("`([^`]+)`", re.findall(r" Actions?: ((?:`[^`]+`(?:, )?)+)\.", line)[0])),
            )
            for line in bullets(permissions_page(OUT))
        ]
        assert len(found) > 20
        assert sorted(told) == found

    def test_every_wildcard_has_its_reason(self) -> None:
        text = permissions_page(OUT)
        reasons = [
            reason
            for templates in TEMPLATES.values()
            for one in templates.values()
            for body in one["Resources"].values()
            for reason in body.get("Metadata", {}).get("Wildcards", {}).values()
        ]
        assert reasons
        assert text.count("Why so wide") == len(reasons)
        assert all(f"Why so wide: {plain(reason)}" in text for reason in reasons)
        assert WITHOUT_REASON not in text

    def test_a_wildcard_whose_reason_is_taken_away_says_so(self) -> None:
        bare = deepcopy(TEMPLATES)
        taken = 0
        for templates in bare.values():
            for one in templates.values():
                for body in one["Resources"].values():
                    taken += len(body.pop("Metadata", {}).get("Wildcards", {}))
        assert page_of(bare).count(WITHOUT_REASON) == taken > 0

    def test_roles_say_who_takes_them_and_for_whom(self) -> None:
        text = permissions_page(OUT)
        assert "ECS tasks (`ecs-tasks.amazonaws.com`) may take this role, only for resources of this account" in text

    def test_what_another_stack_publishes_is_named_by_what_it_is(self) -> None:
        text = permissions_page(OUT)
        assert "May pull images from the image repository `WebRepository` of the stack registry" in text

    def test_a_conditional_policy_says_when_it_exists(self) -> None:
        assert "It exists only where `EcsExec` is `true`:" in permissions_page(OUT)

    def test_a_stack_without_policies_says_so(self) -> None:
        assert "No policy: nothing here lets anybody do anything." in permissions_page(OUT)

    def test_the_page_is_the_same_whatever_the_hash_seed_and_locale(self) -> None:
        script = "import pathlib, audit.iam.page as page; print(ascii(page.permissions_page(pathlib.Path('out'))))"
        texts = {
            subprocess.run(
                [sys.executable, "-c", script],
                cwd=OUT.parent,
                env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
        }
        assert len(texts) == 1

    def test_a_folder_that_cannot_be_read_says_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "app").mkdir()
        (tmp_path / "app/manifest.json").write_text('{"stacks": [{"name": "web", "template": "web.json"}]}')
        with pytest.raises(CheckFailed, match=r"run generate\.py build"):
            permissions_page(tmp_path)


class TestStatements:
    """What people write into statements."""

    def test_an_action_without_words_is_told_by_its_name(self) -> None:
        (_, line) = bullets(page(template(allow(Action="dynamodb:GetItem", Resource={"Ref": "AWS::StackId"}))))
        assert line == "- **It**: May use these actions on `${AWS::StackId}`. Action: `dynamodb:GetItem`."

    def test_a_denial_is_no_permission(self) -> None:
        (_, line) = bullets(page(template(allow(Effect="Deny"))))
        assert line.startswith("- **It**: May not write logs to `arn:aws:logs:::x`.")

    @pytest.mark.parametrize(
        "wide",
        [
            allow(Resource="*"),
            allow(Action="logs:*"),
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "logs:PutLogEvents", "NotResource": "arn:aws:logs:::x"},
        ],
    )
    def test_a_wide_statement_without_a_reason_says_so(self, wide: dict[str, Any]) -> None:
        (_, line) = bullets(page(template(wide)))
        assert WITHOUT_REASON in line

    def test_a_reason_that_no_statement_needs_is_told(self) -> None:
        text = page(template(allow(), Metadata={"Wildcards": {"Gone": "It was wide"}}))
        assert "A reason is stated for `Gone`, which is no statement here: It was wide" in text

    def test_a_statement_within_a_condition_says_when_it_stands_there(self) -> None:
        choice = {"Fn::If": ["Exec", allow(), {"Ref": "AWS::NoValue"}]}
        conditions = {"Exec": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Mode"}, ""]}]}}
        (_, line) = bullets(page({**template(choice), "Conditions": conditions}))
        assert "this stands there only where `Mode` is not empty" in line

    def test_each_branch_of_a_resource_is_told(self) -> None:
        resource = {"Fn::If": ["Own", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "KeyArn"}]}
        one = template(allow(Resource=resource))
        one["Resources"]["Key"] = {"Type": "AWS::KMS::Key", "Properties": {"Description": "For data"}}
        one["Parameters"] = {"KeyArn": {"Type": "String", "Description": "Your key"}}
        one["Conditions"] = {"Own": {"Fn::Equals": [{"Ref": "KeyArn"}, ""]}}
        text = page(one)
        told = (
            "the key `Key` (For data) where `KeyArn` is empty, otherwise what the parameter `KeyArn` names (Your key)"
        )
        assert told in text

    def test_a_policy_that_is_json_in_a_text_is_told(self) -> None:
        document = json.dumps({"Statement": [allow(Resource="arn:aws:logs:${AWS::Region}:x")]})
        one = template()
        one["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"] = {"Fn::Sub": document}
        assert "May write logs to `arn:aws:logs:${AWS::Region}:x`." in page(one)

    def test_a_policy_that_nobody_can_read_is_shown(self) -> None:
        one = template()
        one["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"] = {"Fn::Transform": {"Name": "Mine"}}
        assert '- Not understood: `{"Fn::Transform": {"Name": "Mine"}}`.' in page(one)

    def test_a_statement_that_nobody_can_read_is_shown(self) -> None:
        assert '- Not understood: `{"Fn::Transform": {"Name": "Mine"}}`.' in page(
            template({"Fn::Transform": {"Name": "Mine"}})
        )

    def test_unknown_elements_and_effects_are_shown(self) -> None:
        (_, line) = bullets(page(template(allow(Effect="Perhaps", Until="tomorrow"))))
        assert "Its effect is not understood: `Perhaps`." in line
        assert "Also stated, `Until`: `tomorrow`." in line


class TestRoles:
    """What belongs to whom."""

    def test_a_role_without_policies_may_do_nothing(self) -> None:
        one = template()
        del one["Resources"]["Role"]["Properties"]["Policies"]
        assert "No policy: it may do nothing." in page(one)

    def test_managed_policies_and_boundaries_are_told(self) -> None:
        one = template()
        one["Resources"]["Role"]["Properties"] |= {
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "PermissionsBoundary": {"Ref": "Boundary"},
        }
        one["Parameters"] = {"Boundary": {"Type": "String", "Description": "Your boundary"}}
        text = page(one)
        assert "- `arn:aws:iam::aws:policy/ReadOnlyAccess`" in text
        assert "And never more than what the parameter `Boundary` names (Your boundary) allows." in text

    @pytest.mark.parametrize("role", ["elsewhere", {"Ref": "RoleName"}])
    def test_a_policy_of_a_role_from_elsewhere_stands_alone(self, role: Any) -> None:
        document = {"Statement": [allow()]}
        properties = {"PolicyDocument": document, "Roles": [role]}
        one = {"Resources": {"Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}}}
        text = page(one)
        assert "#### Policy `Policy`" in text
        assert f"It is attached to {raw(role)}." in text
        assert len(bullets(text)) == 1

    def test_words_of_others_stay_words(self) -> None:
        one = template(allow(Sid="<b>|x"))
        one["Description"] = "<img src=x onerror=alert(1)>\n# Heading | *bold*"
        one["Resources"]["Role"]["Properties"]["Description"] = "`${code}` [link](javascript:x)"
        text = page(one)
        assert not re.search(r"(?<!\\)[<>]|(?<!\\)\[link|^# Heading|(?<!\\)\*bold", text, re.MULTILINE)


OPERATORS = ("StringEquals", "ArnLike", "BoolIfExists", "Null", "ForAnyValue:StringLike", "NumericLessThan", "StringIs")
VALUES = st.text() | st.booleans() | st.integers() | st.builds(lambda name: {"Ref": name}, st.sampled_from("AB"))
BLOCKS = st.dictionaries(
    st.sampled_from(OPERATORS) | st.text("xyz:`|"),
    st.dictionaries(st.text(min_size=1), VALUES | st.lists(VALUES, min_size=1), min_size=1),
    min_size=1,
)
IDENTITY = Policy("Role", "AWS::IAM::Role", ("Properties", "Policies", 0, "PolicyDocument"), {})
SPEAKER = Speaker(template())


@given(BLOCKS, st.sampled_from(["Allow", "Deny"]))
def test_any_condition_is_shown_with_its_keys_and_values(block: dict[str, Any], effect: str) -> None:
    sentence = SPEAKER.sentence(allow(Effect=effect, Condition=block), IDENTITY)
    assert "\n" not in sentence
    for operator, pairs in block.items():
        for key, value in pairs.items():
            assert code(key) in sentence
            assert all(raw(item) in sentence for item in (value if isinstance(value, list) else [value]))
        if operator not in OPERATORS or operator == "StringIs":
            assert code(operator) in sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["AWS", "Service"]) | st.text("xyz:*`|"), inner),
    max_leaves=8,
)


@given(st.sampled_from(["Principal", "NotPrincipal"]), JSON)
def test_any_principal_is_shown(element: str, principal: Any) -> None:
    sentence = SPEAKER.sentence(allow(**{element: principal}), IDENTITY)
    for text in [principal] if isinstance(principal, str) else []:
        assert code(text) in sentence
    if isinstance(principal, dict):
        for kind, names in principal.items():
            known = kind in ("AWS", "Service")
            assert known or not names or code(kind) in sentence


@given(st.dictionaries(st.sampled_from(["Effect", "Action", "Resource", "Condition", "Sid", "Other"]), JSON))
def test_any_statement_becomes_one_line(statement: dict[str, Any]) -> None:
    assert len(SPEAKER.sentence(statement, IDENTITY).splitlines()) == 1
