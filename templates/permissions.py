"""Who may do what: every IAM statement is a function named as a sentence, roles and policies are made here.

Actions are awacs constants, so that a typing error fails on import. Bigger policies are lists of statements.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from awacs import ecr, kms, logs, secretsmanager, ssm, ssmmessages, sts
from awacs.aws import Allow, ArnLike, Bool, Condition, Deny, Policy, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, Ref, Sub
from troposphere.iam import ManagedPolicy, Role

from templates.part import Question, under

# The services that are known to send aws:SourceAccount and aws:SourceArn, and the shape of what they send.
# A condition on a key that a service does not send would only break the deployment.
SOURCE_ARNS = {
    "ecs-tasks.amazonaws.com": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*",
    "vpc-flow-logs.amazonaws.com": "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc-flow-log/*",
}


# A statement that says `*` needs a reason, which the policy carries where everybody can read it.
WHY_WIDE = {
    "SignInToRegistry": "ecr:GetAuthorizationToken knows no resource: a token opens what other statements allow.",
    "OpenExecChannels": "The actions of ssmmessages know no resource: a channel belongs to the task that opens it.",
    "FindExecLogGroup": "logs:DescribeLogGroups lists names and cannot be limited; the agent looks its group up.",
}


def role_for(service: str, name: str, purpose: str, when: Question | None = None) -> Role:
    """A role that one AWS service may take, for this account's own resources only."""
    return Role(
        name,
        **under(when),
        Description=purpose,
        AssumeRolePolicyDocument=Policy(Version="2012-10-17", Statement=[service_may_take_role(service)]),
    )


def policy_of(
    role: Role, name: str, statements: Sequence[Statement | Any], purpose: str, when: Question | None = None
) -> ManagedPolicy:
    """A customer-managed policy, attached to one role."""
    return ManagedPolicy(
        name,
        **under(when),
        **reasons_for({statement.Sid for statement in statements}, WHY_WIDE),
        Description=purpose,
        PolicyDocument=Policy(Version="2012-10-17", Statement=list(statements)),
        Roles=[Ref(role)],
    )


def reasons_for(sids: Set[str], why: Mapping[str, str]) -> dict[str, Any]:
    """The attribute in which a resource says why a statement of its policy is as wide as it is."""
    stated = {sid: reason for sid, reason in why.items() if sid in sids}
    return {"Metadata": {"Wildcards": stated}} if stated else {}


def service_may_take_role(service: str) -> Statement:
    return Statement(
        Effect=Allow,
        Principal=Principal("Service", service),
        Action=[sts.AssumeRole],
        Condition=Condition(
            [
                StringEquals({"aws:SourceAccount": AccountId}),
                ArnLike({"aws:SourceArn": Sub(SOURCE_ARNS[service])}),
            ]
        ),
    )


def sign_in_to_the_registry() -> Statement:
    return Statement(Sid="SignInToRegistry", Effect=Allow, Action=[ecr.GetAuthorizationToken], Resource=["*"])


def pull_images_of(repository_arn: Any) -> Statement:
    return Statement(
        Sid="PullImages",
        Effect=Allow,
        Action=[ecr.BatchCheckLayerAvailability, ecr.BatchGetImage, ecr.GetDownloadUrlForLayer],
        Resource=[repository_arn],
    )


def write_logs_to(log_group_arn: Any, sid: str = "WriteLogs") -> Statement:
    return Statement(Sid=sid, Effect=Allow, Action=[logs.CreateLogStream, logs.PutLogEvents], Resource=[log_group_arn])


def find_and_write_logs_in(log_group_arn: Any, sid: str) -> Statement:
    """For agents that look a log stream up before they write to it."""
    return Statement(
        Sid=sid,
        Effect=Allow,
        Action=[logs.CreateLogStream, logs.DescribeLogStreams, logs.PutLogEvents],
        Resource=[log_group_arn],
    )


def read_secrets(secret_arns: Sequence[Any]) -> Statement:
    return Statement(
        Sid="ReadSecrets", Effect=Allow, Action=[secretsmanager.GetSecretValue], Resource=list(secret_arns)
    )


def read_parameters(parameter_arns: Sequence[Any]) -> Statement:
    return Statement(Sid="ReadParameters", Effect=Allow, Action=[ssm.GetParameters], Resource=list(parameter_arns))


def decrypt_with(key_arn: Any, services: Sequence[str]) -> Statement:
    """Decrypt, but only when one of these services asks for us."""
    hosts = [Sub(f"{service}.${{AWS::Region}}.amazonaws.com") for service in services]
    return Statement(
        Sid="DecryptThroughServices",
        Effect=Allow,
        Action=[kms.Decrypt],
        Resource=[key_arn],
        Condition=Condition(StringEquals({"kms:ViaService": hosts})),
    )


def open_exec_channels() -> Statement:
    """What ECS Exec needs inside the task."""
    return Statement(
        Sid="OpenExecChannels",
        Effect=Allow,
        Action=[
            ssmmessages.CreateControlChannel,
            ssmmessages.CreateDataChannel,
            ssmmessages.OpenControlChannel,
            ssmmessages.OpenDataChannel,
        ],
        Resource=["*"],
    )


def find_exec_log_group() -> Statement:
    return Statement(Sid="FindExecLogGroup", Effect=Allow, Action=[logs.DescribeLogGroups], Resource=["*"])


def decrypt_exec_sessions_with(key_arn: Any) -> Statement:
    return Statement(Sid="DecryptExecSessions", Effect=Allow, Action=[kms.Decrypt], Resource=[key_arn])


def policies_before(*policies: AWSObject | None) -> list[str]:
    """For DependsOn: a task that starts before its role has its policy fails once for nothing."""
    return [str(policy.title) for policy in policies if policy is not None]


def nobody_without_tls(actions: Sequence[Any], resources: Sequence[Any]) -> Statement:
    """For the policy of a resource: whoever comes, comes encrypted."""
    return Statement(
        Sid="NobodyWithoutTls",
        Effect=Deny,
        Principal=Principal("*"),
        Action=list(actions),
        Resource=list(resources),
        Condition=Condition(Bool({"aws:SecureTransport": "false"})),
    )
