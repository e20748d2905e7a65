from collections.abc import Iterator

from delivery.rules._rule import Rule
from delivery.rules._world import Found, Node, World

RECORD = "AWS::Route53::RecordSet"
GROUP = "AWS::Route53::RecordSetGroup"
BALANCERS = ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer")


class AliasHealth(Rule):
    id = "W9704"
    shortdesc = "An alias record of a load balancer looks at its health"
    description = (
        "Without EvaluateTargetHealth Route 53 answers with the load balancer also when nothing behind it is healthy. "
        "A second record for another region, which is what such a day needs, would never be given."
    )
    advice = "Set EvaluateTargetHealth to true"
    source_url = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"
    rows = ("DNS-2",)
    subjects = (RECORD, GROUP)
    beside = BALANCERS

    def look(self, world: World) -> Iterator[Found]:
        """Only load balancers: CloudFront refuses it, and for other targets it changes nothing or is not known."""
        records = [record["AliasTarget"] for record in world.of(RECORD)]
        records += [record["AliasTarget"] for group in world.of(GROUP) for record in group["RecordSets"].items]
        for alias in records:
            if _is_balancer(alias) and alias["EvaluateTargetHealth"].no:
                yield alias["EvaluateTargetHealth"].says("Route 53 does not look at the health of this load balancer")


def _is_balancer(alias: Node) -> bool:
    host = (alias["DNSName"].text or "").rstrip(".").removesuffix(".cn")
    return host.endswith(".elb.amazonaws.com") or bool(alias.world.named(alias["DNSName"].names, *BALANCERS))
