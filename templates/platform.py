"""The platform of an environment: what its services share."""

from dataclasses import dataclass
from typing import ClassVar

from troposphere import And, GetAtt, Output, Ref, Sub, Template
from troposphere import elasticloadbalancingv2 as elb
from troposphere.kms import Key
from troposphere.ssm import Parameter as SsmParameter

from templates.access_logs import access_logs
from templates.alerts import Alerts, alerts
from templates.cluster import Cluster, capacity, cluster
from templates.deployment_events import deployment_events
from templates.domain import Domain, addresses, domain
from templates.encryption import (
    alarms_may_publish_with_key,
    arn_of,
    encryption_key,
    events_may_be_kept_with_key,
    events_may_publish_with_key,
    logs_may_use_key,
)
from templates.identity import identity
from templates.inputs import Input
from templates.load_balancer import LoadBalancer, Visitors, balancer_alarms, dns_name, firewall, load_balancer, visitors
from templates.matching import Route
from templates.part import Question, StackIdentity, assemble, part
from templates.published import publish
from templates.routing import route_rule
from templates.security_groups import id_of
from templates.surroundings import public_subnets, vpc_id

PLATFORM = StackIdentity(
    "platform",
    "environment",
    "What the services of an environment share: cluster, load balancer, domain, alert topic and encryption key",
)


@dataclass(frozen=True)
class PlatformSettings:
    """What an application's services ask of the platform."""

    idle_timeout: int
    routes: tuple[tuple[int, Route], ...]


@part
class Surroundings:
    title: ClassVar[str] = "Network"
    vpc_id: Input
    public_subnets: Input


@part
class Encryption:
    title: ClassVar[str] = "Encryption"
    key: Key


@part
class FixedRoutes:
    title: ClassVar[str] = "Fixed routes"
    has_ipv6_domain: Question
    rules: tuple[elb.ListenerRule, ...]


@part
class PublishedPlatform:
    title: ClassVar[str] = "Published names"
    names: tuple[SsmParameter, ...]
    outputs: tuple[Output, ...]


def platform_stack(settings: PlatformSettings) -> Template:
    around = Surroundings(vpc_id(), public_subnets("Subnets for the load balancer"))
    key = _key()
    shares = capacity()
    tasks = cluster(shares, arn_of(key.key))
    told = alerts(arn_of(key.key))
    logs = access_logs()
    named = domain()
    who = visitors(Ref(around.vpc_id))
    front = load_balancer(Ref(around.public_subnets), who, logs, named, settings.idle_timeout)
    routes = _routes(settings, front, named, who)
    return assemble(
        PLATFORM,
        identity("environment"),
        around,
        key,
        shares,
        tasks,
        told,
        deployment_events(Ref(tasks.cluster), told, arn_of(key.key)),
        named,
        who,
        logs,
        front,
        firewall(front),
        balancer_alarms(front, told),
        routes,
        addresses(named, front.balancer, routes.has_ipv6_domain),
        _published(key, tasks, told, named, who, front),
    )


def _key() -> Encryption:
    purpose = "Encrypts the logs, secrets, alerts and shell sessions of this environment"
    users = (
        logs_may_use_key(),
        alarms_may_publish_with_key(),
        events_may_publish_with_key(),
        events_may_be_kept_with_key(),
    )
    return Encryption(encryption_key("Key", purpose, *users))


def _routes(settings: PlatformSettings, front: LoadBalancer, named: Domain, who: Visitors) -> FixedRoutes:
    listener = front.main_listener(named.has_certificate)
    return FixedRoutes(
        has_ipv6_domain=Question("HasIpv6Domain", And(named.has_domain.holds, who.is_dual_stack.holds)),
        rules=tuple(route_rule(route, priority, listener) for priority, route in settings.routes),
    )


def _published(
    key: Encryption, tasks: Cluster, told: Alerts, named: Domain, who: Visitors, front: LoadBalancer
) -> PublishedPlatform:
    scheme = named.has_certificate.choose("https", "http")
    host = named.has_domain.choose(Ref(named.name), dns_name(front))
    listener = front.main_listener(named.has_certificate)
    names = {
        "cluster-name": (Ref(tasks.cluster), "The cluster"),
        "key-arn": (arn_of(key.key), "The environment's encryption key"),
        "alert-topic-arn": (Ref(told.topic), "Where alarms go"),
        "exec-log-group-arn": (GetAtt(tasks.exec_logs, "Arn"), "Where shell sessions are logged"),
        "listener-arn": (listener, "The listener that services attach their rules to"),
        "load-balancer-name": (GetAtt(front.balancer, "LoadBalancerFullName"), "The load balancer, as metrics name it"),
        "load-balancer-security-group-id": (id_of(who.group), "The load balancer's security group"),
    }
    return PublishedPlatform(
        names=tuple(publish(PLATFORM, name, value, what) for name, (value, what) in names.items()),
        outputs=(
            Output(
                "Url",
                Description="The application's address",
                Value=Sub("${Scheme}://${Host}", Scheme=scheme, Host=host),
            ),
            Output("LoadBalancerDnsName", Description="The load balancer's own address", Value=dns_name(front)),
            Output("LoadBalancerArn", Description="The load balancer", Value=Ref(front.balancer)),
            Output("ListenerArn", Description="The listener that services attach their rules to", Value=listener),
            Output("ClusterName", Description="The ECS cluster", Value=Ref(tasks.cluster)),
            Output("AlertTopicArn", Description="The topic that alarms are sent to", Value=Ref(told.topic)),
            Output("KeyArn", Description="The environment's encryption key", Value=arn_of(key.key)),
        ),
    )
