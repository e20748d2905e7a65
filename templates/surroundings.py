"""What a service finds where it runs: the names that the stacks before it have published."""

from dataclasses import dataclass
from typing import ClassVar

from templates.application import Application, Service
from templates.inputs import Input, published
from templates.part import part
from templates.timing import Timing, timing

SUBNETS = "List<AWS::EC2::Subnet::Id>"


@part
class ServiceNetwork:
    title: ClassVar[str] = "Network"
    vpc_id: Input
    public_subnets: Input
    private_subnets: Input
    endpoint_group: Input | None


@part
class SharedPlatform:
    title: ClassVar[str] = "Platform"
    cluster_name: Input
    key_arn: Input
    exec_log_group_arn: Input


@part
class SharedBalancer:
    title: ClassVar[str] = "Load balancer and alerts"
    listener_arn: Input
    balancer_name: Input
    balancer_group: Input
    alert_topic_arn: Input


@part
class ImageRepository:
    title: ClassVar[str] = "Image repository"
    uri: Input
    arn: Input


@part
class PublishedNames:
    """All that a service reads from other stacks; a private one has no balancer, a foreign image no repository."""

    title: ClassVar[str] = "Names from other stacks"
    network: ServiceNetwork
    platform: SharedPlatform
    balancer: SharedBalancer | None
    repository: ImageRepository | None


@dataclass(frozen=True)
class Place:
    """One service of an application, with everything that is decided before its parts are built."""

    name: str
    settings: Service
    times: Timing
    priority: int | None
    names: PublishedNames


def place(application: Application, name: str) -> Place:
    settings = application.services[name]
    return Place(
        name=name,
        settings=settings,
        times=timing(settings.starts_within, settings.longest_request, settings.stops_within),
        priority=application.priorities.get(f"service {name}"),
        names=PublishedNames(
            network=service_network(application),
            platform=shared_platform(),
            balancer=shared_balancer() if settings.public else None,
            repository=image_repository(name, settings),
        ),
    )


def vpc_id() -> Input:
    return published("VpcId", "VPC", "The VPC", "AWS::EC2::VPC::Id", "network", "vpc-id")


def public_subnets(what: str) -> Input:
    return published("PublicSubnetIds", "Public subnets", what, SUBNETS, "network", "public-subnet-ids")


def service_network(application: Application) -> ServiceNetwork:
    """The network; an existing one has no endpoints of ours to open."""
    group = None
    if application.network == "new":
        group = published(
            "EndpointSecurityGroupId",
            "Endpoints' security group",
            "The security group of the VPC endpoints",
            "AWS::EC2::SecurityGroup::Id",
            "network",
            "endpoint-security-group-id",
        )
    return ServiceNetwork(
        vpc_id=vpc_id(),
        public_subnets=public_subnets("Subnets for public tasks"),
        private_subnets=published(
            "PrivateSubnetIds", "Private subnets", "Subnets for tasks", SUBNETS, "network", "private-subnet-ids"
        ),
        endpoint_group=group,
    )


def shared_platform() -> SharedPlatform:
    return SharedPlatform(
        cluster_name=_platform("ClusterName", "Cluster", "The ECS cluster", "cluster-name"),
        key_arn=_platform("KeyArn", "Encryption key", "The environment's encryption key", "key-arn"),
        exec_log_group_arn=_platform(
            "ExecLogGroupArn", "Log of shell sessions", "The log group of shell sessions", "exec-log-group-arn"
        ),
    )


def shared_balancer() -> SharedBalancer:
    return SharedBalancer(
        listener_arn=_platform("ListenerArn", "Listener", "The listener to attach to", "listener-arn"),
        balancer_name=_platform(
            "LoadBalancerName", "Load balancer", "The load balancer, as metrics name it", "load-balancer-name"
        ),
        balancer_group=_platform(
            "LoadBalancerSecurityGroupId",
            "Load balancer's security group",
            "The security group of the load balancer",
            "load-balancer-security-group-id",
            "AWS::EC2::SecurityGroup::Id",
        ),
        alert_topic_arn=_platform("AlertTopicArn", "Alert topic", "Where alarms go", "alert-topic-arn"),
    )


def image_repository(name: str, service: Service) -> ImageRepository | None:
    """The repository of a service that is built here; an image of somebody else's has none."""
    if service.build is None:
        return None

    def registered(parameter: str, label: str, what: str, key: str) -> Input:
        return published(parameter, label, what, "String", "registry", key, scope="account")

    return ImageRepository(
        uri=registered("RepositoryUri", "Repository", "Where the image is", f"{name}-repository-uri"),
        arn=registered("RepositoryArn", "Repository ARN", "The repository to pull from", f"{name}-repository-arn"),
    )


def _platform(name: str, label: str, description: str, key: str, type_: str = "String") -> Input:
    return published(name, label, description, type_, "platform", key)
