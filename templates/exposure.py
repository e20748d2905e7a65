"""How a service is reached, and what it may reach: target group, listener rule, security-group rules."""

from typing import Any, ClassVar

from troposphere import Ref, ec2
from troposphere import elasticloadbalancingv2 as elb

from templates.alarms import ServiceAlarms, service_alarms
from templates.matching import Public
from templates.part import but_not, part
from templates.routing import service_rule
from templates.security_groups import id_of, security_group, way_in, way_out
from templates.surroundings import Place


@part
class TaskNetwork:
    """The group of the tasks; the rules that join it to another group are ours, not that group's."""

    title: ClassVar[str] = "Task network"
    group: ec2.SecurityGroup
    to_aws: ec2.SecurityGroupEgress
    to_others: tuple[ec2.SecurityGroupEgress, ...]
    into_endpoints: ec2.SecurityGroupIngress | None


@part
class Exposure:
    """A service's place on the balancer."""

    title: ClassVar[str] = "Exposure"
    target_group: elb.TargetGroup
    rule: elb.ListenerRule
    from_balancer: ec2.SecurityGroupIngress
    out_of_balancer: ec2.SecurityGroupEgress
    alarms: ServiceAlarms


def task_network(here: Place) -> TaskNetwork:
    around = here.names.network
    group = security_group("TaskSecurityGroup", "Tasks of this service", Ref(around.vpc_id))
    mine = id_of(group)
    into_endpoints = None
    if around.endpoint_group is not None:
        into_endpoints = way_in(
            "TasksToEndpoints",
            Ref(around.endpoint_group),
            443,
            "Tasks call AWS privately",
            SourceSecurityGroupId=mine,
        )
    return TaskNetwork(
        group=group,
        to_aws=way_out("TasksToHttps", mine, 443, "Image, logs, secrets and other HTTPS", CidrIp="0.0.0.0/0"),
        to_others=tuple(
            way_out(f"TasksOut{number}", mine, out.port, out.why, **_range(out.to))
            for number, out in enumerate(here.settings.egress, start=1)
        ),
        into_endpoints=into_endpoints,
    )


def exposure(here: Place, tasks: TaskNetwork) -> Exposure | None:
    """A private service has none."""
    service, front = here.settings, here.names.balancer
    if service.public is None or front is None or here.priority is None:
        return None
    target_group = _target_group(here, service.public)
    mine, balancer = id_of(tasks.group), Ref(front.balancer_group)
    return Exposure(
        target_group=target_group,
        rule=service_rule(service.public, here.priority, Ref(front.listener_arn), target_group),
        from_balancer=way_in(
            "BalancerToTasks", mine, service.port, "Only the load balancer", SourceSecurityGroupId=balancer
        ),
        out_of_balancer=way_out(
            "BalancerOut", balancer, service.port, "The load balancer to these tasks", DestinationSecurityGroupId=mine
        ),
        alarms=service_alarms(target_group, front),
    )


def _target_group(here: Place, public: Public) -> elb.TargetGroup:
    health = here.settings.health
    return elb.TargetGroup(
        "TargetGroup",
        Metadata=but_not(
            "E9201",
            "TLS ends at the balancer, which has the certificate. From there on requests stay in the VPC, and only the "
            "balancer's security group reaches the port",
        ),
        VpcId=Ref(here.names.network.vpc_id),
        TargetType="ip",
        Protocol="HTTP",
        Port=here.settings.port,
        HealthCheckProtocol="HTTP",
        HealthCheckPath=health.path,
        HealthCheckIntervalSeconds=health.interval,
        HealthCheckTimeoutSeconds=health.timeout,
        HealthyThresholdCount=health.healthy,
        UnhealthyThresholdCount=health.unhealthy,
        Matcher=elb.Matcher(HttpCode=health.matcher),
        TargetGroupAttributes=_attributes(public, here.times.drain),
    )


def _attributes(public: Public, drain: int) -> list[elb.TargetGroupAttribute]:
    values = {"deregistration_delay.timeout_seconds": str(drain)}
    if public.slow_start is not None:
        values["slow_start.duration_seconds"] = str(public.slow_start)
    if public.sticky_for is not None:
        values |= {
            "stickiness.enabled": "true",
            "stickiness.type": "lb_cookie",
            "stickiness.lb_cookie.duration_seconds": str(public.sticky_for),
        }
    return [elb.TargetGroupAttribute(Key=key, Value=value) for key, value in values.items()]


def _range(cidr: str) -> dict[str, Any]:
    return {"CidrIpv6" if ":" in cidr else "CidrIp": cidr}
