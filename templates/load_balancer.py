"""The balancer that an environment's services share: who may come, and what it answers when nobody else does."""

from typing import Any, ClassVar

from troposphere import And, Equals, GetAtt, Not, Ref, ec2, wafv2
from troposphere import elasticloadbalancingv2 as elb
from troposphere.cloudwatch import Alarm

from templates.access_logs import AccessLogs
from templates.alarm import alarm
from templates.alerts import Alerts
from templates.domain import Domain
from templates.inputs import CIDR, Input, choice, switch, text
from templates.part import Question, part
from templates.routing import not_found, to_https
from templates.security_groups import id_of, security_group, way_in

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
PORTS = {80: "HTTP", 443: "HTTPS"}


@part
class Visitors:
    """Who may open a connection to the balancer."""

    title: ClassVar[str] = "Who may come"
    cidr: Input
    prefix_list: Input
    ip_address_type: Input
    by_cidr: Question
    by_prefix_list: Question
    is_dual_stack: Question
    from_everywhere_ipv6: Question
    group: ec2.SecurityGroup
    ways_in: tuple[ec2.SecurityGroupIngress, ...]


@part
class Firewall:
    """A web ACL that exists already, if one is given: what it costs and lets through is its owner's decision."""

    title: ClassVar[str] = "Firewall"
    web_acl: Input
    has_web_acl: Question
    association: wafv2.WebACLAssociation


@part
class LoadBalancer:
    title: ClassVar[str] = "Load balancer"
    deletion_protection: Input
    balancer: elb.LoadBalancer
    http: elb.Listener
    https: elb.Listener

    def main_listener(self, has_certificate: Question) -> Any:
        """The listener that services attach their rules to."""
        return has_certificate.choose(Ref(self.https), Ref(self.http))


def visitors(vpc_id: Any) -> Visitors:
    cidr = text(
        "AllowedCidr",
        "Allowed IPv4 range",
        "Who may reach the balancer; empty where only a prefix list is allowed",
        f"({CIDR})?",
        "an IPv4 CIDR, or empty",
        "0.0.0.0/0",
    )
    prefix_list = text(
        "AllowedPrefixListId",
        "Allowed prefix list",
        "A managed prefix list of further ranges, for several offices or a CDN; empty for none",
        "(pl-[0-9a-f]{8,17})?",
        "the id of a prefix list, or empty",
        "",
    )
    kind = choice("IpAddressType", "IP addresses", "dualstack adds IPv6", ("ipv4", "dualstack"), "ipv4")
    by_cidr = Question("AllowsCidr", Not(Equals(Ref(cidr), "")))
    by_list = Question("AllowsPrefixList", Not(Equals(Ref(prefix_list), "")))
    dual = Question("IsDualStack", Equals(Ref(kind), "dualstack"))
    everywhere6 = Question("AllowsEveryoneByIpv6", And(dual.holds, Equals(Ref(cidr), "0.0.0.0/0")))
    group = security_group("BalancerSecurityGroup", "The load balancer; services open its ways out", vpc_id)
    sources: list[tuple[str, Question, dict[str, Any], str]] = [
        ("Cidr", by_cidr, {"CidrIp": Ref(cidr)}, "the allowed range"),
        ("Ipv6", everywhere6, {"CidrIpv6": "::/0"}, "everybody by IPv6"),
        ("PrefixList", by_list, {"SourcePrefixListId": Ref(prefix_list)}, "the allowed prefix list"),
    ]
    return Visitors(
        cidr=cidr,
        prefix_list=prefix_list,
        ip_address_type=kind,
        by_cidr=by_cidr,
        by_prefix_list=by_list,
        is_dual_stack=dual,
        from_everywhere_ipv6=everywhere6,
        group=group,
        ways_in=tuple(
            way_in(
                f"{protocol.capitalize()}From{name}", id_of(group), port, f"{protocol} from {who}", when=when, **source
            )
            for name, when, source, who in sources
            for port, protocol in PORTS.items()
        ),
    )


def load_balancer(subnets: Any, who: Visitors, logs: AccessLogs, named: Domain, idle_timeout: int) -> LoadBalancer:
    protection = switch("DeletionProtection", "Deletion protection", "Refuse to delete the load balancer", default=True)
    balancer = elb.LoadBalancer(
        "LoadBalancer",
        DependsOn=logs.policy,
        Type="application",
        Scheme="internet-facing",
        IpAddressType=Ref(who.ip_address_type),
        Subnets=subnets,
        SecurityGroups=[id_of(who.group)],
        LoadBalancerAttributes=_attributes(
            {
                "access_logs.s3.enabled": "true",
                "access_logs.s3.bucket": Ref(logs.bucket),
                "access_logs.s3.prefix": "balancer",
                "deletion_protection.enabled": Ref(protection),
                "idle_timeout.timeout_seconds": str(idle_timeout),
                "routing.http.desync_mitigation_mode": "defensive",
                "routing.http.drop_invalid_header_fields.enabled": "true",
                "zonal_shift.config.enabled": "true",
            }
        ),
    )
    return LoadBalancer(
        deletion_protection=protection,
        balancer=balancer,
        http=elb.Listener(
            "HttpListener",
            LoadBalancerArn=Ref(balancer),
            Port=80,
            Protocol="HTTP",
            DefaultActions=[named.has_certificate.choose(to_https(), not_found())],
        ),
        https=elb.Listener(
            "HttpsListener",
            Condition=named.has_certificate.name,
            LoadBalancerArn=Ref(balancer),
            Port=443,
            Protocol="HTTPS",
            SslPolicy=TLS_POLICY,
            Certificates=[elb.Certificate(CertificateArn=named.certificate_arn)],
            DefaultActions=[not_found()],
        ),
    )


def firewall(made: LoadBalancer) -> Firewall:
    web_acl = text(
        "WebAclArn",
        "Web ACL",
        "A regional web ACL of AWS WAF that looks at every request; empty for none",
        r"(arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_-]+/[0-9a-f-]{36})?",
        "the ARN of a regional web ACL, or empty",
        "",
    )
    has_web_acl = Question("HasWebAcl", Not(Equals(Ref(web_acl), "")))
    return Firewall(
        web_acl=web_acl,
        has_web_acl=has_web_acl,
        association=wafv2.WebACLAssociation(
            "WebAclAssociation",
            Condition=has_web_acl.name,
            ResourceArn=Ref(made.balancer),
            WebACLArn=Ref(web_acl),
        ),
    )


@part
class BalancerAlarms:
    title: ClassVar[str] = "Alarms of the balancer"
    errors: Alarm


def balancer_alarms(made: LoadBalancer, told: Alerts) -> BalancerAlarms:
    """Where no task runs, a service's own alarms stay silent while the balancer answers every request with 503."""
    return BalancerAlarms(
        alarm(
            "BalancerErrors",
            "The load balancer itself answers with errors: no task can be reached",
            ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count"),
            {"LoadBalancer": GetAtt(made.balancer, "LoadBalancerFullName")},
            10,
            Ref(told.topic),
            Statistic="Sum",
        )
    )


def dns_name(made: LoadBalancer) -> GetAtt:
    return GetAtt(made.balancer, "DNSName")


def _attributes(values: dict[str, Any]) -> list[elb.LoadBalancerAttributes]:
    return [elb.LoadBalancerAttributes(Key=key, Value=value) for key, value in values.items()]
