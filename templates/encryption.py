"""The key that encrypts what an environment keeps at rest, and who may use it for what."""

from awacs import kms
from awacs.aws import Allow, BoolIfExists, Condition, Deny, Policy, Principal, Statement, StringEquals, StringLike
from troposphere import AccountId, GetAtt, Sub
from troposphere.kms import Key

from templates.part import Question, under

WHY_WIDE = {
    "AccountAdministersKey": "IAM policies of this account decide who manages the key; AWS advises it, because a key "
    "whose policy names nobody can never be changed again."
}


def encryption_key(name: str, purpose: str, *statements: Statement, when: Question | None = None) -> Key:
    """A key of our own that rotates every year; it outlives its stack, because what it encrypted does."""
    return Key(
        name,
        **under(when),
        Metadata={"Wildcards": WHY_WIDE},
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=purpose,
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=Policy(
            Version="2012-10-17",
            Statement=[account_administers_key(), nobody_grants_key_to_people(), *statements],
        ),
    )


def arn_of(key: Key) -> GetAtt:
    return GetAtt(key, "Arn")


def account_administers_key() -> Statement:
    return Statement(
        Sid="AccountAdministersKey",
        Effect=Allow,
        Principal=Principal("AWS", Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")),
        Action=[kms.Action("*")],
        Resource=["*"],
    )


def nobody_grants_key_to_people() -> Statement:
    """Grants are for AWS services that work on our behalf, never for a person."""
    return Statement(
        Sid="GrantsOnlyForServices",
        Effect=Deny,
        Principal=Principal("AWS", "*"),
        Action=[kms.CreateGrant],
        Resource=["*"],
        Condition=Condition(BoolIfExists({"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"})),
    )


def logs_may_use_key() -> Statement:
    """CloudWatch Logs of this account and region, for its log groups only."""
    return Statement(
        Sid="LogsUseKey",
        Effect=Allow,
        Principal=Principal("Service", Sub("logs.${AWS::Region}.amazonaws.com")),
        Action=[kms.Encrypt, kms.Decrypt, kms.ReEncryptFrom, kms.ReEncryptTo, kms.GenerateDataKey],
        Resource=["*"],
        Condition=Condition(
            StringLike(
                {
                    "kms:EncryptionContext:aws:logs:arn": Sub(
                        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"
                    )
                }
            )
        ),
    )


def alarms_may_publish_with_key() -> Statement:
    """CloudWatch alarms of this account: with the AWS-managed key their messages vanish silently."""
    return Statement(
        Sid="AlarmsUseKey",
        Effect=Allow,
        Principal=Principal("Service", "cloudwatch.amazonaws.com"),
        Action=[kms.Decrypt, kms.GenerateDataKey],
        Resource=["*"],
        Condition=Condition(StringEquals({"aws:SourceAccount": AccountId})),
    )


def events_may_publish_with_key() -> Statement:
    """EventBridge, for topics of this account: it supports no condition on the rule that it acts for."""
    return _events_use_key("EventsUseKey", "sns", "topicArn")


def events_may_be_kept_with_key() -> Statement:
    """EventBridge, for queues of this account that take what could not be delivered."""
    return _events_use_key("UndeliveredEventsUseKey", "sqs", "arn")


def _events_use_key(sid: str, service: str, context: str) -> Statement:
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", "events.amazonaws.com"),
        Action=[kms.Decrypt, kms.GenerateDataKey],
        Resource=["*"],
        Condition=Condition(
            StringLike(
                {
                    f"kms:EncryptionContext:aws:{service}:{context}": Sub(
                        f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:*"
                    )
                }
            )
        ),
    )
