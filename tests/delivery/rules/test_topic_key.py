"""The services that publish to a topic may use the topic's key."""

from typing import Any

import pytest

from delivery.rules.topic_key import TopicKey as Rule
from tests.delivery.rules.lab import changed, findings, found, resource, resources, without

POLICY = ("Key", "Properties", "KeyPolicy")
ALARMS = (*POLICY, "Statement", 0)
EVENTS = (*POLICY, "Statement", 1)


def allow(service: Any, *actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": list(actions), "Resource": "*", **more}


GOOD = resources(
    Topic=resource("AWS::SNS::Topic", KmsMasterKeyId={"Fn::GetAtt": ["Key", "Arn"]}),
    TopicPolicy=resource(
        "AWS::SNS::TopicPolicy",
        Topics=[{"Ref": "Topic"}],
        PolicyDocument={"Statement": [allow("cloudwatch.amazonaws.com", "sns:Publish")]},
    ),
    Rule=resource("AWS::Events::Rule", Targets=[{"Id": "topic", "Arn": {"Ref": "Topic"}}]),
    Key=resource(
        "AWS::KMS::Key",
        KeyPolicy={
            "Statement": [
                allow(
                    "cloudwatch.amazonaws.com",
                    "kms:Decrypt",
                    "kms:GenerateDataKey*",
                    Condition={"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
                ),
                allow("events.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey"),
            ]
        },
    ),
)


def test_a_key_that_every_publisher_may_use_is_fine() -> None:
    assert found(Rule, GOOD) == []


def test_the_aws_managed_key_is_found_where_a_service_publishes() -> None:
    for key in ("alias/aws/sns", {"Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns"}):
        template = changed(GOOD, "Topic", "Properties", "KmsMasterKeyId", to=key)
        ((place, message),) = findings(Rule, template)
        assert place.startswith("Topic/Properties/KmsMasterKeyId")
        assert "cloudwatch.amazonaws.com, events.amazonaws.com" in message


def test_it_is_no_trouble_for_a_topic_that_only_people_and_programs_publish_to() -> None:
    template = changed(GOOD, "Topic", "Properties", "KmsMasterKeyId", to="alias/aws/sns")
    assert found(Rule, without(without(template, "TopicPolicy"), "Rule")) == []


def test_a_service_that_the_topic_admits_and_the_key_does_not_is_found() -> None:
    (only,) = findings(Rule, without(GOOD, *ALARMS))
    assert only[0] == "Key/Properties/KeyPolicy"
    assert only[1].startswith("cloudwatch.amazonaws.com may not use this key")


@pytest.mark.parametrize("actions", [["kms:Decrypt"], ["kms:GenerateDataKey"], ["kms:Encrypt", "kms:DescribeKey"]])
def test_both_actions_are_needed(actions: list[str]) -> None:
    assert found(Rule, changed(GOOD, *ALARMS, "Action", to=actions)) == ["Key/Properties/KeyPolicy"]


def test_they_may_stand_in_two_statements_or_behind_a_wildcard() -> None:
    halves = [allow("cloudwatch.amazonaws.com", one) for one in ("kms:Decrypt", "kms:GenerateDataKey")]
    statements = [*halves, allow("events.${AWS::URLSuffix}", "kms:*")]
    statements[2]["Principal"] = {"Service": {"Fn::Sub": "events.${AWS::URLSuffix}"}}
    assert found(Rule, changed(GOOD, *POLICY, "Statement", to=statements)) == []


@pytest.mark.parametrize("key", ["aws:SourceAccount", "AWS:SourceArn", "aws:SourceOrgID"])
def test_eventbridge_is_shut_out_by_a_condition_on_its_source(key: str) -> None:
    ((place, message),) = findings(Rule, changed(GOOD, *EVENTS, "Condition", to={"StringEquals": {key: "x"}}))
    assert place == "Key/Properties/KeyPolicy"
    assert "a condition on its source, which it does not send" in message


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:*:111122223333:*"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}},
    ],
)
def test_other_conditions_let_it_in(condition: Any) -> None:
    assert found(Rule, changed(GOOD, *EVENTS, "Condition", to=condition)) == []


def test_the_key_is_found_behind_its_alias() -> None:
    alias = resource("AWS::KMS::Alias", AliasName="alias/alerts", TargetKeyId={"Ref": "Key"})
    template = changed(without(GOOD, *ALARMS), "Alias", to=alias)
    for key in ({"Ref": "Alias"}, "alias/alerts"):
        changed_topic = changed(template, "Topic", "Properties", "KmsMasterKeyId", to=key)
        assert found(Rule, changed_topic) == ["Key/Properties/KeyPolicy"]


def test_a_key_from_elsewhere_is_not_known() -> None:
    template = changed(without(GOOD, "Key"), "Topic", "Properties", "KmsMasterKeyId", to={"Ref": "KeyArn"})
    assert found(Rule, template) == []
    assert found(Rule, without(GOOD, "Topic", "Properties", "KmsMasterKeyId")) == []


@pytest.mark.parametrize(
    ("publisher", "service"),
    [
        (resource("AWS::CloudWatch::Alarm", OKActions=[{"Ref": "Topic"}]), "cloudwatch"),
        (resource("AWS::CloudWatch::CompositeAlarm", AlarmActions=[{"Ref": "Topic"}]), "cloudwatch"),
        (
            resource(
                "AWS::Budgets::Budget", NotificationsWithSubscribers=[{"Subscribers": [{"Address": {"Ref": "Topic"}}]}]
            ),
            "budgets",
        ),
        (resource("AWS::CE::AnomalySubscription", Subscribers=[{"Address": {"Ref": "Topic"}}]), "costalerts"),
        (resource("AWS::RDS::EventSubscription", SnsTopicArn={"Ref": "Topic"}), "events.rds"),
        (
            resource(
                "AWS::S3::Bucket", NotificationConfiguration={"TopicConfigurations": [{"Topic": {"Ref": "Topic"}}]}
            ),
            "s3",
        ),
        (resource("AWS::Backup::BackupVault", Notifications={"SNSTopicArn": {"Ref": "Topic"}}), "backup"),
    ],
)
def test_every_publisher_counts(publisher: Any, service: str) -> None:
    bare = changed(without(without(GOOD, "TopicPolicy"), "Rule"), *POLICY, "Statement", to=[])
    assert found(Rule, bare) == []
    ((_, message),) = findings(Rule, changed(bare, "Publisher", to=publisher))
    assert message.startswith(f"{service}.amazonaws.com may not use this key")


def test_what_is_written_in_a_strange_way_is_no_crash() -> None:
    strange = changed(GOOD, *POLICY, to={"Statement": ["no", {"Effect": "Allow", "Principal": 5, "Action": {"a": 1}}]})
    assert found(Rule, strange) == ["Key/Properties/KeyPolicy"] * 2
    assert found(Rule, changed(GOOD, *POLICY, to={"Fn::Transform": {"Name": "AWS::Include"}})) == []


@pytest.mark.parametrize(("context", "good"), [("aws:sns:topicArn", True), ("aws:sqs:arn", False)])
def test_a_statement_that_is_bound_to_queues_opens_no_topic(context: str, good: bool) -> None:
    """The same service may use the key for a queue, and not for the topic."""
    condition = {"StringLike": {f"kms:EncryptionContext:{context}": "arn:aws:sns:*"}}
    statement = allow("events.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey", Condition=condition)
    assert found(Rule, changed(GOOD, *EVENTS, to=statement)) == ([] if good else ["Key/Properties/KeyPolicy"])
