# ruff: noqa: N802
"""Rows C1 to C5 and C7: balancer, TLS, listener rules, DNS, and what the stacks tell."""

import pytest

from templates.stacks import render
from tests.templates.samples import (
    attributes,
    build,
    existing,
    holds,
    of_type,
    only,
    parameter,
    public,
    rendered,
    service,
)

ELB = "AWS::ElasticLoadBalancingV2::"
BALANCER, LISTENER, RULE, TARGETS = (ELB + name for name in ("LoadBalancer", "Listener", "ListenerRule", "TargetGroup"))
CERTIFICATE_ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/abc"
DOMAIN = {"DomainName": "shop.example.com", "HostedZoneId": "Z0123456789"}


@pytest.fixture
def platform():
    return rendered("full")["platform"]


def target_group(**settings):
    return only(render(build(web=public(**settings)))["web"], TARGETS)


def test_C1_balancer_faces_the_internet_with_ipv4_or_dual_stack(platform):
    balancer = only(platform, BALANCER)
    assert (balancer["Type"], balancer["Scheme"]) == ("application", "internet-facing")
    assert balancer["IpAddressType"] == {"Ref": "IpAddressType"}
    assert parameter(platform, "IpAddressType")["AllowedValues"] == ["ipv4", "dualstack"]
    assert balancer["Subnets"] == {"Ref": "PublicSubnetIds"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("access_logs.s3.enabled", "true"),
        ("access_logs.s3.bucket", {"Ref": "AccessLogBucket"}),
        ("deletion_protection.enabled", {"Ref": "DeletionProtection"}),
        ("routing.http.drop_invalid_header_fields.enabled", "true"),
    ],
)
def test_C1_balancer_attribute(platform, key, value):
    assert attributes(only(platform, BALANCER)["LoadBalancerAttributes"])[key] == value


def test_C1_deletion_protection_is_on_unless_an_environment_says_otherwise(platform):
    declared = parameter(platform, "DeletionProtection")
    assert (declared["Default"], declared["AllowedValues"]) == ("true", ["true", "false"])


def test_C1_balancer_waits_for_the_bucket_policy_that_lets_it_write_logs(platform):
    assert of_type(platform, BALANCER)["LoadBalancer"]["DependsOn"] == "AccessLogBucketPolicy"


def test_C1_balancer_waits_longer_than_the_longest_request():
    """60 seconds, or more where a service may take longer: else a good answer would be cut."""
    idle = "idle_timeout.timeout_seconds"
    for longest, expected in ((25, "60"), (80, "85")):
        made = render(build(web=public(longest_request=longest)))["platform"]
        assert attributes(only(made, BALANCER)["LoadBalancerAttributes"])[idle] == expected


@pytest.mark.parametrize(
    ("property_", "value"),
    [
        ("TargetType", "ip"),
        ("Protocol", "HTTP"),
        ("Port", 3000),
        ("HealthCheckPath", "/health"),
        ("HealthCheckIntervalSeconds", 30),
        ("HealthCheckTimeoutSeconds", 5),
        ("HealthyThresholdCount", 2),
        ("UnhealthyThresholdCount", 3),
        ("Matcher", {"HttpCode": "200"}),
    ],
)
def test_C2_target_group_default(property_, value):
    assert target_group()[property_] == value


@pytest.mark.parametrize(
    ("setting", "value", "property_", "expected"),
    [
        ("path", "/alive", "HealthCheckPath", "/alive"),
        ("interval", 10, "HealthCheckIntervalSeconds", 10),
        ("timeout", 7, "HealthCheckTimeoutSeconds", 7),
        ("healthy", 4, "HealthyThresholdCount", 4),
        ("unhealthy", 6, "UnhealthyThresholdCount", 6),
        ("matcher", "200-299", "Matcher", {"HttpCode": "200-299"}),
    ],
)
def test_C2_target_group_is_adjustable(setting, value, property_, expected):
    assert target_group(health={setting: value})[property_] == expected


def test_C2_deregistration_delay_is_longer_than_the_longest_request():
    """25 seconds may be needed, 30 are given."""
    delay = "deregistration_delay.timeout_seconds"
    assert attributes(target_group(longest_request=25)["TargetGroupAttributes"])[delay] == "30"
    assert attributes(target_group(longest_request=50)["TargetGroupAttributes"])[delay] == "55"


def test_C2_sticky_sessions_and_slow_start_by_choice():
    chosen = attributes(only(rendered("full")["web"], TARGETS)["TargetGroupAttributes"])
    assert chosen["stickiness.enabled"] == "true"
    assert (chosen["stickiness.type"], chosen["stickiness.lb_cookie.duration_seconds"]) == ("lb_cookie", "3600")
    assert chosen["slow_start.duration_seconds"] == "60"
    assert set(attributes(target_group()["TargetGroupAttributes"])) == {"deregistration_delay.timeout_seconds"}


@pytest.mark.parametrize(
    ("values", "listeners", "redirects", "makes"),
    [
        pytest.param({}, {"HttpListener"}, False, False, id="no domain: HTTP only"),
        pytest.param(DOMAIN, {"HttpListener", "HttpsListener"}, True, True, id="a domain: a certificate is made"),
        pytest.param(
            {"CertificateArn": CERTIFICATE_ARN},
            {"HttpListener", "HttpsListener"},
            True,
            False,
            id="a given certificate without a domain",
        ),
        pytest.param(
            DOMAIN | {"CertificateArn": CERTIFICATE_ARN},
            {"HttpListener", "HttpsListener"},
            True,
            False,
            id="a given certificate for the domain",
        ),
    ],
)
def test_C3_listeners_with(platform, values, listeners, redirects, makes):
    assert existing(platform, LISTENER, **values) == listeners
    condition, redirect, answer = platform["Resources"]["HttpListener"]["Properties"]["DefaultActions"][0]["Fn::If"]
    assert holds(platform, condition, **values) is redirects
    assert redirect["RedirectConfig"] == {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    assert answer["FixedResponseConfig"]["StatusCode"] == "404"
    assert bool(existing(platform, "AWS::CertificateManager::Certificate", **values)) is makes


def test_C3_https_listener_has_a_modern_tls_policy_and_the_certificate(platform):
    https = platform["Resources"]["HttpsListener"]["Properties"]
    assert (https["Port"], https["Protocol"]) == (443, "HTTPS")
    assert https["SslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert https["Certificates"] == [
        {"CertificateArn": {"Fn::If": ["HasGivenCertificate", {"Ref": "CertificateArn"}, {"Ref": "Certificate"}]}}
    ]


def test_C3_made_certificate_is_validated_by_dns(platform):
    made = only(platform, "AWS::CertificateManager::Certificate")
    assert made["ValidationMethod"] == "DNS"
    assert made["DomainValidationOptions"] == [
        {"DomainName": {"Ref": "DomainName"}, "HostedZoneId": {"Ref": "HostedZoneId"}}
    ]


def test_C3_a_domain_without_a_zone_is_refused_before_anything_starts(platform):
    rule = platform["Rules"]["DomainNeedsHostedZone"]
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]}
    assert rule["Assertions"][0]["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "HostedZoneId"}, ""]}]}


@pytest.mark.parametrize(
    ("match", "condition"),
    [
        pytest.param(
            {"path": "/api/*"}, {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}, id="path"
        ),
        pytest.param(
            {"host": "api.example.com"},
            {"Field": "host-header", "HostHeaderConfig": {"Values": ["api.example.com"]}},
            id="host",
        ),
        pytest.param(
            {"headers": {"X-Beta": "yes"}},
            {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Beta", "Values": ["yes"]}},
            id="header",
        ),
    ],
)
def test_C4_rule_by(match, condition):
    rule = only(render(build(web=service(public=match)))["web"], RULE)
    assert rule["Conditions"] == [condition]
    assert rule["Actions"] == [{"Type": "forward", "TargetGroupArn": {"Ref": "TargetGroup"}}]


def route_that(platform, does):
    """The properties of the one fixed route with such an action."""
    (found,) = (
        rule["Properties"] for rule in of_type(platform, RULE).values() if does in rule["Properties"]["Actions"][0]
    )
    return found


def test_C4_fixed_response(platform):
    (action,) = route_that(platform, "FixedResponseConfig")["Actions"]
    assert action["FixedResponseConfig"] == {
        "StatusCode": "403",
        "ContentType": "text/plain",
        "MessageBody": "no robots",
    }


def test_C4_redirect(platform):
    (action,) = route_that(platform, "RedirectConfig")["Actions"]
    assert action["RedirectConfig"] == {"StatusCode": "HTTP_302", "Host": "new.example.com"}


def test_C4_several_services_share_a_balancer_without_priority_collisions():
    stacks = rendered("several-services")
    found = [only(stacks[name], RULE)["Priority"] for name in ("web", "api", "admin-area")]
    assert len(set(found)) == 3
    assert all(1 <= priority <= 50000 for priority in found)
    assert not of_type(stacks["worker"], RULE)


def test_C4_fixed_routes_hang_on_the_listener_that_carries_the_traffic(platform):
    listener = route_that(platform, "RedirectConfig")["ListenerArn"]
    assert listener == {"Fn::If": ["HasCertificate", {"Ref": "HttpsListener"}, {"Ref": "HttpListener"}]}


@pytest.mark.parametrize(
    ("values", "records"),
    [
        pytest.param({}, set(), id="none without a domain"),
        pytest.param(DOMAIN, {"AddressRecord"}, id="A with a domain"),
        pytest.param(
            DOMAIN | {"IpAddressType": "dualstack"}, {"AddressRecord", "AddressRecordIpv6"}, id="A and AAAA, dual-stack"
        ),
    ],
)
def test_C5_records(platform, values, records):
    assert existing(platform, "AWS::Route53::RecordSet", **values) == records


def test_C5_records_are_aliases_of_the_balancer(platform):
    made = {name: found["Properties"] for name, found in of_type(platform, "AWS::Route53::RecordSet").items()}
    assert {record["Type"] for record in made.values()} == {"A", "AAAA"}
    for record in made.values():
        assert record["Name"] == {"Ref": "DomainName"}
        assert record["AliasTarget"] == {
            "HostedZoneId": {"Fn::GetAtt": ["LoadBalancer", "CanonicalHostedZoneID"]},
            "DNSName": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
            "EvaluateTargetHealth": True,
        }


def test_C7_platform_tells_the_applications_address(platform):
    """https with a certificate, the domain's name where there is one."""
    text, parts = platform["Outputs"]["Url"]["Value"]["Fn::Sub"]
    assert text == "${Scheme}://${Host}"
    assert parts["Scheme"] == {"Fn::If": ["HasCertificate", "https", "http"]}
    assert parts["Host"]["Fn::If"] == ["HasDomain", {"Ref": "DomainName"}, {"Fn::GetAtt": ["LoadBalancer", "DNSName"]}]


@pytest.mark.parametrize(
    ("stack", "output"),
    [
        ("registry", "WebRepositoryUri"),
        ("network", "VpcId"),
        ("network", "PublicSubnetIds"),
        ("network", "PrivateSubnetIds"),
        ("platform", "ClusterName"),
        ("platform", "LoadBalancerDnsName"),
        ("platform", "ListenerArn"),
        ("platform", "AlertTopicArn"),
        ("platform", "KeyArn"),
        ("web", "ServiceName"),
        ("web", "ClusterName"),
        ("web", "TaskDefinitionArn"),
        ("web", "LogGroupName"),
        ("web", "TaskRoleArn"),
        ("web", "TaskSecurityGroupId"),
        ("web", "TargetGroupArn"),
        ("web", "ApiKeySecretArn"),
    ],
)
def test_C7_operating_names_are_outputs_with_a_description(stack, output):
    found = rendered("full")[stack]["Outputs"][output]
    assert found["Value"]
    assert len(found["Description"].split()) >= 2
