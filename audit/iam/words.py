"""The words in which permissions are told: what actions, services, resources and conditions are called."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from audit.iam.policies import as_text

# What an action lets somebody do, and the word before what it is done to. One that is not here is told by its name.
_VERBS = {
    "ecr:BatchCheckLayerAvailability": ("pull images", "from"),
    "ecr:BatchGetImage": ("pull images", "from"),
    "ecr:GetAuthorizationToken": ("sign in to image registries", "on"),
    "ecr:GetDownloadUrlForLayer": ("pull images", "from"),
    "kms:*": ("do everything that KMS knows", "with"),
    "kms:CreateGrant": ("give grants", "for"),
    "kms:Decrypt": ("decrypt", "with"),
    "kms:DescribeKey": ("read the details", "of"),
    "kms:Encrypt": ("encrypt", "with"),
    "kms:GenerateDataKey": ("make data keys", "with"),
    "kms:ReEncryptFrom": ("encrypt anew", "with"),
    "kms:ReEncryptTo": ("encrypt anew", "with"),
    "logs:CreateLogStream": ("write logs", "to"),
    "logs:DescribeLogGroups": ("list log groups", "on"),
    "logs:DescribeLogStreams": ("find log streams", "in"),
    "logs:PutLogEvents": ("write logs", "to"),
    "s3:*": ("do anything that S3 knows", "with"),
    "s3:PutObject": ("write objects", "to"),
    "secretsmanager:GetSecretValue": ("read the value", "of"),
    "sns:Publish": ("publish messages", "to"),
    "sqs:*": ("do anything that SQS knows", "with"),
    "sqs:SendMessage": ("send messages", "to"),
    "ssm:GetParameters": ("read the value", "of"),
    "ssmmessages:CreateControlChannel": ("open shell sessions", "on"),
    "ssmmessages:CreateDataChannel": ("open shell sessions", "on"),
    "ssmmessages:OpenControlChannel": ("open shell sessions", "on"),
    "ssmmessages:OpenDataChannel": ("open shell sessions", "on"),
    "sts:AssumeRole": ("take", ""),
}

_SERVICES = {
    "backup": "AWS Backup",
    "cloudwatch": "CloudWatch alarms",
    "codebuild": "CodeBuild",
    "codepipeline": "CodePipeline",
    "ec2": "EC2",
    "ecs": "ECS",
    "ecs-tasks": "ECS tasks",
    "events": "EventBridge",
    "lambda": "Lambda",
    "logdelivery.elasticloadbalancing": "the log delivery of load balancers",
    "logs": "CloudWatch Logs",
    "secretsmanager": "Secrets Manager",
    "ssm": "Systems Manager",
    "vpc-flow-logs": "VPC flow logs",
}

_NOUNS = {
    "AWS::DynamoDB::Table": "table",
    "AWS::EC2::VPCEndpoint": "VPC endpoint",
    "AWS::ECR::Repository": "image repository",
    "AWS::ECS::Cluster": "cluster",
    "AWS::EFS::FileSystem": "file system",
    "AWS::IAM::ManagedPolicy": "policy",
    "AWS::IAM::Policy": "policy",
    "AWS::IAM::Role": "role",
    "AWS::KMS::Key": "key",
    "AWS::Logs::LogGroup": "log group",
    "AWS::S3::Bucket": "bucket",
    "AWS::S3::BucketPolicy": "bucket policy",
    "AWS::SNS::Topic": "topic",
    "AWS::SNS::TopicPolicy": "topic policy",
    "AWS::SQS::Queue": "queue",
    "AWS::SQS::QueuePolicy": "queue policy",
    "AWS::SSM::Parameter": "parameter",
    "AWS::SecretsManager::Secret": "secret",
}

# An operator of conditions, and what stands between its key and one value, or several.
_OPERATORS = {
    "ArnEquals": ("is", "is one of"),
    "ArnLike": ("is like", "is like one of"),
    "ArnNotEquals": ("is not", "is none of"),
    "ArnNotLike": ("is not like", "is like none of"),
    "BinaryEquals": ("is", "is one of"),
    "Bool": ("is", "is one of"),
    "DateEquals": ("is", "is one of"),
    "DateGreaterThan": ("is after", "is after one of"),
    "DateGreaterThanEquals": ("is not before", "is not before one of"),
    "DateLessThan": ("is before", "is before one of"),
    "DateLessThanEquals": ("is not after", "is not after one of"),
    "DateNotEquals": ("is not", "is none of"),
    "IpAddress": ("lies in", "lies in one of"),
    "NotIpAddress": ("lies outside", "lies outside all of"),
    "NumericEquals": ("is", "is one of"),
    "NumericGreaterThan": ("is more than", "is more than one of"),
    "NumericGreaterThanEquals": ("is at least", "is at least one of"),
    "NumericLessThan": ("is less than", "is less than one of"),
    "NumericLessThanEquals": ("is at most", "is at most one of"),
    "NumericNotEquals": ("is not", "is none of"),
    "StringEquals": ("is", "is one of"),
    "StringEqualsIgnoreCase": ("is, in any case,", "is, in any case, one of"),
    "StringLike": ("is like", "is like one of"),
    "StringNotEquals": ("is not", "is none of"),
    "StringNotEqualsIgnoreCase": ("is not, in any case,", "is, in any case, none of"),
    "StringNotLike": ("is not like", "is like none of"),
}
_SETS = {"ForAllValues": "every value of ", "ForAnyValue": "a value of "}

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_LINE_ENDS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_HOST = re.compile(r"(?P<service>.+?)(?P<region>\.\$\{AWS::Region\}|\.[a-z]{2}-[a-z-]+-\d)?\.amazonaws\.com")


def plain(text: str) -> str:
    """Somebody's text in Markdown: only text, on one line."""
    return _SPECIAL.sub(r"\\\1", _LINE_ENDS.sub(" ", text)).strip()


def code(text: str) -> str:
    """As it is written, on one line, in more backticks than it holds."""
    line = _LINE_ENDS.sub("\u23ce", text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    pad = " " if not line or line.startswith(("`", " ")) or line.endswith(("`", " ")) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def raw(value: Any) -> str:
    """A value as it is written, where nothing better is known."""
    text = as_text(value)
    return code(json.dumps(value, sort_keys=True) if text is None else text)


def listed(words: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def as_list(value: Any) -> list[Any]:
    """IAM takes one thing for a list of it."""
    return value if isinstance(value, list) else [value]


def doing(actions: Iterable[Any]) -> str:
    """What actions let somebody do, up to what it is done to: 'write logs to and find log streams in'."""
    known = [_VERBS.get(as_text(action) or "") for action in actions]
    if not known or None in known:
        return "use these actions on"
    verbs = [verb for verb in known if verb is not None]
    objects = dict.fromkeys(before for _, before in verbs)
    groups = [listed(list(dict.fromkeys(verb for verb, to in verbs if to == before))) for before in objects]
    return listed([f"{group} {before}".rstrip() for group, before in zip(groups, objects, strict=True)])


def noun(type_: str) -> str:
    return _NOUNS.get(type_, code(type_))


def service(host: str) -> str:
    """What a service principal is called, and its name: 'CloudWatch Logs (`logs.amazonaws.com`)'."""
    found = _HOST.fullmatch(host)
    called = _SERVICES.get(found["service"]) if found else None
    if found is None or called is None:
        return f"the service {code(host)}"
    return f"{called}{' of this region' if 'AWS::Region' in (found['region'] or '') else ''} ({code(host)})"


def conditions(block: Any, before: str) -> list[str]:
    """Each condition of a statement, behind this word; what is not understood as it is written."""
    if not isinstance(block, Mapping):
        return [f"{before} {raw(block)}"]
    return [
        _condition(operator, key, value, before)
        for operator, pairs in block.items()
        for key, value in (pairs.items() if isinstance(pairs, Mapping) and pairs else {"": pairs}.items())
    ]


def _condition(operator: str, key: str, value: Any, before: str) -> str:
    quantity, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    values = as_list(value)
    shown = ", ".join(raw(item) for item in values)
    if operator == "Null" and as_text(value) in ("true", "false"):
        there = "absent" if as_text(value) == "true" else "present"
        return f"{before} {code(key)} is {there} ({code(operator)} is {raw(value)})"
    if name not in _OPERATORS or quantity not in ("", *_SETS) or not key or not values:
        return f"{before} {code(operator)} of {code(key)}: {shown or raw(value)}"
    between = _OPERATORS[name][len(values) != 1]
    absent = " or absent" if rest.endswith("IfExists") else ""
    said = f"{_SETS.get(quantity, '')}{code(key)} {between} {shown}{absent}"
    meant = "" if quantity or absent else _meaning(key, name, values)
    return f"{meant} ({said})" if meant else f"{before} {said}"


def _meaning(key: str, operator: str, values: list[Any]) -> str:
    """What a condition that we know is for."""
    texts = [as_text(value) or "" for value in values]
    match (key, operator, texts):
        case ("aws:SourceAccount", "StringEquals", ["${AWS::AccountId}"]):
            return "for resources of this account"
        case ("aws:SourceArn", "ArnEquals" | "ArnLike", _):
            return "on behalf of certain resources"
        case ("kms:EncryptionContext:aws:logs:arn", "ArnEquals" | "ArnLike" | "StringEquals" | "StringLike", _):
            return "for certain log groups"
        case ("aws:SecureTransport", "Bool", ["false"]):
            return "without TLS"
        case ("kms:ViaService", "StringEquals", _):
            return _through(texts)
    return ""


def _through(hosts: list[str]) -> str:
    found = [_HOST.fullmatch(host) for host in hosts]
    names = [_SERVICES.get(one["service"], "") if one else "" for one in found]
    here = all(one is not None and one["region"] == ".${AWS::Region}" for one in found)
    return f"through {listed(names, 'or')}{' of this region' if here else ''}" if all(names) else ""
