"""What runs: containers, functions, machines and what scales them."""

from delivery.review.model import Level
from delivery.review.weakening.checks import (
    closed,
    fewer,
    gone,
    guard,
    lost,
    opened,
    order,
    rights,
    room,
    size,
    step,
    works,
)
from delivery.review.weakening.kinds import Check, goes_on, is_limited, rises

_OUTAGE = Level.OUTAGE
_DAEMON = ("SchedulingStrategy", "DAEMON")
_DEPLOYMENT = "DeploymentConfiguration"
_CONTAINER = "ContainerDefinitions/*Name"
_METADATA = order("optional", "required")
_METADATA_WORDS = "the session that instance metadata asks for"

_SERVICE = (
    room("DesiredCount", "the desired count", so="fewer tasks do the work"),
    room(f"{_DEPLOYMENT}/MinimumHealthyPercent", "the healthy share during a deployment (percent)", "100",
                 "more tasks may be away at once")._replace(unless=_DAEMON),
    room(f"{_DEPLOYMENT}/MaximumPercent", "the largest share during a deployment (percent)", "200",
                 "fewer new tasks start before old ones stop")._replace(unless=_DAEMON),
    works(f"{_DEPLOYMENT}/DeploymentCircuitBreaker/Enable", "the deployment circuit breaker",
          so="a deployment that fails goes on trying"),
    works(f"{_DEPLOYMENT}/DeploymentCircuitBreaker/Rollback", "going back by itself after a failed deployment"),
    works(f"{_DEPLOYMENT}/Alarms/Enable", "stopping a deployment on an alarm"),
    works(f"{_DEPLOYMENT}/Alarms/Rollback", "going back by itself after an alarm"),
    fewer(f"{_DEPLOYMENT}/Alarms/AlarmNames", "alarms that stop a deployment"),
    room("HealthCheckGracePeriodSeconds", "the time to become healthy (seconds)", "0",
         "slow tasks are stopped before they answer"),
    fewer("NetworkConfiguration/AwsvpcConfiguration/Subnets", "subnets", "fewer zones can take the tasks"),
    opened("NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp", "a public address for every task"),
    opened("EnableExecuteCommand", "a shell in running containers (ECS Exec)"),
    works("AvailabilityZoneRebalancing", "rebalancing between zones"),
    gone("LoadBalancers", "the load balancer of the service", "it gets no requests from it"),
    works("ServiceConnectConfiguration/Enabled", "Service Connect", so="services no longer find it by name"),
)  # fmt: skip
_TASK = (
    room("Cpu", "the CPU of a task"),
    room("Memory", "the memory of a task"),
    room("EphemeralStorage/SizeInGiB", "the disk of a task (GiB)"),
    room(f"{_CONTAINER}/Cpu", "the CPU"),
    room(f"{_CONTAINER}/Memory", "the memory limit"),
    room(f"{_CONTAINER}/MemoryReservation", "the reserved memory"),
    room(f"{_CONTAINER}/StopTimeout", "the time to stop (seconds)", "30", "requests may be cut off"),
    gone(f"{_CONTAINER}/HealthCheck", "the health check"),
    Check(
        f"{_CONTAINER}/HealthCheck/Retries",
        rises,
        "the number of failed health checks before it is unhealthy",
        _OUTAGE,
        "3",
    ),
    Check(f"{_CONTAINER}/HealthCheck/Interval", rises, "the time between health checks (seconds)", _OUTAGE, "30"),
    works(f"{_CONTAINER}/Essential", "stopping the task when it stops", True),
    closed(f"{_CONTAINER}/ReadonlyRootFilesystem", "the read-only root file system"),
    rights(f"{_CONTAINER}/LinuxParameters/Capabilities/Add", "added Linux capabilities"),
    lost(f"{_CONTAINER}/LogConfiguration", "the log"),
    step("PidMode", "the process namespace", order("host", "task"), absent="task"),
    step("IpcMode", "the memory namespace", order("host", "task|none"), absent="task"),
    step("NetworkMode", "the network mode", order("host", "bridge|awsvpc|none")),
    closed("Volumes/*Name/EFSVolumeConfiguration/TransitEncryption", "encryption on the way to the volume"),
)
_GROUP = (
    room("MinSize", "the smallest size"),
    room("MaxSize", "the largest size"),
    room("DesiredCapacity", "the desired capacity"),
    fewer("AvailabilityZones", "zones"),
    fewer("VPCZoneIdentifier", "subnets", "fewer zones can take the instances"),
    fewer("TargetGroupARNs", "target groups"),
    step("HealthCheckType", "the health check", order("ec2", "elb|ebs|vpc_lattice"), _OUTAGE, "EC2"),
    fewer("MetricsCollection", "collected metrics"),
)
_INSTANCE = (
    size("InstanceType"),
    guard("DisableApiTermination", "protection against termination"),
    works("Monitoring", "detailed monitoring"),
)
_LAUNCHED = "LaunchTemplateData"
_TEMPLATE = (
    size(f"{_LAUNCHED}/InstanceType"),
    guard(f"{_LAUNCHED}/DisableApiTermination", "protection against termination"),
    works(f"{_LAUNCHED}/Monitoring/Enabled", "detailed monitoring"),
    step(f"{_LAUNCHED}/MetadataOptions/HttpTokens", _METADATA_WORDS, _METADATA),
)
_LAUNCH_CONFIGURATION = (
    size("InstanceType"),
    works("InstanceMonitoring", "detailed monitoring", True),
    step("MetadataOptions/HttpTokens", _METADATA_WORDS, _METADATA),
)
_NODES = (
    room("ScalingConfig/MinSize", "the smallest size"),
    room("ScalingConfig/MaxSize", "the largest size"),
    room("ScalingConfig/DesiredSize", "the desired size"),
    room("DiskSize", "the disk of a node (GiB)"),
    step("CapacityType", "how nodes are bought", order("spot", "on_demand|capacity_block"), _OUTAGE, "ON_DEMAND"),
    fewer("Subnets", "subnets", "fewer zones can take the nodes"),
)
_KUBERNETES = (
    guard("DeletionProtection"),
    lost("EncryptionConfig", "the encryption of secrets with a key of your own"),
    opened("ResourcesVpcConfig/EndpointPublicAccess", "the public address of the cluster"),
    works("ResourcesVpcConfig/EndpointPrivateAccess", "the private address of the cluster"),
    closed("ZonalShiftConfig/Enabled", "moving away from a zone that fails"),
    fewer("ResourcesVpcConfig/SubnetIds", "subnets"),
)
_FUNCTION = (
    room("MemorySize", "the memory (MB)", "128", "the CPU falls with it"),
    room("Timeout", "the time limit (seconds)", "3"),
    room("EphemeralStorage/Size", "the disk (MB)", "512"),
    Check("ReservedConcurrentExecutions", is_limited, "running at once", _OUTAGE, so="more calls are refused"),
    gone("DeadLetterConfig", "the queue for failed events", "data of failed events is lost"),
    works("TracingConfig/Mode", "tracing"),
    lost("KmsKeyArn", "the encryption of its environment with a key of your own"),
    lost("CodeSigningConfigArn", "the check that code is signed"),
)  # fmt: skip
_PROVISIONED = (room("ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions", "provisioned concurrency", "0"),)
_SOURCE = (
    works("Enabled", "the event source", True, "what comes in waits"),
    Check("ScalingConfig/MaximumConcurrency", is_limited, "running at once", _OUTAGE),
    gone("DestinationConfig/OnFailure", "the place for failed records", "their data is lost"),
    room("MaximumRetryAttempts", "the number of tries"),
    room("MaximumRecordAgeInSeconds", "how old a record may get (seconds)"),
)
_TARGET = (
    room("MinCapacity", "the smallest capacity"),
    room("MaxCapacity", "the largest capacity"),
    Check("SuspendedState/DynamicScalingOutSuspended", goes_on, "holding back from scaling out", _OUTAGE),
    Check("SuspendedState/ScheduledScalingSuspended", goes_on, "holding back from scheduled scaling", _OUTAGE),
)
_TRACKING = "TargetTrackingScalingPolicyConfiguration"
_POLICY = (
    Check(f"{_TRACKING}/TargetValue", rises, "the load at which it scales out", _OUTAGE),
    Check(f"{_TRACKING}/ScaleOutCooldown", rises, "the time between scaling out (seconds)", _OUTAGE),
)

RUNNING = {
    "AWS::AppRunner::AutoScalingConfiguration": (
        room("MinSize", "the smallest size"),
        room("MaxSize", "the largest size"),
    ),
    "AWS::ApplicationAutoScaling::ScalableTarget": _TARGET,
    "AWS::ApplicationAutoScaling::ScalingPolicy": _POLICY,
    "AWS::AutoScaling::AutoScalingGroup": _GROUP,
    "AWS::AutoScaling::LaunchConfiguration": _LAUNCH_CONFIGURATION,
    "AWS::Batch::ComputeEnvironment": (
        room("ComputeResources/MinvCpus", "the smallest number of vCPUs"),
        room("ComputeResources/MaxvCpus", "the largest number of vCPUs"),
        works("State", "the compute environment", True),
    ),
    "AWS::Batch::JobQueue": (works("State", "the job queue", True),),
    "AWS::CodeDeploy::DeploymentGroup": (
        works("AutoRollbackConfiguration/Enabled", "going back by itself after a failed deployment"),
        works("AlarmConfiguration/Enabled", "stopping a deployment on an alarm"),
    ),
    "AWS::EC2::Instance": _INSTANCE,
    "AWS::EC2::LaunchTemplate": _TEMPLATE,
    "AWS::ECS::Service": _SERVICE,
    "AWS::ECS::TaskDefinition": _TASK,
    "AWS::ECS::TaskSet": (room("Scale/Value", "the share of tasks (percent)"),),
    "AWS::EKS::Cluster": _KUBERNETES,
    "AWS::EKS::Nodegroup": _NODES,
    "AWS::Events::Rule": (works("State", "the rule", True, "its targets are not started"),),
    "AWS::Lambda::Alias": _PROVISIONED,
    "AWS::Lambda::EventSourceMapping": _SOURCE,
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::Lambda::Url": (step("AuthType", "who may call the URL", order("none", "aws_iam")),),
    "AWS::Lambda::Version": _PROVISIONED,
    "AWS::Pipes::Pipe": (step("DesiredState", "the pipe", order("stopped", "running"), _OUTAGE, "RUNNING"),),
    "AWS::Scheduler::Schedule": (works("State", "the schedule", True, "its target is not started"),),
    "AWS::StepFunctions::StateMachine": (
        step("LoggingConfiguration/Level", "what is logged", order("off", "fatal", "error", "all"), absent="OFF"),
        works("TracingConfiguration/Enabled", "tracing"),
        lost("EncryptionConfiguration", "the encryption with a key of your own"),
    ),
}
