"""Nobody publishes to a topic without TLS."""

from typing import Any

import pytest

from delivery.rules.topic_tls import TopicWithoutTls as Rule
from tests.delivery.rules.lab import changed, found, resource, resources, without

DENY = ("Policy", "Properties", "PolicyDocument", "Statement", 0)


def policy(**properties: Any) -> dict[str, Any]:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return resource("AWS::SNS::TopicPolicy", PolicyDocument={"Statement": [statement]}, **properties)


GOOD = resources(Topic=resource("AWS::SNS::Topic"), Policy=policy(Topics=[{"Ref": "Topic"}]))


def test_a_topic_whose_policy_refuses_what_comes_without_tls_is_fine() -> None:
    assert found(Rule, GOOD) == []


@pytest.mark.parametrize("principal", [{"AWS": "*"}, {"AWS": ["*"]}])
@pytest.mark.parametrize("action", [["SNS:*"], ["sns:Publish", "sns:Subscribe"], {"Fn::Sub": "sns:${Verb}"}, "*"])
@pytest.mark.parametrize("value", [False, ["false"]])
def test_however_the_statement_is_written(principal: Any, action: Any, value: Any) -> None:
    template = changed(GOOD, *DENY, "Principal", to=principal)
    template = changed(template, *DENY, "Action", to=action)
    template = changed(template, *DENY, "Condition", to={"Bool": {"AWS:SecureTransport": value}})
    assert found(Rule, template) == ([] if action != {"Fn::Sub": "sns:${Verb}"} else ["Topic"])


def test_a_topic_without_a_policy_is_found() -> None:
    assert found(Rule, without(GOOD, "Policy")) == ["Topic"]


def test_the_policy_of_another_topic_does_not_help() -> None:
    template = changed(GOOD, "Other", to=resource("AWS::SNS::Topic"))
    assert found(Rule, template) == ["Other"]


def test_an_inline_policy_helps_too() -> None:
    inline = {**policy(TopicArn={"Ref": "Topic"}), "Type": "AWS::SNS::TopicInlinePolicy"}
    assert found(Rule, changed(GOOD, "Policy", to=inline)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Effect", "Allow"),
        ("Action", "sns:Subscribe"),
        ("Principal", {"AWS": "111122223333"}),
        ("Condition", {"Bool": {"aws:SecureTransport": "true"}}),
        ("Condition", {"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}),
    ],
)
def test_a_statement_that_lets_some_of_it_through_is_not_enough(name: str, value: Any) -> None:
    assert found(Rule, changed(GOOD, *DENY, name, to=value)) == ["Topic"]


def test_what_is_not_known_may_be_right() -> None:
    elsewhere = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/policy.json"}}}
    assert found(Rule, changed(GOOD, "Policy", "Properties", "PolicyDocument", to=elsewhere)) == []
    assert found(Rule, changed(GOOD, "Policy", "Properties", "Topics", to={"Ref": "Topics"})) == []


def test_a_topic_is_found_where_a_condition_takes_its_policy_away() -> None:
    template = changed(GOOD, "Policy", "Condition", to="IsStrict")
    template["Parameters"] = {"Strict": {"Type": "String"}}
    template["Conditions"] = {"IsStrict": {"Fn::Equals": [{"Ref": "Strict"}, "yes"]}}
    assert found(Rule, template) == ["Topic"]
    assert found(Rule, changed(template, "Topic", "Condition", to="IsStrict")) == []
