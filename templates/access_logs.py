"""The bucket that keeps the balancer's access logs."""

from typing import ClassVar

from awacs import s3
from awacs.aws import Allow, Condition, Policy, Principal, Statement, StringEquals
from troposphere import AccountId, GetAtt, Join, Ref, Sub
from troposphere import s3 as bucket
from troposphere.s3 import Bucket, BucketPolicy

from templates.inputs import Input, number
from templates.part import but_not, part
from templates.permissions import nobody_without_tls


@part
class AccessLogs:
    title: ClassVar[str] = "Access logs"
    retention: Input
    bucket: Bucket
    policy: BucketPolicy


def access_logs() -> AccessLogs:
    retention = number("AccessLogDays", "Days to keep access logs", "How many days S3 keeps access logs", 1, 3650, 365)
    logs = Bucket(
        "AccessLogBucket",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        # The delivery of access logs cannot use a key of ours, so this bucket has S3's own encryption.
        BucketEncryption=bucket.BucketEncryption(
            ServerSideEncryptionConfiguration=[
                bucket.ServerSideEncryptionRule(
                    ServerSideEncryptionByDefault=bucket.ServerSideEncryptionByDefault(SSEAlgorithm="AES256")
                )
            ]
        ),
        LifecycleConfiguration=_expiry(retention),
        NotificationConfiguration=bucket.NotificationConfiguration(
            EventBridgeConfiguration=bucket.EventBridgeConfiguration(EventBridgeEnabled=True)
        ),
        OwnershipControls=bucket.OwnershipControls(
            Rules=[bucket.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
        ),
        PublicAccessBlockConfiguration=bucket.PublicAccessBlockConfiguration(
            BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
        ),
        VersioningConfiguration=bucket.VersioningConfiguration(Status="Enabled"),
    )
    arn = GetAtt(logs, "Arn")
    return AccessLogs(
        retention=retention,
        bucket=logs,
        policy=BucketPolicy(
            "AccessLogBucketPolicy",
            Bucket=Ref(logs),
            Metadata=but_not(
                "I1022", "Control Tower's rule CT.S3.PR.8 reads only Fn::Join here, where cfn-lint advises Fn::Sub"
            ),
            PolicyDocument=Policy(
                Version="2012-10-17",
                Statement=[
                    balancer_may_deliver_logs(logs),
                    nobody_without_tls([s3.Action("*")], [arn, Join("", [arn, "/*"])]),
                ],
            ),
        ),
    )


def balancer_may_deliver_logs(logs: Bucket) -> Statement:
    """The delivery service, for balancers of this account, below the prefix of this account."""
    return Statement(
        Sid="BalancerDeliversLogs",
        Effect=Allow,
        Principal=Principal("Service", "logdelivery.elasticloadbalancing.amazonaws.com"),
        Action=[s3.PutObject],
        Resource=[Sub(f"${{{logs.title}.Arn}}/balancer/AWSLogs/${{AWS::AccountId}}/*")],
        Condition=Condition(StringEquals({"aws:SourceAccount": AccountId})),
    )


def _expiry(retention: Input) -> bucket.LifecycleConfiguration:
    return bucket.LifecycleConfiguration(
        Rules=[
            bucket.LifecycleRule(
                Id="expire-access-logs",
                Status="Enabled",
                ExpirationInDays=Ref(retention),
                NoncurrentVersionExpiration=bucket.NoncurrentVersionExpiration(NoncurrentDays=30),
                AbortIncompleteMultipartUpload=bucket.AbortIncompleteMultipartUpload(DaysAfterInitiation=7),
            )
        ]
    )
