"""The ECS service itself, and how a new version replaces the old one."""

from typing import Any, ClassVar

from troposphere import Equals, GetAtt, Ref, ecs

from templates.alarms import ServiceAlarms
from templates.cluster import Capacity, capacity
from templates.exposure import Exposure, TaskNetwork
from templates.inputs import Input, choice, number
from templates.part import Assertion, Question, part
from templates.permissions import policies_before
from templates.scaling import FixedCount, TaskCount
from templates.surroundings import Place
from templates.task import Workload
from templates.timing import SPOT_NOTICE, Timing


@part
class Deployment:
    """How many tasks may be missing or too many while a version replaces another."""

    title: ClassVar[str] = "Deployment"
    shares: Capacity
    minimum: Input
    maximum: Input
    public_ip: Input
    tasks_are_public: Question
    spot_has_time: Assertion | None


@part
class RunningService:
    title: ClassVar[str] = "Service"
    service: ecs.Service


def deployment(here: Place) -> Deployment:
    shares = capacity()
    public_ip = choice(
        "AssignPublicIp",
        "Public tasks",
        "ENABLED puts tasks into public subnets with an address of their own",
        ("DISABLED", "ENABLED"),
        "DISABLED",
    )
    return Deployment(
        shares=shares,
        minimum=number("MinimumHealthyPercent", "Fewest healthy tasks", "Percent during a deployment", 1, 100, 100),
        maximum=number("MaximumPercent", "Most tasks", "Percent during a deployment", 101, 400, 200),
        public_ip=public_ip,
        tasks_are_public=Question("TasksArePublic", Equals(Ref(public_ip), "ENABLED")),
        spot_has_time=None if here.times.fits_spot else _no_spot(here.times, shares),
    )


def running_service(
    here: Place, work: Workload, network: TaskNetwork, exposed: Exposure | None, rollout: Deployment, count: TaskCount
) -> RunningService:
    fixed: dict[str, Any] = {"DesiredCount": Ref(count.desired_count)} if isinstance(count, FixedCount) else {}
    return RunningService(
        ecs.Service(
            "Service",
            DependsOn=policies_before(work.roles.execution_policy, exposed.rule if exposed else None),
            Cluster=Ref(here.names.platform.cluster_name),
            TaskDefinition=Ref(work.task.definition),
            **fixed,
            CapacityProviderStrategy=[
                ecs.CapacityProviderStrategyItem(CapacityProvider=provider, **share)
                for provider, share in rollout.shares.strategy
            ],
            AvailabilityZoneRebalancing="ENABLED",
            DeploymentConfiguration=_configuration(rollout, exposed.alarms if exposed else None),
            EnableECSManagedTags=True,
            EnableExecuteCommand=Ref(work.roles.ecs_exec),
            PropagateTags="SERVICE",
            NetworkConfiguration=_placement(here, network, rollout),
            **(_behind_balancer(here, exposed) if exposed else {}),
        )
    )


def _no_spot(times: Timing, shares: Capacity) -> Assertion:
    return Assertion(
        "SpotLeavesTooSoon",
        f"SpotWeight must be 0: draining and stopping take {times.drain + times.stop_timeout} seconds, and Spot gives "
        f"{SPOT_NOTICE}",
        must=Equals(Ref(shares.spot_weight), "0"),
    )


def _configuration(rollout: Deployment, alarms: ServiceAlarms | None) -> ecs.DeploymentConfiguration:
    watched: dict[str, Any] = {}
    if alarms is not None:
        watched["Alarms"] = ecs.DeploymentAlarms(
            AlarmNames=alarms.names, Enable=Ref(alarms.roll_back), Rollback=Ref(alarms.roll_back)
        )
    return ecs.DeploymentConfiguration(
        MinimumHealthyPercent=Ref(rollout.minimum),
        MaximumPercent=Ref(rollout.maximum),
        DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(Enable=True, Rollback=True),
        **watched,
    )


def _placement(here: Place, network: TaskNetwork, rollout: Deployment) -> ecs.NetworkConfiguration:
    around = here.names.network
    return ecs.NetworkConfiguration(
        AwsvpcConfiguration=ecs.AwsvpcConfiguration(
            AssignPublicIp=Ref(rollout.public_ip),
            Subnets=rollout.tasks_are_public.choose(Ref(around.public_subnets), Ref(around.private_subnets)),
            SecurityGroups=[GetAtt(network.group, "GroupId")],
        )
    )


def _behind_balancer(here: Place, exposed: Exposure) -> dict[str, Any]:
    return {
        "HealthCheckGracePeriodSeconds": here.times.grace,
        "LoadBalancers": [
            ecs.LoadBalancer(
                ContainerName=here.name, ContainerPort=here.settings.port, TargetGroupArn=Ref(exposed.target_group)
            )
        ],
    }
