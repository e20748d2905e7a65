"""What CloudFormation's answers to DescribeChangeSet may hold: every member, and the words where only some are allowed.

The names of shapes are those of the service's own model, against which a test holds these tables.
"""

from collections.abc import Mapping

ANSWER = "DescribeChangeSetOutput"
CHANGE = "Change"
# What a client puts around an answer.
ENVELOPE = frozenset({"ResponseMetadata"})
# What CloudFormation says where a change set would change nothing.
NOTHING_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    "No updates are to be performed.",
)
STACK = "AWS::CloudFormation::Stack"
INCOMPLETE_VALUES = "[WARN] --include-property-values option can return incomplete ChangeSet data"

# A member is text, a flag, a number, a time, one of WORDS or another shape; [] is a list of them.
SHAPES: Mapping[str, Mapping[str, str]] = {
    "DescribeChangeSetOutput": {
        "ChangeSetName": "text",
        "ChangeSetId": "text",
        "StackId": "text",
        "StackName": "text",
        "Description": "text",
        "Parameters": "Parameter[]",
        "CreationTime": "time",
        "ExecutionStatus": "ExecutionStatus",
        "Status": "ChangeSetStatus",
        "StatusReason": "text",
        "StackDriftStatus": "StackDriftStatus",
        "NotificationARNs": "text[]",
        "RollbackConfiguration": "RollbackConfiguration",
        "Capabilities": "Capability[]",
        "Tags": "Tag[]",
        "Changes": "Change[]",
        "NextToken": "text",
        "IncludeNestedStacks": "flag",
        "ParentChangeSetId": "text",
        "RootChangeSetId": "text",
        "OnStackFailure": "OnStackFailure",
        "ImportExistingResources": "flag",
        "DeploymentMode": "DeploymentMode",
        "DeploymentConfig": "DeploymentConfig",
    },
    "Parameter": {
        "ParameterKey": "text",
        "ParameterValue": "text",
        "UsePreviousValue": "flag",
        "ResolvedValue": "text",
    },
    "RollbackConfiguration": {
        "RollbackTriggers": "RollbackTrigger[]",
        "MonitoringTimeInMinutes": "number",
    },
    "RollbackTrigger": {
        "Arn": "text",
        "Type": "text",
    },
    "Tag": {
        "Key": "text",
        "Value": "text",
    },
    "Change": {
        "Type": "ChangeType",
        "HookInvocationCount": "number",
        "ResourceChange": "ResourceChange",
    },
    "ResourceChange": {
        "PolicyAction": "PolicyAction",
        "Action": "ChangeAction",
        "LogicalResourceId": "text",
        "PhysicalResourceId": "text",
        "ResourceType": "text",
        "Replacement": "Replacement",
        "Scope": "ResourceAttribute[]",
        "ResourceDriftStatus": "StackResourceDriftStatus",
        "ResourceDriftIgnoredAttributes": "ResourceDriftIgnoredAttribute[]",
        "Details": "ResourceChangeDetail[]",
        "ChangeSetId": "text",
        "ModuleInfo": "ModuleInfo",
        "BeforeContext": "text",
        "AfterContext": "text",
        "PreviousDeploymentContext": "text",
    },
    "ResourceDriftIgnoredAttribute": {
        "Path": "text",
        "Reason": "DriftIgnoredReason",
    },
    "ResourceChangeDetail": {
        "Target": "ResourceTargetDefinition",
        "Evaluation": "EvaluationType",
        "ChangeSource": "ChangeSource",
        "CausingEntity": "text",
    },
    "ResourceTargetDefinition": {
        "Attribute": "ResourceAttribute",
        "Name": "text",
        "RequiresRecreation": "RequiresRecreation",
        "Path": "text",
        "BeforeValue": "text",
        "AfterValue": "text",
        "BeforeValueFrom": "BeforeValueFrom",
        "AfterValueFrom": "AfterValueFrom",
        "Drift": "LiveResourceDrift",
        "AttributeChangeType": "AttributeChangeType",
    },
    "LiveResourceDrift": {
        "PreviousValue": "text",
        "ActualValue": "text",
        "DriftDetectionTimestamp": "time",
    },
    "ModuleInfo": {
        "TypeHierarchy": "text",
        "LogicalIdHierarchy": "text",
    },
    "DeploymentConfig": {
        "Mode": "DeploymentConfigMode",
        "DisableRollback": "flag",
    },
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "ExecutionStatus": (
        "UNAVAILABLE",
        "AVAILABLE",
        "EXECUTE_IN_PROGRESS",
        "EXECUTE_COMPLETE",
        "EXECUTE_FAILED",
        "OBSOLETE",
    ),
    "ChangeSetStatus": (
        "CREATE_PENDING",
        "CREATE_IN_PROGRESS",
        "CREATE_COMPLETE",
        "DELETE_PENDING",
        "DELETE_IN_PROGRESS",
        "DELETE_COMPLETE",
        "DELETE_FAILED",
        "FAILED",
    ),
    "StackDriftStatus": ("DRIFTED", "IN_SYNC", "UNKNOWN", "NOT_CHECKED"),
    "Capability": ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"),
    "ChangeType": ("Resource",),
    "PolicyAction": ("Delete", "Retain", "Snapshot", "ReplaceAndDelete", "ReplaceAndRetain", "ReplaceAndSnapshot"),
    "ChangeAction": ("Add", "Modify", "Remove", "Import", "Dynamic", "SyncWithActual"),
    "Replacement": ("True", "False", "Conditional"),
    "ResourceAttribute": (
        "Properties",
        "Metadata",
        "CreationPolicy",
        "UpdatePolicy",
        "DeletionPolicy",
        "UpdateReplacePolicy",
        "Tags",
    ),
    "StackResourceDriftStatus": ("IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN", "UNSUPPORTED"),
    "DriftIgnoredReason": ("MANAGED_BY_AWS", "WRITE_ONLY_PROPERTY", "SENSITIVE_PROPERTY"),
    "RequiresRecreation": ("Never", "Conditionally", "Always"),
    "BeforeValueFrom": ("PREVIOUS_DEPLOYMENT_STATE", "ACTUAL_STATE"),
    "AfterValueFrom": ("TEMPLATE",),
    "AttributeChangeType": ("Add", "Remove", "Modify", "SyncWithActual"),
    "EvaluationType": ("Static", "Dynamic"),
    "ChangeSource": (
        "ResourceReference",
        "ParameterReference",
        "ResourceAttribute",
        "DirectModification",
        "Automatic",
        "NoModification",
    ),
    "OnStackFailure": ("DO_NOTHING", "ROLLBACK", "DELETE"),
    "DeploymentMode": ("REVERT_DRIFT",),
    "DeploymentConfigMode": ("STANDARD", "EXPRESS"),
}
