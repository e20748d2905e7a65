"""Resources as people write them: a network with a load balancer, a service with what it keeps and who watches it.

Each refers to earlier ones only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Named = tuple[str, Mapping[str, Any]]

PUBLIC = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


@dataclass(frozen=True)
class Release:
    """What changes from one template to the other."""

    image: str = "1.4.0"
    retention: int = 30
    actions: tuple[str, ...] = ("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage")
    cpu_target: int = 70
    errors: int = 10
    visibility: int = 60
    periods: int = 3
    moved_range: str = "10.0.0.0/16"


# A network with a load balancer.


def network(name: str, cidr: Any) -> Iterator[Named]:
    """What services share."""
    vpc = ref(f"{name}Vpc")
    yield _it(f"{name}Vpc", "AWS::EC2::VPC", {"CidrBlock": cidr, "EnableDnsHostnames": True, "Tags": _tags(name)})
    yield _it(f"{name}Gateway", "AWS::EC2::InternetGateway", {"Tags": _tags(name)})
    attached = {"VpcId": vpc, "InternetGatewayId": ref(f"{name}Gateway")}
    yield _it(f"{name}Attached", "AWS::EC2::VPCGatewayAttachment", attached)
    yield _it(f"{name}Routes", "AWS::EC2::RouteTable", {"VpcId": vpc, "Tags": _tags(name)})
    route = {"RouteTableId": ref(f"{name}Routes"), "DestinationCidrBlock": "0.0.0.0/0"}
    yield _it(
        f"{name}Out",
        "AWS::EC2::Route",
        {**route, "GatewayId": ref(f"{name}Gateway")},
        {"DependsOn": f"{name}Attached"},
    )
    for zone in range(3):
        yield from _subnet(name, zone, cidr)
    yield from _balancer(name)


def _subnet(name: str, zone: int, cidr: Any) -> Iterator[Named]:
    subnet = f"{name}Subnet{zone}"
    body = {
        "VpcId": ref(f"{name}Vpc"),
        "CidrBlock": {"Fn::Select": [zone, {"Fn::Cidr": [cidr, 8, 12]}]},
        "AvailabilityZone": {"Fn::Select": [zone, {"Fn::GetAZs": ""}]},
        "Tags": _tags(subnet),
    }
    yield _it(subnet, "AWS::EC2::Subnet", body)
    associated = {"SubnetId": ref(subnet), "RouteTableId": ref(f"{name}Routes")}
    yield _it(f"{subnet}Routes", "AWS::EC2::SubnetRouteTableAssociation", associated)


def _balancer(name: str) -> Iterator[Named]:
    group = {
        "GroupDescription": "Who may reach the load balancer",
        "VpcId": ref(f"{name}Vpc"),
        "SecurityGroupIngress": [_port(80) | {"CidrIp": "0.0.0.0/0"}],
    }
    yield _it(f"{name}BalancerGroup", "AWS::EC2::SecurityGroup", group)
    balancer = {
        "Type": "application",
        "Subnets": _subnets(name),
        "SecurityGroups": [_att(f"{name}BalancerGroup", "GroupId")],
        "LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": "true"}],
    }
    yield _it(f"{name}Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", balancer)
    nothing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    listener = {"LoadBalancerArn": ref(f"{name}Balancer"), "Port": 80, "Protocol": "HTTP", "DefaultActions": [nothing]}
    yield _it(f"{name}Listener", "AWS::ElasticLoadBalancingV2::Listener", listener)
    insights = [{"Name": "containerInsights", "Value": "enabled"}]
    yield _it(f"{name}Cluster", "AWS::ECS::Cluster", {"ClusterSettings": insights, "Tags": _tags(name)})


# A service with what it keeps and who watches it.


def service(name: str, number: int, network: str, release: Release) -> Iterator[Named]:
    """All that belongs to one."""
    yield from _kept(name, release)
    yield from _database(name, network)
    yield from _roles(name, release)
    yield from _reached(name, number, network)
    yield from _tasks(name, network, release)
    yield from _watched(name, network, release)


def _kept(name: str, release: Release) -> Iterator[Named]:
    yield _it(f"{name}DeadLetters", "AWS::SQS::Queue", {"MessageRetentionPeriod": 1209600}, KEPT)
    redrive = {"deadLetterTargetArn": _att(f"{name}DeadLetters", "Arn"), "maxReceiveCount": 5}
    yield _it(
        f"{name}Queue", "AWS::SQS::Queue", {"VisibilityTimeout": release.visibility, "RedrivePolicy": redrive}, KEPT
    )
    bucket = {
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
        },
        "PublicAccessBlockConfiguration": dict.fromkeys(PUBLIC, True),
        "VersioningConfiguration": {"Status": "Enabled"},
    }
    yield _it(f"{name}Bucket", "AWS::S3::Bucket", bucket, KEPT)
    arn = _att(f"{name}Bucket", "Arn")
    denied = _statement("Deny", "s3:*", [arn, {"Fn::Sub": ["${Arn}/*", {"Arn": arn}]}], Principal="*")
    denied["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    policy = {"Bucket": ref(f"{name}Bucket"), "PolicyDocument": _document(denied)}
    yield _it(f"{name}BucketPolicy", "AWS::S3::BucketPolicy", policy)
    yield _it(f"{name}Topic", "AWS::SNS::Topic", {"DisplayName": f"Alarms of {name}"})
    table = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    }
    yield _it(f"{name}Table", "AWS::DynamoDB::Table", table, KEPT)


def _database(name: str, network: str) -> Iterator[Named]:
    group = {"DBSubnetGroupDescription": f"Where the data of {name} is", "SubnetIds": _subnets(network)}
    yield _it(f"{name}Places", "AWS::RDS::DBSubnetGroup", group)
    database = {
        "Engine": "postgres",
        "EngineVersion": "17.6",
        "DBInstanceClass": "db.t4g.medium",
        "AllocatedStorage": "100",
        "StorageEncrypted": True,
        "MultiAZ": True,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "MasterUsername": "owner",
        "ManageMasterUserPassword": True,
        "DBSubnetGroupName": ref(f"{name}Places"),
    }
    yield _it(f"{name}Database", "AWS::RDS::DBInstance", database, KEPT)


def _roles(name: str, release: Release) -> Iterator[Named]:
    trust = _document(_statement("Allow", "sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"}))
    managed = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    execution = {"AssumeRolePolicyDocument": trust, "ManagedPolicyArns": [{"Fn::Sub": managed}]}
    yield _it(f"{name}ExecutionRole", "AWS::IAM::Role", execution)
    yield _it(f"{name}TaskRole", "AWS::IAM::Role", {"AssumeRolePolicyDocument": trust, "Tags": _tags(name)})
    objects = {"Fn::Sub": f"${{{name}Bucket.Arn}}/*"}
    allowed = _document(
        _statement("Allow", list(release.actions), _att(f"{name}Queue", "Arn")),
        _statement("Allow", ["s3:GetObject", "s3:PutObject"], objects),
        _statement("Allow", ["dynamodb:GetItem", "dynamodb:PutItem"], _att(f"{name}Table", "Arn")),
    )
    policy = {"Roles": [ref(f"{name}TaskRole")], "PolicyDocument": allowed}
    yield _it(f"{name}Policy", "AWS::IAM::ManagedPolicy", policy)


def _reached(name: str, number: int, network: str) -> Iterator[Named]:
    vpc = ref(f"{network}Vpc")
    yield _it(f"{name}Group", "AWS::EC2::SecurityGroup", {"GroupDescription": f"Tasks of {name}", "VpcId": vpc})
    source = {"SourceSecurityGroupId": _att(f"{network}BalancerGroup", "GroupId")}
    ingress = {"GroupId": _att(f"{name}Group", "GroupId"), **_port(3000), **source}
    yield _it(f"{name}Ingress", "AWS::EC2::SecurityGroupIngress", ingress)
    target = {"VpcId": vpc, "Port": 3000, "Protocol": "HTTP", "TargetType": "ip", "HealthCheckPath": "/health"}
    yield _it(f"{name}Targets", "AWS::ElasticLoadBalancingV2::TargetGroup", target)
    rule = {
        "ListenerArn": ref(f"{network}Listener"),
        "Priority": number + 1,
        "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": [f"/{name}/*"]}}],
        "Actions": [{"Type": "forward", "TargetGroupArn": ref(f"{name}Targets")}],
    }
    yield _it(f"{name}Rule", "AWS::ElasticLoadBalancingV2::ListenerRule", rule)


def _tasks(name: str, network: str, release: Release) -> Iterator[Named]:
    logs = {"RetentionInDays": release.retention}
    yield _it(f"{name}Logs", "AWS::Logs::LogGroup", logs, dict.fromkeys(KEPT, "Delete"))
    task = {
        "RequiresCompatibilities": ["FARGATE"],
        "NetworkMode": "awsvpc",
        "Cpu": "512",
        "Memory": "1024",
        "ExecutionRoleArn": _att(f"{name}ExecutionRole", "Arn"),
        "TaskRoleArn": _att(f"{name}TaskRole", "Arn"),
        "ContainerDefinitions": [_container(name, release)],
    }
    yield _it(f"{name}Task", "AWS::ECS::TaskDefinition", task)
    reach = {"Subnets": _subnets(network), "SecurityGroups": [_att(f"{name}Group", "GroupId")]}
    balanced = {"ContainerName": "web", "ContainerPort": 3000, "TargetGroupArn": ref(f"{name}Targets")}
    service = {
        "Cluster": ref(f"{network}Cluster"),
        "LaunchType": "FARGATE",
        "TaskDefinition": ref(f"{name}Task"),
        "NetworkConfiguration": {"AwsvpcConfiguration": reach},
        "LoadBalancers": [balanced],
        "DeploymentConfiguration": {"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}},
    }
    yield _it(f"{name}Service", "AWS::ECS::Service", service, {"DependsOn": f"{name}Rule"})


def _container(name: str, release: Release) -> dict[str, Any]:
    environment = {"QUEUE": ref(f"{name}Queue"), "BUCKET": ref(f"{name}Bucket"), "TABLE": ref(f"{name}Table")}
    options = {"awslogs-group": ref(f"{name}Logs"), "awslogs-region": ref("AWS::Region")}
    return {
        "Name": "web",
        "Image": {"Fn::Sub": f"${{Repository}}/{name.lower()}:{release.image}"},
        "Essential": True,
        "ReadonlyRootFilesystem": True,
        "PortMappings": [{"ContainerPort": 3000, "Protocol": "tcp"}],
        "Environment": [{"Name": key, "Value": value} for key, value in environment.items()],
        "LogConfiguration": {"LogDriver": "awslogs", "Options": {**options, "awslogs-stream-prefix": "web"}},
    }


def _watched(name: str, network: str, release: Release) -> Iterator[Named]:
    path = {"Fn::Sub": f"service/${{{network}Cluster}}/${{{name}Service.Name}}"}
    scaled = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": path}
    scalable = {**scaled, "MinCapacity": 2, "MaxCapacity": 10}
    yield _it(f"{name}Scalable", "AWS::ApplicationAutoScaling::ScalableTarget", scalable)
    metric = {"PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}
    scaling = {
        "PolicyName": f"{name}-cpu",
        "PolicyType": "TargetTrackingScaling",
        "ScalingTargetId": ref(f"{name}Scalable"),
        "TargetTrackingScalingPolicyConfiguration": {"TargetValue": release.cpu_target, **metric},
    }
    yield _it(f"{name}Scaling", "AWS::ApplicationAutoScaling::ScalingPolicy", scaling)
    watched = (("Errors", "HTTPCode_Target_5XX_Count", release.errors), ("Hosts", "UnHealthyHostCount", 1))
    for alarm, metric_name, threshold in watched:
        body = {
            "Namespace": "AWS/ApplicationELB",
            "MetricName": metric_name,
            "Dimensions": [{"Name": "TargetGroup", "Value": _att(f"{name}Targets", "TargetGroupFullName")}],
            "Period": 60,
            "EvaluationPeriods": release.periods,
            "Statistic": "Sum",
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": threshold,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref(f"{name}Topic")],
        }
        yield _it(f"{name}{alarm}", "AWS::CloudWatch::Alarm", body)


# Short ways to write what occurs often.


def _it(name: str, type_: str, properties: Mapping[str, Any], attributes: Mapping[str, Any] | None = None) -> Named:
    return name, {"Type": type_, **(attributes or {}), "Properties": properties}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def _att(name: str, attribute: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, attribute]}


def _tags(name: str) -> list[dict[str, str]]:
    return [{"Key": "Name", "Value": name}]


def _subnets(network: str) -> list[dict[str, Any]]:
    return [ref(f"{network}Subnet{zone}") for zone in range(3)]


def _port(port: int) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}


def _document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _statement(effect: str, action: str | list[str], resource: Any = None, **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, **({} if resource is None else {"Resource": resource}), **more}
