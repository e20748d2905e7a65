"""Where the policy documents of a resource are: known places by type, and whatever looks like one."""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.review.access.policies import from_json, looks_like_a_policy

TRUST = "AssumeRolePolicyDocument"
_DEEP = 12
# Properties that hold a document, or JSON text of one, even where its shape does not say so.
_KNOWN: dict[str, tuple[str, ...]] = {
    **{f"AWS::IAM::{kind}": ("Policies/PolicyDocument",) for kind in ("User", "Group")},
    "AWS::IAM::Role": (TRUST, "Policies/PolicyDocument"),
    **dict.fromkeys(
        (
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::UserPolicy",
            "AWS::IAM::GroupPolicy",
            "AWS::EC2::VPCEndpoint",
            "AWS::IoT::Policy",
            "AWS::Logs::ResourcePolicy",
            "AWS::Lambda::ResourcePolicy",
            "AWS::S3::BucketPolicy",
            "AWS::S3Express::BucketPolicy",
            "AWS::S3ObjectLambda::AccessPointPolicy",
            "AWS::S3Outposts::BucketPolicy",
            "AWS::SNS::TopicPolicy",
            "AWS::SNS::TopicInlinePolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::SQS::QueueInlinePolicy",
        ),
        ("PolicyDocument",),
    ),
    **dict.fromkeys(
        (
            "AWS::ApiGateway::RestApi",
            "AWS::EventSchemas::RegistryPolicy",
            "AWS::MSK::ClusterPolicy",
            "AWS::S3::AccessPoint",
            "AWS::S3::MultiRegionAccessPointPolicy",
            "AWS::S3Express::AccessPoint",
            "AWS::S3Outposts::AccessPoint",
            "AWS::SSM::ResourcePolicy",
            "AWS::VpcLattice::AuthPolicy",
            "AWS::VpcLattice::ResourcePolicy",
        ),
        ("Policy",),
    ),
    "AWS::ApiGateway::DomainNameV2": ("Policy", "ManagementPolicy"),
    "AWS::Backup::BackupVault": ("AccessPolicy",),
    "AWS::Backup::LogicallyAirGappedBackupVault": ("AccessPolicy",),
    "AWS::CloudTrail::ResourcePolicy": ("ResourcePolicy",),
    "AWS::CodeArtifact::Domain": ("PermissionsPolicyDocument",),
    "AWS::CodeArtifact::Repository": ("PermissionsPolicyDocument",),
    "AWS::DynamoDB::Table": ("ResourcePolicy/PolicyDocument", "StreamSpecification/ResourcePolicy/PolicyDocument"),
    "AWS::ECR::PublicRepository": ("RepositoryPolicyText",),
    "AWS::ECR::RegistryPolicy": ("PolicyText",),
    "AWS::ECR::Repository": ("RepositoryPolicyText",),
    "AWS::EFS::FileSystem": ("FileSystemPolicy",),
    "AWS::Elasticsearch::Domain": ("AccessPolicies",),
    "AWS::Events::EventBus": ("Policy",),
    "AWS::KMS::Key": ("KeyPolicy",),
    "AWS::KMS::ReplicaKey": ("KeyPolicy",),
    "AWS::Kinesis::ResourcePolicy": ("ResourcePolicy",),
    "AWS::OpenSearchService::Domain": ("AccessPolicies",),
    "AWS::Organizations::Policy": ("Content",),
    "AWS::Organizations::ResourcePolicy": ("Content",),
    "AWS::SSO::PermissionSet": ("InlinePolicy",),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy",),
}
# What a policy hangs on; there, a resource of `*` means this one thing.
_NOUNS = {
    "AWS::Backup::BackupVault": "this vault",
    "AWS::Backup::LogicallyAirGappedBackupVault": "this vault",
    "AWS::ECR::PublicRepository": "this repository",
    "AWS::ECR::Repository": "this repository",
    "AWS::EFS::FileSystem": "this file system",
    "AWS::KMS::Key": "this key",
    "AWS::KMS::ReplicaKey": "this key",
    "AWS::SecretsManager::ResourcePolicy": "this secret",
}
_ALL = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
# What holds where there is no document.
_DEFAULTS = {
    ("AWS::ApiGateway::RestApi", "Policy"): {**_ALL, "Action": "execute-api:Invoke"},
    ("AWS::EC2::VPCEndpoint", "PolicyDocument"): _ALL,
    ("AWS::EFS::FileSystem", "FileSystemPolicy"): {**_ALL, "Action": "elasticfilesystem:Client*"},
    ("AWS::KMS::Key", "KeyPolicy"): {
        **_ALL,
        "Action": "kms:*",
        "Principal": {"AWS": "arn:aws:iam::‹this account›:root"},
    },
}


def has_known_places(type_: str) -> bool:
    return type_ in _KNOWN


def noun(type_: str) -> str:
    """`this key`; empty where a resource of `*` means any resource."""
    return _NOUNS.get(type_, "")


def documents(type_: str, properties: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    """The documents by where they are. Those of one role, user or group count together."""
    found: dict[str, list[Any]] = {}
    for path, document in _within(properties or {}, "", "", _KNOWN.get(type_, ()), 0):
        found.setdefault(path, []).append(document)
    return found


def defaults(type_: str) -> dict[str, list[Any]]:
    """What holds where a resource that is there has no document."""
    return {path: [{"Statement": [document]}] for (owner, path), document in _DEFAULTS.items() if owner == type_}


def _within(value: Any, path: str, name: str, known: tuple[str, ...], depth: int) -> Iterator[tuple[str, Any]]:
    """`path` leaves out the places in lists, `name` has them; documents of a known place share its path."""
    if path in known:
        if value not in (None, "", {}, []):
            yield path, value
    elif isinstance(value, str) and value and (inner := next((it for it in known if it.startswith(f"{path}/")), "")):
        yield inner, value
    elif path and looks_like_a_policy(read := _as_document(value)):
        yield name, read
    elif depth < _DEEP and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _within(item, _joined(path, key), _joined(name, key), known, depth + 1)
    elif depth < _DEEP and isinstance(value, list):
        for place, item in enumerate(value):
            yield from _within(item, path, _joined(name, place), known, depth + 1)


def _as_document(value: Any) -> Any:
    return from_json(value) if isinstance(value, str) and '"Statement"' in value else value


def _joined(path: str, key: Any) -> str:
    return f"{path}/{key}" if path else str(key)
