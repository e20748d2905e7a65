"""Where requests come in: load balancers, distributions, APIs, sign-in and what filters traffic."""

from delivery.review.model import Level
from delivery.review.weakening.checks import (
    closed,
    fewer,
    gone,
    guard,
    lost,
    opened,
    order,
    recorded,
    room,
    step,
    works,
)
from delivery.review.weakening.kinds import Check, disappears, falls, rises, speaks_older_tls, takes_more

_OUTAGE, _ACCESS = Level.OUTAGE, Level.ACCESS
_LB = "LoadBalancerAttributes/@Key={}/Value"
_TARGETS = "TargetGroupAttributes/@Key={}/Value"
_ENCRYPTED = order("http|tcp|udp|tcp_udp", "https|tls|ssl|quic|tcp_quic")
_PLAIN = "what is sent can be read on the way"

_BALANCER = (
    works(_LB.format("deletion_protection.enabled"), "deletion protection"),
    closed(_LB.format("access_logs.s3.enabled"), "the access log"),
    closed(_LB.format("connection_logs.s3.enabled"), "the connection log"),
    closed(_LB.format("routing.http.drop_invalid_header_fields.enabled"), "dropping invalid headers"),
    step(_LB.format("routing.http.desync_mitigation_mode"), "the guard against smuggled requests",
         order("monitor", "defensive", "strictest"), absent="defensive"),
    works(_LB.format("load_balancing.cross_zone.enabled"), "balancing across zones"),
    works(_LB.format("zonal_shift.config.enabled"), "moving away from a zone that fails"),
    room(_LB.format("idle_timeout.timeout_seconds"), "the time that a connection may be idle (seconds)", "60"),
    opened(_LB.format("waf.fail_open.enabled"), "letting requests through when WAF does not answer"),
    fewer("Subnets", "subnets", "fewer zones answer"),
    fewer("SubnetMappings", "subnets", "fewer zones answer"),
    step("Scheme", "the scheme", order("internet-facing", "internal"), absent="internet-facing"),
    room("MinimumLoadBalancerCapacity/CapacityUnits", "the reserved capacity (units)"),
)  # fmt: skip
_TARGET_GROUP = (
    works("HealthCheckEnabled", "the health check", True),
    Check("UnhealthyThresholdCount", rises, "the number of failed health checks before it is unhealthy", _OUTAGE),
    Check("HealthCheckIntervalSeconds", rises, "the time between health checks (seconds)", _OUTAGE),
    Check("HealthCheckTimeoutSeconds", rises, "the time to answer a health check (seconds)", _OUTAGE),
    Check("HealthyThresholdCount", falls, "the number of health checks to pass before a target gets requests", _OUTAGE),
    Check("Matcher/HttpCode", takes_more, "the health check", _OUTAGE),
    Check("Matcher/GrpcCode", takes_more, "the health check", _OUTAGE),
    step("Protocol", "the protocol to the targets", _ENCRYPTED, so=_PLAIN),
    room(_TARGETS.format("deregistration_delay.timeout_seconds"), "the time to finish requests (seconds)", "300",
         "requests may be cut off"),
    works(_TARGETS.format("stickiness.enabled"), "sending a visitor to the same target",
          so="sessions that are kept in a target are lost"),
    room(_TARGETS.format("slow_start.duration_seconds"), "the time in which a new target warms up (seconds)", "0"),
)  # fmt: skip
_LISTENER = (
    step("Protocol", "the protocol", _ENCRYPTED, so=_PLAIN),
    Check("SslPolicy", speaks_older_tls, "the listener", _ACCESS),
    lost("Certificates", "the certificate"),
    step("MutualAuthentication/Mode", "asking for client certificates", order("off", "passthrough", "verify"),
         absent="off"),
)  # fmt: skip
_CLASSIC = (
    works("CrossZone", "balancing across zones"),
    works("ConnectionDrainingPolicy/Enabled", "finishing requests before an instance leaves"),
    room("ConnectionDrainingPolicy/Timeout", "the time to finish requests (seconds)"),
    closed("AccessLoggingPolicy/Enabled", "the access log"),
    gone("HealthCheck", "the health check"),
    Check(
        "HealthCheck/UnhealthyThreshold",
        rises,
        "the number of failed health checks before it is unhealthy",
        _OUTAGE,
    ),
    Check("HealthCheck/Interval", rises, "the time between health checks (seconds)", _OUTAGE),
    step("Listeners/*LoadBalancerPort/Protocol", "the protocol", _ENCRYPTED, so=_PLAIN),
    fewer("Subnets", "subnets", "fewer zones answer"),
    fewer("AvailabilityZones", "zones"),
)
_VIEWER = order("allow-all", "redirect-to-https|https-only")
_CDN = "DistributionConfig"
_DISTRIBUTION = (
    works(f"{_CDN}/Enabled", "the distribution", True, "its names are no longer answered"),
    Check(f"{_CDN}/ViewerCertificate/MinimumProtocolVersion", speaks_older_tls, "the distribution", _ACCESS),
    step(f"{_CDN}/DefaultCacheBehavior/ViewerProtocolPolicy", "the protocol of visitors", _VIEWER, so=_PLAIN),
    step(f"{_CDN}/CacheBehaviors/*PathPattern/ViewerProtocolPolicy", "the protocol of visitors", _VIEWER, so=_PLAIN),
    step(f"{_CDN}/Origins/*Id/CustomOriginConfig/OriginProtocolPolicy", "the protocol to the origin",
         order("http-only", "match-viewer", "https-only"), so=_PLAIN),
    lost(f"{_CDN}/Logging", "the access log"),
    lost(f"{_CDN}/WebACLId", "the firewall (WAF)"),
    fewer(f"{_CDN}/Aliases", "names", "the others are no longer answered"),
)  # fmt: skip
_STAGE = (
    lost("AccessLogSetting", "the access log"),
    works("TracingEnabled", "tracing"),
    works("CacheClusterEnabled", "the cache"),
    room("CacheClusterSize", "the size of the cache (GB)"),
    lost("ClientCertificateId", "the certificate that the API shows to what is behind it"),
)
_NO_ADDRESS = closed("DisableExecuteApiEndpoint", "refusing the address that AWS gives the API")
_WHO = order("none", "aws_iam|custom|cognito_user_pools|jwt")
_PASSWORD = "Policies/PasswordPolicy"
_USERS = (
    guard("DeletionProtection"),
    step("MfaConfiguration", "the second factor", order("off", "optional", "on"), absent="OFF"),
    step("UserPoolAddOns/AdvancedSecurityMode", "threat protection", order("off", "audit", "enforced"), absent="OFF"),
    Check(f"{_PASSWORD}/MinimumLength", falls, "the length of a password", _ACCESS, "8"),
    *(closed(f"{_PASSWORD}/Require{what}", f"asking for {what.lower()} in a password")
      for what in ("Lowercase", "Numbers", "Symbols", "Uppercase")),
)  # fmt: skip
_FIREWALL = (
    closed("VisibilityConfig/CloudWatchMetricsEnabled", "the metrics of the firewall"),
    closed("VisibilityConfig/SampledRequestsEnabled", "samples of requests"),
)
_NETWORK = {
    "AWS::EC2::Subnet": (opened("MapPublicIpOnLaunch", "a public address for what starts in the subnet"),),
    "AWS::EC2::VPC": (
        works("EnableDnsSupport", "DNS inside the VPC", True, "names are not found"),
        works("EnableDnsHostnames", "DNS names for what runs in the VPC"),
    ),
    "AWS::EC2::VPCEndpoint": (
        works("PrivateDnsEnabled", "the private name of the service", so="requests go by the public address"),
        fewer("SubnetIds", "subnets", "fewer zones answer"),
    ),
    "AWS::NetworkFirewall::Firewall": (
        closed("DeleteProtection", "deletion protection"),
        closed("SubnetChangeProtection", "protection against other subnets"),
        closed("FirewallPolicyChangeProtection", "protection against another policy"),
        recorded("SubnetMappings", "subnets that it guards"),
    ),
    "AWS::Route53::HealthCheck": (
        Check("HealthCheckConfig/FailureThreshold", rises, "the number of failures to be unhealthy", _OUTAGE, "3"),
        Check("HealthCheckConfig/RequestInterval", rises, "the time between health checks (seconds)", _OUTAGE, "30"),
    ),
    "AWS::Route53::HostedZone": (lost("QueryLoggingConfig", "the log of queries"),),
    "AWS::Route53::RecordSet": (gone("HealthCheckId", "the health check"),),
}  # fmt: skip

ENTRANCES = {
    **_NETWORK,
    "AWS::ApiGateway::DomainName": (
        Check("SecurityPolicy", speaks_older_tls, "the name", _ACCESS),
        lost("MutualTlsAuthentication", "asking for client certificates"),
    ),
    "AWS::ApiGateway::Method": (
        step("AuthorizationType", "who may call it", _WHO),
        closed("ApiKeyRequired", "asking for a key"),
    ),
    "AWS::ApiGateway::RestApi": (_NO_ADDRESS,),
    "AWS::ApiGateway::Stage": _STAGE,
    "AWS::ApiGateway::UsagePlan": (
        Check("Throttle", disappears, "the limit of calls", _ACCESS),
        room("Throttle/RateLimit", "the calls per second that are let in"),
        room("Quota/Limit", "the calls that are let in"),
    ),
    "AWS::ApiGatewayV2::Api": (_NO_ADDRESS,),
    "AWS::ApiGatewayV2::DomainName": (lost("MutualTlsAuthentication", "asking for client certificates"),),
    "AWS::ApiGatewayV2::Route": (
        step("AuthorizationType", "who may call it", _WHO),
        closed("ApiKeyRequired", "asking for a key"),
    ),
    "AWS::ApiGatewayV2::Stage": (lost("AccessLogSettings", "the access log"),),
    "AWS::CloudFront::Distribution": _DISTRIBUTION,
    "AWS::Cognito::UserPool": _USERS,
    "AWS::Cognito::UserPoolClient": (
        closed("EnableTokenRevocation", "taking tokens back"),
        step("PreventUserExistenceErrors", "hiding who has an account", order("legacy", "enabled"), absent="LEGACY"),
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": _CLASSIC,
    "AWS::ElasticLoadBalancingV2::Listener": _LISTENER,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _BALANCER,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _TARGET_GROUP,
    "AWS::WAFv2::WebACL": _FIREWALL,
}
