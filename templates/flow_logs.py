"""Who talked to whom: the VPC's flow logs, encrypted with a key of the network's own."""

from typing import ClassVar

from troposphere import GetAtt, Ref, ec2
from troposphere.iam import ManagedPolicy, Role
from troposphere.kms import Key
from troposphere.logs import LogGroup

from templates.encryption import arn_of, encryption_key, logs_may_use_key
from templates.inputs import Input, log_retention
from templates.log_groups import log_group
from templates.part import part
from templates.permissions import find_and_write_logs_in, policy_of, role_for


@part
class FlowLogs:
    title: ClassVar[str] = "Flow logs"
    retention: Input
    key: Key
    log_group: LogGroup
    role: Role
    policy: ManagedPolicy
    flow_log: ec2.FlowLog


def flow_logs(vpc: ec2.VPC) -> FlowLogs:
    retention = log_retention(of="the network's flow logs")
    key = encryption_key("FlowLogKey", "Encrypts the flow logs of this network", logs_may_use_key())
    group = log_group("FlowLogGroup", retention, arn_of(key))
    role = role_for("vpc-flow-logs.amazonaws.com", "FlowLogRole", "Lets VPC flow logs write to their log group")
    policy = policy_of(
        role,
        "FlowLogPolicy",
        [find_and_write_logs_in(GetAtt(group, "Arn"), "WriteFlowLogs")],
        "Write to the flow-log group only",
    )
    return FlowLogs(
        retention=retention,
        key=key,
        log_group=group,
        role=role,
        policy=policy,
        flow_log=ec2.FlowLog(
            "FlowLog",
            DependsOn=policy,
            ResourceType="VPC",
            ResourceId=Ref(vpc),
            TrafficType="ALL",
            LogDestinationType="cloud-watch-logs",
            LogGroupName=Ref(group),
            DeliverLogsPermissionArn=GetAtt(role, "Arn"),
            MaxAggregationInterval=60,
        ),
    )
