"""The ECS cluster of an environment, and the audit trail of shell sessions in its tasks."""

from typing import Any, ClassVar

from troposphere import Ref, ecs
from troposphere.logs import LogGroup

from templates.inputs import Input, choice, log_retention, number
from templates.log_groups import log_group
from templates.part import part


@part
class Capacity:
    """How tasks are divided between Fargate and the cheaper Fargate Spot, which AWS may take back."""

    title: ClassVar[str] = "Capacity"
    base: Input
    weight: Input
    spot_weight: Input

    @property
    def strategy(self) -> list[tuple[str, dict[str, Any]]]:
        return [
            ("FARGATE", {"Base": Ref(self.base), "Weight": Ref(self.weight)}),
            ("FARGATE_SPOT", {"Weight": Ref(self.spot_weight)}),
        ]


@part
class Cluster:
    title: ClassVar[str] = "Cluster"
    container_insights: Input
    log_retention: Input
    exec_logs: LogGroup
    cluster: ecs.Cluster


def capacity() -> Capacity:
    return Capacity(
        base=number("FargateBase", "Tasks on Fargate first", "This many tasks never run on Spot", 0, 100, 1),
        weight=number("FargateWeight", "Weight of Fargate", "Share of further tasks on Fargate", 1, 100, 1),
        spot_weight=number(
            "SpotWeight", "Weight of Spot", "Share of further tasks on Spot; 0 keeps production off Spot", 0, 100, 0
        ),
    )


def cluster(shares: Capacity, key_arn: Any) -> Cluster:
    insights = choice(
        "ContainerInsights",
        "Container Insights",
        "enhanced shows every task; enabled is what Control Tower accepts today",
        ("enhanced", "enabled", "disabled"),
        "enhanced",
    )
    retention = log_retention("ExecLogRetentionDays", "the log of shell sessions")
    sessions = log_group("ExecLogGroup", retention, key_arn)
    return Cluster(
        container_insights=insights,
        log_retention=retention,
        exec_logs=sessions,
        cluster=ecs.Cluster(
            "Cluster",
            CapacityProviders=[provider for provider, _ in shares.strategy],
            DefaultCapacityProviderStrategy=[
                ecs.CapacityProviderStrategyItem(CapacityProvider=provider, **share)
                for provider, share in shares.strategy
            ],
            ClusterSettings=[ecs.ClusterSetting(Name="containerInsights", Value=Ref(insights))],
            Configuration=ecs.ClusterConfiguration(
                ExecuteCommandConfiguration=ecs.ExecuteCommandConfiguration(
                    Logging="OVERRIDE",
                    KmsKeyId=key_arn,
                    LogConfiguration=ecs.ExecuteCommandLogConfiguration(
                        CloudWatchLogGroupName=Ref(sessions), CloudWatchEncryptionEnabled=True
                    ),
                )
            ),
        ),
    )
