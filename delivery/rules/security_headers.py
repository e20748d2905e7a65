from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, Resource, World

DISTRIBUTION = "AWS::CloudFront::Distribution"
POLICY = "AWS::CloudFront::ResponseHeadersPolicy"
WITHOUT_HSTS = {
    "5cc3b908-e619-4b99-88e5-2cf7f45965bd": "CORS-With-Preflight",
    "60669652-455b-4ae9-85a4-c4c02393f86c": "SimpleCORS",
}
"""Policies that AWS maintains and that set no Strict-Transport-Security."""
MONTH = 30 * 24 * 3600


class SecurityHeaders(Rule):
    id = "W9701"
    shortdesc = "Every answer of a distribution makes browsers use HTTPS"
    description = (
        "Without Strict-Transport-Security a browser asks over HTTP first, whenever somebody types the name, and "
        "whoever stands in between answers instead of the redirect. The header, and others that protect pages, come "
        "from a response headers policy, for each behaviour of its own."
    )
    advice = (
        "Set ResponseHeadersPolicyId in each behaviour, to a policy with StrictTransportSecurity of a month or longer; "
        "AWS maintains SecurityHeadersPolicy, 67f7725c-6f97-4210-82d7-5512b31e9d03"
    )
    source_url = (
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
        "using-managed-response-headers-policies.html"
    )
    rows = ("CF-9",)
    subjects = (DISTRIBUTION, POLICY)

    def look(self, world: World) -> Iterator[Found]:
        used = set()
        for distribution in world.of(DISTRIBUTION):
            for behaviour in _behaviours(distribution):
                policy = behaviour["ResponseHeadersPolicyId"]
                used |= policy.names
                if policy.absent:
                    yield policy.says(f"The behaviour for {_where(behaviour)} has no response headers policy")
                elif policy.text in WITHOUT_HSTS:
                    yield policy.says(f"The policy {WITHOUT_HSTS[policy.text]} sets no Strict-Transport-Security")
        for policy_resource in world.named(used, POLICY):
            yield from _weak(policy_resource)


def _behaviours(distribution: Resource) -> list[Node]:
    config = distribution["DistributionConfig"]
    found = [config["DefaultCacheBehavior"], *config["CacheBehaviors"].items]
    return [behaviour for behaviour in found if behaviour.keys]


def _where(behaviour: Node) -> str:
    path = behaviour["PathPattern"]
    return "all other paths" if path.absent else path.text or "one path"


def _weak(policy: Resource) -> Iterator[Found]:
    headers = policy.at("ResponseHeadersPolicyConfig", "SecurityHeadersConfig")
    hsts = headers["StrictTransportSecurity"]
    seconds = hsts["AccessControlMaxAgeSec"].number
    if hsts.absent and not headers.unknown and not _has_custom(policy):
        yield hsts.says("This policy sets no Strict-Transport-Security")
    elif seconds is not None and seconds < MONTH:
        yield hsts["AccessControlMaxAgeSec"].says(
            f"Browsers forget Strict-Transport-Security after {seconds:g} seconds"
        )


def _has_custom(policy: Resource) -> bool:
    headers = policy.at("ResponseHeadersPolicyConfig", "CustomHeadersConfig", "Items")
    return headers.unknown or any(
        (one["Header"].text or "").lower() == "strict-transport-security" for one in headers.items
    )
